/** Every break, by family. */
import type { Break } from '../break';
import { accountBreaks } from './account';
import { cognitoIdentityBreaks } from './cognito-identity';
import { cognitoUserPoolBreaks } from './cognito-user-pool';
import { iamPeopleBreaks } from './iam-people';
import { iamRoleBreaks } from './iam-role';
import { kmsBreaks } from './kms';

export const allBreaks: readonly Break[] = [
  ...kmsBreaks,
  ...iamRoleBreaks,
  ...iamPeopleBreaks,
  ...cognitoUserPoolBreaks,
  ...cognitoIdentityBreaks,
  ...accountBreaks,
];
