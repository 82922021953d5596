/** Controls on app clients of Cognito user pools. */
import { cognitoUserPoolClient } from '../resources/cognito-user-pool-client';
import { defineControl } from './control';
import { all, check, checkEach } from './verdict';

const common = {
  resource: cognitoUserPoolClient,
  brokenBy: ['cognito-idp:CreateUserPoolClient', 'cognito-idp:UpdateUserPoolClient'],
  fix: { mode: 'enforce' },
  permissions: ['cognito-idp:DescribeUserPoolClient', 'cognito-idp:UpdateUserPoolClient'],
} as const;

/** Flows in which the password itself travels, or a second factor is up to the client. */
const weakFlows = ['USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'];
const isWeak = (flow: string) => weakFlows.includes(flow.replace(/^ALLOW_/, ''));

/** Attributes that authorisation rests on. */
const isAuthority = (attribute: string) => /^custom:(practice|data-?class|groups?|roles?)$/.test(attribute);

export const cognitoUserPoolClientControls = [
  defineControl({
    ...common,
    id: 'cognito.user-pool-client.tokens',
    title: 'Tokens live an hour at most, and a sign-in a day',
    hipaa: ['164.312(a)(2)(iii)'],
    severity: 'medium',
    evaluate: (client) =>
      all(
        check('accessTokenMinutes', client.accessTokenMinutes, 'at most 60', (minutes) => minutes <= 60),
        check('idTokenMinutes', client.idTokenMinutes, 'at most 60', (minutes) => minutes <= 60),
        check('refreshTokenMinutes', client.refreshTokenMinutes, 'at most 1440', (minutes) => minutes <= 1440),
      ),
    remedy: 'Set AccessTokenValidity, IdTokenValidity, RefreshTokenValidity and their units; 30 days is the default.',
  }),
  defineControl({
    ...common,
    id: 'cognito.user-pool-client.revocation',
    title: 'Tokens can be revoked',
    hipaa: ['164.308(a)(3)(ii)(C)', '164.312(a)(2)(iii)'],
    severity: 'high',
    evaluate: (client) => all(check('revocation', client.revocation, 'revocation to be on', (on) => on)),
    remedy: 'Leave EnableTokenRevocation out, or set it to true.',
  }),
  defineControl({
    ...common,
    id: 'cognito.user-pool-client.hides-users',
    title: 'A failed sign-in does not tell who is a user',
    hipaa: ['164.308(a)(5)(ii)(C)', '164.312(a)(1)'],
    severity: 'medium',
    evaluate: (client) => all(check('hidesUsers', client.hidesUsers, 'one answer for all', (on) => on)),
    remedy: 'Set PreventUserExistenceErrors: ENABLED.',
  }),
  defineControl({
    ...common,
    id: 'cognito.user-pool-client.auth-flows',
    title: 'No flow hands the password over',
    hipaa: ['164.312(d)', '164.312(e)(1)'],
    severity: 'high',
    evaluate: (client) =>
      all(
        checkEach('authFlows', client.authFlows, 'none in which the password itself travels', (flow) => !isWeak(flow)),
      ),
    remedy: 'Use ALLOW_USER_SRP_AUTH or ALLOW_USER_AUTH with ALLOW_REFRESH_TOKEN_AUTH.',
  }),
  defineControl({
    ...common,
    id: 'cognito.user-pool-client.grants',
    title: 'No token is put into an address, and none is sent where it can be read',
    hipaa: ['164.312(e)(1)', '164.312(d)'],
    severity: 'high',
    evaluate: (client) =>
      all(
        checkEach('oauthFlows', client.oauthFlows, 'no implicit grant', (flow) => flow !== 'implicit'),
        checkEach('callbackUrls', client.callbackUrls, 'HTTPS or an app scheme', (url) => !/^http:/i.test(url)),
      ),
    remedy: 'Use the authorization code grant with PKCE, and HTTPS callback addresses.',
  }),
  defineControl({
    ...common,
    id: 'cognito.user-pool-client.attributes',
    title: 'People cannot write the attributes that decide what they may do',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: (client) =>
      all(
        check(
          'writeAttributes',
          client.writeAttributes,
          'a list, so that nothing is left to a default',
          (list) => list !== null,
        ),
        check(
          'writeAttributes',
          client.writeAttributes,
          'no custom:practice nor another attribute of authority',
          (list) => !(list ?? []).some(isAuthority),
        ),
      ),
    remedy: 'Set WriteAttributes to what people may say of themselves, for example [email, name].',
  }),
];
