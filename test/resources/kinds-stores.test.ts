/** What template readers take stores, trails and backups to mean, where that is not plain. */
import { takenByAny } from '../../lib/resources/backup-coverage';
import { backupPlan } from '../../lib/resources/backup-plan';
import { readSelection } from '../../lib/resources/backup-selection';
import { backupVault } from '../../lib/resources/backup-vault';
import { cloudtrailTrail } from '../../lib/resources/cloudtrail-trail';
import { dynamodbTable } from '../../lib/resources/dynamodb-table';
import { logsLogGroup } from '../../lib/resources/logs-log-group';
import { unknown } from '../../lib/resources/value';
import { open, type Resources, resource, stateOf } from './state-of';

const why = unknown('the parameter Open has no default');
const id = '8f1d3c1e-0000-4000-8000-000000000000';

describe('keys', () => {
  test.each([
    ['by reference', { Ref: 'Key' }, '{{s/Key.Arn}}'],
    ['by its ARN', { 'Fn::GetAtt': ['Key', 'Arn'] }, '{{s/Key.Arn}}'],
    ['by its id', id, `arn:aws:kms:us-east-1:111122223333:key/${id}`],
    ['by an alias, which only KMS resolves', 'alias/audit', 'alias/audit'],
    ['by nothing', undefined, null],
    ['by something unknown', open, why],
  ])('named %s', (_name, KmsKeyId, expected) => {
    const state = stateOf(logsLogGroup, {
      Key: resource('AWS::KMS::Key'),
      Group: resource('AWS::Logs::LogGroup', { KmsKeyId }),
    });
    expect(state.keyArn).toEqual(expected);
  });
});

describe('tables', () => {
  const encryption = (SSESpecification: unknown) =>
    stateOf(dynamodbTable, { Table: resource('AWS::DynamoDB::Table', { SSESpecification }) }).keyArn;
  test.each([
    [undefined, null],
    [{ SSEEnabled: true }, null],
    [{ SSEEnabled: true, KMSMasterKeyId: 'alias/aws/dynamodb' }, null],
    [{ SSEEnabled: false, KMSMasterKeyId: 'arn:aws:kms:x' }, null],
    [{ SSEEnabled: true, KMSMasterKeyId: 'arn:aws:kms:x' }, 'arn:aws:kms:x'],
    [{ SSEEnabled: open }, why],
  ])('%j is encrypted under %j', (specification, expected) => {
    expect(encryption(specification)).toEqual(expected);
  });

  const globalTable = (Replicas: unknown) =>
    stateOf(dynamodbTable, { Table: resource('AWS::DynamoDB::GlobalTable', { TableName: 'global', Replicas }) });

  test('a global table is what its replica of this region is', () => {
    const recovery = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    const here = { Region: { Ref: 'AWS::Region' }, DeletionProtectionEnabled: true, ...recovery };
    const state = globalTable([{ Region: 'eu-west-1' }, here]);
    expect(state).toMatchObject({ name: 'global', deletionProtection: true, recovery: { enabled: true, days: 35 } });
    expect(globalTable([{ Region: 'eu-west-1', ...recovery }]).recovery.enabled).toBe(false);
  });

  test('of unknown replicas all is unknown', () => {
    const state = globalTable(open);
    expect([state.recovery.enabled, state.deletionProtection, state.keyArn, state.policy, state.tags]).toEqual(
      Array.from({ length: 5 }, () => why),
    );
  });
});

