/** Functions read live and put back, against the local cloud. */
import { createHash } from 'node:crypto';
import { CreatePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lambdaEventSourceMappingLive } from '../../../lambdas/drift/live/lambda-event-source-mapping';
import { lambdaFunctionLive } from '../../../lambdas/drift/live/lambda-function';
import { lambdaFunctionControls } from '../../../lib/controls/lambda-function';
import type { FunctionState } from '../../../lib/resources/lambda-function';
import { declaredAccess } from '../../../lib/resources/lambda-permission';
import { readTemplates } from '../../../lib/resources/template';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { zipOf } from '../../../local/provider/zip';
import { roundTrip } from './round-trip';

const account = '555566667777';
const region = 'us-east-1';
const boundary = `arn:aws:iam::${account}:policy/asepsis/boundary`;
const keyArn = `arn:aws:kms:${region}:${account}:key/8f1d3c1e-0000-4000-8000-000000000000`;
const deployed = zipOf('index.js', Buffer.from('exports.handler = async () => "deployed";'));
const planted = zipOf('index.js', Buffer.from('exports.handler = async () => "planted";'));
const asset = { Bucket: 'assets', Key: '0a1b2c.zip' };
let cloud: LocalCloud;
let client: LambdaClient;

const role = async (RoleName: string, PermissionsBoundary?: string): Promise<string> => {
  const service = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [service] });
  const iam = new IAMClient(cloud.clientConfig('iam'));
  const made = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, PermissionsBoundary }));
  return made.Role?.Arn ?? '';
};

/** Who may call it, as a template says so. */
const access = (FunctionName: string, permission: object) => {
  const Properties = { FunctionName, Action: 'lambda:InvokeFunction', ...permission };
  const template = {
    Resources: {
      It: { Type: 'AWS::Lambda::Function', Properties: { FunctionName } },
      Permit: { Type: 'AWS::Lambda::Permission', Properties },
    },
  };
  const set = readTemplates([{ stack: 's', template }], { account, region, partition: 'aws' });
  const owner = set.ofType('AWS::Lambda::Function')[0];
  if (!owner) throw new Error('no function is declared');
  return { ...declaredAccess(owner, set), ids: ['s-Permit-0A1B2C'] };
};

async function deploy(FunctionName: string, concurrency = 5): Promise<FunctionState> {
  const Role = await role(`${FunctionName}-role`, boundary);
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { S3Bucket: asset.Bucket, S3Key: asset.Key },
      Architectures: ['arm64'],
      KMSKeyArn: keyArn,
      Environment: { Variables: { PRACTICE: 'derm' } },
      LoggingConfig: { LogGroup: `/asepsis/${FunctionName}`, LogFormat: 'JSON' },
      Tags: { practice: 'derm' },
    }),
  );
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: concurrency }));
  const state = await lambdaFunctionLive.open(cloud.clientConfig).read(FunctionName);
  if (!state) throw new Error('the function is not there');
  return { ...state, code: `s3://${asset.Bucket}/${asset.Key}`, signing: { config: undefined, untrusted: undefined } };
}

const violated = (state: FunctionState | undefined): readonly string[] =>
  lambdaFunctionControls
    .filter(({ resource }) => resource.name === 'lambda.function')
    .filter((control) => control.evaluate(state as never).status === 'violated')
    .map(({ id }) => id);

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
  client = new LambdaClient(cloud.clientConfig('lambda'));
  const s3 = new S3Client({ ...cloud.clientConfig('s3'), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: asset.Bucket }));
  await s3.send(new PutObjectCommand({ ...asset, Body: deployed }));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
  const policy = { PolicyName: 'boundary', Path: '/asepsis/', PolicyDocument };
  await new IAMClient(cloud.clientConfig('iam')).send(new CreatePolicyCommand(policy));
}, 120_000);
afterAll(() => cloud?.stop());

