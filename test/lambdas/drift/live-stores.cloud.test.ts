/** Tables, the lifecycle of buckets and grants on keys: read live and put back, against the local cloud. */
import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  DeleteBackupSelectionCommand,
} from '@aws-sdk/client-backup';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutResourcePolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateGrantCommand, CreateKeyCommand, KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketLifecycleCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { dynamodbTableLive } from '../../../lambdas/drift/live/dynamodb-table';
import { kmsKeyLive } from '../../../lambdas/drift/live/kms-key';
import { s3BucketLive } from '../../../lambdas/drift/live/s3-bucket';
import type { TableState } from '../../../lib/resources/dynamodb-table';
import { readPolicy } from '../../../lib/resources/policy';
import { type BucketState, s3Bucket } from '../../../lib/resources/s3-bucket';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { resource, stateOf } from '../../resources/state-of';
import { roundTrip } from './round-trip';

const account = '555566667777';
const region = 'us-east-1';
const stranger = '999988887777';
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

const statement = (sid: string, effect: string, principal: object | string, action: string, arn: string) => ({
  Sid: sid,
  Effect: effect,
  Principal: principal,
  Action: action,
  Resource: arn,
});
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

async function makeKey(): Promise<{ readonly arn: string; readonly id: string }> {
  const { KeyMetadata } = await new KMSClient(cloud.clientConfig('kms')).send(new CreateKeyCommand({}));
  return { arn: KeyMetadata?.Arn ?? '', id: KeyMetadata?.KeyId ?? '' };
}

async function makeTable(name: string, kmsKey?: string): Promise<string> {
  const made = await new DynamoDBClient(cloud.clientConfig('dynamodb')).send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: kmsKey === undefined ? undefined : { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: kmsKey },
    }),
  );
  return made.TableDescription?.TableArn ?? '';
}

const declaredTable = (name: string, keyArn: string, policy: object): TableState => ({
  name,
  account,
  recovery: { enabled: true, days: 35 },
  deletionProtection: true,
  keyArn,
  policy: readPolicy(policy as never),
  tags: { 'data-class': 'phi', backup: 'daily' },
  backedUp: true,
});

describe('tables', () => {
  test('one that lost everything gets it back: recovery, protection, key, policy, tags', async () => {
    const dynamodb = new DynamoDBClient(cloud.clientConfig('dynamodb'));
    const { arn: key } = await makeKey();
    const arn = await makeTable('records');
    const wide = document(statement('Theirs', 'Allow', { AWS: `arn:aws:iam::${stranger}:root` }, 'dynamodb:Scan', arn));
    await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy: JSON.stringify(wide) }));
    const Tags = [
      { Key: 'stray', Value: 'yes' },
      { Key: 'data-class', Value: 'misc' },
    ];
    await dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
    const live = dynamodbTableLive.open(cloud.clientConfig);
    const declared = declaredTable('records', key, document(statement('Closed', 'Deny', '*', 'dynamodb:GetItem', arn)));
    const { broken, after } = await roundTrip({ kind: dynamodbTableLive.kind, live, declared }, 'records');
    expect(broken).toEqual(['recovery.enabled', 'deletionProtection', 'keyArn', 'policy', 'tags']);
    expect(after).toEqual({ compared: 6, differences: [], undecided: [] });
    expect(await live.read('gone')).toBeUndefined();
  });

  test('a key of its own is told from the one that AWS manages; no declared policy means none', async () => {
    const { arn: key } = await makeKey();
    const arn = await makeTable('managed', 'arn:aws:kms:us-east-1:555566667777:alias/aws/dynamodb');
    await makeTable('customer', key);
    const live = dynamodbTableLive.open(cloud.clientConfig);
    expect((await live.read('managed'))?.keyArn).toBeNull();
    expect((await live.read('customer'))?.keyArn).toBe(key);

    const dynamodb = new DynamoDBClient(cloud.clientConfig('dynamodb'));
    const Policy = JSON.stringify(document(statement('Public', 'Allow', '*', 'dynamodb:GetItem', arn)));
    await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }));
    const state = await live.read('managed');
    if (!state) throw new Error('the table is not there');
    const declared = { ...state, policy: { statements: [] } };
    const { broken, after } = await roundTrip({ kind: dynamodbTableLive.kind, live, declared }, 'managed');
    expect(broken).toEqual(['policy']);
    expect(after.differences).toEqual([]);
  });

  test('whether it is backed up is what the live selections and its live tags say', async () => {
    const backup = new BackupClient(cloud.clientConfig('backup'));
    const dynamodb = new DynamoDBClient(cloud.clientConfig('dynamodb'));
    const arn = await makeTable('copied');
    const rule = { RuleName: 'daily', TargetBackupVaultName: 'vault' };
    const { BackupPlanId } = await backup.send(
      new CreateBackupPlanCommand({ BackupPlan: { BackupPlanName: 'plan', Rules: [rule] } }),
    );
    const { SelectionId } = await backup.send(
      new CreateBackupSelectionCommand({
        BackupPlanId,
        BackupSelection: {
          SelectionName: 'tagged',
          IamRoleArn: `arn:aws:iam::${account}:role/backup`,
          ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }],
        },
      }),
    );
    const live = dynamodbTableLive.open(cloud.clientConfig);
    const backedUp = async () => (await live.read('copied'))?.backedUp;
    expect(await backedUp()).toBe(false);
    const Tags = [{ Key: 'backup', Value: 'daily' }];
    await dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
    expect(await backedUp()).toBe(true);
    await backup.send(new DeleteBackupSelectionCommand({ BackupPlanId, SelectionId }));
    expect(await backedUp()).toBe(false);
  });
});

