/** App clients and providers of Cognito user pools, live. Both updates reset what a call leaves out. */
import {
  CognitoIdentityProviderClient,
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  type ExplicitAuthFlowsType,
  type OAuthFlowType,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientRequest,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  cognitoIdentityProvider,
  type DetailName,
  detailNames,
  type IdentityProviderState,
} from '../../../lib/resources/cognito-identity-provider';
import {
  cognitoUserPoolClient,
  defaultAuthFlows,
  defaultMinutes,
  inMinutes,
  type UserPoolClientState,
} from '../../../lib/resources/cognito-user-pool-client';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';

const notFound = ifAbsent('ResourceNotFoundException');

/** The user pool that a client or provider belongs to: its own id does not say. */
function poolOf(declared: { readonly userPoolId: Value<string> } | undefined, physicalId: string): string {
  if (declared && isKnown(declared.userPoolId) && declared.userPoolId !== '') return declared.userPoolId;
  throw new TypeError(`${physicalId} is found by its user pool too: give the resolved declared state`);
}

function stateOf(client: UserPoolClientType): UserPoolClientState {
  const life = (token: 'Access' | 'Id' | 'Refresh', fallback: number) => {
    const unit = client.TokenValidityUnits?.[`${token}Token`] ?? (token === 'Refresh' ? 'days' : 'hours');
    return inMinutes(client[`${token}TokenValidity`], unit, fallback);
  };
  const authFlows = client.ExplicitAuthFlows ?? [];
  return {
    id: client.ClientId ?? '',
    userPoolId: client.UserPoolId ?? '',
    hasSecret: client.ClientSecret !== undefined,
    accessTokenMinutes: life('Access', defaultMinutes.access),
    idTokenMinutes: life('Id', defaultMinutes.id),
    refreshTokenMinutes: life('Refresh', defaultMinutes.refresh),
    revocation: client.EnableTokenRevocation ?? true,
    hidesUsers: client.PreventUserExistenceErrors === 'ENABLED',
    authFlows: authFlows.length > 0 ? authFlows : defaultAuthFlows,
    oauthFlows: client.AllowedOAuthFlowsUserPoolClient ? (client.AllowedOAuthFlows ?? []) : [],
    scopes: client.AllowedOAuthScopes ?? [],
    callbackUrls: client.CallbackURLs ?? [],
    logoutUrls: client.LogoutURLs ?? [],
    providers: client.SupportedIdentityProviders ?? [],
    readAttributes: client.ReadAttributes ?? [],
    writeAttributes: client.WriteAttributes ?? null,
  };
}

const known = <T>(value: Value<T>): T | undefined => (isKnown(value) ? value : undefined);
const listed = (value: Value<readonly string[] | null>): string[] | undefined => {
  const list = known(value);
  return list ? [...list] : undefined;
};

function lives(declared: UserPoolClientState, live: UserPoolClientState): Partial<UpdateUserPoolClientRequest> {
  return {
    AccessTokenValidity: known(declared.accessTokenMinutes) ?? known(live.accessTokenMinutes),
    IdTokenValidity: known(declared.idTokenMinutes) ?? known(live.idTokenMinutes),
    RefreshTokenValidity: known(declared.refreshTokenMinutes) ?? known(live.refreshTokenMinutes),
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
  };
}

function changeOf(
  path: string,
  declared: UserPoolClientState,
  live: UserPoolClientState,
): Partial<UpdateUserPoolClientRequest> {
  switch (path) {
    case 'revocation':
      return { EnableTokenRevocation: known(declared.revocation) };
    case 'hidesUsers':
      return { PreventUserExistenceErrors: known(declared.hidesUsers) ? 'ENABLED' : 'LEGACY' };
    case 'authFlows':
      return { ExplicitAuthFlows: listed(declared.authFlows) as ExplicitAuthFlowsType[] };
    case 'oauthFlows': {
      const flows = listed(declared.oauthFlows) as OAuthFlowType[] | undefined;
      return { AllowedOAuthFlows: flows, AllowedOAuthFlowsUserPoolClient: (flows?.length ?? 0) > 0 };
    }
    case 'scopes':
      return { AllowedOAuthScopes: listed(declared.scopes) };
    case 'callbackUrls':
      return { CallbackURLs: listed(declared.callbackUrls) };
    case 'logoutUrls':
      return { LogoutURLs: listed(declared.logoutUrls) };
    case 'providers':
      return { SupportedIdentityProviders: listed(declared.providers) };
    case 'readAttributes':
      return { ReadAttributes: listed(declared.readAttributes) };
    case 'writeAttributes':
      return { WriteAttributes: listed(declared.writeAttributes) };
    default:
      return lives(declared, live);
  }
}

