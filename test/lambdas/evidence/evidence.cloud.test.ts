/**
 * Operating evidence on the local cloud: the stack that declares its writer is deployed, the function is invoked in its own
 * role, and what it wrote is read back and checked with the public key alone. The emulator has no restore jobs and models no
 * lock against its own root; both are AWS's to hold.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  GetTemplateCommand,
  UpdateStackCommand,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { stringify } from 'yaml';
import { attestedIn } from '../../../lambdas/drift/attested';
import { DeployedStacks } from '../../../lambdas/drift/deployment';
import type { DriftRecord } from '../../../lambdas/drift/record';
import { restoreLocal } from '../../../lambdas/drift/restore-local';
import { attestAfter, digestsIn } from '../../../lib/cli/attest-templates';
import type { Coverage } from '../../../lib/evidence/coverage/model';
import type { DeployedFacts } from '../../../lib/evidence/facts';
import type { Operating } from '../../../lib/evidence/operation/operating';
import { localFolderOf } from '../../../local/deploy';
import { asPerson } from '../../cli/as-person';
import { sharedCloud } from '../../local/shared-cloud';
import { sessionOf } from '../contain/deployed-world';
import { alias, config, deployQuay, quayOn } from './deployed-quay';

jest.setTimeout(240_000);

const cloud = sharedCloud();
const folder = mkdtempSync(join(tmpdir(), 'asepsis-evidence-'));
const assemblyDir = join(folder, 'cdk.out');
const kms = new KMSClient(cloud.clientConfig('kms'));
const { gathered, invoke, put, remove, textOf } = quayOn(cloud);

const run = async () => JSON.parse(await invoke('quay-evidence', '{"settleSeconds":0}')) as { readonly key: string };
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100));

beforeAll(() => deployQuay(cloud, assemblyDir));
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
    expect(await invoke('quay-drift-sweep')).toContain('sent');
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

describe('asepsis evidence --from-account', () => {
  const out = join(folder, 'evidence');
  const file = join(folder, 'quay.yaml');
  const asepsis = (...given: readonly string[]) => asPerson(cloud, ...given, '--config', file);
  const read = <T>(name: string) => JSON.parse(readFileSync(join(out, name), 'utf8')) as T;
  let [first, second, third] = ['', '', ''];

  beforeAll(async () => {
    writeFileSync(file, stringify(config));
    [first = '', second = '', third = ''] = (await gathered()).increments.map(({ key }) => key);
    // One is gone, one says otherwise than was signed; a stranger lies there from above.
    for (const Key of [second, second.replace('.json', '.dsse.json')]) await remove(Key);
    await put(third, (await textOf(third)).replace('"quay"', '"kay"'));
  });

  test('of a deployment that is not there it says so, before it synthesizes anything', async () => {
    const other = join(folder, 'pier.yaml');
    writeFileSync(other, stringify({ ...config, name: 'pier' }));
    const { code, text } = await asPerson(cloud, 'evidence', '--from-account', '--out', out, '--config', other);
    expect([code, text]).toEqual([3, expect.stringContaining('nothing of pier stands in account')]);
    expect(text).toContain('Deploy it with asepsis up');
    expect(text).not.toContain('Synthesizing');
  });

  test('gathers what the function wrote, and names what is gone, changed and strange', async () => {
    const { code, text } = await asepsis('evidence', '--from-account', '--out', out);
    expect([code, text]).toEqual([0, expect.stringContaining('2 increments')]);
    const { gaps, increments, problems, where } = read<Operating>('operating.json');
    expect(where).toBe('local cloud');
    expect(increments.map(({ key }) => key)).toEqual([first, third]);
    expect(problems).toEqual(
      [
        'evidence/2026/notes.txt: is no increment',
        `${third}: changed`,
        `${third}: it follows ${second}, which is not there or not sound`,
      ].sort(),
    );
    expect(gaps.map(({ kind }) => kind)).toEqual(['before the first increment', 'between increments', 'not due yet']);
    for (const problem of problems) expect(text).toContain(problem);
    // Its last line sums up what a person should look at.
    expect(text).toMatch(
      /The bundle tells of 1 stack that is not as promised,.* 3 problems in the archive, 3 times without an increment/,
    );
    // What it copies is what was signed, not what lies there.
    expect(readFileSync(join(out, 'archive', third), 'utf8')).toContain('"quay"');
  });

  test('says of each stack whether it is what was synthesized and signed, and of each control how far it is shown', () => {
    const { resources, stacks = [] } = read<DeployedFacts>('read-back.json');
    const otherwise = stacks.filter(({ asSynthesized, attested }) => !asSynthesized || !attested);
    expect(otherwise.map(({ stack }) => stack)).toEqual(['quay-backup']);
    expect(stacks.length).toBeGreaterThan(5);
    expect(resources.length).toBeGreaterThan(150);
    const { controls } = read<Coverage>('coverage.json');
    const levels = new Set(controls.flatMap(({ standing }) => standing?.level ?? []));
    expect(levels).toEqual(new Set(['designed', 'deployed', 'operating']));
    expect(controls.find(({ id }) => id === 'kms.key.rotation')?.sampled).toMatchObject({
      records: 1,
      fellShort: false,
    });
  });

  test('the bundle verifies, its increments included, and one that is changed in it is named', async () => {
    const { code, text } = await asepsis('verify', out);
    expect([code, text]).toEqual([0, expect.stringContaining('2 increments of operation')]);
    expect(text).toContain(`! in the archive: ${third}: changed`);
    const envelope = join(out, 'archive', first.replace('.json', '.dsse.json'));
    writeFileSync(envelope, readFileSync(envelope, 'utf8').replace(/"payload":"(.{8})./, '"payload":"$1A'));
    const forged = await asepsis('verify', out);
    expect([forged.code, forged.text]).toEqual([
      1,
      expect.stringContaining(`archive/${first.replace('.json', '.dsse.json')}: changed`),
    ]);
  });
});
