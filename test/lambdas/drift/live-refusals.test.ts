/** What live readers and puts refuse, or tell apart by what only AWS answers: recorded answers in AWS's shapes. */
import { backupVaultLive } from '../../../lambdas/drift/live/backup-vault';
import { dynamodbTableLive } from '../../../lambdas/drift/live/dynamodb-table';
import { kmsKeyLive } from '../../../lambdas/drift/live/kms-key';
import { logsLogGroupLive } from '../../../lambdas/drift/live/logs-log-group';
import { s3BucketLive } from '../../../lambdas/drift/live/s3-bucket';
import { type BucketState, s3Bucket } from '../../../lib/resources/s3-bucket';
import { unknown } from '../../../lib/resources/value';
import { resource, stateOf } from '../../resources/state-of';
import { type Answer, type Call, type Recorded, recorded } from './recorded';

let service: Recorded;
afterEach(() => service?.close());

const serve = async (answer: (call: Call) => Answer) => {
  service = await recorded(answer);
  return service;
};
const daysAgo = (days: number) => Date.now() - days * 86_400_000;

describe('log groups: a retention that would delete what is kept', () => {
  const declared = { name: '/trail', keyArn: null, retentionDays: 365, tags: {} };
  const arn = 'arn:aws:logs:us-east-1:111122223333:log-group:/trail:*';
  const group = (creationTime: number, retentionInDays?: number) => ({
    logGroups: [{ logGroupName: '/trail', arn, creationTime, retentionInDays }],
  });

  test.each([
    ['no end, and a group of two years', group(daysAgo(730)), false],
    ['a longer one, and a group of two years', group(daysAgo(730), 731), false],
    ['no end, and a group of a month, which holds nothing older', group(daysAgo(30)), true],
    ['a shorter one, whatever the age: it is lengthened', group(daysAgo(730), 1), true],
  ])('over %s', async (_name, body, put) => {
    const { calls, sdk } = await serve(() => ({ body }));
    const putting = logsLogGroupLive.open(sdk).puts.retentionDays?.('/trail', declared, declared);
    if (put) await putting;
    else await expect(putting).rejects.toMatchObject({ code: 'FIX_WOULD_DELETE' });
    expect(calls).toHaveLength(put ? 2 : 1);
  });

  test('no end is never put', async () => {
    const { calls, sdk } = await serve(() => ({ body: group(daysAgo(1), 1) }));
    await logsLogGroupLive.open(sdk).puts.retentionDays?.('/trail', { ...declared, retentionDays: null }, declared);
    expect(calls).toHaveLength(1);
  });
});

describe('buckets: an expiry that would delete what is kept', () => {
  const rule = (days: number) => ({ Id: 'retention', Status: 'Enabled', ExpirationInDays: days });
  const declared: BucketState = stateOf(s3Bucket, {
    Bucket: resource('AWS::S3::Bucket', { BucketName: 'store', LifecycleConfiguration: { Rules: [rule(400)] } }),
  });
  const live = (days?: number): Answer =>
    days === undefined
      ? { status: 404, body: '<Error><Code>NoSuchLifecycleConfiguration</Code><Message>none</Message></Error>' }
      : {
          body: `<LifecycleConfiguration><Rule><ID>retention</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><Days>${days}</Days></Expiration></Rule></LifecycleConfiguration>`,
        };
  const buckets = (made: number): Answer => ({
    body: `<ListAllMyBucketsResult><Buckets><Bucket><Name>store</Name><CreationDate>${new Date(made).toISOString()}</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`,
  });

  test.each([
    ['no rule, and a bucket of two years', undefined, 730, false],
    ['a later expiry, and a bucket of two years', 3000, 730, false],
    ['no rule, and a bucket of a month, which holds nothing older', undefined, 30, true],
    ['an earlier expiry, whatever the age: it is put off', 1, 730, true],
  ])('over %s', async (_name, days, age, put) => {
    const { calls, sdk } = await serve(({ method, path }) => {
      if (method === 'PUT') return { body: '' };
      return path === '/' ? buckets(daysAgo(age)) : live(days);
    });
    const putting = s3BucketLive.open(sdk).puts.lifecycle?.('store', declared, declared);
    if (put) await putting;
    else await expect(putting).rejects.toMatchObject({ code: 'FIX_WOULD_DELETE' });
    expect(calls.some(({ method }) => method === 'PUT')).toBe(put);
  });
});