test('a function that was changed in every way runs as declared again; what ran meanwhile is kept as a version', async () => {
  const FunctionName = 'watcher';
  const declared = await deploy(FunctionName);
  const live = lambdaFunctionLive.open(cloud.clientConfig);
  expect(violated(await live.read(FunctionName, declared))).toEqual(['lambda.function.network']);

  const network = { subnets: ['subnet-0a1b2c3d'], groups: ['sg-0a1b2c3d'] };
  const Role = await role('admin');
  await client.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Role,
      Runtime: 'nodejs18.x',
      Handler: 'other.handler',
      KMSKeyArn: '',
      Environment: { Variables: { PRACTICE: 'other', EXTRA: 'yes' } },
      LoggingConfig: { LogGroup: '/elsewhere' },
    }),
  );
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: planted }));
  const arn = `arn:aws:lambda:${region}:${account}:function:${FunctionName}`;
  await client.send(new TagResourceCommand({ Resource: arn, Tags: { stray: 'yes' } }));

  expect(violated(await live.read(FunctionName, declared))).toEqual([
    'lambda.function.environment-key',
    'lambda.function.network',
    'lambda.function.concurrency',
    'lambda.function.runtime',
    'lambda.function.role',
    'lambda.function.code',
  ]);
  const wanted = { ...declared, network };
  const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared: wanted }, FunctionName);
  expect(broken).toEqual(
    ['role', 'environment', 'key', 'network.subnets', 'network.groups', 'concurrency', 'runtime', 'handler'].concat([
      'logGroup',
      'code',
      'tags',
    ]),
  );
  expect(after).toEqual({ compared: 14, differences: [], undecided: [] });
  expect(violated(await live.read(FunctionName, wanted))).toEqual([]);

  const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
  const hash = createHash('sha256').update(planted).digest('base64');
  expect(Versions.filter(({ Version }) => Version !== '$LATEST').map(({ CodeSha256 }) => CodeSha256)).toEqual([hash]);
  expect(Versions.find(({ Version }) => Version === '$LATEST')?.Architectures).toEqual(['arm64']);
}, 60_000);

test('a door to everyone is closed, also that of a version; a declared caller that was shut out is let in by its own id', async () => {
  const FunctionName = 'door';
  const state = await deploy(FunctionName);
  const caller = { Principal: 'apigateway.amazonaws.com', SourceAccount: account };
  const declared = { ...state, access: access(FunctionName, caller) };
  await client.send(new PublishVersionCommand({ FunctionName }));
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  const backdoor = { FunctionName, Action: 'lambda:InvokeFunction', Principal: '*' };
  await client.send(new AddPermissionCommand({ ...backdoor, StatementId: 'backdoor' }));
  await client.send(new AddPermissionCommand({ ...backdoor, StatementId: 'second', Qualifier: '1' }));
  await client.send(new AddPermissionCommand({ ...backdoor, StatementId: 'third', Qualifier: 'live' }));
  await client.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' }));

  const live = lambdaFunctionLive.open(cloud.clientConfig);
  const before = await live.read(FunctionName, declared);
  expect(violated(before)).toContain('lambda.function.public-permission');
  expect(violated(before)).toContain('lambda.function.url-auth');
  const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, FunctionName);
  expect(broken).toEqual(['access.policy', 'urls']);
  expect(after.differences).toEqual([]);
  const { Policy = '' } = await client.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['s-Permit-0A1B2C']);
}, 60_000);

test('an address without a signature asks for one again where it is declared', async () => {
  const FunctionName = 'addressed';
  const state = await deploy(FunctionName);
  await client.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' }));
  const declared = { ...state, urls: [{ qualifier: undefined, auth: 'AWS_IAM' }] };
  const live = lambdaFunctionLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, FunctionName);
  expect(broken).toEqual(['urls']);
  expect(after.differences).toEqual([]);
}, 60_000);

test('code is compared with its object alone: one that cannot be read decides nothing', async () => {
  const FunctionName = 'blind';
  const state = await deploy(FunctionName);
  const live = lambdaFunctionLive.open(cloud.clientConfig);
  const lost = { ...state, code: 's3://assets/gone.zip' };
  const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared: lost }, FunctionName);
  expect(broken).toEqual([]);
  expect(after.undecided).toEqual([{ path: 'code', why: expect.stringContaining('s3://assets/gone.zip') }]);
  expect(await live.read('gone')).toBeUndefined();
}, 60_000);

test('what feeds a function is turned on again', async () => {
  const FunctionName = 'fed';
  await deploy(FunctionName);
  await new SQSClient(cloud.clientConfig('sqs')).send(new CreateQueueCommand({ QueueName: 'work' }));
  const EventSourceArn = `arn:aws:sqs:${region}:${account}:work`;
  const made = await client.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, BatchSize: 10 }));
  const UUID = made.UUID ?? '';
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false, BatchSize: 1 }));
  const declared = { id: UUID, enabled: true, source: EventSourceArn, target: FunctionName, batchSize: 10 };
  const live = lambdaEventSourceMappingLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: lambdaEventSourceMappingLive.kind, live, declared }, UUID);
  expect(broken).toEqual(['enabled', 'batchSize']);
  expect(after).toEqual({ compared: 4, differences: [], undecided: [] });
  expect(await live.read('8f1d3c1e-0000-4000-8000-000000000000')).toBeUndefined();
}, 60_000);
