/**
 * Which API actions CloudFormation calls to create, read, update and delete a resource, by its type: the permissions of
 * the handlers in AWS's resource type schemas, without those for properties that this blueprint never sets. A type that
 * is missing here stops the bootstrap and a test, so that nothing is granted by a guess.
 */
import { detection, records } from './actions-records';
import { type TypeActions, tags } from './type-actions';

/** Vended log delivery: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html */
const logDelivery =
  'CreateLogDelivery GetLogDelivery UpdateLogDelivery DeleteLogDelivery ListLogDeliveries PutResourcePolicy DescribeResourcePolicies DescribeLogGroups';

const rest = 'GET POST PUT PATCH DELETE TagResource UntagResource';

const securityGroup =
  'DescribeSecurityGroups DescribeSecurityGroupRules AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress RevokeSecurityGroupEgress RevokeSecurityGroupIngress';

const table =
  'CreateTable DescribeTable UpdateTable DeleteTable DescribeContinuousBackups UpdateContinuousBackups DescribeTimeToLive UpdateTimeToLive DescribeContributorInsights UpdateContributorInsights DescribeKinesisStreamingDestination TagResource UntagResource ListTagsOfResource PutResourcePolicy GetResourcePolicy DeleteResourcePolicy';

/** What a caller needs on a customer managed key to give it to a service. */
const keyUse = 'CreateGrant Decrypt DescribeKey GenerateDataKey RetireGrant';

const bucket = [
  'CreateBucket DeleteBucket ListBucket GetBucketAcl GetBucketLocation GetBucketCORS GetBucketWebsite',
  'GetReplicationConfiguration GetAccelerateConfiguration GetAnalyticsConfiguration GetInventoryConfiguration',
  'GetMetricsConfiguration GetIntelligentTieringConfiguration GetBucketMetadataTableConfiguration',
  'GetBucketTagging PutBucketTagging GetEncryptionConfiguration PutEncryptionConfiguration',
  'GetBucketPublicAccessBlock PutBucketPublicAccessBlock GetBucketVersioning PutBucketVersioning',
  'GetBucketOwnershipControls PutBucketOwnershipControls GetLifecycleConfiguration PutLifecycleConfiguration',
  'GetBucketLogging PutBucketLogging GetBucketNotification PutBucketNotification',
  'GetBucketObjectLockConfiguration PutBucketObjectLockConfiguration',
].join(' ');

const lambdaFunction = [
  'CreateFunction GetFunction GetFunctionConfiguration UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction',
  'PutFunctionConcurrency DeleteFunctionConcurrency GetFunctionCodeSigningConfig GetFunctionRecursionConfig',
  'PutFunctionRecursionConfig GetRuntimeManagementConfig PutRuntimeManagementConfig ListTags TagResource UntagResource',
].join(' ');

const managedPolicy = [
  'CreatePolicy GetPolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion GetPolicyVersion ListPolicyVersions',
  'SetDefaultPolicyVersion ListEntitiesForPolicy AttachRolePolicy DetachRolePolicy TagPolicy UntagPolicy ListPolicyTags',
].join(' ');

const role = [
  'CreateRole GetRole DeleteRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PutRolePermissionsBoundary',
  'TagRole UntagRole ListRoleTags ListAttachedRolePolicies ListRolePolicies GetRolePolicy AttachRolePolicy',
  'DetachRolePolicy ListInstanceProfilesForRole',
].join(' ');

