/**
 * Containment against the local cloud: real roles, keys, buckets and users; what it does shows, the drift loop
 * leaves it, and a release gives back exactly what was there.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type Case, caseId, statusOf } from '../../../lambdas/contain/case';
import { measureWith } from '../../../lambdas/contain/credentials';
import { handle } from '../../../lambdas/contain/handle';
import { parseRequest } from '../../../lambdas/contain/request';
import type { Target } from '../../../lambdas/contain/target';
import { decide } from '../../../lambdas/drift/decide';
import { s3BucketLive } from '../../../lambdas/drift/live/s3-bucket';
import { recordsIn } from '../../../lambdas/drift/records-table';
import { compareStates } from '../../../lib/resources/compare';
import { sharedCloud } from '../../local/shared-cloud';
import { type Deployed, deployContainment, document, sessionOf, trusting } from './deployed-world';
import { eventOf } from './findings';

jest.setTimeout(60_000);

const cloud = sharedCloud();
const { account, region } = cloud;
const iam = new IAMClient(cloud.clientConfig('iam'));
const root = new S3Client({ ...cloud.clientConfig('s3'), forcePathStyle: true });
const place = { account, partition: 'aws', region };
const bucket = 'containment-phi-images';
let deployed: Deployed;

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'allowed',
    (error: Error) => error.name,
  );

const deliver = (body: string, at = new Date()) =>
  handle(parseRequest(body, 'events', deployed.approver.id, at), { ...deployed.ports, clock: () => at });

const release = (id: string) =>
  handle({ kind: 'decision', case: id, action: 'release', by: 'AROA:ann' }, deployed.ports);

async function caseOf(findingId: string): Promise<Case> {
  const one = await deployed.ports.cases.find(caseId(findingId, 1));
  if (!one) throw new Error('no such case');
  return one;
}

/** Tokens carry whole seconds: what is issued after the second of the containment is newer. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100));

async function makeReader(name: string) {
  const trust = trusting(`arn:aws:iam::${account}:root`);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  const work = { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListAllMyBuckets'], Resource: '*' };
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'work', PolicyDocument: document(work) }));
  return { arn: Role?.Arn ?? '', id: Role?.RoleId ?? '' };
}

const s3As = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
  new S3Client({ ...cloud.clientConfig('s3'), credentials, forcePathStyle: true });
const get = (s3: S3Client, Bucket = bucket) => outcome(s3.send(new GetObjectCommand({ Bucket, Key: 'images/1' })));
const policyOf = async (Bucket: string) => (await root.send(new GetBucketPolicyCommand({ Bucket }))).Policy;

beforeAll(async () => {
  deployed = await deployContainment(cloud, 'contest');
  for (const Bucket of [bucket, 'containment-other']) {
    await root.send(new CreateBucketCommand({ Bucket }));
    await root.send(new PutObjectCommand({ Bucket, Key: 'images/1', Body: 'x' }));
  }
});

describe('exfiltration by a role', () => {
  const declared = `{ "Version":"2012-10-17",
    "Statement": { "Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
      "Resource": ["arn:aws:s3:::${bucket}/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}} } }`;
  const findingId = 'exfiltration';
  const drift = () => recordsIn(new DynamoDBClient(cloud.clientConfig('dynamodb')), deployed.table);
  const bucketName = { kind: 's3.bucket', physicalId: bucket };
  let old: S3Client;

  /** What the drift loop decides about the bucket, whose template declares the policy as it was. */
  async function driftDecides(now = new Date()) {
    const live = s3BucketLive.open(cloud.clientConfig);
    const state = await live.read(bucket);
    if (!state) throw new Error('no bucket');
    const { policy } = JSON.parse(JSON.stringify({ policy: before })) as { policy: typeof state.policy };
    const { differences, undecided } = compareStates({ ...state, policy }, state, s3BucketLive.kind.owned);
    const { fixes, held } = await drift().history(bucketName, now);
    return decide({
      settings: { stop: false, modes: {}, stormFixes: 3 },
      now,
      stackStatus: 'UPDATE_COMPLETE',
      declared: [],
      exceptions: [],
      live: [],
      differences,
      undecided,
      puts: new Map(Object.keys(live.puts).map((path) => [path, [path]])),
      unattested: undefined,
      canRecreate: false,
      held,
      fixes,
    });
  }
  let before: unknown;

  beforeAll(async () => {
    await root.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: declared }));
    before = (await s3BucketLive.open(cloud.clientConfig).read(bucket))?.policy;
    const { arn, id } = await makeReader('containment-reader');
    old = s3As(await sessionOf(cloud, arn));
    expect([await get(old), await get(old, 'containment-other')]).toEqual(['allowed', 'allowed']);
    const names = { 'phi-images': bucket, AROADBQP57FF2AEXAMPLE: id, '"reader"': '"containment-reader"' };
    await deliver(eventOf('exfiltration-s3', names, findingId));
  });

  test('the session that was stolen is refused everything', async () => {
    expect(statusOf(await caseOf(findingId))).toBe('contained');
    expect([await get(old), await get(old, 'containment-other')]).toEqual(['AccessDenied', 'AccessDenied']);
  });

  test('a newer session goes on with its work, but not in that bucket', async () => {
    await nextSecond();
    const fresh = s3As(await sessionOf(cloud, `arn:aws:iam::${account}:role/containment-reader`));
    expect([await get(fresh), await get(fresh, 'containment-other')]).toEqual(['AccessDenied', 'allowed']);
    expect(await get(root)).toBe('allowed');
  });

  test('the drift loop sees the difference, sees the hold, and leaves it until the hold ends', async () => {
    expect(await driftDecides()).toMatchObject({ act: 'report', why: expect.stringContaining('containment holds it') });
    const role = await drift().history({ kind: 'iam.role', physicalId: 'containment-reader' }, new Date());
    expect([...role.held]).toEqual(['inlinePolicies']);
    const later = new Date(Date.now() + 26 * 3_600_000);
    expect(await driftDecides(later)).toMatchObject({ act: 'fix', paths: [{ path: 'policy' }] });
  });

  test('the finding again changes nothing', async () => {
    const { version } = await caseOf(findingId);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'containment-reader' }));
    const names = {
      'phi-images': bucket,
      AROADBQP57FF2AEXAMPLE: Role?.RoleId ?? '',
      '"reader"': '"containment-reader"',
    };
    await deliver(eventOf('exfiltration-s3', names, findingId));
    expect((await caseOf(findingId)).version).toBe(version);
  });

  test('a release gives back the very policy, the role as it was, and the session; nothing is held any more', async () => {
    await release(caseId(findingId, 1));
    expect(statusOf(await caseOf(findingId))).toBe('released');
    expect(await policyOf(bucket)).toBe(declared);
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: 'containment-reader' }));
    expect(PolicyNames).toEqual(['work']);
    expect([await get(old), await get(old, 'containment-other')]).toEqual(['allowed', 'allowed']);
    expect((await drift().history(bucketName, new Date())).held.size).toBe(0);
    expect(await driftDecides()).toEqual({ act: 'nothing' });
  });
});

