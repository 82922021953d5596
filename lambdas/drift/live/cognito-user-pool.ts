/** Cognito user pools, live. `UpdateUserPool` and `SetUserPoolMfaConfig` reset what a call leaves out: read, merge, write. */
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  type GetUserPoolMfaConfigResponse,
  type LambdaConfigType,
  type PasswordPolicyType,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognitoUserPool, triggersOf, type UserPoolState } from '../../../lib/resources/cognito-user-pool';
import { type Data, isKnown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';
import { ownTagRecord, tagChanges } from './tags';

type Client = CognitoIdentityProviderClient;

async function describe(client: Client, UserPoolId: string): Promise<UserPoolType | undefined> {
  const found = await client
    .send(new DescribeUserPoolCommand({ UserPoolId }))
    .catch(ifAbsent('ResourceNotFoundException'));
  return found?.UserPool;
}

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

/** What a pool is now, as a request that would change nothing. */
function updateOf(pool: UserPoolType, UserPoolId: string): UpdateUserPoolRequest {
  const { UnusedAccountValidityDays: _replaced, ...admin } = pool.AdminCreateUserConfig ?? {};
  return {
    UserPoolId,
    Policies: pool.Policies,
    DeletionProtection: pool.DeletionProtection,
    LambdaConfig: pool.LambdaConfig,
    AutoVerifiedAttributes: pool.AutoVerifiedAttributes,
    SmsVerificationMessage: pool.SmsVerificationMessage,
    EmailVerificationMessage: pool.EmailVerificationMessage,
    EmailVerificationSubject: pool.EmailVerificationSubject,
    VerificationMessageTemplate: pool.VerificationMessageTemplate,
    SmsAuthenticationMessage: pool.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: pool.UserAttributeUpdateSettings,
    MfaConfiguration: pool.MfaConfiguration,
    DeviceConfiguration: pool.DeviceConfiguration,
    EmailConfiguration: pool.EmailConfiguration,
    SmsConfiguration: pool.SmsConfiguration,
    UserPoolTags: pool.UserPoolTags,
    AdminCreateUserConfig: admin,
    UserPoolAddOns: pool.UserPoolAddOns,
    AccountRecoverySetting: pool.AccountRecoverySetting,
    UserPoolTier: pool.UserPoolTier,
  };
}

/** Triggers whose entry is an object with a version. */
const versioned: Readonly<Record<string, string>> = {
  PreTokenGeneration: 'PreTokenGenerationConfig',
  CustomSMSSender: 'CustomSMSSender',
  CustomEmailSender: 'CustomEmailSender',
  InboundFederation: 'InboundFederation',
};

function lambdaConfig({ triggers }: UserPoolState, live: LambdaConfigType | undefined): LambdaConfigType | undefined {
  if (!isKnown(triggers)) return live;
  const entries = Object.entries(triggers).map(([name, { arn, version }]) => {
    const key = versioned[name];
    return key === undefined ? [name, arn] : [key, { LambdaArn: arn, LambdaVersion: version }];
  });
  return { ...Object.fromEntries(entries), ...(live?.KMSKeyID ? { KMSKeyID: live.KMSKeyID } : {}) };
}

/** A declared value, or what is there already where nothing can be known. */
const known = <T>(value: T | { readonly unknown: string }): T | undefined => (isKnown<T>(value) ? value : undefined);

const passwordPolicy = ({ password }: UserPoolState): PasswordPolicyType => ({
  MinimumLength: known(password.minimumLength),
  RequireLowercase: known(password.lowercase),
  RequireUppercase: known(password.uppercase),
  RequireNumbers: known(password.digits),
  RequireSymbols: known(password.symbols),
  TemporaryPasswordValidityDays: known(password.temporaryDays),
  PasswordHistorySize: known(password.history),
});

function changeOf(
  declared: UserPoolState,
  pool: UserPoolType,
): Readonly<Record<string, Partial<UpdateUserPoolRequest>>> {
  const recovery = known(declared.recovery);
  return {
    firstFactors: {
      Policies: {
        ...pool.Policies,
        SignInPolicy: { AllowedFirstAuthFactors: known(declared.firstFactors) as ('PASSWORD' | 'WEB_AUTHN')[] },
      },
    },
    password: {
      Policies: {
        ...pool.Policies,
        PasswordPolicy: passwordPolicy(declared),
      },
    },
    adminCreatesUsers: {
      AdminCreateUserConfig: {
        InviteMessageTemplate: pool.AdminCreateUserConfig?.InviteMessageTemplate,
        AllowAdminCreateUserOnly: known(declared.adminCreatesUsers),
      },
    },
    plan: { UserPoolTier: known(declared.plan) as UpdateUserPoolRequest['UserPoolTier'] },
    threatProtection: {
      UserPoolAddOns: {
        ...pool.UserPoolAddOns,
        AdvancedSecurityMode: known(declared.threatProtection) as 'OFF' | 'AUDIT' | 'ENFORCED',
      },
    },
    deletionProtection: { DeletionProtection: known(declared.deletionProtection) ? 'ACTIVE' : 'INACTIVE' },
    recovery: {
      AccountRecoverySetting: {
        RecoveryMechanisms: recovery?.map((Name, at) => ({ Name: Name as 'admin_only', Priority: at + 1 })),
      },
    },
    triggers: { LambdaConfig: lambdaConfig(declared, pool.LambdaConfig) },
  };
}

function updatePuts(client: Client): Record<string, Put<UserPoolState>> {
  const paths = ['firstFactors', 'password', 'adminCreatesUsers', 'deletionProtection', 'recovery', 'triggers'];
  const put =
    (path: string): Put<UserPoolState> =>
    async (id, declared) => {
      const pool = await describe(client, id);
      if (!pool) return;
      await client.send(new UpdateUserPoolCommand({ ...updateOf(pool, id), ...changeOf(declared, pool)[path] }));
    };
  const plan = planPut(client);
  return { ...Object.fromEntries(paths.map((path) => [path, put(path)])), plan, threatProtection: plan };
}

/**
 * The plan and its threat protection in one: AWS gives the one only with the PLUS plan, and does not let go of the plan
 * while the other is on (TierChangeNotAllowedException).
 */
function planPut(client: Client): Put<UserPoolState> {
  return async (id, declared) => {
    const pool = await describe(client, id);
    if (!pool) return;
    const { plan, threatProtection } = changeOf(declared, pool);
    const present = { ...updateOf(pool, id), ...threatProtection };
    if (pool.UserPoolTier === 'PLUS' && declared.plan !== 'PLUS') await client.send(new UpdateUserPoolCommand(present));
    await client.send(new UpdateUserPoolCommand({ ...present, ...plan }));
  };
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
