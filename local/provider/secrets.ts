/** Secrets Manager: how often a secret is rotated, and whom its policy admits. */
import {
  CancelRotateSecretCommand,
  DeleteResourcePolicyCommand,
  PutResourcePolicyCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type Maker, type Properties, text } from './maker';

const client = new SecretsManagerClient({});

const rotation: Maker = {
  async create(properties: Properties) {
    const SecretId = text(properties, 'SecretId');
    await client.send(
      new RotateSecretCommand({
        SecretId,
        RotationLambdaARN: text(properties, 'RotationLambdaARN'),
        RotationRules: properties.RotationRules as object,
        RotateImmediately: (properties.RotateImmediatelyOnUpdate ?? true) as boolean,
      }),
    );
    return { physicalId: SecretId };
  },
  remove: (SecretId) => client.send(new CancelRotateSecretCommand({ SecretId })),
};

const policy: Maker = {
  async create(properties: Properties) {
    const SecretId = text(properties, 'SecretId');
    const ResourcePolicy = JSON.stringify(properties.ResourcePolicy);
    await client.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
    return { physicalId: SecretId };
  },
  remove: (SecretId) => client.send(new DeleteResourcePolicyCommand({ SecretId })),
};

export const secretsMakers: Readonly<Record<string, Maker>> = {
  'AWS::SecretsManager::ResourcePolicy': policy,
  'AWS::SecretsManager::RotationSchedule': rotation,
};
