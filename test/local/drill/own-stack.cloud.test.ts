/** A stack of the drill's own: stands once, is read as declared, goes again. With it, what the emulator is taught of secrets. */
import {
  CancelRotateSecretCommand,
  DescribeSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { kmsKeyLive } from '../../../lambdas/drift/live/kms-key';
import { secretsmanagerSecretLive } from '../../../lambdas/drift/live/secretsmanager-secret';
import { compareStates } from '../../../lib/resources/compare';
import { readTemplates } from '../../../lib/resources/template';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { removed, standing } from '../../../local/drill/own-stack';
import { Scene } from '../../../local/drill/scene';
import { installProvider } from '../../../local/provider/install';

const account = '777788889999';
const region = 'us-east-1';
const { kind } = secretsmanagerSecretLive;
let cloud: LocalCloud;
let scene: Scene;
let client: SecretsManagerClient;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
  await installProvider(cloud.clientConfig, account, [region]);
  const templates = readTemplates([], { account, region, partition: 'aws' });
  const lookup = () => '';
  scene = new Scene({ sdk: cloud.clientConfig, templates, rows: [], lookup, account, region, deployment: 'lakeside' });
  client = new SecretsManagerClient(cloud.clientConfig('secrets-manager'));
}, 120_000);
afterAll(() => cloud?.stop());

const Secret = {
  Type: 'AWS::SecretsManager::Secret',
  Properties: {
    Name: 'partner',
    SecretString: 'planted',
    KmsKeyId: `arn:aws:kms:${region}:${account}:key/1`,
    // Tags of the stack are its resources' too: a template of the CDK says both.
    Tags: [{ Key: 'asepsis:deployment', Value: 'lakeside' }],
  },
};
const Rotation = {
  Type: 'AWS::SecretsManager::RotationSchedule',
  Properties: {
    SecretId: { Ref: 'Secret' },
    RotationRules: { ScheduleExpression: 'rate(30 days)' },
    RotationLambdaARN: `arn:aws:lambda:${region}:${account}:function:rotate`,
  },
};
const template = { Resources: { Secret, Rotation } };

test('a secret is called by its ARN, is live as it is declared, and its rotation can be cancelled and taken up', async () => {
  const { declared, physicalId } = await standing(scene, 'secret', template, kind);
  expect(physicalId).toMatch(new RegExp(`^arn:aws:secretsmanager:${region}:${account}:secret:partner-\\w{6}$`));
  const live = secretsmanagerSecretLive.open(cloud.clientConfig);
  const differences = async () => compareStates(declared, await live.read(physicalId), kind.owned).differences;
  expect(await differences()).toEqual([]);
  expect((await standing(scene, 'secret', template, kind)).physicalId).toBe(physicalId);

  await client.send(new CancelRotateSecretCommand({ SecretId: physicalId }));
  expect((await differences()).map(({ path }) => path)).toContain('rotation.enabled');
  const state = await live.read(physicalId);
  if (!state) throw new Error('the secret is not there');
  await live.puts['rotation.enabled']?.(physicalId, declared as typeof state, state);
  expect(await differences()).toEqual([]);

  await removed(scene, 'secret');
  expect(await live.read(physicalId)).toBeUndefined();
  await expect(client.send(new DescribeSecretCommand({ SecretId: 'partner' }))).rejects.toThrow("can't find");
}, 60_000);

test('a template without the kind is refused', async () => {
  await expect(standing(scene, 'other', template, kmsKeyLive.kind)).rejects.toThrow('nothing of the kind kms.key');
}, 60_000);

test('no rotation of a secret that is not there is cancelled', async () => {
  await expect(client.send(new CancelRotateSecretCommand({ SecretId: 'gone' }))).rejects.toThrow("can't find");
});
