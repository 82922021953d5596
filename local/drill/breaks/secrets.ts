/** Breaks of secrets. Asepsis makes none; a fork may, and the drill makes one as a fork would. */
import {
  CancelRotateSecretCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { kmsKeyLive } from '../../../lambdas/drift/live/kms-key';
import { secretsmanagerSecretLive } from '../../../lambdas/drift/live/secretsmanager-secret';
import type { Break } from '../break';
import { standing } from '../own-stack';
import type { Scene } from '../scene';
import { allow, withStatements } from '../statements';

/** What a partner signs in with: encrypted under the practice's key, opened by one role alone, and rotated. */
export function partnersSecret(scene: Scene) {
  const { account, deployment, region } = scene.options;
  const { row } = scene.one(kmsKeyLive.kind, ({ row: { stack } }) => stack.includes('-practice-'));
  const Secret = {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      Name: `${deployment}-drill-partner`,
      GenerateSecretString: { PasswordLength: 32 },
      KmsKeyId: `arn:aws:kms:${region}:${account}:key/${row.physicalId}`,
      Tags: [{ Key: 'asepsis:deployment', Value: deployment }],
    },
  };
  const Rotation = {
    Type: 'AWS::SecretsManager::RotationSchedule',
    Properties: {
      SecretId: { Ref: 'Secret' },
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
      // The emulator asks no function to rotate: there need be none.
      RotationLambdaARN: `arn:aws:lambda:${region}:${account}:function:${deployment}-drill-rotation`,
      RotateImmediatelyOnUpdate: false,
    },
  };
  const reader = { AWS: `arn:aws:iam::${account}:role/asepsis/${deployment}-clinician` };
  const Policy = {
    Type: 'AWS::SecretsManager::ResourcePolicy',
    Properties: {
      SecretId: { Ref: 'Secret' },
      ResourcePolicy: {
        Version: '2012-10-17',
        Statement: [allow(reader, ['secretsmanager:GetSecretValue'], ['*'])],
      },
    },
  };
  return standing(scene, 'secret', { Resources: { Secret, Rotation, Policy } }, secretsmanagerSecretLive.kind);
}

const ways: Readonly<Record<string, (client: SecretsManagerClient, SecretId: string) => Promise<unknown>>> = {
  // AWS's own key has a policy that nobody can narrow.
  'secretsmanager.secret.key': (client, SecretId) =>
    client.send(new UpdateSecretCommand({ SecretId, KmsKeyId: 'alias/aws/secretsmanager' })),
  'secretsmanager.secret.policy-public': (client, SecretId) => {
    const ResourcePolicy = withStatements(undefined, allow('*', ['secretsmanager:GetSecretValue'], ['*']));
    return client.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  },
  'secretsmanager.secret.deletion': (client, SecretId) =>
    client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 })),
  'secretsmanager.secret.rotation': (client, SecretId) => client.send(new CancelRotateSecretCommand({ SecretId })),
};

export const secretsBreaks: readonly Break[] = Object.entries(ways).map(([control, breakIt]) => ({
  control,
  kind: secretsmanagerSecretLive,
  async run(scene) {
    const secret = await partnersSecret(scene);
    await breakIt(scene.open(SecretsManagerClient, 'secrets-manager'), secret.physicalId);
    return secret;
  },
}));