describe('tables', () => {
  const table = 'arn:aws:dynamodb:us-east-1:111122223333:table/records';
  const key = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';
  const answer =
    (manager: Answer) =>
    ({ body, path }: Call): Answer => {
      if (path.startsWith('/backup')) return { body: { BackupPlansList: [] } };
      const asked = JSON.parse(body) as Record<string, string>;
      if (asked.KeyId !== undefined) return manager;
      if (asked.ResourceArn !== undefined) return { body: { Tags: [], Policy: undefined } };
      return {
        body: {
          Table: { TableArn: table, SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key } },
          ContinuousBackupsDescription: {
            ContinuousBackupsStatus: 'ENABLED',
            PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 7 },
          },
        },
      };
    };

  test.each([
    ['AWS', { body: { KeyMetadata: { KeyId: 'k', KeyManager: 'AWS' } } }, null],
    ['a customer', { body: { KeyMetadata: { KeyId: 'k', KeyManager: 'CUSTOMER' } } }, key],
    [
      'nobody knows who',
      { status: 400, error: 'AccessDeniedException', body: { message: 'no' } },
      { unknown: 'who manages the key of the table cannot be read: AccessDeniedException: no' },
    ],
  ])('a key of the same form, which %s manages', async (_name, manager, expected) => {
    const { sdk } = await serve(answer(manager));
    const state = await dynamodbTableLive.open(sdk).read('records');
    expect(state?.keyArn).toEqual(expected);
    expect(state?.recovery).toEqual({ enabled: true, days: 7 });
  });
});

describe('backup vaults', () => {
  const refuse = (message: string): Answer => ({ status: 403, error: 'AccessDeniedException', body: { message } });

  test('AWS says "no such vault" by denying access; another denial is thrown', async () => {
    const { sdk } = await serve(() => refuse('Insufficient privileges to perform this action.'));
    expect(await backupVaultLive.open(sdk).read('gone')).toBeUndefined();
    await service.close();
    const denied = 'User: arn:aws:iam::111122223333:user/a is not authorized to perform: backup:DescribeBackupVault';
    const other = await serve(() => refuse(denied));
    await expect(backupVaultLive.open(other.sdk).read('vault')).rejects.toThrow('not authorized');
  });

  test('a lock is never lifted: where none is declared, nothing is put', async () => {
    const { calls, sdk } = await serve(() => ({ body: {} }));
    const none = { minimumDays: null, maximumDays: null, permanent: false, coolingOffDays: undefined };
    const state = {
      name: 'vault',
      account: '111122223333',
      keyArn: null,
      lock: none,
      policy: { statements: [] },
      tags: {},
    };
    await backupVaultLive.open(sdk).puts['lock.minimumDays']?.('vault', state, state);
    expect(calls).toHaveLength(0);
  });
});

describe('grants on keys', () => {
  const answers: Readonly<Record<string, object>> = {
    DescribeKey: { KeyMetadata: { KeyId: 'k', Enabled: true, AWSAccountId: '111122223333' } },
    GetKeyRotationStatus: { KeyRotationEnabled: true },
    GetKeyPolicy: { Policy: '{"Statement":[]}' },
    ListResourceTags: { Tags: [] },
  };
  const denied = { status: 400, error: 'AccessDeniedException', body: { message: 'no' } };

  test('that cannot be listed are unknown, the rest of the key is known, and nothing is revoked', async () => {
    const { calls, sdk } = await serve(({ action }) => (answers[action] ? { body: answers[action] } : denied));
    const live = kmsKeyLive.open(sdk);
    const state = await live.read('k');
    if (!state) throw new Error('the key is not there');
    expect(state.enabled).toBe(true);
    expect(state.grants).toEqual(unknown('the grants of the key cannot be read: AccessDeniedException: no'));
    await live.puts.grants?.('k', { ...state, grants: [] }, state);
    expect(calls.filter(({ action }) => action === 'RevokeGrant')).toEqual([]);
  });
});