describe('backup', () => {
  const tag = { ConditionKey: 'backup', ConditionValue: 'daily' };
  const arn = 'arn:aws:dynamodb:us-east-1:111122223333:table/records';
  const selection = (more: object) => readSelection(more as never);
  const byTag = selection({ ListOfTags: [tag] });
  const all = (Conditions: object) => selection({ Resources: ['*'], Conditions });
  test.each([
    ['a tag', [byTag], true],
    ['a tag, but for an exception', [selection({ ListOfTags: [tag], NotResources: ['arn:aws:dynamodb:*'] })], false],
    ['all that is not another', [all({ StringNotEquals: [{ ...tag, ConditionValue: 'never' }] })], true],
    ['all that is not this', [all({ StringNotEquals: [tag] })], false],
    ['all that is like it', [all({ StringLike: [{ ...tag, ConditionValue: 'da*' }] })], true],
    ['all that is not like it', [all({ StringNotLike: [{ ...tag, ConditionValue: 'da*' }] })], false],
    ['one that is known beside one that is not', [selection({ ListOfTags: why }), byTag], true],
    ['one that is not known', [selection({ ListOfTags: why })], why],
    ['unknown exceptions', [selection({ ListOfTags: [tag], NotResources: why })], why],
    ['nothing', [], false],
  ])('taken by %s', (_name, selections, expected) => {
    expect(takenByAny(selections, [arn], { backup: 'daily' })).toEqual(expected);
  });

  test('rules have AWS Backup’s defaults; an unknown in one hides them all', () => {
    const rules = (rule: object) =>
      stateOf(backupPlan, {
        Plan: resource('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanName: 'p', BackupPlanRule: [rule] } }),
      }).rules;
    expect(rules({ RuleName: 'r', TargetBackupVault: 'v' })).toMatchObject([
      {
        vault: 'v',
        startMinutes: 480,
        completionMinutes: 10_080,
        timezone: 'Etc/UTC',
        deleteAfterDays: null,
        copies: [],
      },
    ]);
    expect(rules({ RuleName: 'r', ScheduleExpression: open })).toEqual(
      unknown(`the rules of the plan at 0.ScheduleExpression: ${why.unknown}`),
    );
  });

  test.each([
    [undefined, { minimumDays: null, permanent: false }],
    [{ MinRetentionDays: 7 }, { minimumDays: 7, permanent: false }],
    [
      { MinRetentionDays: 7, ChangeableForDays: 3 },
      { minimumDays: 7, permanent: true },
    ],
    [{ ChangeableForDays: open }, { permanent: why }],
  ])('a lock of %j', (LockConfiguration, expected) => {
    const { lock } = stateOf(backupVault, { Vault: resource('AWS::Backup::BackupVault', { LockConfiguration }) });
    expect(lock).toMatchObject(expected);
  });
});

describe('the trail', () => {
  const trail = (others: Resources) =>
    stateOf(cloudtrailTrail, {
      Trail: resource('AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'Archive' } }),
      ...others,
    });
  const bucket = (dataClass: string, more: object = {}) =>
    resource('AWS::S3::Bucket', { Tags: [{ Key: 'data-class', Value: dataClass }], ...more });

  test.each([
    ['locked', { Archive: bucket('audit', { ObjectLockEnabled: true }) }],
    ['unlocked', { Archive: bucket('audit') }],
    ['elsewhere', { Archive: resource('AWS::SNS::Topic') }],
  ])('its bucket is %s', (expected, others) => {
    expect(trail(others).archive).toBe(expected);
  });

  test('stores are the buckets and tables that hold no records, by name or by mark', () => {
    const { stores } = trail({
      Archive: bucket('audit'),
      Logs: bucket('access-logs'),
      Named: bucket('phi', { BucketName: 'phi' }),
      Unnamed: resource('AWS::S3::Bucket'),
      Table: resource('AWS::DynamoDB::Table', { TableName: 'records' }),
    });
    expect(stores).toEqual([
      { type: 'AWS::S3::Object', arn: 'arn:aws:s3:::phi/' },
      { type: 'AWS::S3::Object', arn: 'arn:aws:s3:::{{s/Unnamed}}/' },
      { type: 'AWS::DynamoDB::Table', arn: 'arn:aws:dynamodb:us-east-1:111122223333:table/records' },
    ]);
  });
});
