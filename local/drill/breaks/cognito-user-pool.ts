/** Breaks of the pool of people and of its app clients. */
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientRequest,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognitoUserPoolLive } from '../../../lambdas/drift/live/cognito-user-pool';
import { cognitoUserPoolClientLive } from '../../../lambdas/drift/live/cognito-user-pool-client';
import type { Break } from '../break';
import type { Scene } from '../scene';

type Client = CognitoIdentityProviderClient;

const cognitoOf = (scene: Scene): Client => scene.open(CognitoIdentityProviderClient, 'cognito-identity-provider');

/** Saves the whole pool with one thing changed, as the console does: an update resets what a call leaves out. */
async function save(
  client: Client,
  UserPoolId: string,
  change: (pool: UserPoolType) => Partial<UpdateUserPoolRequest>,
) {
  const { UserPool: pool = {} } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  const { UnusedAccountValidityDays: _replaced, ...AdminCreateUserConfig } = pool.AdminCreateUserConfig ?? {};
  const { AccountRecoverySetting, AutoVerifiedAttributes, DeletionProtection, LambdaConfig, MfaConfiguration } = pool;
  const { Policies, UserPoolAddOns, UserPoolTags, UserPoolTier } = pool;
  const present = {
    AccountRecoverySetting,
    AutoVerifiedAttributes,
    DeletionProtection,
    LambdaConfig,
    MfaConfiguration,
  };
  const more = { AdminCreateUserConfig, Policies, UserPoolAddOns, UserPoolTags, UserPoolTier };
  await client.send(new UpdateUserPoolCommand({ UserPoolId, ...present, ...more, ...change(pool) }));
}

const setMfa = (client: Client, UserPoolId: string, change: Partial<SetUserPoolMfaConfigRequest>) =>
  client.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration: {
        FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
        UserVerification: 'required',
      },
      ...change,
    }),
  );

type BreakPool = (client: Client, UserPoolId: string, scene: Scene) => Promise<unknown>;

const poolBreaks: Readonly<Record<string, BreakPool>> = {
  'cognito.user-pool.mfa': (client, id) => setMfa(client, id, { MfaConfiguration: 'OPTIONAL' }),
  // A code by text message in place of the password, which Cognito allows where no second factor is required.
  'cognito.user-pool.factors': (client, id) =>
    save(client, id, ({ Policies }) => ({
      MfaConfiguration: 'OFF',
      Policies: { ...Policies, SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SMS_OTP'] } },
    })),
  'cognito.user-pool.passkeys': (client, id) =>
    setMfa(client, id, {
      WebAuthnConfiguration: { FactorConfiguration: 'SINGLE_FACTOR', UserVerification: 'preferred' },
    }),
  'cognito.user-pool.password': (client, id) =>
    save(client, id, ({ Policies }) => ({
      Policies: {
        ...Policies,
        PasswordPolicy: { ...Policies?.PasswordPolicy, MinimumLength: 6, RequireSymbols: false },
      },
    })),
  'cognito.user-pool.self-sign-up': (client, id) =>
    save(client, id, () => ({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } })),
  // Whoever buys the plan and leaves its protection at watching.
  'cognito.user-pool.threat-protection': (client, id) =>
    save(client, id, () => ({ UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } })),
  'cognito.user-pool.deletion-protection': (client, id) => save(client, id, () => ({ DeletionProtection: 'INACTIVE' })),
  'cognito.user-pool.recovery': (client, id) =>
    save(client, id, () => ({
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_phone_number', Priority: 1 }] },
    })),
};

/** What a call to `UpdateUserPoolClient` says. */
const clientBreaks: Readonly<Record<string, Partial<UpdateUserPoolClientRequest>>> = {
  'cognito.user-pool-client.tokens': { RefreshTokenValidity: 3_650, TokenValidityUnits: { RefreshToken: 'days' } },
  'cognito.user-pool-client.revocation': { EnableTokenRevocation: false },
  'cognito.user-pool-client.hides-users': { PreventUserExistenceErrors: 'LEGACY' },
  'cognito.user-pool-client.auth-flows': {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  },
  'cognito.user-pool-client.grants': {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['implicit'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: ['https://elsewhere.example.com/in'],
  },
  'cognito.user-pool-client.attributes': { WriteAttributes: ['given_name', 'family_name', 'custom:practice'] },
};

/** The careless one leaves everything else out, and Cognito resets it. */
const careless = 'cognito.user-pool-client.revocation';

async function saveClient(scene: Scene, control: string, UserPoolId: string, ClientId: string) {
  const client = cognitoOf(scene);
  const { UserPoolClient: present } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const { ClientSecret: _secret, CreationDate: _made, LastModifiedDate: _changed, ...whole } = present ?? {};
  const kept = control === careless ? {} : whole;
  await client.send(new UpdateUserPoolClientCommand({ ...kept, UserPoolId, ClientId, ...clientBreaks[control] }));
}

export const cognitoUserPoolBreaks: readonly Break[] = [
  ...Object.entries(poolBreaks).map(
    ([control, breakIt]): Break => ({
      control,
      kind: cognitoUserPoolLive,
      async run(scene) {
        const { declared, row } = scene.one(cognitoUserPoolLive.kind);
        await breakIt(cognitoOf(scene), row.physicalId, scene);
        return { declared, physicalId: row.physicalId };
      },
    }),
  ),
  ...Object.keys(clientBreaks).map(
    (control): Break => ({
      control,
      kind: cognitoUserPoolClientLive,
      async run(scene) {
        const { declared, row } = scene.one(cognitoUserPoolClientLive.kind);
        const pool = scene.one(cognitoUserPoolLive.kind, (one) => one.row.stack === row.stack).row.physicalId;
        await saveClient(scene, control, pool, row.physicalId);
        return { declared, physicalId: row.physicalId };
      },
    }),
  ),
];
