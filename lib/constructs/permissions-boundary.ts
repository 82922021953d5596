/** The most that any role of ours can ever do, whatever is granted to it. */
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { uphold } from './safeguards';

/** Every action that a role of this blueprint needs, by what needs it. A test holds each role's grants against it. */
export const boundaryActions: Readonly<Record<string, readonly string[]>> = {
  functions: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'sts:AssumeRole',
    'sts:TagSession',
  ],
  data: [
    'dynamodb:BatchGetItem',
    'dynamodb:ConditionCheckItem',
    'dynamodb:DescribeTable',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
    's3:AbortMultipartUpload',
    's3:GetObject',
    's3:GetObjectTagging',
    's3:GetObjectVersion',
    's3:GetObjectVersionTagging',
    's3:ListBucket',
    's3:PutObject',
    's3:PutObjectTagging',
    's3:PutObjectVersionTagging',
  ],
  backup: [
    'backup:CopyFromBackupVault',
    'backup:CopyIntoBackupVault',
    'backup:DescribeBackupVault',
    'cloudwatch:GetMetricData',
    'dynamodb:CreateBackup',
    'dynamodb:DeleteBackup',
    'dynamodb:DescribeBackup',
    'dynamodb:ListTagsOfResource',
    'dynamodb:RestoreTableFromAwsBackup',
    'dynamodb:StartAwsBackupJob',
    'events:DeleteRule',
    'events:DescribeRule',
    'events:DisableRule',
    'events:EnableRule',
    'events:ListRules',
    'events:ListTargetsByRule',
    'events:PutRule',
    'events:PutTargets',
    'events:RemoveTargets',
    's3:CreateBucket',
    's3:DeleteObject',
    's3:GetBucketAcl',
    's3:GetBucketLocation',
    's3:GetBucketNotification',
    's3:GetBucketOwnershipControls',
    's3:GetBucketTagging',
    's3:GetBucketVersioning',
    's3:GetInventoryConfiguration',
    's3:GetObjectAcl',
    's3:GetObjectVersionAcl',
    's3:ListAllMyBuckets',
    's3:ListBucketMultipartUploads',
    's3:ListBucketVersions',
    's3:ListMultipartUploadParts',
    's3:PutBucketNotification',
    's3:PutBucketOwnershipControls',
    's3:PutBucketVersioning',
    's3:PutInventoryConfiguration',
    's3:PutObjectAcl',
    's3:PutObjectVersionAcl',
    'tag:GetResources',
  ],
  archiveCopy: [
    's3:GetObjectVersionForReplication',
    's3:GetReplicationConfiguration',
    's3:ReplicateObject',
    's3:ReplicateTags',
  ],
  forwarding: ['events:PutEvents'],
  /** A schedule starts its function in a role's name: without this no sweep begins, whatever that role is granted. */
  scheduling: ['lambda:InvokeFunction'],
  /** Approving and releasing a containment. */
  approval: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
  accountSettings: [
    'ec2:DescribeSecurityGroups',
    'ec2:EnableEbsEncryptionByDefault',
    'ec2:EnableImageBlockPublicAccess',
    'ec2:EnableSnapshotBlockPublicAccess',
    'ec2:RevokeSecurityGroupEgress',
    'ec2:RevokeSecurityGroupIngress',
    'iam:CreateServiceLinkedRole',
    'iam:UpdateAccountPasswordPolicy',
    'inspector2:Enable',
    's3:PutAccountPublicAccessBlock',
    'ssm:UpdateServiceSetting',
  ],
  /** Reading for the break-glass role and for auditors. */
  review: [
    'access-analyzer:ListAnalyzers',
    'access-analyzer:ListFindingsV2',
    'backup:ListBackupJobs',
    'backup:ListRecoveryPointsByBackupVault',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:LookupEvents',
    'cloudformation:DescribeStackResources',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStacks',
    'config:DescribeComplianceByConfigRule',
    'config:DescribeConfigurationRecorderStatus',
    'guardduty:GetFindings',
    'guardduty:ListDetectors',
    'guardduty:ListFindings',
    'logs:FilterLogEvents',
    'logs:GetLogEvents',
    'logs:StartQuery',
    'logs:GetQueryResults',
    'securityhub:GetFindings',
  ],
};

export interface PermissionsBoundaryProps {
  /** Physical name; every role names the boundary by its ARN, without a reference. */
  readonly managedPolicyName: string;
  /** Regions in which a role may act at all. */
  readonly allowedRegions: readonly string[];
}

/**
 * A list of actions, not of services: nothing in it creates an identity, changes a policy, turns a detector off or
 * leaves the allowed regions. 45 CFR 164.308(a)(4)(ii)(A), 164.312(a)(1).
 */
export class PermissionsBoundary extends ManagedPolicy {
  /** @throws SafeguardError for a boundary that bounds no region */
  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps) {
    const wide = props.allowedRegions.find((region) => region === '' || region.includes('*'));
    uphold(`${scope.node.path}/${id}`, [
      [props.allowedRegions.length > 0, 'no region', 'named regions', 'Set allowedRegions.'],
      [wide === undefined, `the region ${wide}`, 'named regions', 'Set allowedRegions.'],
    ]);
    super(scope, id, {
      managedPolicyName: props.managedPolicyName,
      path: '/asepsis/',
      description: 'The most that any role of this deployment can do',
      statements: [
        ...Object.entries(boundaryActions).map(
          ([group, actions]) =>
            new PolicyStatement({
              sid: group.charAt(0).toUpperCase() + group.slice(1),
              actions: [...actions],
              resources: ['*'],
            }),
        ),
        new PolicyStatement({
          sid: 'AllowedRegionsOnly',
          effect: Effect.DENY,
          // IAM and STS answer in us-east-1 whatever the caller's region.
          notActions: ['iam:*', 'sts:*'],
          resources: ['*'],
          conditions: { StringNotEquals: { 'aws:RequestedRegion': [...props.allowedRegions] } },
        }),
      ],
    });
  }
}
