/**
 * AWS's managed Config rules: those of its conformance pack "Operational Best Practices for HIPAA Security" that concern
 * what this blueprint provisions or sets, with the pack's own parameters, and why the others are left out.
 *
 * From awslabs/aws-config-rules at b54d4a6 (2026-04-09), 130 rules. An evaluation costs about 0.001 USD.
 */
import type { ManagedRule } from '../resources/managed-rule';
import type { TierProfile } from './tiers';

interface PackRule extends ManagedRule {
  /** The least tier that has it; what is dearer or rarer begins at `clinic`. */
  readonly from: 'solo' | 'clinic';
}

export const packRules: readonly PackRule[] = [
  { name: 'access-keys-rotated', from: 'clinic', parameters: { maxAccessKeyAge: '90' } },
  {
    name: 'backup-plan-min-frequency-and-min-retention-check',
    from: 'solo',
    types: ['AWS::Backup::BackupPlan'],
    parameters: { requiredFrequencyUnit: 'days', requiredFrequencyValue: '1', requiredRetentionDays: '35' },
  },
  { name: 'backup-recovery-point-encrypted', from: 'clinic', types: ['AWS::Backup::RecoveryPoint'] },
  { name: 'backup-recovery-point-manual-deletion-disabled', from: 'clinic', types: ['AWS::Backup::BackupVault'] },
  { name: 'cloud-trail-cloud-watch-logs-enabled', from: 'clinic' },
  { name: 'cloudtrail-enabled', identifier: 'CLOUD_TRAIL_ENABLED', from: 'solo' },
  { name: 'cloud-trail-encryption-enabled', from: 'clinic' },
  { name: 'cloud-trail-log-file-validation-enabled', from: 'clinic' },
  {
    name: 'cloudwatch-alarm-action-check',
    from: 'clinic',
    types: ['AWS::CloudWatch::Alarm'],
    // The pack also asks for an action on insufficient data: where no data means that nothing happens, it is none.
    parameters: { alarmActionRequired: 'true', insufficientDataActionRequired: 'false', okActionRequired: 'false' },
  },
  { name: 'dynamodb-autoscaling-enabled', from: 'clinic', types: ['AWS::DynamoDB::Table'] },
  { name: 'dynamodb-in-backup-plan', from: 'solo' },
  { name: 'dynamodb-pitr-enabled', from: 'solo', types: ['AWS::DynamoDB::Table'] },
  { name: 'ebs-snapshot-public-restorable-check', from: 'clinic' },
  { name: 'ec2-ebs-encryption-by-default', from: 'solo' },
  { name: 'guardduty-enabled-centralized', from: 'solo' },
  {
    name: 'iam-inline-policy-blocked-kms-actions',
    from: 'clinic',
    types: ['AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User'],
    parameters: { blockedActionsPatterns: 'kms:*, kms:Decrypt, kms:ReEncrypt*' },
  },
  { name: 'iam-no-inline-policy-check', from: 'solo', types: ['AWS::IAM::User', 'AWS::IAM::Role', 'AWS::IAM::Group'] },
  {
    name: 'iam-password-policy',
    from: 'solo',
    parameters: {
      MaxPasswordAge: '90',
      MinimumPasswordLength: '14',
      PasswordReusePrevention: '24',
      RequireLowercaseCharacters: 'true',
      RequireNumbers: 'true',
      RequireSymbols: 'true',
      RequireUppercaseCharacters: 'true',
    },
  },
  { name: 'iam-policy-no-statements-with-admin-access', from: 'solo', types: ['AWS::IAM::Policy'] },
  { name: 'iam-policy-no-statements-with-full-access', from: 'clinic', types: ['AWS::IAM::Policy'] },
  { name: 'iam-root-access-key-check', from: 'solo' },
  { name: 'iam-user-mfa-enabled', from: 'solo' },
  { name: 'iam-user-no-policies-check', from: 'clinic', types: ['AWS::IAM::User'] },
  { name: 'iam-user-unused-credentials-check', from: 'clinic', parameters: { maxCredentialUsageAge: '90' } },
  { name: 'restricted-ssh', identifier: 'INCOMING_SSH_DISABLED', from: 'solo', types: ['AWS::EC2::SecurityGroup'] },
  { name: 'internet-gateway-authorized-vpc-only', from: 'clinic', types: ['AWS::EC2::InternetGateway'] },
  { name: 'kms-cmk-not-scheduled-for-deletion', from: 'solo', types: ['AWS::KMS::Key'] },
  { name: 'lambda-function-public-access-prohibited', from: 'solo', types: ['AWS::Lambda::Function'] },
  { name: 'mfa-enabled-for-iam-console-access', from: 'clinic' },
  { name: 'multi-region-cloudtrail-enabled', identifier: 'MULTI_REGION_CLOUD_TRAIL_ENABLED', from: 'clinic' },
  { name: 'no-unrestricted-route-to-igw', from: 'solo', types: ['AWS::EC2::RouteTable'] },
  {
    name: 'restricted-common-ports',
    identifier: 'RESTRICTED_INCOMING_TRAFFIC',
    from: 'clinic',
    types: ['AWS::EC2::SecurityGroup'],
    parameters: {
      blockedPort1: '20',
      blockedPort2: '21',
      blockedPort3: '3389',
      blockedPort4: '3306',
      blockedPort5: '4333',
    },
  },
  { name: 'root-account-hardware-mfa-enabled', from: 'clinic' },
  { name: 'root-account-mfa-enabled', from: 'solo' },
  {
    name: 's3-account-level-public-access-blocks-periodic',
    from: 'solo',
    parameters: {
      BlockPublicAcls: 'true',
      BlockPublicPolicy: 'true',
      IgnorePublicAcls: 'true',
      RestrictPublicBuckets: 'true',
    },
  },
  { name: 's3-bucket-acl-prohibited', from: 'clinic', types: ['AWS::S3::Bucket'] },
  { name: 's3-bucket-default-lock-enabled', from: 'clinic', tag: { key: 'data-class', value: 'audit' } },
  { name: 's3-bucket-logging-enabled', from: 'solo', types: ['AWS::S3::Bucket'] },
  { name: 's3-bucket-public-read-prohibited', from: 'solo', types: ['AWS::S3::Bucket'] },
  { name: 's3-bucket-public-write-prohibited', from: 'solo', types: ['AWS::S3::Bucket'] },
  { name: 's3-bucket-server-side-encryption-enabled', from: 'clinic', types: ['AWS::S3::Bucket'] },
  { name: 's3-bucket-ssl-requests-only', from: 'solo', types: ['AWS::S3::Bucket'] },
  { name: 's3-bucket-versioning-enabled', from: 'solo', types: ['AWS::S3::Bucket'] },
  { name: 's3-default-encryption-kms', from: 'solo', types: ['AWS::S3::Bucket'] },
  { name: 's3-event-notifications-enabled', from: 'clinic', tag: { key: 'backup', value: 'daily' } },
  { name: 's3-version-lifecycle-policy-check', from: 'clinic', types: ['AWS::S3::Bucket'] },
  { name: 'securityhub-enabled', from: 'clinic' },
  { name: 'sns-encrypted-kms', from: 'solo', types: ['AWS::SNS::Topic'] },
  { name: 'ssm-document-not-public', from: 'clinic' },
  { name: 'subnet-auto-assign-public-ip-disabled', from: 'solo', types: ['AWS::EC2::Subnet'] },
  { name: 'vpc-default-security-group-closed', from: 'solo', types: ['AWS::EC2::SecurityGroup'] },
  { name: 'vpc-flow-logs-enabled', from: 'clinic' },
  { name: 'vpc-sg-open-only-to-authorized-ports', from: 'clinic', types: ['AWS::EC2::SecurityGroup'] },
];

