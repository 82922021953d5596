/** An app client of a Cognito user pool: how a program may sign people in. */
import { defineKind } from './kind';
import { at, bool, map, num, str, strs } from './read';
import type { TemplateResource } from './template';
import { isUnknown, mark, unknown, type Value } from './value';

export interface UserPoolClientState {
  readonly id: Value<string>;
  readonly userPoolId: Value<string>;
  readonly hasSecret: Value<boolean>;
  readonly accessTokenMinutes: Value<number>;
  readonly idTokenMinutes: Value<number>;
  readonly refreshTokenMinutes: Value<number>;
  readonly revocation: Value<boolean>;
  /** Whether answers are the same for users that exist and users that do not. */
  readonly hidesUsers: Value<boolean>;
  readonly authFlows: Value<readonly string[]>;
  /** `code`, `implicit`, `client_credentials`; none where the client does not use OAuth. */
  readonly oauthFlows: Value<readonly string[]>;
  readonly scopes: Value<readonly string[]>;
  readonly callbackUrls: Value<readonly string[]>;
  readonly logoutUrls: Value<readonly string[]>;
  readonly providers: Value<readonly string[]>;
  readonly readAttributes: Value<readonly string[]>;
  /** `null` where nothing is said: Cognito then decides what the person's own token may write. */
  readonly writeAttributes: Value<readonly string[] | null>;
}

type Properties = TemplateResource['properties'];

const minutes: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };

/** A duration in minutes; an unknown unit is never guessed. */
export function inMinutes(amount: Value<number | undefined>, unit: Value<string>, fallback: number): Value<number> {
  if (isUnknown(amount)) return amount;
  if (isUnknown(unit)) return unit;
  if (amount === undefined || amount === 0) return fallback;
  const factor = minutes[unit];
  return factor === undefined ? unknown(`${unit} is not a unit of time that Cognito knows`) : amount * factor;
}

/** Cognito's defaults: an hour for access and id tokens, 30 days for refresh tokens. */
export const defaultMinutes = { access: 60, id: 60, refresh: 43_200 } as const;

/** What a client may do when it says nothing. */
export const defaultAuthFlows = ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'];

const life = (properties: Properties, token: 'Access' | 'Id' | 'Refresh', fallback: number) =>
  inMinutes(
    num(properties, `${token}TokenValidity`, undefined),
    str(properties, `TokenValidityUnits.${token}Token`, token === 'Refresh' ? 'days' : 'hours'),
    fallback,
  );

export const cognitoUserPoolClient = defineKind<UserPoolClientState>({
  name: 'cognito.user-pool-client',
  types: ['AWS::Cognito::UserPoolClient'],
  owned: [
    'accessTokenMinutes',
    'idTokenMinutes',
    'refreshTokenMinutes',
    'revocation',
    'hidesUsers',
    'authFlows',
    'oauthFlows',
    'scopes',
    'callbackUrls',
    'logoutUrls',
    'providers',
    'readAttributes',
    'writeAttributes',
  ],
  read: ({ stack, logicalId, properties }) => {
    const usesOauth = bool(properties, 'AllowedOAuthFlowsUserPoolClient', false);
    const flows = strs(properties, 'AllowedOAuthFlows');
    const authFlows = strs(properties, 'ExplicitAuthFlows');
    return {
      id: mark(stack, logicalId),
      userPoolId: str(properties, 'UserPoolId', ''),
      hasSecret: bool(properties, 'GenerateSecret', false),
      accessTokenMinutes: life(properties, 'Access', defaultMinutes.access),
      idTokenMinutes: life(properties, 'Id', defaultMinutes.id),
      refreshTokenMinutes: life(properties, 'Refresh', defaultMinutes.refresh),
      revocation: bool(properties, 'EnableTokenRevocation', true),
      hidesUsers: map(str(properties, 'PreventUserExistenceErrors', 'LEGACY'), (value) => value === 'ENABLED'),
      authFlows: map(authFlows, (given) => (given.length > 0 ? given : defaultAuthFlows)),
      oauthFlows: isUnknown(usesOauth) ? usesOauth : usesOauth ? flows : [],
      scopes: strs(properties, 'AllowedOAuthScopes'),
      callbackUrls: strs(properties, 'CallbackURLs'),
      logoutUrls: strs(properties, 'LogoutURLs'),
      providers: strs(properties, 'SupportedIdentityProviders'),
      readAttributes: strs(properties, 'ReadAttributes'),
      writeAttributes: at(properties, 'WriteAttributes') === undefined ? null : strs(properties, 'WriteAttributes'),
    };
  },
});
