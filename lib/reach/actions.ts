/** What may be done to a store of PHI, in classes, as AWS's Service Authorization Reference calls the actions. */
import type { StoreType } from './stores';
import { hole } from './text';

/** `list` gives names alone; `copy` takes the data elsewhere; `change policy` gives others a right. */
export type Access = 'read' | 'list' | 'write' | 'delete' | 'decrypt' | 'copy' | 'change policy';

/** One action, and where in the store it is asked for. */
export interface StoreAction {
  readonly access: Access;
  readonly action: string;
  /** Added to the store's ARN; `undefined` is the store itself. */
  readonly within: string | undefined;
  /** Asked for of any recovery point, whose own ARN AWS Backup compares. @default false */
  readonly ofPoint?: boolean;
}

/** Some object, item or recovery point, which the caller picks. */
export const someOne = hole('value', 'any object');

const table =
  (service: string, within: string | undefined) =>
  (access: Access, ...names: readonly string[]): readonly StoreAction[] =>
    names.map((name) => ({ access, action: `${service}:${name}`, within }));

const objects = table('s3', `/${someOne}`);
const buckets = table('s3', undefined);
const items = table('dynamodb', undefined);
const streams = table('dynamodb', `/stream/${someOne}`);
const backups = table('dynamodb', `/backup/${someOne}`);
const keys = table('kms', undefined);
const vaults = table('backup', undefined);
const points = (access: Access, ...names: readonly string[]): readonly StoreAction[] =>
  vaults(access, ...names).map((one) => ({ ...one, ofPoint: true }));
const queues = table('sqs', undefined);
const topics = table('sns', undefined);
const groups = table('logs', undefined);
const secrets = table('secretsmanager', undefined);