describe('grants on keys', () => {
  test('one to another account is revoked; those of services and of the account stay', async () => {
    const kms = new KMSClient(cloud.clientConfig('kms'));
    const { id: KeyId } = await makeKey();
    const grantees = [
      `arn:aws:iam::${stranger}:role/theirs`,
      `arn:aws:iam::${account}:role/ours`,
      'dynamodb.us-east-1.amazonaws.com',
    ];
    for (const GranteePrincipal of grantees)
      await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Decrypt'] }));
    const live = kmsKeyLive.open(cloud.clientConfig);
    const state = await live.read(KeyId);
    if (!state) throw new Error('the key is not there');
    const [grantee] = grantees;
    expect(state.grants).toEqual([{ id: expect.any(String), grantee, operations: ['Decrypt'] }]);
    const { broken, after } = await roundTrip(
      { kind: kmsKeyLive.kind, live, declared: { ...state, grants: [] } },
      KeyId,
    );
    expect(broken).toEqual(['grants']);
    expect(after.differences).toEqual([]);
    const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId }));
    expect(Grants.map((one) => one.GranteePrincipal).sort()).toEqual(grantees.slice(1).sort());
  });
});

describe('the lifecycle of buckets', () => {
  const rules = [
    {
      Id: 'retention',
      Status: 'Enabled',
      ExpirationInDays: 2192,
      NoncurrentVersionExpiration: { NoncurrentDays: 2192 },
      Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 180 }],
    },
    { Id: 'uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
  ];
  const declaredLifecycle = stateOf(s3Bucket, {
    Bucket: resource('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: rules } }),
  }).lifecycle;

  async function declaredBucket(Bucket: string): Promise<{ readonly declared: BucketState; readonly s3: S3Client }> {
    const s3 = new S3Client({ ...cloud.clientConfig('s3'), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
    const state = await s3BucketLive.open(cloud.clientConfig).read(Bucket);
    if (!state) throw new Error('the bucket is not there');
    return { s3, declared: { ...state, account, lifecycle: declaredLifecycle } };
  }

  test.each([
    ['that were taken away', undefined],
    ['that would delete tomorrow', { Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
    ['that are off', { Status: 'Disabled' as const, Filter: { Prefix: 'a' }, Expiration: { Days: 30 } }],
  ])('rules %s are as declared again', async (name, rule) => {
    const Bucket = `lifecycle-${name.replace(/ /g, '-')}`;
    const { declared, s3 } = await declaredBucket(Bucket);
    if (rule) {
      const LifecycleConfiguration = { Rules: [{ ID: 'planted', ...rule }] };
      await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    }
    const live = s3BucketLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: s3BucketLive.kind, live, declared }, Bucket);
    expect(broken).toEqual(['lifecycle']);
    expect(after.differences).toEqual([]);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect((await live.read(Bucket, declared))?.lifecycle).toEqual([]);
  });

  test('a policy that none declares is deleted', async () => {
    const { declared, s3 } = await declaredBucket('no-policy');
    const Policy = JSON.stringify(
      document(
        statement(
          'Theirs',
          'Allow',
          { AWS: `arn:aws:iam::${stranger}:root` },
          's3:GetObject',
          'arn:aws:s3:::no-policy/*',
        ),
      ),
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'no-policy', Policy }));
    const live = s3BucketLive.open(cloud.clientConfig);
    const mine = { ...declared, lifecycle: [] };
    const { broken, after } = await roundTrip({ kind: s3BucketLive.kind, live, declared: mine }, 'no-policy');
    expect(broken).toEqual(['policy']);
    expect(after.differences).toEqual([]);
  });
});
