/** Every break, by family. */
import type { Break } from '../break';
import { accountBreaks } from './account';
import { backupBreaks } from './backup';
import { cloudtrailBreaks } from './cloudtrail';
import { cognitoIdentityBreaks } from './cognito-identity';
import { cognitoUserPoolBreaks } from './cognito-user-pool';
import { detectorBreaks } from './detectors';
import { dynamodbBreaks } from './dynamodb';
import { iamPeopleBreaks } from './iam-people';
import { iamRoleBreaks } from './iam-role';
import { identityProviderBreaks } from './identity-provider';
import { kmsBreaks } from './kms';
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
];
