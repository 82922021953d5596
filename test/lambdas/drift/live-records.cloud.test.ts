/** The trail, log groups and AWS Backup: read live and put back, against the local cloud. */
import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultLockConfigurationCommand,
  PutBackupVaultAccessPolicyCommand,
  UpdateBackupPlanCommand,
} from '@aws-sdk/client-backup';
import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { backupPlanLive } from '../../../lambdas/drift/live/backup-plan';
import { backupSelectionLive } from '../../../lambdas/drift/live/backup-selection';
import { backupVaultLive } from '../../../lambdas/drift/live/backup-vault';
import { cloudtrailTrailLive } from '../../../lambdas/drift/live/cloudtrail-trail';
import { logsLogGroupLive } from '../../../lambdas/drift/live/logs-log-group';
import { backupPlan, type PlanState } from '../../../lib/resources/backup-plan';
import type { VaultState } from '../../../lib/resources/backup-vault';
import { cloudtrailTrail, type TrailState } from '../../../lib/resources/cloudtrail-trail';
import { compareStates } from '../../../lib/resources/compare';
import { readPolicy } from '../../../lib/resources/policy';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { resource, stateOf } from '../../resources/state-of';
import { roundTrip } from './round-trip';

const account = '666677778888';
const region = 'us-east-1';
const key = `arn:aws:kms:${region}:${account}:key/8f1d3c1e-0000-4000-8000-000000000000`;
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

