/** Policy statements of a group's or a machine's work, narrowed to the practice that the session is tagged with. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Access, Work } from './group-work';

/** Names of a practice's stores, for a practice or for a policy variable in its place. */
export interface StoreNames {
  readonly store: (practice: string, dataClass: string) => string;
  readonly table: (practice: string) => string;
}

/** The practice of the session, as a policy variable. Without the tag nothing matches. */
const ownPractice = '${aws:PrincipalTag/practice}';

/** A random id, character by character: narrower than `*`, which would take any name and any depth. */
const anyId = '????????-????-????-????-????????????';

const objectActions: Readonly<Record<Access, string[]>> = {
  read: ['s3:GetObject'],
  write: ['s3:PutObject'],
  'read-write': ['s3:GetObject', 's3:PutObject'],
};

const itemReads = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const itemWrites = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
const itemActions: Readonly<Record<Access, string[]>> = {
  read: itemReads,
  write: itemWrites,
  'read-write': [...itemReads, ...itemWrites],
};

const keyActions: Readonly<Record<Access, string[]>> = {
  read: ['kms:Decrypt'],
  // S3 decrypts the data key of a multipart upload it has begun.
  write: ['kms:Decrypt', 'kms:GenerateDataKey'],
  'read-write': ['kms:Decrypt', 'kms:GenerateDataKey'],
};

const sidOf = (...parts: readonly string[]) =>
  parts.join('-').replace(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => (next ?? '').toUpperCase());

/**
 * ABAC: resources are named by the session's practice, keys must carry it as their tag, and are used through the store
 * alone, for that store's content alone. 45 CFR 164.308(a)(4)(ii)(B), 164.312(a)(1).
 */
export function workStatements(
  scope: Construct,
  work: Pick<Work, 'objects' | 'records'>,
  names: StoreNames,
): PolicyStatement[] {
  const { account, partition, region } = Stack.of(scope);
  const keys = `arn:${partition}:kms:${region}:${account}:key/${anyId}`;
  const useKey = (sid: string, actions: string[], service: string, context: Record<string, unknown>) =>
    new PolicyStatement({
      sid,
      actions,
      resources: [keys],
      conditions: {
        StringEquals: {
          'aws:ResourceTag/practice': ownPractice,
          'kms:ViaService': `${service}.${region}.amazonaws.com`,
        },
        StringLike: context,
      },
    });
  const table = names.table(ownPractice);
  const statements = work.objects.flatMap(({ access, dataClass, prefix }) => {
    const bucket = `arn:${partition}:s3:::${names.store(ownPractice, dataClass)}`;
    return [
      new PolicyStatement({
        sid: sidOf('Objects', dataClass),
        actions: objectActions[access],
        resources: [`${bucket}/${prefix}${anyId}`],
      }),
      useKey(sidOf('Keys', dataClass), keyActions[access], 's3', {
        'kms:EncryptionContext:aws:s3:arn': [bucket, `${bucket}/*`],
      }),
    ];
  });
  for (const { access, keys: leading } of work.records) {
    statements.push(
      new PolicyStatement({
        sid: sidOf('Records', leading.split('#')[0] ?? ''),
        actions: itemActions[access],
        resources: [`arn:${partition}:dynamodb:${region}:${account}:table/${table}`],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [leading] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
    );
  }
  if (work.records.length > 0) {
    statements.push(
      useKey('KeysRecords', ['kms:Decrypt'], 'dynamodb', { 'kms:EncryptionContext:aws:dynamodb:tableName': table }),
    );
  }
  return statements;
}

/** Names of what an audit reads. */
export interface ReviewNames {
  readonly auditBucket: string;
  /** Every log group of the deployment starts with this. */
  readonly logPrefix: string;
}

/** Reading the deployment's own records. Those that list have no resource to name. */
export function reviewStatements(scope: Construct, names: ReviewNames): PolicyStatement[] {
  const { account, partition, region } = Stack.of(scope);
  const archive = `arn:${partition}:s3:::${names.auditBucket}`;
  return [
    new PolicyStatement({
      sid: 'Findings',
      actions: [
        'access-analyzer:ListAnalyzers',
        'access-analyzer:ListFindingsV2',
        'backup:ListBackupJobs',
        'cloudtrail:DescribeTrails',
        'cloudtrail:GetTrailStatus',
        'cloudtrail:LookupEvents',
        'config:DescribeComplianceByConfigRule',
        'config:DescribeConfigurationRecorderStatus',
        'guardduty:GetFindings',
        'guardduty:ListDetectors',
        'guardduty:ListFindings',
        'logs:DescribeLogGroups',
        'logs:GetQueryResults',
        'securityhub:GetFindings',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'Logs',
      actions: ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:StartQuery'],
      resources: [`arn:${partition}:logs:${region}:${account}:log-group:${names.logPrefix}*`],
    }),
    new PolicyStatement({
      sid: 'Archive',
      actions: ['s3:GetObject', 's3:ListBucket'],
      resources: [archive, `${archive}/*`],
    }),
    new PolicyStatement({
      sid: 'ArchiveKey',
      actions: ['kms:Decrypt'],
      resources: [`arn:${partition}:kms:${region}:${account}:key/${anyId}`],
      conditions: {
        StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [archive, `${archive}/*`] },
      },
    }),
  ];
}
