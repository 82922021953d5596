/** Cognito identity pools, live. `UpdateIdentityPool` and `SetIdentityPoolRoles` reset what a call leaves out. */
import {
  type RoleMapping as ApiRoleMapping,
  CognitoIdentityClient,
  DescribeIdentityPoolCommand,
  type DescribeIdentityPoolCommandOutput,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  cognitoIdentityPool,
  defaultTags,
  type IdentityPoolState,
  type RoleMapping,
} from '../../../lib/resources/cognito-identity-pool';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';

const notFound = ifAbsent('ResourceNotFoundException');

async function principalTags(client: CognitoIdentityClient, IdentityPoolId: string, providers: readonly string[]) {
  const byProvider: Record<string, Record<string, string>> = {};
  for (const IdentityProviderName of providers) {
    const map = await client
      .send(new GetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName }))
      .catch(notFound);
    const tags = map?.UseDefaults ? defaultTags : map?.PrincipalTags;
    if (tags && Object.keys(tags).length > 0) byProvider[IdentityProviderName] = tags;
  }
  return byProvider;
}

const mappingOf = (mapping: ApiRoleMapping): RoleMapping => ({
  type: mapping.Type ?? '',
  ambiguous: mapping.AmbiguousRoleResolution ?? null,
  rules: (mapping.RulesConfiguration?.Rules ?? []).map((rule) => ({
    claim: rule.Claim ?? '',
    match: rule.MatchType ?? '',
    value: rule.Value ?? '',
    role: rule.RoleARN ?? '',
  })),
});

const asApi = (mapping: RoleMapping): ApiRoleMapping => ({
  Type: mapping.type as ApiRoleMapping['Type'],
  AmbiguousRoleResolution: (mapping.ambiguous ?? undefined) as ApiRoleMapping['AmbiguousRoleResolution'],
  RulesConfiguration:
    mapping.rules.length > 0
      ? {
          Rules: mapping.rules.map((rule) => ({
            Claim: rule.claim,
            MatchType: rule.match as 'Equals',
            Value: rule.value,
            RoleARN: rule.role,
          })),
        }
      : undefined,
});

async function read(client: CognitoIdentityClient, id: string): Promise<IdentityPoolState | undefined> {
  const pool = await client.send(new DescribeIdentityPoolCommand({ IdentityPoolId: id })).catch(notFound);
  if (!pool) return undefined;
  const providers = pool.CognitoIdentityProviders ?? [];
  const roles = await client.send(new GetIdentityPoolRolesCommand({ IdentityPoolId: id }));
  return {
    id,
    unauthenticated: pool.AllowUnauthenticatedIdentities ?? false,
    classicFlow: pool.AllowClassicFlow ?? false,
    providers: providers.map((one) => ({
      clientId: one.ClientId ?? '',
      name: one.ProviderName ?? '',
      checksToken: one.ServerSideTokenCheck ?? false,
    })),
    principalTags: await principalTags(client, id, [...new Set(providers.map((one) => one.ProviderName ?? ''))]),
    roles: roles.Roles ?? {},
    roleMappings: Object.fromEntries(
      Object.entries(roles.RoleMappings ?? {}).map(([provider, mapping]) => [provider, mappingOf(mapping)]),
    ),
  };
}

const known = <T>(value: Value<T>): T | undefined => (isKnown(value) ? value : undefined);

function changeOf(path: string, declared: IdentityPoolState): Partial<DescribeIdentityPoolCommandOutput> {
  if (path === 'unauthenticated') return { AllowUnauthenticatedIdentities: known(declared.unauthenticated) };
  if (path === 'classicFlow') return { AllowClassicFlow: known(declared.classicFlow) };
  return {
    CognitoIdentityProviders: known(declared.providers)?.map((one) => ({
      ClientId: known(one.clientId),
      ProviderName: known(one.name),
      ServerSideTokenCheck: known(one.checksToken),
    })),
  };
}

function updatePuts(client: CognitoIdentityClient): Record<string, Put<IdentityPoolState>> {
  const put =
    (path: string): Put<IdentityPoolState> =>
    async (IdentityPoolId, declared) => {
      const { $metadata: _answer, ...pool } = await client.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
      const { IdentityPoolName, AllowUnauthenticatedIdentities } = pool;
      const request = { ...pool, IdentityPoolId, IdentityPoolName, AllowUnauthenticatedIdentities };
      await client.send(new UpdateIdentityPoolCommand({ ...request, ...changeOf(path, declared) }));
    };
  return Object.fromEntries(['unauthenticated', 'classicFlow', 'providers'].map((path) => [path, put(path)]));
}

export const cognitoIdentityPoolLive = defineLive<IdentityPoolState>({
  kind: cognitoIdentityPool,
  open(sdk) {
    const client = new CognitoIdentityClient(sdk('cognito-identity'));
    const setRoles: Put<IdentityPoolState> = async (IdentityPoolId, { roles, roleMappings }) => {
      // One call sets both, and what it leaves out is gone.
      if (!isKnown(roles) || !isKnown(roleMappings)) return;
      const RoleMappings = Object.fromEntries(
        Object.entries(roleMappings).map(([provider, mapping]) => [provider, asApi(mapping)]),
      );
      await client.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { ...roles }, RoleMappings }));
    };
    return {
      read: (id) => read(client, id),
      puts: {
        ...updatePuts(client),
        principalTags: async (IdentityPoolId, { principalTags: tags }) => {
          for (const [IdentityProviderName, PrincipalTags] of Object.entries(known(tags) ?? {})) {
            const request = { IdentityPoolId, IdentityProviderName, PrincipalTags: { ...PrincipalTags } };
            await client.send(new SetPrincipalTagAttributeMapCommand({ ...request, UseDefaults: false }));
          }
        },
        roles: setRoles,
        roleMappings: setRoles,
      },
    };
  },
});
