/** Puts of a user pool by `UpdateUserPool`, which resets what a call leaves out: read, merge, write. */
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  type LambdaConfigType,
  type PasswordPolicyType,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserPoolState } from '../../../lib/resources/cognito-user-pool';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import type { Put } from './live';

type Client = CognitoIdentityProviderClient;

export async function describe(client: Client, UserPoolId: string): Promise<UserPoolType | undefined> {
  const found = await client
    .send(new DescribeUserPoolCommand({ UserPoolId }))
    .catch(ifAbsent('ResourceNotFoundException'));
  return found?.UserPool;
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
export const known = <T>(value: T | { readonly unknown: string }): T | undefined =>
  isKnown<T>(value) ? value : undefined;

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

export function updatePuts(client: Client): Record<string, Put<UserPoolState>> {
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