export const actionsOf: Readonly<Record<StoreType, readonly StoreAction[]>> = {
  bucket: [
    ...objects('read', 'GetObject', 'GetObjectVersion'),
    ...buckets('list', 'ListBucket', 'ListBucketVersions'),
    ...objects('write', 'PutObject', 'RestoreObject'),
    ...objects('delete', 'DeleteObject', 'DeleteObjectVersion', 'BypassGovernanceRetention'),
    ...buckets('delete', 'DeleteBucket', 'PutLifecycleConfiguration'),
    ...objects('copy', 'GetObjectVersionForReplication'),
    // A notification and an access log hold names of objects; encryption by default may name a key of somebody else's.
    ...buckets('copy', 'PutReplicationConfiguration', 'PutInventoryConfiguration', 'PutBucketNotification'),
    ...buckets('copy', 'PutBucketLogging', 'PutEncryptionConfiguration'),
    ...buckets('change policy', 'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketPublicAccessBlock'),
    ...objects('change policy', 'PutObjectAcl'),
  ],
  table: [
    ...items('read', 'GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect'),
    ...items('write', 'PutItem', 'UpdateItem', 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate'),
    ...items('delete', 'DeleteItem', 'PartiQLDelete', 'DeleteTable', 'UpdateTimeToLive'),
    ...backups('delete', 'DeleteBackup'),
    ...items('copy', 'CreateBackup', 'StartAwsBackupJob', 'ExportTableToPointInTime', 'RestoreTableToPointInTime'),
    // A stream, a replica in another region, a stream of Kinesis.
    ...items('copy', 'UpdateTable', 'CreateTableReplica', 'EnableKinesisStreamingDestination'),
    ...items('copy', 'UpdateKinesisStreamingDestination'),
    ...streams('copy', 'GetRecords'),
    ...backups('copy', 'RestoreTableFromBackup'),
    ...items('change policy', 'PutResourcePolicy', 'DeleteResourcePolicy'),
  ],
  key: [
    ...keys('decrypt', 'Decrypt', 'ReEncryptFrom'),
    ...keys('delete', 'ScheduleKeyDeletion', 'DisableKey'),
    ...keys('change policy', 'PutKeyPolicy', 'CreateGrant'),
  ],
  vault: [
    ...points('copy', 'CopyFromBackupVault', 'StartCopyJob', 'StartRestoreJob'),
    ...vaults('write', 'CopyIntoBackupVault', 'StartBackupJob'),
    ...points('delete', 'DeleteRecoveryPoint', 'UpdateRecoveryPointLifecycle'),
    ...vaults('delete', 'DeleteBackupVault'),
    ...vaults('change policy', 'PutBackupVaultAccessPolicy', 'DeleteBackupVaultAccessPolicy'),
  ],
  queue: [
    ...queues('read', 'ReceiveMessage'),
    ...queues('write', 'SendMessage'),
    ...queues('delete', 'DeleteMessage', 'PurgeQueue', 'DeleteQueue'),
    ...queues('change policy', 'SetQueueAttributes', 'AddPermission'),
  ],
  topic: [
    ...topics('read', 'Subscribe'),
    ...topics('write', 'Publish'),
    ...topics('delete', 'DeleteTopic'),
    ...topics('change policy', 'SetTopicAttributes', 'AddPermission'),
  ],
  'log group': [
    ...groups('read', 'GetLogEvents', 'FilterLogEvents', 'StartQuery', 'StartLiveTail', 'Unmask'),
    ...groups('write', 'PutLogEvents'),
    ...groups('delete', 'DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy'),
    ...groups('copy', 'CreateExportTask', 'PutSubscriptionFilter'),
  ],
  secret: [
    ...secrets('read', 'GetSecretValue', 'BatchGetSecretValue'),
    ...secrets('write', 'PutSecretValue', 'UpdateSecret'),
    ...secrets('delete', 'DeleteSecret'),
    ...secrets('change policy', 'PutResourcePolicy', 'DeleteResourcePolicy'),
  ],
};

/** What must be asked of the key as well, by service and class; what is not here needs no key of the caller. */
const keyActions: Readonly<Record<string, string>> = {
  's3 read': 'kms:Decrypt',
  's3 write': 'kms:GenerateDataKey',
  'dynamodb read': 'kms:Decrypt',
  'dynamodb write': 'kms:Decrypt',
  'sqs read': 'kms:Decrypt',
  'sqs write': 'kms:GenerateDataKey',
  'sns write': 'kms:GenerateDataKey',
  'secretsmanager read': 'kms:Decrypt',
  'secretsmanager write': 'kms:GenerateDataKey',
};

export const serviceOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf(':')));

/** The action on the store's key that AWS asks for with an action on the store. */
export const keyActionOf = ({ access, action }: StoreAction): string | undefined =>
  action === 's3:RestoreObject' ? undefined : keyActions[`${serviceOf(action)} ${access}`];

/**
 * Services that never ask another service for data in their caller's name. Every other service is taken to: IAM User
 * Guide, "Forward access sessions".
 */
const alone = new Set(
  ['access-analyzer', 'cloudtrail', 'cloudwatch', 'config', 'dynamodb', 'ec2', 'events', 'guardduty', 'iam'].concat(
    [
      'kms',
      'logs',
      's3',
      'securityhub',
      'sns',
      'sqs',
      'sts',
      'tag',
      'cognito-idp',
      'ssm',
      'organizations',
      'inspector2',
    ],
    ['backup', 'macie2', 'secretsmanager'],
  ),
);

/** DynamoDB reads and writes S3 for its caller in these. */
const exceptions = ['dynamodb:exporttabletopointintime', 'dynamodb:importtable', 'dynamodb:*', '*'];

export const mayForward = (pattern: string): boolean =>
  exceptions.includes(pattern.toLowerCase()) || !alone.has(serviceOf(pattern.toLowerCase()));

/** A log group's ARN ends in `:*`, which stands for its streams; an action names the group with or without. */
export const resourceOf = (arn: string, { ofPoint, within }: StoreAction): string =>
  ofPoint ? arn.replace(/:backup-vault:.*$/, `:recovery-point:${someOne}`) : `${arn}${within ?? ''}`;
