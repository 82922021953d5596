/** Cognito read live and put back, against the local cloud. */
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognitoIdentityPoolLive } from '../../../lambdas/drift/live/cognito-identity-pool';
import { cognitoUserPoolLive } from '../../../lambdas/drift/live/cognito-user-pool';
import {
  cognitoIdentityProviderLive,
  cognitoUserPoolClientLive,
} from '../../../lambdas/drift/live/cognito-user-pool-client';
import type { IdentityPoolState } from '../../../lib/resources/cognito-identity-pool';
import type { UserPoolState } from '../../../lib/resources/cognito-user-pool';
import type { UserPoolClientState } from '../../../lib/resources/cognito-user-pool-client';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '222233335555';
const region = 'us-east-1';
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

const declaredPool: Omit<UserPoolState, 'id'> = {
  mfa: 'ON',
  factors: ['SOFTWARE_TOKEN_MFA'],
  firstFactors: ['PASSWORD'],
  passkeys: { factor: 'MULTI_FACTOR_WITH_USER_VERIFICATION', verification: 'required' },
  password: {
    minimumLength: 14,
    lowercase: true,
    uppercase: true,
    digits: true,
    symbols: true,
    temporaryDays: 1,
    history: 24,
  },
  adminCreatesUsers: true,
  plan: 'PLUS',
  threatProtection: 'ENFORCED',
  deletionProtection: true,
  recovery: ['admin_only'],
  triggers: {
    PreTokenGeneration: { arn: `arn:aws:lambda:${region}:${account}:function:pre-token`, version: 'V2_0' },
  },
  tags: { 'asepsis:deployment': 'lakeside' },
};

