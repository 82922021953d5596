/**
 * IAM actions by which each kind is read live. Held against what the live readers import (test/drift) and against what
 * they really call (the drill).
 */

/** By kind. */
export const reads: Readonly<Record<string, readonly string[]>> = {
  'access-analyzer.analyzer': ['access-analyzer:GetAnalyzer', 'access-analyzer:ListArchiveRules'],
  'account.settings': [
    'ec2:GetEbsEncryptionByDefault',
    'ec2:GetImageBlockPublicAccessState',
    'ec2:GetSnapshotBlockPublicAccessState',
    'iam:GetAccountPasswordPolicy',
    'inspector2:BatchGetAccountStatus',
    's3:GetAccountPublicAccessBlock',
    'ssm:GetServiceSetting',
  ],
  'cognito.identity-pool': [
    'cognito-identity:DescribeIdentityPool',
    'cognito-identity:GetIdentityPoolRoles',
    'cognito-identity:GetPrincipalTagAttributeMap',
  ],
  'cognito.identity-provider': ['cognito-idp:DescribeIdentityProvider'],
  'cognito.user-pool': ['cognito-idp:DescribeUserPool', 'cognito-idp:GetUserPoolMfaConfig'],
  'cognito.user-pool-client': ['cognito-idp:DescribeUserPoolClient'],
  'config.delivery-channel': ['config:DescribeDeliveryChannels'],
  'config.recorder': ['config:DescribeConfigurationRecorderStatus', 'config:DescribeConfigurationRecorders'],
  'ec2.flow-log': ['ec2:DescribeFlowLogs', 'logs:DescribeLogGroups'],
  'ec2.internet-gateway': ['ec2:DescribeInternetGateways'],
  'ec2.nat-gateway': ['ec2:DescribeNatGateways'],
  'ec2.network-acl': ['ec2:DescribeNetworkAcls'],
  'ec2.route-table': ['ec2:DescribeRouteTables'],
  'ec2.security-group': ['ec2:DescribeSecurityGroups'],
  'ec2.subnet': ['ec2:DescribeSubnets'],
  'ec2.vpc': [
    'ec2:DescribeFlowLogs',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeVpcAttribute',
    'ec2:DescribeVpcs',
    'route53resolver:ListResolverQueryLogConfigAssociations',
  ],
  'ec2.vpc-block-public-access': ['ec2:DescribeVpcBlockPublicAccessOptions'],
  'ec2.vpc-block-public-access-exclusion': ['ec2:DescribeVpcBlockPublicAccessExclusions'],
  'ec2.vpc-endpoint': ['ec2:DescribeVpcEndpoints'],
  'guardduty.detector': ['guardduty:GetDetector', 'guardduty:ListDetectors'],
  'iam.access-key': ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys'],
  'iam.group': ['iam:GetGroup'],
  'iam.managed-policy': [
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:ListEntitiesForPolicy',
    'iam:ListPolicyVersions',
  ],
  'iam.role': ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
  'iam.user': ['iam:GetLoginProfile', 'iam:GetUser'],
  'kms.key': ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
  'macie.session': ['macie2:GetMacieSession'],
  'organizations.policy': ['organizations:DescribePolicy', 'organizations:ListTargetsForPolicy'],
  'route53resolver.query-log': ['logs:DescribeLogGroups', 'route53resolver:GetResolverQueryLogConfig'],
  's3.bucket': [
    's3:GetBucketLogging',
    's3:GetBucketNotification',
    's3:GetBucketObjectLockConfiguration',
    's3:GetBucketOwnershipControls',
    's3:GetBucketPolicy',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketTagging',
    's3:GetBucketVersioning',
    's3:GetEncryptionConfiguration',
    's3:GetLifecycleConfiguration',
    's3:ListBucket',
  ],
  'securityhub.hub': ['securityhub:DescribeHub', 'securityhub:GetEnabledStandards'],
};

/** What a kind's puts read again in the fixers' name, because the service takes the whole and not the part. */
export const mergeReads: Readonly<Record<string, readonly string[]>> = {
  'cognito.identity-pool': ['cognito-identity:DescribeIdentityPool'],
  'cognito.identity-provider': ['cognito-idp:DescribeIdentityProvider'],
  'cognito.user-pool': ['cognito-idp:DescribeUserPool', 'cognito-idp:GetUserPoolMfaConfig'],
  'cognito.user-pool-client': ['cognito-idp:DescribeUserPoolClient'],
  'config.delivery-channel': ['config:DescribeDeliveryChannels'],
  'config.recorder': ['config:DescribeConfigurationRecorders'],
  'ec2.vpc': ['ec2:DescribeSecurityGroups'],
  'iam.managed-policy': ['iam:ListPolicyVersions'],
  'securityhub.hub': ['securityhub:GetEnabledStandards'],
  's3.bucket': ['s3:GetBucketNotification'],
};