test('an attack sequence by a user: its key is deactivated, its sessions refused; after a day all is as it was', async () => {
  await iam.send(new CreateUserCommand({ UserName: 'containment-mallory' }));
  const work = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  await iam.send(
    new PutUserPolicyCommand({ UserName: 'containment-mallory', PolicyName: 'work', PolicyDocument: document(work) }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'containment-mallory' }));
  const accessKeyId = AccessKey?.AccessKeyId ?? '';
  const s3 = s3As({ accessKeyId, secretAccessKey: AccessKey?.SecretAccessKey ?? '' });
  expect(await get(s3)).toBe('allowed');
  const names = { AKIAIOSFODNN7EXAMPLE: accessKeyId, '"mallory"': '"containment-mallory"' };
  await deliver(eventOf('sequence-compromised-credentials', names, 'sequence'));
  expect(await get(s3)).not.toBe('allowed');
  const keys = async () =>
    (await iam.send(new ListAccessKeysCommand({ UserName: 'containment-mallory' }))).AccessKeyMetadata?.map(
      ({ Status }) => Status,
    );
  const policies = async () =>
    (await iam.send(new ListUserPoliciesCommand({ UserName: 'containment-mallory' }))).PolicyNames;
  expect([await keys(), await policies()]).toEqual([['Inactive'], expect.arrayContaining(['AsepsisContainment'])]);
  const { notes } = await caseOf('sequence');
  expect(notes).toEqual([expect.stringContaining('i-0abcdef1234567890')]);
  const at = new Date(Date.now() + 24 * 3_600_000);
  await handle({ kind: 'clock' }, { ...deployed.ports, clock: () => at });
  expect(await caseOf('sequence')).toMatchObject({ releasedBy: 'expiry' });
  expect([await keys(), await policies(), await get(s3)]).toEqual([['Active'], ['work'], 'allowed']);
});

describe('what is not trusted', () => {
  test('a finding about a defender is an alarm, and changes nothing', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'contest-contain-fixer' }));
    const names = { AROACKCEVSQ6C2EXAMPLE: Role?.RoleId ?? '', '"imaging-host"': '"contest-contain-fixer"' };
    await deliver(eventOf('instance-credential-exfiltration', names, 'defender'));
    expect(await caseOf('defender')).toMatchObject({ steps: [], alarm: true });
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: 'contest-contain-fixer' }));
    expect(PolicyNames).toEqual(['work']);
  });

  test('a role that was made again under its name is not the one that acted', async () => {
    await makeReader('containment-again');
    await deliver(eventOf('instance-credential-exfiltration', { '"imaging-host"': '"containment-again"' }, 'again'));
    const { notes, steps } = await caseOf('again');
    expect(steps).toEqual([]);
    expect(notes.join()).toContain('another one by now');
  });

  test('credentials for one target reach no other', async () => {
    const { arn } = await makeReader('containment-bystander');
    const open = measureWith(new STSClient(deployed.sdk('sts')), deployed.fixerArn, place, deployed.sdk);
    const mine: Target = {
      kind: 'iam.role',
      name: 'containment-again',
      arn: `arn:aws:iam::${account}:role/containment-again`,
    };
    const fixer = await open(mine, 'contain-case-000000000000');
    const other: Target = { kind: 'iam.role', name: 'containment-bystander', arn };
    const mark = { caseId: 'case-000000000000', at: new Date() };
    expect(await outcome(fixer.contain(other, { policy: null }, mark))).toMatch(/^AccessDenied/);
    expect(await outcome(fixer.contain(mine, { policy: null }, mark))).toBe('allowed');
    await fixer.release(mine, { policy: null }, mark);
  });
});