export const cognitoUserPoolClientLive = defineLive<UserPoolClientState>({
  kind: cognitoUserPoolClient,
  open(sdk) {
    const client = new CognitoIdentityProviderClient(sdk('cognito-identity-provider'));
    const describe = async (ClientId: string, declared: UserPoolClientState | undefined) => {
      const UserPoolId = poolOf(declared, ClientId);
      return (await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })).catch(notFound))
        ?.UserPoolClient;
    };
    const put =
      (path: string): Put<UserPoolClientState> =>
      async (id, declared) => {
        const found = await describe(id, declared);
        if (!found) return;
        const { ClientSecret: _secret, CreationDate: _made, LastModifiedDate: _changed, ...present } = found;
        const state = stateOf(found);
        const request = { ...present, UserPoolId: present.UserPoolId, ClientId: id, ...lives(state, state) };
        await client.send(new UpdateUserPoolClientCommand({ ...request, ...changeOf(path, declared, state) }));
      };
    return {
      read: async (id, declared) => {
        const found = await describe(id, declared);
        return found && stateOf(found);
      },
      puts: Object.fromEntries(cognitoUserPoolClient.owned.map((path) => [path, put(path)])),
    };
  },
});

function providerState(provider: {
  ProviderName?: string;
  UserPoolId?: string;
  ProviderType?: string;
  ProviderDetails?: Record<string, string>;
  AttributeMapping?: Record<string, string>;
}): IdentityProviderState {
  const details = Object.entries(detailNames).map(([key, name]) => [key, provider.ProviderDetails?.[name]]);
  return {
    name: provider.ProviderName ?? '',
    userPoolId: provider.UserPoolId ?? '',
    type: provider.ProviderType ?? '',
    details: Object.fromEntries(details) as IdentityProviderState['details'],
    mapping: provider.AttributeMapping ?? {},
  };
}

export const cognitoIdentityProviderLive = defineLive<IdentityProviderState>({
  kind: cognitoIdentityProvider,
  open(sdk) {
    const client = new CognitoIdentityProviderClient(sdk('cognito-identity-provider'));
    const describe = async (ProviderName: string, declared: IdentityProviderState | undefined) => {
      const UserPoolId = poolOf(declared, ProviderName);
      const found = await client
        .send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }))
        .catch(notFound);
      return found?.IdentityProvider;
    };
    const put =
      (key: DetailName | 'mapping'): Put<IdentityProviderState> =>
      async (ProviderName, declared) => {
        const found = await describe(ProviderName, declared);
        if (!found) return;
        const request = {
          UserPoolId: poolOf(declared, ProviderName),
          ProviderName,
          IdpIdentifiers: found.IdpIdentifiers,
        };
        const { ProviderDetails: details = {}, AttributeMapping: mapping } = found;
        const value = key === 'mapping' ? undefined : known(declared.details[key]);
        await client.send(
          new UpdateIdentityProviderCommand({
            ...request,
            ProviderDetails:
              key === 'mapping' || value === undefined ? details : { ...details, [detailNames[key]]: value },
            AttributeMapping: key === 'mapping' ? { ...known(declared.mapping) } : mapping,
          }),
        );
      };
    const names = Object.keys(detailNames) as DetailName[];
    return {
      read: async (name, declared) => {
        const found = await describe(name, declared);
        return found && providerState(found);
      },
      puts: { mapping: put('mapping'), ...Object.fromEntries(names.map((name) => [`details.${name}`, put(name)])) },
    };
  },
});
