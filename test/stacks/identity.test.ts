import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Config, Tier } from '../../lib/config/schema';
import { tiers } from '../../lib/config/tiers';
import { AsepsisKey } from '../../lib/constructs/asepsis-key';
import { Federation } from '../../lib/constructs/federation';
import { PeoplePool, type PeoplePoolProps } from '../../lib/constructs/people-pool';
import { SafeguardError } from '../../lib/errors';
import { blueprintOf } from '../../lib/stacks/blueprint';
import { IdentityStack } from '../../lib/stacks/identity';
import { everyDeployment, testConfig } from '../configs';
import { testApp, testStack } from '../constructs/scaffold';

function synth(config: Config): Template {
  const app = testApp();
  const holder = testStack();
  const key = AsepsisKey.fromKeyArn(
    holder,
    'AuditKey',
    'arn:aws:kms:us-east-1:111122223333:key/0e2b0a3c-5d6e-4f70-8123-456789abcdef',
  );
  return Template.fromStack(new IdentityStack(app, blueprintOf(config), key));
}

const federated = {
  identity: {
    providers: [
      {
        type: 'saml',
        name: 'hospital-sso',
        metadataUrl: 'https://sso.example.com/metadata',
        mfaClaim: { name: 'amr', values: ['mfa'] },
      },
      {
        type: 'oidc',
        name: 'partner',
        issuer: 'https://id.example.com',
        clientId: 'abc',
        clientSecretName: 'partner/oidc',
        mfaClaim: { name: 'acr', values: ['urn:2fa'] },
      },
    ],
    callbackUrls: ['https://app.example.com/signed-in'],
    machines: [{ id: 'triage', practice: 'derm', access: 'read-phi' }],
  },
};

describe.each(everyDeployment)('the identity stack of %s in %s', (tier: Tier, mode) => {
  const template = synth(testConfig(tier, mode, federated));

  test('requires a second factor that is no text message, and passkeys that verify their user', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      WebAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
      WebAuthnUserVerification: 'required',
      SmsConfiguration: Match.absent(),
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      DeviceConfiguration: Match.absent(),
      Policies: {
        PasswordPolicy: {
          MinimumLength: 14,
          PasswordHistorySize: 24,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        },
      },
      UserPoolTier: tiers[tier].cognitoPlan,
      UserPoolAddOns: tier === 'hospital' ? { AdvancedSecurityMode: 'ENFORCED' } : Match.absent(),
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
    });
  });

  test('has clients with short tokens, none of which lets a person write what decides', () => {
    const clients = Object.values(template.findResources('AWS::Cognito::UserPoolClient')).map((one) => one.Properties);
    expect(clients).toHaveLength(2);
    for (const client of clients) {
      expect(client).toMatchObject({
        AccessTokenValidity: 15,
        IdTokenValidity: 15,
        RefreshTokenValidity: 8,
        EnableTokenRevocation: true,
        PreventUserExistenceErrors: 'ENABLED',
        GenerateSecret: false,
      });
      expect(client.WriteAttributes).not.toContain('custom:practice');
      expect(client.AllowedOAuthScopes ?? []).not.toContain('aws.cognito.signin.user.admin');
      expect(JSON.stringify(client.ExplicitAuthFlows)).not.toMatch(/USER_PASSWORD|ADMIN/);
    }
    const native = clients.find((one) => one.SupportedIdentityProviders[0] === 'COGNITO');
    expect(native?.WriteAttributes).not.toContain('custom:idp_mfa');
  });

  test('maps the MFA claim of every provider, and keeps the client secret out of the template', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolIdentityProvider', {
      ProviderType: 'SAML',
      AttributeMapping: { 'custom:idp_mfa': 'amr' },
      ProviderDetails: Match.objectLike({ IDPInit: 'false' }),
    });
    template.hasResourceProperties('AWS::Cognito::UserPoolIdentityProvider', {
      ProviderType: 'OIDC',
      AttributeMapping: { 'custom:idp_mfa': 'acr' },
      ProviderDetails: Match.objectLike({ client_secret: '{{resolve:secretsmanager:partner/oidc:SecretString:::}}' }),
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          SIGN_IN: JSON.stringify({
            providers: [
              { name: 'hospital-sso', mfaValues: ['mfa'] },
              { name: 'partner', mfaValues: ['urn:2fa'] },
            ],
            groups: testConfig().identity.groups,
          }),
        },
      },
    });
  });

  test('gives credentials to signed-in people of one group alone, tagged with their practice', () => {
    template.hasResourceProperties('AWS::Cognito::IdentityPool', {
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: false,
      CognitoIdentityProviders: [
        Match.objectLike({ ServerSideTokenCheck: true }),
        Match.objectLike({ ServerSideTokenCheck: true }),
      ],
    });
    template.hasResourceProperties('AWS::Cognito::IdentityPoolPrincipalTag', {
      PrincipalTags: { practice: 'practice', group: 'group', person: 'sub' },
      UseDefaults: false,
    });
    const [attachment] = Object.values(template.findResources('AWS::Cognito::IdentityPoolRoleAttachment'));
    const mappings = Object.values<{
      AmbiguousRoleResolution: string;
      RulesConfiguration: { Rules: { Value: string; Claim: string; MatchType: string }[] };
    }>(attachment?.Properties.RoleMappings);
    expect(mappings).toHaveLength(2);
    for (const { AmbiguousRoleResolution, RulesConfiguration } of mappings) {
      expect(AmbiguousRoleResolution).toBe('Deny');
      expect(RulesConfiguration.Rules.map((rule) => [rule.Claim, rule.MatchType, rule.Value])).toEqual(
        testConfig().identity.groups.map((group) => ['group', 'Equals', group]),
      );
    }
    expect(attachment?.Properties.Roles ?? {}).toEqual({});
  });

  test('has a role for each group and machine, one to break the glass, and no user', () => {
    const names = Object.values(template.findResources('AWS::IAM::Role')).flatMap(
      (role) => role.Properties.RoleName ?? [],
    );
    expect(names.sort()).toEqual(
      [
        ...testConfig().identity.groups.map((group) => `lakeside-${group}`),
        'lakeside-break-glass',
        'lakeside-machine-triage',
      ].sort(),
    );
    for (const type of ['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::AccessKey', 'AWS::IAM::Policy'])
      template.resourceCountIs(type, 0);
  });
});

