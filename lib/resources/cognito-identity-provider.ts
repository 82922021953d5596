/** A SAML or OIDC provider of a Cognito user pool. */
import { defineKind } from './kind';
import { str } from './read';
import type { TemplateResource } from './template';
import { type Data, isUnknown, type Value } from './value';

export interface IdentityProviderState {
  readonly name: Value<string>;
  readonly userPoolId: Value<string>;
  /** `SAML`, `OIDC`, or a social one. */
  readonly type: Value<string>;
  /** Undefined where not declared: Cognito adds details of its own. */
  readonly details: Readonly<Record<DetailName, Value<string | undefined>>>;
  /** User pool attribute to the provider's. */
  readonly mapping: Value<Readonly<Record<string, string>>>;
}

/** Details of a provider that decide whom it vouches for; its secret is not read. */
export const detailNames = {
  metadataUrl: 'MetadataURL',
  encryptedResponses: 'EncryptedResponses',
  requestSigning: 'RequestSigningAlgorithm',
  signOut: 'IDPSignout',
  idpInit: 'IDPInit',
  issuer: 'oidc_issuer',
  clientId: 'client_id',
  scopes: 'authorize_scopes',
  tokenUrl: 'token_url',
  authorizeUrl: 'authorize_url',
  keysUrl: 'jwks_uri',
} as const;

export type DetailName = keyof typeof detailNames;

function details(properties: TemplateResource['properties']): IdentityProviderState['details'] {
  const read = (name: string) => str(properties, `ProviderDetails.${name}`, undefined);
  return Object.fromEntries(
    Object.entries(detailNames).map(([key, name]) => [key, read(name)]),
  ) as IdentityProviderState['details'];
}

function mapping(data: Data | undefined): IdentityProviderState['mapping'] {
  if (isUnknown(data)) return data;
  return Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, Data>).map(([attribute, claim]) => [attribute, String(claim)]),
  );
}

export const cognitoIdentityProvider = defineKind<IdentityProviderState>({
  name: 'cognito.identity-provider',
  types: ['AWS::Cognito::UserPoolIdentityProvider'],
  owned: ['type', ...Object.keys(detailNames).map((name) => `details.${name}`), 'mapping'],
  read: ({ properties }) => ({
    name: str(properties, 'ProviderName', ''),
    userPoolId: str(properties, 'UserPoolId', ''),
    type: str(properties, 'ProviderType', ''),
    details: details(properties),
    mapping: mapping(properties.AttributeMapping),
  }),
});
