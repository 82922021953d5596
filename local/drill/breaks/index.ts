/** Every break, by family. */
import type { Break } from '../break';
import { accountBreaks } from './account';
import { cognitoIdentityBreaks } from './cognito-identity';
import { cognitoUserPoolBreaks } from './cognito-user-pool';
import { iamPeopleBreaks } from './iam-people';
import { iamRoleBreaks } from './iam-role';
import { identityProviderBreaks } from './identity-provider';
import { kmsBreaks } from './kms';
import { organizationsBreaks } from './organizations';

export const allBreaks: readonly Break[] = [
  ...kmsBreaks,
  ...iamRoleBreaks,
  ...iamPeopleBreaks,
  ...cognitoUserPoolBreaks,
  ...cognitoIdentityBreaks,
  ...identityProviderBreaks,
  ...accountBreaks,
  ...organizationsBreaks,
];