const network: Readonly<Record<string, TypeActions>> = {
  'AWS::EC2::FlowLog': { ec2: 'CreateFlowLogs DeleteFlowLogs DescribeFlowLogs', logs: logDelivery },
  'AWS::EC2::NetworkAcl': { ec2: 'CreateNetworkAcl DeleteNetworkAcl DescribeNetworkAcls' },
  'AWS::EC2::NetworkAclEntry': {
    ec2: 'CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry DescribeNetworkAcls',
  },
  'AWS::EC2::RouteTable': { ec2: 'CreateRouteTable DeleteRouteTable DescribeRouteTables' },
  'AWS::EC2::SecurityGroup': {
    ec2: `CreateSecurityGroup DeleteSecurityGroup DescribeNetworkInterfaces DescribeVpcs ${securityGroup}`,
  },
  'AWS::EC2::SecurityGroupEgress': { ec2: securityGroup },
  'AWS::EC2::SecurityGroupIngress': { ec2: securityGroup },
  'AWS::EC2::Subnet': { ec2: 'CreateSubnet DeleteSubnet DescribeSubnets ModifySubnetAttribute' },
  'AWS::EC2::SubnetNetworkAclAssociation': { ec2: 'DescribeNetworkAcls ReplaceNetworkAclAssociation' },
  'AWS::EC2::SubnetRouteTableAssociation': {
    ec2: 'AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation DescribeRouteTables',
  },
  'AWS::EC2::VPC': {
    ec2: 'CreateVpc DeleteVpc DescribeVpcs DescribeVpcAttribute ModifyVpcAttribute CreateTags DeleteTags DescribeTags DescribeAvailabilityZones DescribeAccountAttributes DescribeNetworkAcls DescribeSecurityGroups',
  },
  'AWS::EC2::VPCBlockPublicAccessOptions': {
    ec2: 'DescribeVpcBlockPublicAccessOptions ModifyVpcBlockPublicAccessOptions',
  },
  'AWS::EC2::VPCEndpoint': {
    ec2: 'CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints DescribeVpcEndpoints DescribeVpcEndpointServices DescribePrefixLists',
    // Private DNS of an interface endpoint is a hosted zone that EC2 associates on the caller's behalf.
    route53: 'AssociateVPCWithHostedZone',
  },
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': {
    route53resolver: `CreateResolverQueryLogConfig GetResolverQueryLogConfig DeleteResolverQueryLogConfig ListResolverQueryLogConfigs ${tags}`,
    logs: logDelivery,
  },
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': {
    route53resolver:
      'AssociateResolverQueryLogConfig DisassociateResolverQueryLogConfig GetResolverQueryLogConfigAssociation ListResolverQueryLogConfigAssociations',
    ec2: 'DescribeVpcs',
  },
};

const identity: Readonly<Record<string, TypeActions>> = {
  'AWS::Cognito::IdentityPool': {
    'cognito-identity': `CreateIdentityPool DescribeIdentityPool UpdateIdentityPool DeleteIdentityPool ${tags}`,
  },
  'AWS::Cognito::IdentityPoolPrincipalTag': {
    'cognito-identity': 'GetPrincipalTagAttributeMap SetPrincipalTagAttributeMap',
  },
  'AWS::Cognito::IdentityPoolRoleAttachment': { 'cognito-identity': 'GetIdentityPoolRoles SetIdentityPoolRoles' },
  'AWS::Cognito::LogDeliveryConfiguration': {
    'cognito-idp': 'GetLogDeliveryConfiguration SetLogDeliveryConfiguration',
    logs: logDelivery,
  },
  'AWS::Cognito::UserPool': {
    'cognito-idp': `CreateUserPool DescribeUserPool UpdateUserPool DeleteUserPool GetUserPoolMfaConfig SetUserPoolMfaConfig AddCustomAttributes ${tags}`,
  },
  'AWS::Cognito::UserPoolClient': {
    'cognito-idp': 'CreateUserPoolClient DescribeUserPoolClient UpdateUserPoolClient DeleteUserPoolClient',
  },
  'AWS::Cognito::UserPoolDomain': {
    'cognito-idp': 'CreateUserPoolDomain DescribeUserPoolDomain UpdateUserPoolDomain DeleteUserPoolDomain',
  },
  'AWS::Cognito::UserPoolGroup': { 'cognito-idp': 'CreateGroup GetGroup UpdateGroup DeleteGroup' },
  'AWS::Cognito::UserPoolIdentityProvider': {
    'cognito-idp': 'CreateIdentityProvider DescribeIdentityProvider UpdateIdentityProvider DeleteIdentityProvider',
  },
  'AWS::Cognito::UserPoolResourceServer': {
    'cognito-idp': 'CreateResourceServer DescribeResourceServer UpdateResourceServer DeleteResourceServer',
  },
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': {
    'cognito-idp': 'DescribeRiskConfiguration SetRiskConfiguration',
  },
  'AWS::IAM::ManagedPolicy': { iam: managedPolicy },
  'AWS::IAM::Role': { iam: `${role} PassRole` },
  'AWS::Organizations::Policy': {
    organizations: `CreatePolicy DescribePolicy UpdatePolicy DeletePolicy ListPolicies ListTargetsForPolicy AttachPolicy DetachPolicy ${tags}`,
  },
};

