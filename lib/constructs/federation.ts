/** Sign-in through the organisation's own identity provider, by SAML or OIDC. */
import { type Duration, SecretValue } from 'aws-cdk-lib';
import {
  CfnUserPoolClient,
  CfnUserPoolDomain,
  CfnUserPoolIdentityProvider,
  type IUserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { clientProps } from './people-pool';

interface MfaClaim {
  readonly name: string;
  readonly values: readonly string[];
}

export type IdentityProvider =
  | { readonly type: 'saml'; readonly name: string; readonly metadataUrl: string; readonly mfaClaim: MfaClaim }
  | {
      readonly type: 'oidc';
      readonly name: string;
      readonly issuer: string;
      readonly clientId: string;
      /** Name of the secret in Secrets Manager; the value never enters a template. */
      readonly clientSecretName: string;
      readonly mfaClaim: MfaClaim;
    };

export interface FederationProps {
  readonly userPool: IUserPool;
  readonly clientName: string;
  /** Prefix of the sign-in domain; unique in the region. */
  readonly domainPrefix: string;
  readonly providers: readonly IdentityProvider[];
  /** HTTPS addresses that a sign-in may return to. */
  readonly callbackUrls: readonly string[];
  readonly session: { readonly tokens: Duration; readonly refresh: Duration };
}

/**
 * Every provider's MFA claim is mapped to `custom:idp_mfa`, by which the pre-token function decides. Cognito writes
 * mapped attributes with the client's rights, so the client may write that one; its tokens lack the scope with which a
 * person could. Practice and group are not mapped: administrators grant them here. 45 CFR 164.312(d).
 */
export class Federation extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, props: FederationProps) {
    super(scope, id);
    const unsafe = props.callbackUrls.find((url) => !url.startsWith('https://'));
    if (props.callbackUrls.length === 0 || unsafe !== undefined) {
      throw new SafeguardError(
        this.node.path,
        unsafe ?? 'no callback address',
        'HTTPS addresses',
        'Set identity.callbackUrls, to which sign-ins return.',
      );
    }
    new CfnUserPoolDomain(this, 'Domain', { userPoolId: props.userPool.userPoolId, domain: props.domainPrefix });
    const providers = props.providers.map((provider) => this.addProvider(provider, props.userPool));
    const client = new CfnUserPoolClient(this, 'Client', {
      ...clientProps(props.userPool, props.session),
      clientName: props.clientName,
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      supportedIdentityProviders: props.providers.map((provider) => provider.name),
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: ['openid', 'email', 'profile'],
      callbackUrLs: [...props.callbackUrls],
      readAttributes: ['email', 'email_verified', 'custom:practice'],
      writeAttributes: ['email', 'custom:idp_mfa'],
    });
    for (const provider of providers) client.addResourceDependency(provider);
    this.clientId = client.ref;
  }

  private addProvider(provider: IdentityProvider, userPool: IUserPool): CfnUserPoolIdentityProvider {
    const saml = provider.type === 'saml';
    return new CfnUserPoolIdentityProvider(this, `Provider-${provider.name}`, {
      userPoolId: userPool.userPoolId,
      providerName: provider.name,
      providerType: saml ? 'SAML' : 'OIDC',
      providerDetails: saml
        ? {
            MetadataURL: provider.metadataUrl,
            IDPSignout: 'true',
            IDPInit: 'false',
            RequestSigningAlgorithm: 'rsa-sha256',
          }
        : {
            oidc_issuer: provider.issuer,
            client_id: provider.clientId,
            client_secret: SecretValue.secretsManager(provider.clientSecretName).unsafeUnwrap(),
            attributes_request_method: 'GET',
            authorize_scopes: 'openid email profile',
          },
      attributeMapping: {
        email: saml ? 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress' : 'email',
        'custom:idp_mfa': provider.mfaClaim.name,
      },
    });
  }
}
