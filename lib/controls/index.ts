/** The controls: the source of truth of gate, drift, evidence and documents. */

import { accountControls } from './account';
import { backupControls } from './backup';
import { cloudtrailTrailControls } from './cloudtrail-trail';
import { cognitoIdentityControls } from './cognito-identity';
import { cognitoUserPoolControls } from './cognito-user-pool';
import { cognitoUserPoolClientControls } from './cognito-user-pool-client';
import type { AnyControl } from './control';
import { detectorControls } from './detectors';
import { dynamodbTableControls } from './dynamodb-table';
import { ec2GatewayControls } from './ec2-gateway';
import { ec2TrafficControls } from './ec2-traffic';
import { ec2VpcControls } from './ec2-vpc';
import { forkControls } from './fork';
import { iamPolicyControls } from './iam-policy';
import { iamRoleControls } from './iam-role';
import { iamUserControls } from './iam-user';
import { kmsKeyControls } from './kms-key';
import { lambdaFunctionControls } from './lambda-function';
import { logsLogGroupControls } from './logs-log-group';
import { messagingControls } from './messaging';
import { ownControls } from './own';
import { s3BucketControls } from './s3-bucket';
import { s3BucketPolicyControls } from './s3-bucket-policy';
import { secretsControls } from './secrets';
import { undeclaredControls } from './undeclared';
import { watchControls } from './watch';

/** Every control, in the order of the documents. */
export const controls: readonly AnyControl[] = [
  ...forkControls,
  ...s3BucketControls,
  ...s3BucketPolicyControls,
  ...dynamodbTableControls,
  ...cloudtrailTrailControls,
  ...logsLogGroupControls,
  ...backupControls,
  ...accountControls,
  ...detectorControls,
  ...ec2GatewayControls,
  ...ec2TrafficControls,
  ...ec2VpcControls,
  ...cognitoIdentityControls,
  ...cognitoUserPoolClientControls,
  ...cognitoUserPoolControls,
  ...iamUserControls,
  ...iamPolicyControls,
  ...iamRoleControls,
  ...kmsKeyControls,
  ...lambdaFunctionControls,
  ...messagingControls,
  ...watchControls,
  ...secretsControls,
  ...undeclaredControls,
  ...ownControls,
];
