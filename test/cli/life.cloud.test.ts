/**
 * The life of a trial by the command line, on emulators that a person brought: preflight, bootstrap, up, down. The
 * emulators are not AWS: docs/deploying.md says what this does not show.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CloudFormationClient,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateDetectorCommand, DeleteDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import * as iam from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { bootstrapNames } from '../../lib/bootstrap/names';
import { down } from '../../lib/cli/down';
import { type BroughtCloud, bringCloud } from './brought-cloud';

jest.setTimeout(300_000);

let brought: BroughtCloud;
/** Neither emulator has Access Analyzer: this answers that there is no analyzer, as an account without one does. */
let analyzers: Server;
let file: string;

const { account, region } = { account: '111122223333', region: 'us-east-1' };
const names = bootstrapNames({ account, region });

beforeAll(async () => {
  brought = await bringCloud();
  analyzers = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ analyzers: [] })),
  );
  await new Promise<void>((resolve) => analyzers.listen(0, '127.0.0.1', resolve));
  // moto has a Macie session from the beginning.
  file = brought.write({ existing: { macieSession: 'adopt' } }, 'clinic');
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL_ACCESSANALYZER;
  analyzers.close();
  await brought.stop();
});

const withAnalyzers = () => {
  process.env.AWS_ENDPOINT_URL_ACCESSANALYZER = `http://127.0.0.1:${(analyzers.address() as AddressInfo).port}`;
};

test('preflight without AWS ends with 3: what is not read is not absent', async () => {
  const endpoints = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL'));
  for (const [name] of endpoints) process.env[name] = 'http://localhost:9';
  const { code, text } = await brought.asepsis('preflight', '--config', file);
  for (const [name, url] of endpoints) process.env[name] = url;
  expect(text).toMatch(/\? Caller +could not be read/);
  expect(text).not.toContain('does not exist');
  expect(code).toBe(3);
});

test('preflight with credentials of another account is a finding', async () => {
  process.env.AWS_ACCESS_KEY_ID = '444455556666';
  const { code, text } = await brought.asepsis('preflight', '--config', file);
  const down = await brought.asepsis('down', '--yes', '--config', file);
  process.env.AWS_ACCESS_KEY_ID = account;
  expect(code).toBe(1);
  expect(text).toContain('the credentials are of account 444455556666');
  expect(down).toMatchObject({ code: 1, text: expect.stringContaining('of account 444455556666') });
});

test('without a terminal and without --yes nothing is asked and nothing changed', async () => {
  const { code, text } = await brought.asepsis('bootstrap', '--config', file);
  expect(code).toBe(2);
  expect(text).toContain('Give --yes');
});

