/** Controls on Cognito identity pools and on the providers that user pools trust. */
import { cognitoIdentityPool } from '../resources/cognito-identity-pool';
import { cognitoIdentityProvider } from '../resources/cognito-identity-provider';
import { map } from '../resources/read';
import { isUnknown } from '../resources/value';
import { defineControl } from './control';
import { all, check, checkEach } from './verdict';

const reading = [
  'cognito-identity:DescribeIdentityPool',
  'cognito-identity:GetIdentityPoolRoles',
  'cognito-identity:GetPrincipalTagAttributeMap',
];
const pool = {
  resource: cognitoIdentityPool,
  brokenBy: ['cognito-identity:UpdateIdentityPool'],
  fix: { mode: 'enforce' },
  permissions: [...reading, 'cognito-identity:UpdateIdentityPool'],
} as const;

export const cognitoIdentityControls = [
  defineControl({
    ...pool,
    id: 'cognito.identity-pool.guests',
    title: 'Nobody gets AWS credentials without signing in',
    hipaa: ['164.312(a)(1)', '164.312(d)'],
    severity: 'critical',
    evaluate: (state) => all(check('unauthenticated', state.unauthenticated, 'no guests', (guests) => !guests)),
    remedy: 'Set AllowUnauthenticatedIdentities: false.',
  }),
  defineControl({
    ...pool,
    id: 'cognito.identity-pool.classic-flow',
    title: 'Who signs in does not choose a role',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)'],
    severity: 'high',
    evaluate: (state) => all(check('classicFlow', state.classicFlow, 'the enhanced flow only', (on) => !on)),
    remedy: 'Leave AllowClassicFlow out, or set it to false.',
  }),
  defineControl({
    ...pool,
    id: 'cognito.identity-pool.token-check',
    title: 'A revoked sign-in gets no more credentials',
    hipaa: ['164.308(a)(3)(ii)(C)', '164.312(d)'],
    severity: 'high',
    evaluate: (state) =>
      all(
        checkEach(
          'providers',
          state.providers,
          'ServerSideTokenCheck on each provider',
          (one) => one.checksToken === true,
        ),
      ),
    remedy: 'Set ServerSideTokenCheck: true on each of CognitoIdentityProviders.',
  }),
  defineControl({
    ...pool,
    id: 'cognito.identity-pool.principal-tags',
    title: 'Credentials carry the practice as a session tag',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: ({ principalTags, providers }) => {
      if (isUnknown(principalTags)) return all(check('principalTags', principalTags, 'a practice tag', () => true));
      return all(
        checkEach(
          'principalTags',
          map(providers, (list) => list.map((one) => one.name)),
          'a tag `practice` from a claim, for each provider',
          (name) => typeof name === 'string' && principalTags[name]?.practice !== undefined,
        ),
      );
    },
    remedy:
      'Add AWS::Cognito::IdentityPoolPrincipalTag with PrincipalTags.practice for each provider, without UseDefaults.',
    brokenBy: ['cognito-identity:SetPrincipalTagAttributeMap', 'cognito-identity:UpdateIdentityPool'],
    permissions: [...reading, 'cognito-identity:SetPrincipalTagAttributeMap'],
  }),
  defineControl({
    ...pool,
    id: 'cognito.identity-pool.roles',
    title: 'Who matches no group gets no role',
    hipaa: ['164.308(a)(3)(ii)(A)', '164.308(a)(4)(ii)(B)'],
    severity: 'high',
    evaluate: (state) =>
      all(
        check('roles', state.roles, 'no role for guests', (roles) => roles.unauthenticated === undefined),
        checkEach(
          'roleMappings',
          map(state.roleMappings, (mappings) => Object.entries(mappings)),
          'AmbiguousRoleResolution Deny',
          ([, mapping]) => mapping.ambiguous === 'Deny',
          ([provider]) => provider,
        ),
      ),
    remedy: 'Leave Roles.unauthenticated out, and set AmbiguousRoleResolution: Deny in each role mapping.',
    brokenBy: ['cognito-identity:SetIdentityPoolRoles'],
    permissions: [...reading, 'cognito-identity:SetIdentityPoolRoles', 'iam:PassRole'],
  }),
  defineControl({
    id: 'cognito.identity-provider.trusted',
    title: 'Sign-ins come from an organisation, by SAML or OIDC over HTTPS, not from a social network',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.312(d)'],
    severity: 'high',
    resource: cognitoIdentityProvider,
    evaluate: (provider) =>
      all(
        check('type', provider.type, 'SAML or OIDC', (type) => type === 'SAML' || type === 'OIDC'),
        ...(['metadataUrl', 'issuer', 'tokenUrl', 'authorizeUrl', 'keysUrl'] as const).map((name) =>
          check(`details.${name}`, provider.details[name], 'HTTPS', (url) => url === undefined || !/^http:/i.test(url)),
        ),
      ),
    remedy: 'Use ProviderType SAML or OIDC, with HTTPS addresses.',
    brokenBy: ['cognito-idp:CreateIdentityProvider', 'cognito-idp:UpdateIdentityProvider'],
    fix: { mode: 'enforce' },
    permissions: ['cognito-idp:DescribeIdentityProvider', 'cognito-idp:UpdateIdentityProvider'],
  }),
  defineControl({
    id: 'cognito.identity-provider.unsolicited',
    title: 'A SAML sign-in begins here: nobody is signed in by an answer that was not asked for',
    hipaa: ['164.312(d)'],
    severity: 'medium',
    resource: cognitoIdentityProvider,
    evaluate: (provider) =>
      all(
        check(
          'details.idpInit',
          provider.details.idpInit,
          'not true',
          (on) => (on ?? 'false').toLowerCase() !== 'true',
        ),
      ),
    remedy: 'Leave IDPInit out of ProviderDetails, or set it to "false".',
    brokenBy: ['cognito-idp:CreateIdentityProvider', 'cognito-idp:UpdateIdentityProvider'],
    fix: { mode: 'enforce' },
    permissions: ['cognito-idp:DescribeIdentityProvider', 'cognito-idp:UpdateIdentityProvider'],
  }),
];
