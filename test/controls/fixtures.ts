import { cognitoIdentityFixtures, cognitoUserPoolClientFixtures, cognitoUserPoolFixtures } from './cognito.fixtures';
import type { Fixtures } from './fixture';
import { iamPolicyFixtures } from './iam-policy.fixtures';
import { iamRoleFixtures } from './iam-role.fixtures';
import { kmsKeyFixtures } from './kms-key.fixtures';

/** A violating and a compliant stack for every control, by control id. */
export const fixtures: Fixtures = {
  ...cognitoUserPoolFixtures,
  ...cognitoUserPoolClientFixtures,
  ...cognitoIdentityFixtures,
  ...iamPolicyFixtures,
  ...iamRoleFixtures,
  ...kmsKeyFixtures,
};