const stores: Readonly<Record<string, TypeActions>> = {
  'AWS::ApiGatewayV2::Api': { apigateway: rest },
  'AWS::ApiGatewayV2::Authorizer': { apigateway: rest },
  'AWS::ApiGatewayV2::Integration': { apigateway: rest },
  'AWS::ApiGatewayV2::Route': { apigateway: rest },
  'AWS::ApiGatewayV2::Stage': { apigateway: rest, logs: logDelivery },
  'AWS::Backup::BackupPlan': {
    backup: 'CreateBackupPlan GetBackupPlan UpdateBackupPlan DeleteBackupPlan TagResource UntagResource ListTags',
  },
  'AWS::Backup::BackupSelection': { backup: 'CreateBackupSelection GetBackupSelection DeleteBackupSelection' },
  'AWS::Backup::BackupVault': {
    backup:
      'CreateBackupVault DescribeBackupVault DeleteBackupVault GetBackupVaultAccessPolicy PutBackupVaultAccessPolicy DeleteBackupVaultAccessPolicy PutBackupVaultLockConfiguration DeleteBackupVaultLockConfiguration GetBackupVaultNotifications TagResource UntagResource ListTags',
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html: the caller mounts the vault's storage.
    'backup-storage': 'MountCapsule',
    kms: keyUse,
  },
  'AWS::Backup::RestoreTestingPlan': {
    backup:
      'CreateRestoreTestingPlan GetRestoreTestingPlan UpdateRestoreTestingPlan DeleteRestoreTestingPlan TagResource UntagResource ListTags',
  },
  'AWS::Backup::RestoreTestingSelection': {
    backup:
      'CreateRestoreTestingSelection GetRestoreTestingSelection ListRestoreTestingSelections UpdateRestoreTestingSelection DeleteRestoreTestingSelection',
  },
  'AWS::DynamoDB::GlobalTable': { dynamodb: table, kms: keyUse },
  'AWS::DynamoDB::Table': { dynamodb: table, kms: keyUse },
  'AWS::KMS::Alias': { kms: 'CreateAlias UpdateAlias DeleteAlias ListAliases' },
  'AWS::KMS::Key': {
    kms: 'CreateKey DescribeKey GetKeyPolicy PutKeyPolicy EnableKey DisableKey EnableKeyRotation DisableKeyRotation GetKeyRotationStatus UpdateKeyDescription ScheduleKeyDeletion TagResource UntagResource ListResourceTags',
  },
  'AWS::Lambda::EventSourceMapping': {
    lambda:
      'CreateEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping ListTags TagResource UntagResource',
  },
  'AWS::Lambda::Function': {
    lambda: lambdaFunction,
    ec2: 'DescribeSecurityGroups DescribeSubnets DescribeVpcs',
    kms: keyUse,
    // The code, from the bootstrap's bucket.
    s3: 'GetObject GetObjectVersion',
  },
  'AWS::Lambda::Permission': { lambda: 'AddPermission GetPolicy RemovePermission' },
  'AWS::S3::Bucket': { s3: bucket },
  'AWS::S3::BucketPolicy': { s3: 'DeleteBucketPolicy GetBucketPolicy PutBucketPolicy' },
  'AWS::Scheduler::Schedule': { scheduler: 'CreateSchedule GetSchedule UpdateSchedule DeleteSchedule' },
};

const byType: Readonly<Record<string, TypeActions>> = { ...network, ...identity, ...records, ...detection, ...stores };

/** Services that make a role of their own when a type is first used. */
export const linkedRoles: Readonly<Record<string, string>> = {
  'AWS::AccessAnalyzer::Analyzer': 'access-analyzer.amazonaws.com',
  'AWS::ApiGatewayV2::Stage': 'ops.apigateway.amazonaws.com',
  'AWS::Backup::BackupVault': 'backup.amazonaws.com',
  'AWS::Backup::RestoreTestingPlan': 'restore-testing.backup.amazonaws.com',
  'AWS::CloudTrail::Trail': 'cloudtrail.amazonaws.com',
  'AWS::Cognito::UserPool': 'email.cognito-idp.amazonaws.com',
  'AWS::GuardDuty::Detector': 'guardduty.amazonaws.com',
  'AWS::GuardDuty::MalwareProtectionPlan': 'malware-protection.guardduty.amazonaws.com',
  'AWS::Macie::Session': 'macie.amazonaws.com',
  'AWS::SecurityHub::Hub': 'securityhub.amazonaws.com',
};

/** Every action of a type, as `service:Action`; `undefined` for a type that nobody has looked up. A custom resource invokes its function. */
export function actionsOf(type: string): readonly string[] | undefined {
  if (type === 'AWS::CDK::Metadata') return [];
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return ['lambda:InvokeFunction'];
  const services = byType[type];
  if (!services) return undefined;
  return Object.entries(services).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));
}
