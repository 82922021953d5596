/**
 * What AWS Backup needs for S3 and DynamoDB, narrowed to the stores of one deployment. AWS's managed policies cover
 * every service and every resource of the account.
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Reading stores whose names start with `prefix`. */
export function backupStatements(scope: Construct, prefix: string): PolicyStatement[] {
  const { account, partition, region } = Stack.of(scope);
  const bucket = `arn:${partition}:s3:::${prefix}*`;
  const table = `arn:${partition}:dynamodb:${region}:${account}:table/${prefix}*`;
  return [
    new PolicyStatement({
      sid: 'Buckets',
      actions: [
        's3:GetBucketAcl',
        's3:GetBucketLocation',
        's3:GetBucketNotification',
        's3:GetBucketTagging',
        's3:GetBucketVersioning',
        's3:GetInventoryConfiguration',
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:PutBucketNotification',
        's3:PutInventoryConfiguration',
      ],
      resources: [bucket],
    }),
    new PolicyStatement({
      sid: 'Objects',
      actions: [
        's3:GetObject',
        's3:GetObjectAcl',
        's3:GetObjectTagging',
        's3:GetObjectVersion',
        's3:GetObjectVersionAcl',
        's3:GetObjectVersionTagging',
      ],
      resources: [`${bucket}/*`],
    }),
    new PolicyStatement({
      sid: 'Tables',
      actions: [
        'dynamodb:CreateBackup',
        'dynamodb:DescribeTable',
        'dynamodb:ListTagsOfResource',
        'dynamodb:StartAwsBackupJob',
      ],
      resources: [table],
    }),
    new PolicyStatement({
      sid: 'TableBackups',
      actions: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
      resources: [`${table}/backup/*`],
    }),
    new PolicyStatement({
      sid: 'ChangeTracking',
      actions: [
        'events:DeleteRule',
        'events:DescribeRule',
        'events:DisableRule',
        'events:EnableRule',
        'events:ListTargetsByRule',
        'events:PutRule',
        'events:PutTargets',
        'events:RemoveTargets',
      ],
      resources: [`arn:${partition}:events:${region}:${account}:rule/AwsBackupManagedRule*`],
    }),
    // These list: AWS offers no resource to name.
    new PolicyStatement({
      sid: 'Listing',
      actions: ['cloudwatch:GetMetricData', 'events:ListRules', 's3:ListAllMyBuckets', 'tag:GetResources'],
      resources: ['*'],
    }),
    keysOf(scope),
  ];
}

/** A vault of another region, by its fixed ARN: it cannot be referred to. */
export interface CopyVault {
  readonly vaultArn: string;
  readonly region: string;
}

/** Copying from one vault to another, whose key is of the other region. */
export function copyStatements(
  scope: Construct,
  sourceArn: string,
  { region, vaultArn }: CopyVault,
): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'CopyInto',
      actions: ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
      resources: [vaultArn],
    }),
    new PolicyStatement({ sid: 'CopyFrom', actions: ['backup:CopyFromBackupVault'], resources: [sourceArn] }),
    keysOf(scope, 'KeysOfCopies', region),
    new PolicyStatement({
      sid: 'GrantsForCopies',
      actions: ['kms:CreateGrant'],
      resources: [keysIn(scope, region)],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, ...viaStores(region) },
    }),
  ];
}

/** Restoring tables and buckets under names that AWS Backup makes for the test, and those alone. */
export function restoreStatements(scope: Construct): PolicyStatement[] {
  const { account, partition, region } = Stack.of(scope);
  const bucket = `arn:${partition}:s3:::awsbackup-restore-test-*`;
  return [
    new PolicyStatement({
      sid: 'RestoredTables',
      actions: [
        'dynamodb:DescribeTable',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:RestoreTableFromAwsBackup',
        'dynamodb:UpdateItem',
      ],
      resources: [`arn:${partition}:dynamodb:${region}:${account}:table/awsbackup-restore-test-*`],
    }),
    new PolicyStatement({
      sid: 'RestoredBuckets',
      actions: [
        's3:CreateBucket',
        's3:GetBucketLocation',
        's3:GetBucketOwnershipControls',
        's3:GetBucketVersioning',
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:PutBucketOwnershipControls',
        's3:PutBucketVersioning',
      ],
      resources: [bucket],
    }),
    new PolicyStatement({
      sid: 'RestoredObjects',
      actions: [
        's3:DeleteObject',
        's3:GetObject',
        's3:GetObjectAcl',
        's3:GetObjectTagging',
        's3:GetObjectVersion',
        's3:GetObjectVersionAcl',
        's3:ListMultipartUploadParts',
        's3:PutObject',
        's3:PutObjectAcl',
        's3:PutObjectTagging',
        's3:PutObjectVersionAcl',
      ],
      resources: [`${bucket}/*`],
    }),
    keysOf(scope),
  ];
}

const keysIn = (scope: Construct, region: string): string =>
  `arn:${Stack.of(scope).partition}:kms:${region}:${Stack.of(scope).account}:key/*`;

const viaStores = (region: string) => ({
  StringEquals: {
    'kms:ViaService': ['s3', 'dynamodb', 'backup'].map((service) => `${service}.${region}.amazonaws.com`),
  },
});

/** Keys of this account, through the stores' services only; each key's policy has the last word. */
function keysOf(scope: Construct, sid = 'Keys', region = Stack.of(scope).region): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    resources: [keysIn(scope, region)],
    conditions: viaStores(region),
  });
}
