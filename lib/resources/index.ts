/** Every resource kind, in the order of the documents. */
import { accessAnalyzer } from './access-analyzer';
import { accountSettings } from './account-settings';
import { apigatewayStage } from './apigateway-stage';
import { cognitoIdentityPool } from './cognito-identity-pool';
import { cognitoIdentityProvider } from './cognito-identity-provider';
import { cognitoUserPool } from './cognito-user-pool';
import { cognitoUserPoolClient } from './cognito-user-pool-client';
import { ec2Instance, ecsTaskDefinition } from './compute';
import { configDeliveryChannel, configRecorder } from './config-recorder';
import { ec2FlowLog } from './ec2-flow-log';
import {
  ec2InternetGateway,
  ec2NatGateway,
  ec2VpcBlockPublicAccess,
  ec2VpcBlockPublicAccessExclusion,
} from './ec2-gateway';
import { ec2NetworkAcl } from './ec2-network-acl';
import { ec2Route, ec2RouteTable } from './ec2-route-table';
import { ec2SecurityGroup, ec2SecurityGroupRule } from './ec2-security-group';
import { ec2Subnet } from './ec2-subnet';
import { ec2Vpc } from './ec2-vpc';
import { ec2VpcEndpoint } from './ec2-vpc-endpoint';
import { guarddutyDetector } from './guardduty-detector';
import { iamInlinePolicy, iamManagedPolicy } from './iam-policy';
import { iamRole } from './iam-role';
import { iamAccessKey, iamGroup, iamUser } from './iam-user';
import type { ResourceKind } from './kind';
import { kmsKey } from './kms-key';
import { elbLoadBalancer, elbv2Listener, elbv2LoadBalancer } from './load-balancer';
import { macieSession } from './macie-session';
import { organizationsPolicy } from './organizations-policy';
import { route53resolverQueryLog } from './route53resolver-query-log';
import { securityhubHub } from './securityhub-hub';

export const resourceKinds: readonly ResourceKind<unknown>[] = [
  kmsKey,
  iamRole,
  iamManagedPolicy,
  iamInlinePolicy,
  iamUser,
  iamAccessKey,
  iamGroup,
  cognitoUserPool,
  cognitoUserPoolClient,
  cognitoIdentityPool,
  cognitoIdentityProvider,
  ec2Vpc,
  ec2Subnet,
  ec2RouteTable,
  ec2Route,
  ec2SecurityGroup,
  ec2SecurityGroupRule,
  ec2NetworkAcl,
  ec2VpcEndpoint,
  ec2InternetGateway,
  ec2NatGateway,
  ec2VpcBlockPublicAccess,
  ec2VpcBlockPublicAccessExclusion,
  ec2FlowLog,
  guarddutyDetector,
  securityhubHub,
  configRecorder,
  configDeliveryChannel,
  accessAnalyzer,
  macieSession,
  route53resolverQueryLog,
  accountSettings,
  organizationsPolicy,
  elbv2LoadBalancer,
  elbv2Listener,
  elbLoadBalancer,
  apigatewayStage,
  ec2Instance,
  ecsTaskDefinition,
];
