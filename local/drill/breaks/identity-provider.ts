/** Breaks of the organisation's sign-in that the pool of people trusts. */
import {
  CognitoIdentityProviderClient,
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognitoUserPoolLive } from '../../../lambdas/drift/live/cognito-user-pool';
import { cognitoIdentityProviderLive } from '../../../lambdas/drift/live/cognito-user-pool-client';
import type { Break } from '../break';

/** Details of the provider that are changed. */
const providerBreaks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Whoever answers in its place on the way decides who signs in.
  'cognito.identity-provider.trusted': { MetadataURL: 'http://sso.example.com/metadata.xml' },
  'cognito.identity-provider.unsolicited': { IDPInit: 'true' },
};

export const identityProviderBreaks: readonly Break[] = Object.entries(providerBreaks).map(
  ([control, change]): Break => ({
    control,
    kind: cognitoIdentityProviderLive,
    async run(scene) {
      const { declared, row } = scene.one(cognitoIdentityProviderLive.kind);
      const pool = scene.one(cognitoUserPoolLive.kind, (one) => one.row.stack === row.stack);
      const client = scene.open(CognitoIdentityProviderClient, 'cognito-identity-provider');
      const named = { UserPoolId: pool.row.physicalId, ProviderName: row.physicalId };
      const { IdentityProvider: present } = await client.send(new DescribeIdentityProviderCommand(named));
      const ProviderDetails = { ...present?.ProviderDetails, ...change };
      const { AttributeMapping, IdpIdentifiers } = present ?? {};
      await client.send(
        new UpdateIdentityProviderCommand({ ...named, AttributeMapping, IdpIdentifiers, ProviderDetails }),
      );
      return { declared, physicalId: row.physicalId };
    },
  }),
);
