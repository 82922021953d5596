/** Every break, by family. */
import type { Break } from '../break';
import { accountBreaks } from './account';
import { backupBreaks } from './backup';
import { cloudtrailBreaks } from './cloudtrail';
import { cognitoIdentityBreaks } from './cognito-identity';
import { cognitoUserPoolBreaks } from './cognito-user-pool';
import { detectorBreaks } from './detectors';
import { dynamodbBreaks } from './dynamodb';
import { ec2GatewayBreaks } from './ec2-gateway';
import { ec2SharingBreaks } from './ec2-sharing';
import { ec2TrafficBreaks } from './ec2-traffic';
import { ec2VpcBreaks } from './ec2-vpc';
import { iamPeopleBreaks } from './iam-people';
import { iamRoleBreaks } from './iam-role';
import { identityProviderBreaks } from './identity-provider';
import { kmsBreaks } from './kms';
import { lambdaBreaks } from './lambda';
import { logsBreaks } from './logs';
import { messagingBreaks } from './messaging';
import { organizationsBreaks } from './organizations';
import { ownBreaks } from './own';
import { s3Breaks } from './s3';
import { secretsBreaks } from './secrets';
import { watchBreaks } from './watch';

export const allBreaks: readonly Break[] = [
  ...kmsBreaks,
  ...s3Breaks,
  ...dynamodbBreaks,
  ...secretsBreaks,
  ...backupBreaks,
  ...cloudtrailBreaks,
  ...detectorBreaks,
  ...logsBreaks,
  ...messagingBreaks,
  ...watchBreaks,
  ...iamRoleBreaks,
  ...iamPeopleBreaks,
  ...cognitoUserPoolBreaks,
  ...cognitoIdentityBreaks,
  ...identityProviderBreaks,
  ...accountBreaks,
  ...organizationsBreaks,
  ...ownBreaks,
  ...ec2GatewayBreaks,
  ...ec2TrafficBreaks,
  ...ec2VpcBreaks,
  ...ec2SharingBreaks,
  ...lambdaBreaks,
];
