/** Identity read live and put back, against the local cloud. */
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
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { cognitoIdentityPoolLive } from '../../../lambdas/drift/live/cognito-identity-pool';
import { cognitoUserPoolLive } from '../../../lambdas/drift/live/cognito-user-pool';
import {
  cognitoIdentityProviderLive,
  cognitoUserPoolClientLive,
} from '../../../lambdas/drift/live/cognito-user-pool-client';
import { iamManagedPolicyLive } from '../../../lambdas/drift/live/iam-policy';
import { iamRoleLive } from '../../../lambdas/drift/live/iam-role';
import { iamAccessKeyLive, iamGroupLive, iamUserLive } from '../../../lambdas/drift/live/iam-user';
import type { IdentityPoolState } from '../../../lib/resources/cognito-identity-pool';
import type { UserPoolState } from '../../../lib/resources/cognito-user-pool';
import type { UserPoolClientState } from '../../../lib/resources/cognito-user-pool-client';
import type { RoleState } from '../../../lib/resources/iam-role';
import { readPolicy } from '../../../lib/resources/policy';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '222233334444';
const region = 'us-east-1';
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

const document = (action: string, resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Work', Effect: 'Allow', Action: action, Resource: resource }],
});
const trust = (principal: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
});

describe('IAM roles', () => {
  test('what was widened is put back: trust, session, boundary, policies, tags', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    const policy = async (PolicyName: string) => {
      const PolicyDocument = JSON.stringify(document('s3:GetObject', 'arn:aws:s3:::phi/*'));
      const made = await client.send(new CreatePolicyCommand({ PolicyName, Path: '/asepsis/', PolicyDocument }));
      return made.Policy?.Arn ?? '';
    };
    const [boundary, work, admin] = await Promise.all(['boundary', 'work', 'admin'].map(policy));
    await client.send(
      new CreateRoleCommand({
        RoleName: 'clinician',
        Path: '/asepsis/',
        AssumeRolePolicyDocument: JSON.stringify(trust({ AWS: '*' })),
        MaxSessionDuration: 43_200,
        Tags: [
          { Key: 'stray', Value: 'yes' },
          { Key: 'practice', Value: 'other' },
        ],
      }),
    );
    await client.send(new AttachRolePolicyCommand({ RoleName: 'clinician', PolicyArn: admin }));
    const PolicyDocument = JSON.stringify(document('*', '*'));
    await client.send(new PutRolePolicyCommand({ RoleName: 'clinician', PolicyName: 'quick', PolicyDocument }));

    const declared: RoleState = {
      name: 'clinician',
      account,
      path: '/asepsis/',
      trust: readPolicy(trust({ Service: 'lambda.amazonaws.com' })),
      maxSessionSeconds: 3600,
      boundary: boundary ?? '',
      managedPolicies: [work ?? ''],
      inlinePolicies: {},
      tags: { practice: 'dermatology', 'asepsis:deployment': 'lakeside' },
    };
    const live = iamRoleLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: iamRoleLive.kind, live, declared }, 'clinician');
    expect(broken).toEqual(['trust', 'maxSessionSeconds', 'boundary', 'managedPolicies', 'inlinePolicies', 'tags']);
    expect(after).toEqual({ compared: 6, differences: [], undecided: [] });
    expect(await live.read('nobody')).toBeUndefined();
  });

  test('an inline policy that is declared and gone comes back', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'lambda.amazonaws.com' }));
    await client.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument }));
    const live = iamRoleLive.open(cloud.clientConfig);
    const state = await live.read('worker');
    if (!state) throw new Error('the role is not there');
    const declared = { ...state, inlinePolicies: { work: readPolicy(document('s3:GetObject', '*')) } };
    const { broken, after } = await roundTrip({ kind: iamRoleLive.kind, live, declared }, 'worker');
    expect(broken).toEqual(['inlinePolicies']);
    expect(after.differences).toEqual([]);
  });
});

describe('IAM managed policies', () => {
  test('a widened version is replaced by the declared document, also where five versions exist', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    const narrow = document('s3:GetObject', 'arn:aws:s3:::phi/*');
    const made = await client.send(
      new CreatePolicyCommand({ PolicyName: 'permissions', PolicyDocument: JSON.stringify(narrow) }),
    );
    const PolicyArn = made.Policy?.Arn ?? '';
    const wide = { PolicyArn, PolicyDocument: JSON.stringify(document('*', '*')), SetAsDefault: true };
    for (let version = 2; version <= 5; version += 1) await client.send(new CreatePolicyVersionCommand(wide));
    const live = iamManagedPolicyLive.open(cloud.clientConfig);
    const declared = { name: 'permissions', document: readPolicy(narrow), boundary: false };
    const { broken, after } = await roundTrip({ kind: iamManagedPolicyLive.kind, live, declared }, PolicyArn);
    expect(broken).toEqual(['document']);
    expect(after).toEqual({ compared: 1, differences: [], undecided: [] });
    const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions).toHaveLength(5);
    expect(await live.read(`${PolicyArn}-gone`)).toBeUndefined();
  });
});

describe('what must not exist in IAM', () => {
  test('a user, its password, a key that is deactivated and kept, a group', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    await client.send(new CreateUserCommand({ UserName: 'mallory' }));
    await client.send(new CreateLoginProfileCommand({ UserName: 'mallory', Password: 'Long-enough-1' }));
    await client.send(new CreateGroupCommand({ GroupName: 'admins' }));
    const made = await client.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
    const keyId = made.AccessKey?.AccessKeyId ?? '';

    const users = iamUserLive.open(cloud.clientConfig);
    expect(await users.read('mallory')).toEqual({ name: 'mallory', consoleAccess: true });
    expect(await users.read('nobody')).toBeUndefined();
    const groups = iamGroupLive.open(cloud.clientConfig);
    expect(await groups.read('admins')).toEqual({ name: 'admins' });
    expect(await groups.read('none')).toBeUndefined();

    const keys = iamAccessKeyLive.open(cloud.clientConfig);
    const state = await keys.read(keyId);
    expect(state).toEqual({ user: 'mallory', active: true });
    if (state) await keys.puts.active?.(keyId, state, state);
    expect(await keys.read(keyId)).toEqual({ user: 'mallory', active: false });
  });
});

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
