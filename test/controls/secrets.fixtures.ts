import type { Stack } from 'aws-cdk-lib';
import { CfnResourcePolicy, CfnRotationSchedule, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { SecretState } from '../../lib/resources/secretsmanager-secret';
import type { Fixtures } from './fixture';

const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';
const reader = (principal: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
});

interface Planted {
  readonly key?: string | null;
  readonly principal?: object;
  readonly rotates?: boolean;
}

const secret =
  ({ key = keyArn, principal, rotates = true }: Planted = {}) =>
  (stack: Stack) => {
    const { ref: secretId } = new CfnSecret(stack, 'Secret', { kmsKeyId: key ?? undefined });
    if (principal) new CfnResourcePolicy(stack, 'Policy', { secretId, resourcePolicy: reader(principal) });
    if (rotates) {
      new CfnRotationSchedule(stack, 'Rotation', {
        secretId,
        rotationLambdaArn: 'arn:aws:lambda:us-east-1:111122223333:function:rotate',
        rotationRules: { automaticallyAfterDays: 30 },
      });
    }
  };

/** A secret as the live reader finds it: its deletion is an API call, which no template can declare. */
const live: SecretState = {
  arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:planted-a1b2c3',
  account: '111122223333',
  key: keyArn,
  policy: { statements: [] },
  deletionScheduled: false,
  rotation: { enabled: true, schedule: 'rate(30 days)', function: undefined },
  tags: {},
};

export const secretsFixtures: Fixtures = {
  'secretsmanager.secret.key': { violating: secret({ key: null }), compliant: secret() },
  'secretsmanager.secret.policy-public': {
    violating: secret({ principal: { AWS: '*' } }),
    compliant: secret({ principal: { AWS: 'arn:aws:iam::111122223333:role/asepsis/planted' } }),
  },
  'secretsmanager.secret.deletion': { violatingState: { ...live, deletionScheduled: true }, compliantState: live },
  'secretsmanager.secret.rotation': { violating: secret({ rotates: false }), compliant: secret() },
  'ssm.document.public': {
    violatingState: { name: 'planted', sharedWith: ['all'] },
    compliantState: { name: 'planted', sharedWith: [] },
  },
};