/** 72 hours in minutes: the time to restore in the proposed rule of January 2025, its 45 CFR 164.308(a)(13). */
const restoreTarget = { maxRestoreTime: '4320', resourceTags: '{"backup":"daily"}' };

/** Beyond the pack: what restore tests measured, held against 72 hours. Where there are restore tests. */
export const restoreRules: readonly ManagedRule[] = [
  { name: 'dynamodb-meets-restore-time-target', parameters: restoreTarget },
  { name: 's3-meets-restore-time-target', parameters: restoreTarget },
];

/** Rules of the pack that are left out, by the reason. With `packRules` they are the whole pack; a test counts. */
export const leftOutRules: Readonly<Record<string, readonly string[]>> = {
  'no load balancer, certificate or web ACL of our own': [
    'acm-certificate-expiration-check',
    'alb-http-to-https-redirection-check',
    'alb-waf-enabled',
    'elb-acm-certificate-required',
    'elb-cross-zone-load-balancing-enabled',
    'elb-deletion-protection-enabled',
    'elb-logging-enabled',
    'elb-predefined-security-policy-ssl-check',
    'elb-tls-https-listeners-only',
    'elbv2-acm-certificate-required',
    'wafv2-logging-enabled',
  ],
  'no instances, volumes, scaling groups or containers': [
    'autoscaling-group-elb-healthcheck-required',
    'autoscaling-launch-config-public-ip-disabled',
    'ebs-in-backup-plan',
    'ec2-imdsv2-check',
    'ec2-instance-managed-by-systems-manager',
    'ec2-instance-no-public-ip',
    'ec2-instance-profile-attached',
    'ec2-instances-in-vpc',
    'ec2-managedinstance-association-compliance-status-check',
    'ec2-managedinstance-patch-compliance-status-check',
    'ec2-resources-protected-by-backup-plan',
    'ec2-stopped-instance',
    'ecs-containers-readonly-access',
    'ecs-task-definition-user-for-host-mode-check',
    'efs-encrypted-check',
    'efs-in-backup-plan',
    'elastic-beanstalk-managed-updates-enabled',
    'encrypted-volumes',
  ],
  'no relational database, warehouse, cache or search cluster': [
    'aurora-resources-protected-by-backup-plan',
    'db-instance-backup-enabled',
    'dms-replication-not-public',
    'elasticache-redis-cluster-automatic-backup-check',
    'elasticsearch-encrypted-at-rest',
    'elasticsearch-in-vpc-only',
    'elasticsearch-logs-to-cloudwatch',
    'elasticsearch-node-to-node-encryption-check',
    'emr-kerberos-enabled',
    'emr-master-no-public-ip',
    'opensearch-encrypted-at-rest',
    'opensearch-https-required',
    'opensearch-in-vpc-only',
    'opensearch-logs-to-cloudwatch',
    'opensearch-node-to-node-encryption-check',
    'rds-automatic-minor-version-upgrade-enabled',
    'rds-cluster-deletion-protection-enabled',
    'rds-cluster-multi-az-enabled',
    'rds-enhanced-monitoring-enabled',
    'rds-in-backup-plan',
    'rds-instance-public-access-check',
    'rds-logging-enabled',
    'rds-multi-az-support',
    'rds-snapshot-encrypted',
    'rds-snapshots-public-prohibited',
    'rds-storage-encrypted',
    'redshift-backup-enabled',
    'redshift-cluster-configuration-check',
    'redshift-cluster-maintenancesettings-check',
    'redshift-cluster-public-access-check',
    'redshift-require-tls-ssl',
  ],
  'no builds, streams, notebooks, secrets or VPN': [
    'codebuild-project-envvar-awscred-check',
    'codebuild-project-source-repo-url-check',
    'kinesis-stream-encrypted',
    'sagemaker-endpoint-configuration-kms-key-configured',
    'sagemaker-notebook-instance-kms-key-configured',
    'sagemaker-notebook-no-direct-internet-access',
    'secretsmanager-rotation-enabled-check',
    'secretsmanager-using-cmk',
    'vpc-vpn-2-tunnels-up',
  ],
  'the API is an HTTP API: it has access logs but no execution logs, client certificates or web ACLs': [
    'api-gw-associated-with-waf',
    'api-gw-execution-logging-enabled',
    'api-gw-ssl-enabled',
  ],
  'tables are on demand: there is no provisioned throughput to run out of': ['dynamodb-throughput-limit-check'],
  'the rule wants data events of every bucket of the account: the trail records those of our stores, by prefix': [
    'cloudtrail-s3-dataevents-enabled',
  ],
  'the rule reads no conditions: it would report every role that uses keys by practice tag and service; iam.policy controls read them':
    ['iam-customer-policy-blocked-kms-actions'],
  'the copy of a store is its daily backup; records are replicated to the archive, which the rule would report': [
    's3-bucket-replication-enabled',
  ],
  'AWS takes process checks in conformance packs alone; the risk analysis is in the evidence': [
    'annual-risk-assessment-performed',
  ],
};

/** The rules of a tier. */
export const configRulesOf = ({
  configRules,
  restoreTesting,
}: Pick<TierProfile, 'configRules' | 'restoreTesting'>): readonly ManagedRule[] => [
  ...packRules.filter(({ from }) => from === 'solo' || configRules === 'all'),
  ...(restoreTesting ? restoreRules : []),
];
