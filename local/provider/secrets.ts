/** Secrets Manager: how often a secret is rotated. */
import { CancelRotateSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
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

export const secretsMakers: Readonly<Record<string, Maker>> = { 'AWS::SecretsManager::RotationSchedule': rotation };
