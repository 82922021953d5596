import { backupFixtures } from './backup.fixtures';
import { cloudtrailTrailFixtures } from './cloudtrail-trail.fixtures';
import { cognitoIdentityFixtures, cognitoUserPoolClientFixtures, cognitoUserPoolFixtures } from './cognito.fixtures';
import { accountFixtures, detectorFixtures } from './detection.fixtures';
import { dynamodbTableFixtures } from './dynamodb-table.fixtures';
import { ec2GatewayFixtures, ec2TrafficFixtures, ec2VpcFixtures } from './ec2.fixtures';
import type { Fixtures } from './fixture';
import { forkFixtures } from './fork.fixtures';
import { iamPolicyFixtures } from './iam-policy.fixtures';
import { iamRoleFixtures } from './iam-role.fixtures';
import { kmsKeyFixtures } from './kms-key.fixtures';
import { lambdaFunctionFixtures } from './lambda-function.fixtures';
import { logsLogGroupFixtures } from './logs-log-group.fixtures';
import { messagingFixtures } from './messaging.fixtures';
import { ownFixtures } from './own';
import { s3BucketFixtures } from './s3-bucket.fixtures';
import { secretsFixtures } from './secrets.fixtures';
import { undeclaredFixtures } from './undeclared.fixtures';
import { watchFixtures } from './watch.fixtures';

/** A violating and a compliant stack for every control, by control id. */
export const fixtures: Fixtures = {
  ...forkFixtures,
  ...s3BucketFixtures,
  ...dynamodbTableFixtures,
  ...cloudtrailTrailFixtures,
  ...logsLogGroupFixtures,
  ...backupFixtures,
  ...detectorFixtures,
  ...accountFixtures,
  ...ec2VpcFixtures,
  ...ec2TrafficFixtures,
  ...ec2GatewayFixtures,
  ...cognitoUserPoolFixtures,
  ...cognitoUserPoolClientFixtures,
  ...cognitoIdentityFixtures,
  ...iamPolicyFixtures,
  ...iamRoleFixtures,
  ...kmsKeyFixtures,
  ...lambdaFunctionFixtures,
  ...messagingFixtures,
  ...watchFixtures,
  ...secretsFixtures,
  ...undeclaredFixtures,
  ...Object.fromEntries(ownFixtures.map((one) => [one.control, one])),
};
