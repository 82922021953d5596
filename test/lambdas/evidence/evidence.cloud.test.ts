/**
 * Operating evidence on the local cloud: the stack that declares its writer is deployed, the function is invoked in its own
 * role, and what it wrote is read back and checked with the public key alone. The emulator has no restore jobs and models no
 * lock against its own root; both are AWS's to hold.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  GetTemplateCommand,
  UpdateStackCommand,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { kmsPublicKey } from '../../../lambdas/attest/kms-signer';
import { attestedIn } from '../../../lambdas/drift/attested';
import { DeployedStacks } from '../../../lambdas/drift/deployment';
import { type DriftRecord, recordId } from '../../../lambdas/drift/record';
import { restoreLocal } from '../../../lambdas/drift/restore-local';
import { buildApp } from '../../../lib/app';
import { attestAfter, digestsIn } from '../../../lib/cli/attest-templates';
import { gatherIncrements } from '../../../lib/cli/bundle/increments';
import { deployLocally, localFolderOf } from '../../../local/deploy';
import { testConfig } from '../../configs';
import { sharedCloud } from '../../local/shared-cloud';
import { sessionOf } from '../contain/deployed-world';
import { fixedRecord } from '../drift/records';

jest.setTimeout(240_000);

const cloud = sharedCloud();
const folder = mkdtempSync(join(tmpdir(), 'asepsis-evidence-'));
const adopted = ['guardDutyDetector', 'securityHub', 'configRecorder', 'accessAnalyzer', 'vpcBlockPublicAccess'];
const config = testConfig('solo', 'trial', {
  name: 'quay',
  practices: [{ id: 'derm', name: 'Quay Dermatology' }],
  existing: Object.fromEntries(adopted.map((one) => [one, 'adopt'])),
});
const assemblyDir = join(folder, 'cdk.out');
const bucket = `quay-audit-${cloud.account}-${cloud.region}`;
const s3 = new S3Client({ ...cloud.clientConfig('s3'), forcePathStyle: true });
const kms = new KMSClient(cloud.clientConfig('kms'));
const lambda = new LambdaClient(cloud.clientConfig('lambda'));
const alias = 'alias/quay-evidence';
let publicKey: string;

async function run(): Promise<{ readonly key: string }> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: 'quay-evidence', Payload: Buffer.from('{"settleSeconds":0}') }),
  );
  const answer = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError) throw new Error(answer);
  return JSON.parse(answer) as { readonly key: string };
}

const gathered = (from = new Date(Date.now() - 40 * 86_400_000)) =>
  gatherIncrements(s3, { bucket, deployment: 'quay', from, to: new Date(Date.now() + 5_000), publicKeys: [publicKey] });
const textOf = async (Key: string) =>
  (await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString()) ?? '';
const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100));

beforeAll(async () => {
  buildApp(config, { outdir: assemblyDir, gates: false }).synth();
  await deployLocally({ assemblyDir, cloud });
  publicKey = await kmsPublicKey(kms, alias);
  await tagPool();
  const record = { ...fixedRecord, id: recordId(new Date(Date.now() - 60_000), '1a2b3c4d') };
  await new DynamoDBClient(cloud.clientConfig('dynamodb')).send(
    new PutItemCommand({
      TableName: 'quay-drift',
      Item: marshall({
        pk: 'R#kms.key#key-key',
        sk: record.id,
        outcome: record.outcome,
        record: JSON.stringify(record),
      }),
    }),
  );
  await new IAMClient(cloud.clientConfig('iam')).send(new CreateUserCommand({ UserName: 'ann.example' }));
});

/** The emulator's CloudFormation leaves the tags of a pool out, which the read-back of `npm start` completes. */
async function tagPool(): Promise<void> {
  const idp = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
  const { UserPools = [] } = await idp.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const Id = UserPools.find(({ Name }) => Name === 'quay-people')?.Id;
  const ResourceArn = `arn:aws:cognito-idp:${cloud.region}:${cloud.account}:userpool/${Id}`;
  await idp.send(new TagResourceCommand({ ResourceArn, Tags: { 'asepsis:deployment': 'quay' } }));
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the function writes an increment in its own role, and its signature holds offline', async () => {
  const { key } = await run();
  expect(key).toMatch(/^evidence\/\d{4}\/\d\d\/\d\dT\d{6}Z\.json$/);
  const { gaps, increments, problems } = await gathered();
  expect(problems).toEqual([]);
  expect(increments.map((one) => one.key)).toEqual([key]);
  const sections = increments[0]?.increment.sections;
  expect(Object.values(sections ?? {}).filter(({ status }) => status === 'refused')).toEqual([]);
  expect(sections?.drift).toMatchObject({ status: 'gathered', items: [{ outcome: 'fixed', kind: 'kms.key' }] });
  expect(await textOf(key)).not.toContain('mallory');
  expect(sections?.people).toMatchObject({ items: [{ pool: 'quay-people', mfa: 'ON' }] });
  expect(sections?.roles).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ role: 'quay-evidence' })]),
  });
  expect(await textOf(key)).not.toContain('ann.example');
  // What was before the first increment has none, and that is said.
  expect(gaps).toHaveLength(2);
});

