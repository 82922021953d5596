/** Updates of Cognito in the local cloud reset what a call leaves out, as on AWS: a fix that does not read first would show. */
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { cognitoIdentityPoolLive } from '../../lambdas/drift/live/cognito-identity-pool';
import { sharedCloud } from './shared-cloud';

jest.setTimeout(60_000);

const cloud = sharedCloud();
const client = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));

test('a user pool and an app client', async () => {
  const made = await client.send(
    new CreateUserPoolCommand({
      PoolName: 'resets',
      MfaConfiguration: 'OPTIONAL',
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    }),
  );
  const UserPoolId = made.UserPool?.Id ?? '';
  const app = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'web',
      WriteAttributes: ['name'],
      RefreshTokenValidity: 1,
    }),
  );
  const ClientId = app.UserPoolClient?.ClientId ?? '';

  await client.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'ACTIVE' }));
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool).toMatchObject({
    MfaConfiguration: 'OFF',
    DeletionProtection: 'ACTIVE',
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  });
  await client.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, EnableTokenRevocation: false }));
  const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  expect(UserPoolClient).toMatchObject({ EnableTokenRevocation: false, RefreshTokenValidity: 30 });
  expect(UserPoolClient?.WriteAttributes).toBeUndefined();
});

test('an identity pool; an update that is refused resets nothing', async () => {
  const identity = new CognitoIdentityClient(cloud.clientConfig('cognito-identity'));
  const name = { IdentityPoolName: 'resets', AllowUnauthenticatedIdentities: false };
  const provider = { ClientId: 'web', ProviderName: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Resets' };
  const made = await identity.send(
    new CreateIdentityPoolCommand({ ...name, AllowClassicFlow: true, CognitoIdentityProviders: [provider] }),
  );
  const IdentityPoolId = made.IdentityPoolId ?? '';
  await identity.send(new UpdateIdentityPoolCommand({ ...name, IdentityPoolId }));
  const state = await cognitoIdentityPoolLive.open(cloud.clientConfig).read(IdentityPoolId);
  expect(state).toMatchObject({ classicFlow: false, providers: [] });
  const gone = { ...name, IdentityPoolId: `${cloud.region}:00000000-0000-4000-8000-000000000000` };
  await expect(identity.send(new UpdateIdentityPoolCommand(gone))).rejects.toThrow(/not found/);
});
