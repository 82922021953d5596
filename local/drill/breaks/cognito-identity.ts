/** Breaks of the pool that gives people AWS credentials. */
import {
  CognitoIdentityClient,
  DescribeIdentityPoolCommand,
  type IdentityPool,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import { cognitoIdentityPoolLive } from '../../../lambdas/drift/live/cognito-identity-pool';
import type { Break } from '../break';
import type { Scene } from '../scene';

type BreakPool = (client: CognitoIdentityClient, IdentityPoolId: string, scene: Scene) => Promise<unknown>;

/** Saves the whole pool with one thing changed: an update resets what a call leaves out. */
const saved =
  (change: (pool: IdentityPool) => Partial<IdentityPool>): BreakPool =>
  async (client, IdentityPoolId) => {
    const { $metadata: _answer, ...pool } = await client.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
    const { AllowUnauthenticatedIdentities = false, IdentityPoolName = '' } = pool;
    const whole: IdentityPool = { ...pool, IdentityPoolId, IdentityPoolName, AllowUnauthenticatedIdentities };
    return client.send(new UpdateIdentityPoolCommand({ ...whole, ...change(whole) }));
  };

const identityPoolBreaks: Readonly<Record<string, BreakPool>> = {
  'cognito.identity-pool.guests': saved(() => ({ AllowUnauthenticatedIdentities: true })),
  'cognito.identity-pool.classic-flow': saved(() => ({ AllowClassicFlow: true })),
  'cognito.identity-pool.token-check': saved(({ CognitoIdentityProviders = [] }) => ({
    CognitoIdentityProviders: CognitoIdentityProviders.map((one) => ({ ...one, ServerSideTokenCheck: false })),
  })),
  'cognito.identity-pool.principal-tags': async (client, IdentityPoolId) => {
    const pool = await client.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
    const IdentityProviderName = pool.CognitoIdentityProviders?.[0]?.ProviderName;
    const request = { IdentityPoolId, IdentityProviderName, UseDefaults: true, PrincipalTags: {} };
    return client.send(new SetPrincipalTagAttributeMapCommand(request));
  },
  // A role for guests; the rules that choose a role by group go with the same call.
  'cognito.identity-pool.roles': (client, IdentityPoolId, { options: { account } }) =>
    client.send(
      new SetIdentityPoolRolesCommand({
        IdentityPoolId,
        Roles: { unauthenticated: `arn:aws:iam::${account}:role/guests` },
      }),
    ),
};

export const cognitoIdentityBreaks: readonly Break[] = Object.entries(identityPoolBreaks).map(
  ([control, breakIt]): Break => ({
    control,
    kind: cognitoIdentityPoolLive,
    async run(scene) {
      const { declared, row } = scene.one(cognitoIdentityPoolLive.kind);
      await breakIt(scene.open(CognitoIdentityClient, 'cognito-identity'), row.physicalId, scene);
      return { declared, physicalId: row.physicalId };
    },
  }),
);