describe('the trail', () => {
  const equals = (Field: string, ...Equals: string[]) => ({ Field, Equals });
  const declared: TrailState = stateOf(cloudtrailTrail, {
    Archive: resource('AWS::S3::Bucket', {
      BucketName: 'archive',
      ObjectLockEnabled: true,
      Tags: [{ Key: 'data-class', Value: 'audit' }],
    }),
    Trail: resource('AWS::CloudTrail::Trail', {
      TrailName: 'trail',
      S3BucketName: 'archive',
      S3KeyPrefix: 'records',
      KMSKeyId: key,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${account}:log-group:/trail:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/trail`,
      IsLogging: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      AdvancedEventSelectors: [
        { Name: 'all', FieldSelectors: [equals('eventCategory', 'Management')] },
        {
          FieldSelectors: [
            equals('eventCategory', 'Data'),
            equals('resources.type', 'AWS::S3::Object'),
            { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::lakeside-'], NotStartsWith: ['arn:aws:s3:::logs/'] },
          ],
        },
      ],
      Tags: [{ Key: 'asepsis:deployment', Value: 'lakeside' }],
    }),
  });

  test('one that was stopped, narrowed and sent elsewhere records everything again, where it is declared to', async () => {
    const client = new CloudTrailClient(cloud.clientConfig('cloudtrail'));
    const made = await client.send(
      new CreateTrailCommand({ Name: 'trail', S3BucketName: 'theirs', IncludeGlobalServiceEvents: false }),
    );
    await client.send(
      new PutEventSelectorsCommand({
        TrailName: 'trail',
        EventSelectors: [{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
      }),
    );
    const TagsList = [{ Key: 'stray', Value: 'yes' }];
    await client.send(new AddTagsCommand({ ResourceId: made.TrailARN, TagsList }));
    const live = cloudtrailTrailLive.open(cloud.clientConfig);
    expect((await live.read('trail', declared))?.archive).toBe('elsewhere');
    const { broken, after } = await roundTrip({ kind: cloudtrailTrailLive.kind, live, declared }, 'trail');
    expect(broken).toEqual([...cloudtrailTrail.owned]);
    expect(after).toEqual({ compared: 11, differences: [], undecided: [] });
    expect((await live.read('trail', declared))?.archive).toBe('locked');

    await client.send(new DeleteTrailCommand({ Name: 'trail' }));
    expect(await live.read('trail', declared)).toBeUndefined();
  });
});

describe('log groups', () => {
  const declared = {
    name: '/asepsis/trail',
    keyArn: key,
    retentionDays: 365,
    tags: { 'asepsis:deployment': 'lakeside' },
  };

  test('key, retention and tags come back, one by one', async () => {
    const logs = new CloudWatchLogsClient(cloud.clientConfig('cloudwatch-logs'));
    const logGroupName = declared.name;
    for (const name of [`${logGroupName}-other`, logGroupName])
      await logs.send(new CreateLogGroupCommand({ logGroupName: name, kmsKeyId: key }));
    const live = logsLogGroupLive.open(cloud.clientConfig);
    const restore = () => roundTrip({ kind: logsLogGroupLive.kind, live, declared }, logGroupName);
    expect((await restore()).broken).toEqual(['retentionDays', 'tags']);

    await logs.send(new DisassociateKmsKeyCommand({ logGroupName }));
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    const resourceArn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
    await logs.send(new TagResourceCommand({ resourceArn, tags: { stray: 'yes' } }));
    const { after, broken } = await restore();
    expect(broken).toEqual(['keyArn', 'retentionDays', 'tags']);
    expect(after).toEqual({ compared: 3, differences: [], undecided: [] });

    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    expect((await live.read(logGroupName))?.retentionDays).toBeNull();
    expect((await restore()).after.differences).toEqual([]);
    expect(await live.read('/asepsis')).toBeUndefined();
  });
});

describe('AWS Backup', () => {
  const document = (sid: string, action: string, effect = 'Deny') => ({
    Version: '2012-10-17',
    Statement: [{ Sid: sid, Effect: effect, Principal: '*', Action: action, Resource: '*' }],
  });

  test('a vault whose lock and policy were taken away has them again', async () => {
    const backup = new BackupClient(cloud.clientConfig('backup'));
    const BackupVaultName = 'vault';
    await backup.send(
      new CreateBackupVaultCommand({ BackupVaultName, EncryptionKeyArn: key, BackupVaultTags: { stray: 'yes' } }),
    );
    const Policy = JSON.stringify(document('Open', 'backup:*', 'Allow'));
    await backup.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName, Policy }));
    const declared: VaultState = {
      name: BackupVaultName,
      account,
      keyArn: key,
      lock: { minimumDays: 14, maximumDays: null, permanent: true, coolingOffDays: 7 },
      policy: readPolicy(document('Kept', 'backup:DeleteRecoveryPoint')),
      tags: { 'asepsis:deployment': 'lakeside' },
    };
    const live = backupVaultLive.open(cloud.clientConfig);
    const restore = () => roundTrip({ kind: backupVaultLive.kind, live, declared }, BackupVaultName);
    const first = await restore();
    expect(first.broken).toEqual(['lock.minimumDays', 'lock.permanent', 'policy', 'tags']);
    expect(first.after).toEqual({ compared: 6, differences: [], undecided: [] });

    await backup.send(new DeleteBackupVaultLockConfigurationCommand({ BackupVaultName }));
    await backup.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName }));
    const second = await restore();
    expect(second.broken).toEqual(['lock.minimumDays', 'lock.permanent', 'policy']);
    expect(second.after.differences).toEqual([]);
    expect(await live.read('gone')).toBeUndefined();
  });

  const plan = (rule: object): PlanState =>
    stateOf(backupPlan, {
      Plan: resource('AWS::Backup::BackupPlan', {
        BackupPlan: {
          BackupPlanName: 'daily',
          BackupPlanRule: [{ RuleName: 'daily', TargetBackupVault: 'vault', ...rule }],
        },
      }),
    });

  test('a plan that was thinned out and copies to a stranger is as declared again', async () => {
    const backup = new BackupClient(cloud.clientConfig('backup'));
    const rule = { RuleName: 'daily', TargetBackupVaultName: 'vault', ScheduleExpression: 'cron(0 5 * * ? *)' };
    const indexed = { ...rule, IndexActions: [{ ResourceTypes: ['S3'] }] };
    const made = await backup.send(
      new CreateBackupPlanCommand({ BackupPlan: { BackupPlanName: 'daily', Rules: [indexed] } }),
    );
    const id = made.BackupPlanId ?? '';
    const DestinationBackupVaultArn = 'arn:aws:backup:us-east-1:999988887777:backup-vault:theirs';
    const thinned = { ...indexed, ScheduleExpression: 'rate(30 days)', CopyActions: [{ DestinationBackupVaultArn }] };
    await backup.send(
      new UpdateBackupPlanCommand({ BackupPlanId: id, BackupPlan: { BackupPlanName: 'quiet', Rules: [thinned] } }),
    );
    const declared = plan({ ScheduleExpression: 'cron(0 5 * * ? *)', Lifecycle: { DeleteAfterDays: 35 } });
    const live = backupPlanLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: backupPlanLive.kind, live, declared }, id);
    expect(broken).toEqual(['name', 'rules']);
    expect(after).toEqual({ compared: 3, differences: [], undecided: [] });
    expect(await live.read('gone')).toBeUndefined();
  });

  test('a selection is read by the id of its stack, and is gone with its plan', async () => {
    const backup = new BackupClient(cloud.clientConfig('backup'));
    const rule = { RuleName: 'daily', TargetBackupVaultName: 'vault' };
    const { BackupPlanId = '' } = await backup.send(
      new CreateBackupPlanCommand({ BackupPlan: { BackupPlanName: 'other', Rules: [rule] } }),
    );
    const role = `arn:aws:iam::${account}:role/backup`;
    const ListOfTags = [{ ConditionType: 'STRINGEQUALS' as const, ConditionKey: 'backup', ConditionValue: 'daily' }];
    const BackupSelection = { SelectionName: 'tagged', IamRoleArn: role, ListOfTags };
    const { SelectionId = '' } = await backup.send(new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection }));
    const declared = {
      name: 'tagged',
      plan: BackupPlanId,
      role,
      byTag: [{ key: 'backup', value: 'daily' }],
      resources: [],
      notResources: [],
      conditions: [],
    };
    const live = backupSelectionLive.open(cloud.clientConfig);
    const { owned } = backupSelectionLive.kind;
    for (const id of [`${SelectionId}_${BackupPlanId}`, SelectionId])
      expect(compareStates(declared, await live.read(id, declared), owned).differences).toEqual([]);
    expect(await live.read(`${SelectionId}_gone`)).toBeUndefined();
    await expect(live.read(SelectionId)).rejects.toThrow('the plan of the backup selection');
    expect(Object.keys(live.puts)).toEqual([]);
  });
});