test('the next one follows it', async () => {
  const before = (await gathered()).increments.at(-1);
  await nextSecond();
  const { key } = await run();
  const { increments, problems } = await gathered();
  expect(problems).toEqual([]);
  const last = increments.at(-1);
  expect(last?.key).toBe(key);
  expect(last?.increment.previous?.key).toBe(before?.key);
  expect(last?.increment.from).toBe(before?.increment.to);
});

test('what is changed, forged or added is named', async () => {
  await nextSecond();
  const { key } = await run();
  const envelope = key.replace('.json', '.dsse.json');
  const [copy, signed] = [await textOf(key), await textOf(envelope)];
  await put(key, copy.replace('"quay"', '"kay"'));
  expect((await gathered()).problems).toEqual([`${key}: changed`]);
  await put(key, copy);
  await put(envelope, signed.replace(/"payload":"(.{8})./, '"payload":"$1A'));
  expect((await gathered()).problems).toEqual([expect.stringMatching(`^${envelope}: `)]);
  await put(envelope, signed);
  expect((await gathered()).problems).toEqual([]);
  await put('evidence/2026/notes.txt', 'x');
  expect((await gathered()).problems).toEqual(['evidence/2026/notes.txt: is no increment']);
});

test('what IAM lets sign is refused by the key, where it is a role of ours', async () => {
  const iam = new IAMClient(cloud.clientConfig('iam'));
  const statement = { Effect: 'Allow', Action: 'kms:Sign', Resource: '*' };
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${cloud.account}:root` }, Action: 'sts:AssumeRole' };
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  const sign = async (Path: string) => {
    const RoleName = `quay-signs${Path.replaceAll('/', '-')}x`;
    await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: document(trust) }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'sign', PolicyDocument: document(statement) }));
    const credentials = await sessionOf(cloud, `arn:aws:iam::${cloud.account}:role${Path}${RoleName}`);
    return new KMSClient({ ...cloud.clientConfig('kms'), credentials }).send(
      new SignCommand({
        KeyId: alias,
        Message: new Uint8Array(32),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    );
  };
  await expect(sign('/asepsis/')).rejects.toThrow('not authorized to perform: kms:Sign');
  // Whom IAM lets outside of our roles may attest templates.
  expect((await sign('/')).Signature).toBeDefined();
});

describe('templates that were attested', () => {
  const cloudFormation = new CloudFormationClient(cloud.clientConfig('cloudformation'));
  const dynamo = new DynamoDBClient(cloud.clientConfig('dynamodb'));
  const place = { deployment: 'quay', signingKey: alias, table: 'quay-drift' };
  /** As the functions of the drift loop read them. */
  const unattested = async () => {
    const { account, region } = cloud;
    const { attested, unattested: found } = await new DeployedStacks({
      cloudFormation,
      name: 'quay',
      environment: { account, region, partition: 'aws' },
      attested: attestedIn(dynamo, kms, place),
      restore: restoreLocal,
    }).read();
    return [attested, ...found.keys()];
  };
  const attest = () => attestAfter(config, cloud.clientConfig, digestsIn(localFolderOf(assemblyDir)), new Date());

  test('none before the first `up`, all after it', async () => {
    expect(await unattested()).toEqual(['none']);
    await attest();
    expect(await unattested()).toEqual(['manifest']);
  });

  test('a stack that is updated past `up` is not, and the sweep raises an alarm in its own role', async () => {
    const StackName = 'quay-backup';
    const { TemplateBody = '' } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
    const template = { ...(JSON.parse(TemplateBody) as object), Description: 'somebody else was here' };
    const Tags = [{ Key: 'asepsis:deployment', Value: 'quay' }];
    const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
    await cloudFormation.send(
      new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities, Tags }),
    );
    await waitUntilStackUpdateComplete({ client: cloudFormation, maxWaitTime: 60 }, { StackName });
    expect(await unattested()).toEqual(['manifest', 'quay-backup']);
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'quay-drift-sweep' }));
    expect([FunctionError, Buffer.from(Payload ?? []).toString()]).toEqual([
      undefined,
      expect.stringContaining('sent'),
    ]);
    const { Items = [] } = await dynamo.send(
      new ScanCommand({
        TableName: 'quay-drift',
        FilterExpression: 'begins_with(pk, :stacks)',
        ExpressionAttributeValues: marshall({ ':stacks': 'R#cloudformation.stack#' }),
      }),
    );
    const records = Items.map((item) => JSON.parse(String(unmarshall(item).record)) as DriftRecord);
    expect(records).toMatchObject([{ outcome: 'alarmed', notified: true, resource: { stack: 'quay-backup' } }]);
  });
});
