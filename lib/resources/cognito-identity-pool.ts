/** A Cognito identity pool: where a sign-in becomes AWS credentials, with its tags and roles read as part of it. */
import { defineKind } from './kind';
import { at, bool, map, records, str } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { type Data, findUnknown, isUnknown, mark, unknown, type Value } from './value';

interface PoolProvider {
  readonly clientId: Value<string>;
  readonly name: Value<string>;
  /** Whether a revoked token is refused here too. */
  readonly checksToken: Value<boolean>;
}

export interface RoleMapping {
  readonly type: string;
  /** What happens where no rule or several match: `Deny` or `AuthenticatedRole`. */
  readonly ambiguous: string | null;
  readonly rules: readonly {
    readonly claim: string;
    readonly match: string;
    readonly value: string;
    readonly role: string;
  }[];
}

export interface IdentityPoolState {
  readonly id: Value<string>;
  readonly unauthenticated: Value<boolean>;
  /** The classic flow lets a token holder choose any role whose trust admits it. */
  readonly classicFlow: Value<boolean>;
  readonly providers: Value<readonly PoolProvider[]>;
  /** Session tag to claim, by provider. */
  readonly principalTags: Value<Readonly<Record<string, Readonly<Record<string, string>>>>>;
  /** ARN by `authenticated` and `unauthenticated`. */
  readonly roles: Value<Readonly<Record<string, string>>>;
  /** By provider. */
  readonly roleMappings: Value<Readonly<Record<string, RoleMapping>>>;
}

/** Cognito's own mapping where defaults are asked for. */
export const defaultTags = { username: 'sub', client: 'aud' };

const isRecord = (data: Data | undefined): data is { readonly [key: string]: Data } =>
  typeof data === 'object' && data !== null && !Array.isArray(data) && !isUnknown(data);

const texts = (data: Data | undefined): Record<string, string> =>
  isRecord(data) ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)])) : {};

function principalTags(pool: TemplateResource, set: TemplateSet): IdentityPoolState['principalTags'] {
  const byProvider: Record<string, Record<string, string>> = {};
  for (const { properties } of set.attached(pool, 'AWS::Cognito::IdentityPoolPrincipalTag', 'IdentityPoolId')) {
    const hidden = findUnknown(properties);
    if (hidden) return unknown(`the principal tags at ${hidden.path}: ${hidden.why}`);
    const defaults = bool(properties, 'UseDefaults', false) === true;
    byProvider[String(properties.IdentityProviderName)] = defaults ? defaultTags : texts(properties.PrincipalTags);
  }
  return byProvider;
}

function roleMapping(data: Data): RoleMapping {
  const rules = at(data, 'RulesConfiguration.Rules');
  return {
    type: String(at(data, 'Type')),
    ambiguous: at(data, 'AmbiguousRoleResolution') === undefined ? null : String(at(data, 'AmbiguousRoleResolution')),
    rules: (Array.isArray(rules) ? rules : []).map((rule) => ({
      claim: String(at(rule, 'Claim')),
      match: String(at(rule, 'MatchType')),
      value: String(at(rule, 'Value')),
      role: String(at(rule, 'RoleARN')),
    })),
  };
}

function roleAttachment(pool: TemplateResource, set: TemplateSet): Pick<IdentityPoolState, 'roles' | 'roleMappings'> {
  const [attachment] = set.attached(pool, 'AWS::Cognito::IdentityPoolRoleAttachment', 'IdentityPoolId');
  const hidden = attachment && findUnknown(attachment.properties);
  if (hidden) {
    const why = unknown(`the role attachment at ${hidden.path}: ${hidden.why}`);
    return { roles: why, roleMappings: why };
  }
  const mappings = attachment?.properties.RoleMappings;
  return {
    roles: texts(attachment?.properties.Roles),
    roleMappings: Object.fromEntries(
      // The key may be any name where the mapping says its provider.
      Object.entries(isRecord(mappings) ? mappings : {}).map(([key, mapping]) => [
        String(at(mapping, 'IdentityProvider') ?? key),
        roleMapping(mapping),
      ]),
    ),
  };
}

export const cognitoIdentityPool = defineKind<IdentityPoolState>({
  name: 'cognito.identity-pool',
  types: ['AWS::Cognito::IdentityPool'],
  owned: ['unauthenticated', 'classicFlow', 'providers', 'principalTags', 'roles', 'roleMappings'],
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    return {
      id: mark(stack, logicalId),
      unauthenticated: bool(properties, 'AllowUnauthenticatedIdentities', false),
      classicFlow: bool(properties, 'AllowClassicFlow', false),
      providers: map(records(properties, 'CognitoIdentityProviders'), (list) =>
        list.map((one) => ({
          clientId: str(one, 'ClientId', ''),
          name: str(one, 'ProviderName', ''),
          checksToken: bool(one, 'ServerSideTokenCheck', false),
        })),
      ),
      principalTags: principalTags(resource, set),
      ...roleAttachment(resource, set),
    };
  },
});
