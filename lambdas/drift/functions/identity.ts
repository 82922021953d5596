/** The drift function of the family `identity`. */
import { driftHandler } from '../handler';
import { cognitoIdentityPoolLive } from '../live/cognito-identity-pool';
import { cognitoUserPoolLive } from '../live/cognito-user-pool';
import { cognitoIdentityProviderLive, cognitoUserPoolClientLive } from '../live/cognito-user-pool-client';
import { iamInlinePolicyLive } from '../live/iam-inline-policy';
import { iamManagedPolicyLive } from '../live/iam-policy';
import { iamRoleLive } from '../live/iam-role';
import { iamLoginProfileLive, iamMfaDeviceLive, iamUndeclaredRoleLive } from '../live/iam-undeclared';
import { iamAccessKeyLive, iamGroupLive, iamUserLive } from '../live/iam-user';

export const handler = driftHandler('identity', [
  cognitoIdentityPoolLive,
  cognitoIdentityProviderLive,
  cognitoUserPoolClientLive,
  cognitoUserPoolLive,
  iamAccessKeyLive,
  iamGroupLive,
  iamInlinePolicyLive,
  iamLoginProfileLive,
  iamManagedPolicyLive,
  iamMfaDeviceLive,
  iamRoleLive,
  iamUndeclaredRoleLive,
  iamUserLive,
]);
