/** Every resource kind that can be read live. */
import { accessAnalyzerLive } from './access-analyzer';
import { accountSettingsLive } from './account-settings';
import { backupPlanLive } from './backup-plan';
import { backupSelectionLive } from './backup-selection';
import { backupVaultLive } from './backup-vault';
import { cloudtrailTrailLive } from './cloudtrail-trail';
import { cloudwatchAlarmLive } from './cloudwatch-alarm';
import { cognitoIdentityPoolLive } from './cognito-identity-pool';
import { cognitoUserPoolLive } from './cognito-user-pool';
import { cognitoIdentityProviderLive, cognitoUserPoolClientLive } from './cognito-user-pool-client';
import { configDeliveryChannelLive, configRecorderLive } from './config-recorder';
import { dynamodbTableLive } from './dynamodb-table';
import {
  ec2FlowLogLive,
  ec2InternetGatewayLive,
  ec2NatGatewayLive,
  ec2VpcBlockPublicAccessExclusionLive,
  ec2VpcBlockPublicAccessLive,
} from './ec2-gateway';
import { ec2NetworkAclLive } from './ec2-network-acl';
import { ec2RouteLive } from './ec2-route';
import { ec2RouteTableLive } from './ec2-route-table';
import { ec2SecurityGroupLive } from './ec2-security-group';
import { ec2SecurityGroupRuleLive } from './ec2-security-group-rule';
import { ec2ImageLive, ec2SnapshotLive } from './ec2-sharing';
import { ec2SubnetLive, ec2VpcLive } from './ec2-vpc';
import { ec2VpcEndpointLive } from './ec2-vpc-endpoint';
import { eventsRuleLive } from './events-rule';
import { guarddutyDetectorLive } from './guardduty-detector';
import { iamInlinePolicyLive } from './iam-inline-policy';
import { iamManagedPolicyLive } from './iam-policy';
import { iamRoleLive } from './iam-role';
import { iamLoginProfileLive, iamMfaDeviceLive, iamUndeclaredRoleLive } from './iam-undeclared';
import { iamAccessKeyLive, iamGroupLive, iamUserLive } from './iam-user';
import { kmsKeyLive } from './kms-key';
import { lambdaEventSourceMappingLive } from './lambda-event-source-mapping';
import { lambdaFunctionLive } from './lambda-function';
import type { LiveKind } from './live';
import { logsLogGroupLive } from './logs-log-group';
import { macieSessionLive } from './macie-session';
import { organizationsPolicyLive } from './organizations-policy';
import { route53resolverQueryLogLive } from './route53resolver-query-log';
import { s3BucketLive } from './s3-bucket';
import { schedulerScheduleLive } from './scheduler-schedule';
import { secretsmanagerSecretLive } from './secretsmanager-secret';
import { securityhubHubLive } from './securityhub-hub';
import { snsTopicLive } from './sns-topic';
import { sqsQueueLive } from './sqs-queue';
import { ssmDocumentLive } from './ssm-document';

export const liveKinds: readonly LiveKind<unknown>[] = [
  kmsKeyLive,
  iamRoleLive,
  iamManagedPolicyLive,
  iamInlinePolicyLive,
  iamUserLive,
  iamAccessKeyLive,
  iamGroupLive,
  cognitoUserPoolLive,
  cognitoUserPoolClientLive,
  cognitoIdentityPoolLive,
  cognitoIdentityProviderLive,
  ec2VpcLive,
  ec2SubnetLive,
  ec2RouteTableLive,
  ec2SecurityGroupLive,
  ec2NetworkAclLive,
  ec2VpcEndpointLive,
  ec2InternetGatewayLive,
  ec2NatGatewayLive,
  ec2VpcBlockPublicAccessLive,
  ec2VpcBlockPublicAccessExclusionLive,
  ec2FlowLogLive,
  guarddutyDetectorLive,
  securityhubHubLive,
  configRecorderLive,
  configDeliveryChannelLive,
  accessAnalyzerLive,
  macieSessionLive,
  route53resolverQueryLogLive,
  accountSettingsLive,
  organizationsPolicyLive,
  s3BucketLive,
  dynamodbTableLive,
  cloudtrailTrailLive,
  logsLogGroupLive,
  backupVaultLive,
  backupPlanLive,
  backupSelectionLive,
  lambdaFunctionLive,
  lambdaEventSourceMappingLive,
  snsTopicLive,
  sqsQueueLive,
  eventsRuleLive,
  schedulerScheduleLive,
  cloudwatchAlarmLive,
  secretsmanagerSecretLive,
  ssmDocumentLive,
  iamLoginProfileLive,
  iamMfaDeviceLive,
  iamUndeclaredRoleLive,
  ec2SnapshotLive,
  ec2ImageLive,
  ec2RouteLive,
  ec2SecurityGroupRuleLive,
];
