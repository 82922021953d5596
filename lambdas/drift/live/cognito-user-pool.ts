/** Cognito user pools, live. `SetUserPoolMfaConfig` resets what a call leaves out: read, merge, write. */
import {
  CognitoIdentityProviderClient,
  GetUserPoolMfaConfigCommand,
  type GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
  TagResourceCommand,
  UntagResourceCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognitoUserPool, triggersOf, type UserPoolState } from '../../../lib/resources/cognito-user-pool';
import { type Data, isKnown } from '../../../lib/resources/value';
import { describe, known, updatePuts } from './cognito-user-pool-update';
import { defineLive, type Put } from './live';
import { ownTagRecord, tagChanges } from './tags';

type Client = CognitoIdentityProviderClient;

const factorsOf = (mfa: GetUserPoolMfaConfigResponse): readonly string[] => [
  ...(mfa.SoftwareTokenMfaConfiguration?.Enabled ? ['SOFTWARE_TOKEN_MFA'] : []),
  ...(mfa.SmsMfaConfiguration ? ['SMS_MFA'] : []),
  ...(mfa.EmailMfaConfiguration ? ['EMAIL_OTP'] : []),
];

function stateOf(pool: UserPoolType, mfa: GetUserPoolMfaConfigResponse): UserPoolState {
  const password = pool.Policies?.PasswordPolicy;
  const first = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  const recovery = pool.AccountRecoverySetting?.RecoveryMechanisms;
  return {
    id: pool.Id ?? '',
    mfa: mfa.MfaConfiguration ?? pool.MfaConfiguration ?? 'OFF',
    factors: factorsOf(mfa),
    firstFactors: first.length > 0 ? first : ['PASSWORD'],
    passkeys: {
      factor: mfa.WebAuthnConfiguration?.FactorConfiguration ?? null,
      verification: mfa.WebAuthnConfiguration?.UserVerification ?? null,
    },
    password: {
      minimumLength: password?.MinimumLength ?? 8,
      lowercase: password?.RequireLowercase ?? password === undefined,
      uppercase: password?.RequireUppercase ?? password === undefined,
      digits: password?.RequireNumbers ?? password === undefined,
      symbols: password?.RequireSymbols ?? password === undefined,
      temporaryDays: password?.TemporaryPasswordValidityDays ?? 7,
      history: password?.PasswordHistorySize ?? 0,
    },
    adminCreatesUsers: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
    plan: pool.UserPoolTier ?? 'ESSENTIALS',
    threatProtection: pool.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF',
    deletionProtection: pool.DeletionProtection === 'ACTIVE',
    recovery: recovery
      ? [...recovery].sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0)).map(({ Name }) => Name ?? '')
      : ['verified_phone_number', 'verified_email'],
    triggers: triggersOf(pool.LambdaConfig as Data | undefined),
    tags: ownTagRecord(pool.UserPoolTags),
  };
}

async function read(client: Client, UserPoolId: string): Promise<UserPoolState | undefined> {
  const pool = await describe(client, UserPoolId);
  if (!pool) return undefined;
  const mfa = await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  return stateOf({ ...pool, Id: UserPoolId }, mfa);
}

/** The declared way to sign in with more than one factor, keeping what the pool says of messages and of its own domain. */
function mfaRequest(
  id: string,
  declared: UserPoolState,
  live: GetUserPoolMfaConfigResponse,
): SetUserPoolMfaConfigRequest {
  const factors = known(declared.factors) ?? [];
  const passkeys = {
    UserVerification: known(declared.passkeys.verification) as 'required' | 'preferred' | null,
    FactorConfiguration: known(declared.passkeys.factor) as 'MULTI_FACTOR_WITH_USER_VERIFICATION' | null,
  };
  const hasPasskeys = passkeys.UserVerification != null || passkeys.FactorConfiguration != null;
  return {
    UserPoolId: id,
    MfaConfiguration: known(declared.mfa) as 'ON' | 'OPTIONAL' | 'OFF',
    SoftwareTokenMfaConfiguration: { Enabled: factors.includes('SOFTWARE_TOKEN_MFA') },
    SmsMfaConfiguration: factors.includes('SMS_MFA') ? live.SmsMfaConfiguration : undefined,
    EmailMfaConfiguration: factors.includes('EMAIL_OTP') ? (live.EmailMfaConfiguration ?? {}) : undefined,
    WebAuthnConfiguration: hasPasskeys
      ? {
          RelyingPartyId: live.WebAuthnConfiguration?.RelyingPartyId,
          UserVerification: passkeys.UserVerification ?? undefined,
          FactorConfiguration: passkeys.FactorConfiguration ?? undefined,
        }
      : undefined,
  };
}

export const cognitoUserPoolLive = defineLive<UserPoolState>({
  kind: cognitoUserPool,
  open(sdk) {
    const client = new CognitoIdentityProviderClient(sdk('cognito-identity-provider'));
    const setMfa: Put<UserPoolState> = async (UserPoolId, declared) => {
      const live = await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
      await client.send(new SetUserPoolMfaConfigCommand(mfaRequest(UserPoolId, declared, live)));
    };
    return {
      read: (id) => read(client, id),
      puts: {
        ...updatePuts(client),
        mfa: setMfa,
        factors: setMfa,
        'passkeys.factor': setMfa,
        'passkeys.verification': setMfa,
        tags: async (id, { tags: wanted }, { tags: present }) => {
          const ResourceArn = (await describe(client, id))?.Arn;
          if (!isKnown(wanted) || !isKnown(present) || !ResourceArn) return;
          const { set, remove } = tagChanges(wanted, present);
          if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: set }));
          if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: [...remove] }));
        },
      },
    };
  },
});
