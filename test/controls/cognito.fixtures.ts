import type { Stack } from 'aws-cdk-lib';
import {
  CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  type CfnIdentityPoolProps,
  CfnIdentityPoolRoleAttachment,
  CfnUserPool,
  CfnUserPoolClient,
  type CfnUserPoolClientProps,
  CfnUserPoolIdentityProvider,
  type CfnUserPoolIdentityProviderProps,
  type CfnUserPoolProps,
} from 'aws-cdk-lib/aws-cognito';
import type { Fixtures } from './fixture';

const passwordPolicy = {
  minimumLength: 14,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
  passwordHistorySize: 24,
  temporaryPasswordValidityDays: 1,
};

const pool =
  (props: Partial<CfnUserPoolProps> = {}) =>
  (stack: Stack) => {
    new CfnUserPool(stack, 'Pool', {
      mfaConfiguration: 'ON',
      enabledMfas: ['SOFTWARE_TOKEN_MFA'],
      policies: { passwordPolicy },
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      deletionProtection: 'ACTIVE',
      accountRecoverySetting: { recoveryMechanisms: [{ name: 'admin_only', priority: 1 }] },
      ...props,
    });
  };

const passkeys = { passwordPolicy, signInPolicy: { allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } };

export const cognitoUserPoolFixtures: Fixtures = {
  'cognito.user-pool.mfa': { violating: pool({ mfaConfiguration: 'OPTIONAL' }), compliant: pool() },
  'cognito.user-pool.factors': {
    violating: pool({
      enabledMfas: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
      smsConfiguration: { snsCallerArn: 'arn:aws:iam::111122223333:role/sms' },
    }),
    compliant: pool(),
  },
  'cognito.user-pool.passkeys': {
    violating: pool({
      policies: passkeys,
      webAuthnFactorConfiguration: 'SINGLE_FACTOR',
      webAuthnUserVerification: 'required',
    }),
    compliant: pool({
      policies: passkeys,
      webAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
      webAuthnUserVerification: 'required',
    }),
  },
  'cognito.user-pool.password': {
    violating: pool({ policies: { passwordPolicy: { ...passwordPolicy, minimumLength: 8 } } }),
    compliant: pool(),
  },
  'cognito.user-pool.self-sign-up': { violating: pool({ adminCreateUserConfig: undefined }), compliant: pool() },
  'cognito.user-pool.threat-protection': {
    violating: pool({ userPoolTier: 'PLUS', userPoolAddOns: { advancedSecurityMode: 'AUDIT' } }),
    compliant: pool({ userPoolTier: 'PLUS', userPoolAddOns: { advancedSecurityMode: 'ENFORCED' } }),
  },
  'cognito.user-pool.deletion-protection': { violating: pool({ deletionProtection: undefined }), compliant: pool() },
  'cognito.user-pool.recovery': { violating: pool({ accountRecoverySetting: undefined }), compliant: pool() },
};

const client =
  (props: Partial<CfnUserPoolClientProps> = {}) =>
  (stack: Stack) => {
    new CfnUserPoolClient(stack, 'Client', {
      userPoolId: 'us-east-1_Planted',
      accessTokenValidity: 15,
      idTokenValidity: 15,
      refreshTokenValidity: 8,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
      preventUserExistenceErrors: 'ENABLED',
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      writeAttributes: ['email'],
      ...props,
    });
  };

const oauth = {
  allowedOAuthFlowsUserPoolClient: true,
  allowedOAuthScopes: ['openid'],
  callbackUrLs: ['https://example.com/in'],
};

export const cognitoUserPoolClientFixtures: Fixtures = {
  'cognito.user-pool-client.tokens': { violating: client({ refreshTokenValidity: 720 }), compliant: client() },
  'cognito.user-pool-client.revocation': { violating: client({ enableTokenRevocation: false }), compliant: client() },
  'cognito.user-pool-client.hides-users': {
    violating: client({ preventUserExistenceErrors: undefined }),
    compliant: client(),
  },
  'cognito.user-pool-client.auth-flows': {
    violating: client({ explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }),
    compliant: client({ explicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }),
  },
  'cognito.user-pool-client.grants': {
    violating: client({ ...oauth, allowedOAuthFlows: ['implicit'] }),
    compliant: client({ ...oauth, allowedOAuthFlows: ['code'] }),
  },
  'cognito.user-pool-client.attributes': {
    violating: client({ writeAttributes: ['email', 'custom:practice'] }),
    compliant: client({ writeAttributes: ['email', 'name'] }),
  },
};

const providerName = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Planted';

function identityPool(
  props: Partial<CfnIdentityPoolProps> = {},
  tags: Record<string, string> = { practice: 'custom:practice' },
) {
  return (stack: Stack) => {
    const it = new CfnIdentityPool(stack, 'Identities', {
      allowUnauthenticatedIdentities: false,
      cognitoIdentityProviders: [{ clientId: 'planted', providerName, serverSideTokenCheck: true }],
      ...props,
    });
    new CfnIdentityPoolPrincipalTag(stack, 'Tags', {
      identityPoolId: it.ref,
      identityProviderName: providerName,
      principalTags: tags,
      useDefaults: false,
    });
    return it;
  };
}

const roles = (ambiguousRoleResolution: string) => (stack: Stack) => {
  new CfnIdentityPoolRoleAttachment(stack, 'Roles', {
    identityPoolId: identityPool()(stack).ref,
    roleMappings: {
      pool: { identityProvider: `${providerName}:planted`, type: 'Token', ambiguousRoleResolution },
    },
  });
};

const provider =
  (props: Partial<CfnUserPoolIdentityProviderProps> = {}) =>
  (stack: Stack) => {
    new CfnUserPoolIdentityProvider(stack, 'Provider', {
      userPoolId: 'us-east-1_Planted',
      providerName: 'hospital',
      providerType: 'SAML',
      providerDetails: { MetadataURL: 'https://idp.example.com/metadata' },
      ...props,
    });
  };

export const cognitoIdentityFixtures: Fixtures = {
  'cognito.identity-pool.guests': {
    violating: identityPool({ allowUnauthenticatedIdentities: true }),
    compliant: identityPool(),
  },
  'cognito.identity-pool.classic-flow': {
    violating: identityPool({ allowClassicFlow: true }),
    compliant: identityPool({ allowClassicFlow: false }),
  },
  'cognito.identity-pool.token-check': {
    violating: identityPool({ cognitoIdentityProviders: [{ clientId: 'planted', providerName }] }),
    compliant: identityPool(),
  },
  'cognito.identity-pool.principal-tags': {
    violating: identityPool({}, { email: 'email' }),
    compliant: identityPool(),
  },
  'cognito.identity-pool.roles': { violating: roles('AuthenticatedRole'), compliant: roles('Deny') },
  'cognito.identity-provider.trusted': {
    violating: provider({
      providerType: 'Facebook',
      providerDetails: { client_id: 'planted', client_secret: 'planted', authorize_scopes: 'email' },
    }),
    compliant: provider(),
  },
  'cognito.identity-provider.unsolicited': {
    violating: provider({ providerDetails: { MetadataURL: 'https://idp.example.com/metadata', IDPInit: 'true' } }),
    compliant: provider({ providerDetails: { MetadataURL: 'https://idp.example.com/metadata', IDPInit: 'false' } }),
  },
};
