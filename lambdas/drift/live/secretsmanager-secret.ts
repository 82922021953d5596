/** Secrets, live. Their values are never read. */
import {
  CancelRotateSecretCommand,
  DeleteResourcePolicyCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { type Policy, readPolicy, writePolicy } from '../../../lib/resources/policy';
import { type SecretState, scheduleOf, secretsmanagerSecret } from '../../../lib/resources/secretsmanager-secret';
import type { Data, Value } from '../../../lib/resources/value';
import { ifAbsent, orUnknown } from './absent';
import { defineLive, type Put } from './live';
import { asTags, ownTags, tagChanges } from './tags';
import { writable } from './writable';

/** Secrets Manager does not tell the policy of a secret that waits for its deletion. */
function policyOf(client: SecretsManagerClient, SecretId: string, waits: boolean): Promise<Value<Policy>> {
  const reading = client
    .send(new GetResourcePolicyCommand({ SecretId }))
    .then(({ ResourcePolicy }) => readPolicy(ResourcePolicy || undefined));
  return waits ? orUnknown(`the policy of ${SecretId}`, reading) : reading;
}

async function read(client: SecretsManagerClient, SecretId: string): Promise<SecretState | undefined> {
  const secret = await client
    .send(new DescribeSecretCommand({ SecretId }))
    .catch(ifAbsent('ResourceNotFoundException'));
  if (!secret) return undefined;
  const policy = await policyOf(client, SecretId, secret.DeletedDate !== undefined);
  return {
    arn: SecretId,
    account: secret.ARN?.split(':')[4] ?? '',
    key: secret.KmsKeyId || null,
    policy,
    deletionScheduled: secret.DeletedDate !== undefined,
    rotation: {
      enabled: secret.RotationEnabled ?? false,
      schedule: secret.RotationEnabled ? scheduleOf(secret.RotationRules as Data | undefined) : undefined,
      function: secret.RotationLambdaARN || undefined,
    },
    tags: ownTags(secret.Tags),
  };
}

/** Rotated when it is due, not at once: whoever uses the secret must not lose it to a fix. */
const putRotation =
  (client: SecretsManagerClient): Put<SecretState> =>
  async (SecretId, { rotation }) => {
    if (!writable(rotation.enabled)) {
      await client.send(new CancelRotateSecretCommand({ SecretId }));
      return;
    }
    const RotationRules = { ScheduleExpression: writable(rotation.schedule) };
    const RotationLambdaARN = writable(rotation.function);
    const request = { SecretId, RotationRules, RotationLambdaARN, RotateImmediately: false };
    await client.send(new RotateSecretCommand(request));
  };

function putsOf(client: SecretsManagerClient): Record<string, Put<SecretState>> {
  const rotate = putRotation(client);
  return {
    key: async (SecretId, { key }) => {
      await client.send(new UpdateSecretCommand({ SecretId, KmsKeyId: writable(key) ?? 'alias/aws/secretsmanager' }));
    },
    policy: async (SecretId, { policy }) => {
      if (writable(policy).statements.length === 0) {
        await client.send(new DeleteResourcePolicyCommand({ SecretId }));
        return;
      }
      const ResourcePolicy = writePolicy(policy);
      await client.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy, BlockPublicPolicy: true }));
    },
    deletionScheduled: async (SecretId) => {
      await client.send(new RestoreSecretCommand({ SecretId }));
    },
    'rotation.enabled': rotate,
    'rotation.schedule': rotate,
    'rotation.function': rotate,
    tags: async (SecretId, declared, live) => {
      const { remove, set } = tagChanges(writable(declared.tags), writable(live.tags));
      if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ SecretId, Tags: asTags(set) }));
      if (remove.length > 0) await client.send(new UntagResourceCommand({ SecretId, TagKeys: [...remove] }));
    },
  };
}

export const secretsmanagerSecretLive = defineLive<SecretState>({
  kind: secretsmanagerSecret,
  open(sdk) {
    const client = new SecretsManagerClient(sdk('secrets-manager'));
    return { read: (arn) => read(client, arn), puts: putsOf(client) };
  },
});