describe('bootstrapped', () => {
  beforeAll(async () => {
    withAnalyzers();
    const before = await brought.asepsis('preflight', '--config', file);
    expect(before).toMatchObject({ code: 1, text: expect.stringContaining('CDK bootstrap') });
    expect(await brought.asepsis('bootstrap', '--yes', '--config', file)).toMatchObject({ code: 0 });
  });

  test('an account with a detector: create fails and names it, adopt is clean', async () => {
    const { asepsis, cloud, write } = brought;
    const client = new GuardDutyClient({ ...cloud.clientConfig('guardduty') });
    expect(await asepsis('preflight', '--config', file)).toMatchObject({ code: 0 });
    const { DetectorId } = await client.send(new CreateDetectorCommand({ Enable: true }));
    const create = await asepsis('preflight', '--config', file);
    expect(create.code).toBe(1);
    expect(create.text).toContain(`exists (${DetectorId}), and not by this deployment`);
    expect(create.text).toContain('Set existing.guardDutyDetector: adopt.');
    const adopting = write({ existing: { guardDutyDetector: 'adopt', macieSession: 'adopt' } }, 'clinic');
    const adopt = await asepsis('preflight', '--config', adopting);
    expect(adopt.text).toContain(`exists (${DetectorId}) and stays its owner's`);
    expect(adopt.code).toBe(0);
    await client.send(new DeleteDetectorCommand({ DetectorId }));
    const gone = await asepsis('preflight', '--config', adopting);
    expect(gone).toMatchObject({ code: 1, text: expect.stringContaining('Set existing.guardDutyDetector: create.') });
  });

  test('the execution role’s policies hold against the emulator’s IAM', async () => {
    const as = await confined();
    const attempt = (sent: Promise<unknown>) =>
      sent.then(
        () => 'allowed',
        (error: Error) => error.name,
      );
    const trust = trustOf({ Service: 'lambda.amazonaws.com' });
    const role = (extra: object) =>
      as.send(
        new iam.CreateRoleCommand({
          RoleName: 'lakeside-x',
          Path: '/asepsis/',
          AssumeRolePolicyDocument: trust,
          ...extra,
        }),
      );
    const PermissionsBoundary = `arn:aws:iam::${account}:policy/asepsis/lakeside-boundary`;
    expect(await attempt(as.send(new iam.CreateUserCommand({ UserName: 'eve' })))).toMatch(/AccessDenied/);
    expect(await attempt(as.send(new iam.CreateAccessKeyCommand({ UserName: 'eve' })))).toMatch(/AccessDenied/);
    expect(await attempt(role({}))).toMatch(/AccessDenied/);
    expect(await attempt(role({ PermissionsBoundary: names.boundaryArn }))).toMatch(/AccessDenied/);
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [everything] });
    const own = new iam.CreatePolicyVersionCommand({
      PolicyArn: names.boundaryArn,
      PolicyDocument,
      SetAsDefault: true,
    });
    expect(await attempt(as.send(own))).toMatch(/AccessDenied/);
    const policy = { PolicyName: 'lakeside-boundary', Path: '/asepsis/', PolicyDocument };
    expect(await attempt(as.send(new iam.CreatePolicyCommand(policy)))).toBe('allowed');
    expect(await attempt(role({ PermissionsBoundary }))).toBe('allowed');
    const unbound = new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: 'lakeside-x' });
    expect(await attempt(as.send(unbound))).toMatch(/AccessDenied/);
    expect(await attempt(as.send(new iam.DeleteRoleCommand({ RoleName: 'lakeside-x' })))).toBe('allowed');
    expect(await attempt(as.send(new iam.DeletePolicyCommand({ PolicyArn: PermissionsBoundary })))).toBe('allowed');
  });

  test('up deploys it, and the next preflight knows its own', async () => {
    const { asepsis } = brought;
    const { code, text } = await asepsis('up', '--yes', '--config', file);
    expect(text).toContain('an emulator, so the templates are made deployable to it first');
    expect(text.match(/CREATE_COMPLETE/g)).toHaveLength(9);
    // It is bootstrapped already, and by this release.
    expect(text).not.toContain('Bootstrap of');
    expect(text).toContain('Next:');
    expect(code).toBe(0);
    const after = await asepsis('preflight', '--config', file);
    expect(after.text.match(/this deployment made it/g)).toHaveLength(6);
    expect(after.code).toBe(0);
  });

  test('down refuses what was deployed as production, whatever the configuration says', async () => {
    const client = new CloudFormationClient({ ...brought.cloud.clientConfig('cloudformation') });
    const protect = (EnableTerminationProtection: boolean) =>
      client.send(new UpdateTerminationProtectionCommand({ StackName: 'lakeside-audit', EnableTerminationProtection }));
    await protect(true);
    const { code, text } = await brought.asepsis('down', '--yes', '--config', file);
    await protect(false);
    expect(text).toContain('stack lakeside-audit has termination protection');
    expect(code).toBe(1);
  });

  test('down asks for the name, and another word changes nothing', async () => {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const asked: string[] = [];
    const ask = {
      confirm: async () => true,
      typed: async (_question: string, word: string) => asked.push(word) < 0,
    };
    await down({ config: file, yes: false }, { out: say, err: say }, ask);
    expect(asked).toEqual(['lakeside']);
    expect(said).toEqual(['Nothing was changed.']);
    expect(await stacksLeft()).toHaveLength(11);
  });

  test('down leaves nothing, an object under a governance lock included', async () => {
    const { asepsis, cloud } = brought;
    const s3 = new S3Client({ ...cloud.clientConfig('s3') });
    for (const store of ['derm-phi', 'audit', 'config'])
      for (const Body of ['first', 'second'])
        await s3.send(new PutObjectCommand({ Bucket: `lakeside-${store}-${account}-${region}`, Key: 'image', Body }));
    const Bucket = `lakeside-derm-phi-${account}-${region}`;
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'image' }));
    const lock = {
      ObjectLockMode: 'GOVERNANCE' as const,
      ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000),
    };
    await s3.send(
      new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
    );
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'locked', Body: 'x', ...lock }));
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key: 'locked', VersionId }))).rejects.toThrow();
    const { code, text } = await asepsis('down', '--yes', '--config', file);
    expect(text).toContain(`${Bucket}: 4 versions deleted`);
    expect(text).toContain('✓ nothing of lakeside is left');
    expect(code).toBe(0);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual([`cdk-asepsis-assets-${account}-${region}`]);
    expect(await stacksLeft()).toEqual([names.stack, names.toolkit].sort());
    expect(await keysInUse()).toEqual([]);
    const again = await asepsis('down', '--yes', '--config', file);
    expect(again).toMatchObject({ code: 0, text: expect.stringContaining('Nothing of lakeside stands') });
  });
});

const trustOf = (Principal: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] });

/** A client with just what the execution role has: its policies within its boundary. */
async function confined(): Promise<iam.IAMClient> {
  const { cloud } = brought;
  const root = new iam.IAMClient({ ...cloud.clientConfig('iam') });
  const RoleName = 'execution-double';
  const AssumeRolePolicyDocument = trustOf({ AWS: `arn:aws:iam::${account}:root` });
  await root.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const boundary = { RoleName, PermissionsBoundary: names.boundaryArn };
  await root.send(new iam.PutRolePermissionsBoundaryCommand(boundary));
  const given = await root.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: names.executionRole }));
  expect(given.AttachedPolicies?.length).toBeGreaterThan(1);
  expect(given.AttachedPolicies?.every(({ PolicyArn }) => PolicyArn?.startsWith(names.executionPolicyPrefix))).toBe(
    true,
  );
  for (const { PolicyArn } of given.AttachedPolicies ?? [])
    await root.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const sts = new STSClient({ ...cloud.clientConfig('sts') });
  const RoleArn = `arn:aws:iam::${account}:role/${RoleName}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = Credentials ?? {};
  return new iam.IAMClient({
    ...cloud.clientConfig('iam'),
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  });
}

async function stacksLeft(): Promise<readonly (string | undefined)[]> {
  const client = new CloudFormationClient({ ...brought.cloud.clientConfig('cloudformation') });
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  return StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE')
    .map(({ StackName }) => StackName)
    .sort();
}

async function keysInUse(): Promise<readonly string[]> {
  const client = new KMSClient({ ...brought.cloud.clientConfig('kms') });
  const { Keys = [] } = await client.send(new ListKeysCommand({}));
  const found = await Promise.all(
    Keys.map(async ({ KeyId }) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata),
  );
  return found
    .filter((key) => key?.KeyManager === 'CUSTOMER' && key.KeyState !== 'PendingDeletion')
    .map((key) => `${key?.Description} ${key?.KeyState}`);
}