test('without providers there is no domain, no federation, and one client', () => {
  const template = synth(testConfig());
  for (const type of ['AWS::Cognito::UserPoolDomain', 'AWS::Cognito::UserPoolIdentityProvider'])
    template.resourceCountIs(type, 0);
  template.resourceCountIs('AWS::Cognito::UserPoolClient', 1);
});

test('providers without an address to return to are refused by the configuration', () => {
  expect(() => testConfig('clinic', 'trial', { identity: { ...federated.identity, callbackUrls: [] } })).toThrow(
    /callbackUrls/,
  );
});

describe('refusals', () => {
  const pool = (changes: Partial<PeoplePoolProps>) => {
    const stack = testStack();
    const preToken = new LambdaFunction(stack, 'F', {
      code: Code.fromInline('-'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
    });
    return new PeoplePool(stack, 'People', {
      poolName: 'p',
      plan: 'ESSENTIALS',
      password: { minimumLength: 14, historySize: 24, temporaryDays: 1 },
      session: { tokens: Duration.minutes(15), refresh: Duration.hours(8) },
      groups: ['clinician'],
      preToken,
      removalPolicy: RemovalPolicy.DESTROY,
      ...changes,
    });
  };

  test.each<[string, Partial<PeoplePoolProps>]>([
    ['short passwords', { password: { minimumLength: 8, historySize: 24, temporaryDays: 1 } }],
    ['long tokens', { session: { tokens: Duration.hours(2), refresh: Duration.hours(8) } }],
    ['long sign-ins', { session: { tokens: Duration.minutes(15), refresh: Duration.days(30) } }],
  ])('%s', (_, changes) => {
    expect(() => pool(changes)).toThrow(SafeguardError);
  });

  test.each([[[]], [['http://app.example.com']]])('federation that returns to %p', (callbackUrls) => {
    const { userPool } = pool({});
    const session = { tokens: Duration.minutes(15), refresh: Duration.hours(8) };
    expect(
      () =>
        new Federation(userPool.stack, 'Federation', {
          userPool,
          clientName: 'c',
          domainPrefix: 'd',
          providers: [],
          callbackUrls,
          session,
        }),
    ).toThrow(SafeguardError);
  });
});