describe('Cognito', () => {
  let poolId = '';

  beforeAll(async () => {
    const client = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
    const made = await client.send(
      new CreateUserPoolCommand({
        PoolName: 'people',
        MfaConfiguration: 'OFF',
        UserPoolTier: 'ESSENTIALS',
        UserPoolTags: { stray: 'yes' },
        Policies: {
          PasswordPolicy: { MinimumLength: 6 },
          SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
        },
        EmailVerificationSubject: 'keep me',
      }),
    );
    poolId = made.UserPool?.Id ?? '';
  });

  test('a user pool that was weakened is put back, and what nobody declared stays', async () => {
    const live = cognitoUserPoolLive.open(cloud.clientConfig);
    const declared = { ...declaredPool, id: poolId };
    const { broken, after } = await roundTrip({ kind: cognitoUserPoolLive.kind, live, declared }, poolId);
    expect(broken).toEqual(cognitoUserPoolLive.kind.owned);
    expect(after).toEqual({ compared: cognitoUserPoolLive.kind.owned.length, differences: [], undecided: [] });
    expect(await live.read(`${region}_Nowhere`)).toBeUndefined();
    const client = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    expect(UserPool?.EmailVerificationSubject).toBe('keep me');
  });

  test.each([
    ['ESSENTIALS', 'OFF', 'PLUS', 'AUDIT'],
    ['PLUS', 'ENFORCED', 'ESSENTIALS', 'OFF'],
  ] as const)('plan %s with threat protection %s comes back from %s with %s', async (plan, mode, bought, watching) => {
    const client = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
    const made = await client.send(
      new CreateUserPoolCommand({
        PoolName: plan,
        UserPoolTier: bought,
        ...(watching === 'OFF' ? {} : { UserPoolAddOns: { AdvancedSecurityMode: watching } }),
      }),
    );
    const id = made.UserPool?.Id ?? '';
    const live = cognitoUserPoolLive.open(cloud.clientConfig);
    const there = await live.read(id);
    if (!there) throw new Error('the pool is not there');
    const declared = { ...there, plan, threatProtection: mode };
    const { broken, after } = await roundTrip({ kind: cognitoUserPoolLive.kind, live, declared }, id);
    expect(broken).toEqual(['plan', 'threatProtection']);
    expect(after.differences).toEqual([]);
  });

  test('an app client is put back, one path at a time', async () => {
    const client = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
    const made = await client.send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: 'web',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        RefreshTokenValidity: 3650,
        AccessTokenValidity: 24,
        IdTokenValidity: 24,
        EnableTokenRevocation: false,
        PreventUserExistenceErrors: 'LEGACY',
        AllowedOAuthFlows: ['implicit'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: ['openid', 'phone'],
        CallbackURLs: ['https://elsewhere.example.com/in'],
        LogoutURLs: ['https://elsewhere.example.com/out'],
        WriteAttributes: ['email', 'name'],
        ReadAttributes: ['email'],
      }),
    );
    const id = made.UserPoolClient?.ClientId ?? '';
    const declared: UserPoolClientState = {
      id,
      userPoolId: poolId,
      hasSecret: false,
      accessTokenMinutes: 15,
      idTokenMinutes: 15,
      refreshTokenMinutes: 480,
      revocation: true,
      hidesUsers: true,
      authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      oauthFlows: ['code'],
      scopes: ['openid'],
      callbackUrls: ['https://clinic.example.com/in'],
      logoutUrls: ['https://clinic.example.com/out'],
      providers: ['COGNITO'],
      readAttributes: ['email', 'name'],
      writeAttributes: ['name'],
    };
    const live = cognitoUserPoolClientLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: cognitoUserPoolClientLive.kind, live, declared }, id);
    expect(broken).toEqual(cognitoUserPoolClientLive.kind.owned);
    expect(after).toEqual({ compared: broken.length, differences: [], undecided: [] });
    expect(await live.read('nowhere', declared)).toBeUndefined();
    await expect(live.read(id)).rejects.toThrow(/found by its user pool too/);
  });

  test('a provider whose claims were bent is put back', async () => {
    const client = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
    await client.send(
      new CreateIdentityProviderCommand({
        UserPoolId: poolId,
        ProviderName: 'hospital',
        ProviderType: 'OIDC',
        ProviderDetails: {
          client_id: 'someone-else',
          client_secret: 'kept',
          oidc_issuer: 'https://evil.example.com',
          authorize_scopes: 'openid',
          attributes_request_method: 'GET',
        },
        AttributeMapping: { email: 'email', 'custom:practice': 'anything' },
      }),
    );
    const none = { encryptedResponses: undefined, requestSigning: undefined, signOut: undefined, idpInit: undefined };
    const declared = {
      name: 'hospital',
      userPoolId: poolId,
      type: 'OIDC',
      details: {
        ...none,
        metadataUrl: undefined,
        issuer: 'https://idp.example.com',
        clientId: 'asepsis',
        scopes: 'openid',
        tokenUrl: undefined,
        authorizeUrl: undefined,
        keysUrl: undefined,
      },
      mapping: { email: 'email' },
    };
    const live = cognitoIdentityProviderLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: cognitoIdentityProviderLive.kind, live, declared }, 'hospital');
    expect(broken).toEqual(['details.issuer', 'details.clientId', 'mapping']);
    expect(after).toEqual({ compared: 5, differences: [], undecided: [] });
    expect(await live.read('nowhere', declared)).toBeUndefined();
  });

  test('an identity pool that let guests in is put back, with its tags and roles', async () => {
    const client = new CognitoIdentityClient(cloud.clientConfig('cognito-identity'));
    const name = `cognito-idp.${region}.amazonaws.com/${poolId}`;
    const made = await client.send(
      new CreateIdentityPoolCommand({
        IdentityPoolName: 'people',
        AllowUnauthenticatedIdentities: true,
        AllowClassicFlow: true,
        CognitoIdentityProviders: [{ ClientId: 'web', ProviderName: name, ServerSideTokenCheck: false }],
      }),
    );
    const role = (suffix: string) => `arn:aws:iam::${account}:role/${suffix}`;
    await client.send(
      new SetIdentityPoolRolesCommand({
        IdentityPoolId: made.IdentityPoolId,
        Roles: { unauthenticated: role('guest') },
      }),
    );
    const id = made.IdentityPoolId ?? '';
    const declared: IdentityPoolState = {
      id,
      unauthenticated: false,
      classicFlow: false,
      providers: [{ clientId: 'web', name, checksToken: true }],
      principalTags: { [name]: { practice: 'custom:practice' } },
      roles: { authenticated: role('asepsis/patient') },
      roleMappings: { [`${name}:web`]: { type: 'Token', ambiguous: 'Deny', rules: [] } },
    };
    const live = cognitoIdentityPoolLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: cognitoIdentityPoolLive.kind, live, declared }, id);
    expect(broken).toEqual(cognitoIdentityPoolLive.kind.owned);
    expect(after).toEqual({ compared: 6, differences: [], undecided: [] });
    expect(await live.read(`${region}:00000000-0000-4000-8000-000000000000`)).toBeUndefined();
  });
});
