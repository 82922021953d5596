/**
 * An approval from end to end: a person with a second factor types it, the approver's role sends it, the queue says who sent
 * it, the function believes that and nothing else. The emulator takes any six digits for a code: see
 * local/emulator/second_factor.py.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as idp from '@aws-sdk/client-cognito-identity-provider';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { stringify } from 'yaml';
import { caseId, statusOf } from '../../../lambdas/contain/case';
import { handle } from '../../../lambdas/contain/handle';
import { NotTheirs, parseRequest } from '../../../lambdas/contain/request';
import { run } from '../../../lib/cli/program';
import { sharedCloud } from '../../local/shared-cloud';
import { type Deployed, deployContainment, document } from './deployed-world';

jest.setTimeout(60_000);

const cloud = sharedCloud();
const { account, region } = cloud;
const name = 'contapprove';
const password = 'Correct-Horse-7-Battery';
const serial = `arn:aws:iam::${account}:mfa/ann`;
const iam = new IAMClient(cloud.clientConfig('iam'));
const people = new idp.CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
const folder = mkdtempSync(join(tmpdir(), 'asepsis-approve-'));
const config = join(folder, 'config.yaml');
const mine = { ...process.env };

let deployed: Deployed;
let queue: string;
let pool: string;
let client: string;
let ann: Readonly<Record<string, string>>;

const decision = (action: string, id: string) =>
  JSON.stringify({ 'detail-type': 'Asepsis Decision', detail: { case: id, action } });

async function makeUser(UserName: string, Action: string): Promise<Readonly<Record<string, string>>> {
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = document({ Effect: 'Allow', Action, Resource: '*' });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'work', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  };
}

/** What the event source mapping does: hands over what comes, with SQS's own word on who sent it. */
async function drain(): Promise<readonly unknown[]> {
  const sqs = new SQSClient(cloud.clientConfig('sqs'));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue, MessageSystemAttributeNames: ['SenderId'], MaxNumberOfMessages: 10 }),
  );
  const failures: unknown[] = [];
  for (const { Attributes, Body = '', ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
    try {
      await handle(parseRequest(Body, Attributes?.SenderId ?? '', deployed.approver.id, new Date()), deployed.ports);
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

/** The command line as a person runs it, with that person's credentials, while the function works. */
async function asepsis(...args: readonly string[]) {
  const said: string[] = [];
  const output = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
  let over = false;
  const running = run(['node', 'asepsis', ...args, '--config', config], output).finally(() => {
    over = true;
  });
  while (!over) {
    await drain();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { code: await running, said: said.join('\n') };
}

async function suspect(id: string, user: string): Promise<string> {
  const event = {
    'detail-type': 'Asepsis Suspicion',
    time: new Date().toISOString(),
    account,
    region,
    detail: { id, title: 'A phone was stolen', severity: 9, users: [{ userPool: pool, name: user }] },
  };
  await handle(parseRequest(JSON.stringify(event), 'events', deployed.approver.id, new Date()), deployed.ports);
  return caseId(`suspicion/${id}`, 1);
}

const statusIn = async (id: string) => {
  const one = await deployed.ports.cases.find(id);
  return one && statusOf(one);
};

const signIn = (flow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH', AuthParameters: Record<string, string>) =>
  people
    .send(new idp.InitiateAuthCommand({ ClientId: client, AuthFlow: flow, AuthParameters }))
    .then(({ AuthenticationResult }) => AuthenticationResult)
    .catch((error: Error) => error.name);

async function makePerson(Username: string): Promise<void> {
  await people.send(new idp.AdminCreateUserCommand({ UserPoolId: pool, Username, MessageAction: 'SUPPRESS' }));
  const request = { UserPoolId: pool, Username, Password: password, Permanent: true };
  await people.send(new idp.AdminSetUserPasswordCommand(request));
}

beforeAll(async () => {
  deployed = await deployContainment(cloud, name);
  const sqs = new SQSClient(cloud.clientConfig('sqs'));
  queue = (await sqs.send(new CreateQueueCommand({ QueueName: `${name}-contain` }))).QueueUrl ?? '';
  const { UserPool } = await people.send(new idp.CreateUserPoolCommand({ PoolName: name }));
  pool = UserPool?.Id ?? '';
  const { UserPoolClient } = await people.send(
    new idp.CreateUserPoolClientCommand({
      UserPoolId: pool,
      ClientName: name,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  client = UserPoolClient?.ClientId ?? '';
  ann = await makeUser('approve-ann', 'sts:AssumeRole');
  writeFileSync(
    config,
    stringify({
      tier: 'solo',
      mode: 'trial',
      name,
      organisation: { name: 'Lakeside' },
      account,
      region,
      availabilityZones: [`${region}a`],
      allowedRegions: [region],
      practices: [{ id: 'derm', name: 'Lakeside' }],
      contacts: { security: 'a@example.com', privacy: 'a@example.com' },
    }),
  );
  for (const [key, value] of Object.entries({ ...cloud.env, ...ann }))
    if (key.startsWith('AWS_')) process.env[key] = value;
});

afterAll(() => {
  process.env = mine;
  rmSync(folder, { recursive: true, force: true });
});

test('a person is signed out after an approval with a second factor, and let in again by a release', async () => {
  await makePerson('stolen-phone');
  const credentials = { USERNAME: 'stolen-phone', PASSWORD: password };
  const before = await signIn('USER_PASSWORD_AUTH', credentials);
  if (before === undefined || typeof before === 'string') throw new Error(`no sign-in: ${before}`);
  const refresh = { REFRESH_TOKEN: before.RefreshToken ?? '' };
  const id = await suspect('stolen', 'stolen-phone');
  expect(await statusIn(id)).toBe('asked');
  expect(await signIn('REFRESH_TOKEN_AUTH', refresh)).toHaveProperty('AccessToken');

  const listed = await asepsis('cases');
  // Reading the cases is a permission of its own: this person has none but to assume the approver's role.
  expect(listed.code).toBe(3);

  const approved = await asepsis('approve', id, '--serial', serial, '--code', '123456');
  expect(approved).toMatchObject({
    code: 0,
    said: expect.stringContaining(`Approved  by ${deployed.approver.id}:approve-ann`),
  });
  expect(await statusIn(id)).toBe('contained');
  expect(await signIn('USER_PASSWORD_AUTH', credentials)).toBe('NotAuthorizedException');
  expect(await signIn('REFRESH_TOKEN_AUTH', refresh)).toBe('NotAuthorizedException');

  const released = await asepsis('release', id, '--serial', serial, '--code', '123456');
  expect(released).toMatchObject({ code: 0, said: expect.stringContaining('The containment was taken back.') });
  expect(await signIn('USER_PASSWORD_AUTH', credentials)).toHaveProperty('AccessToken');
  // What was signed out stays signed out.
  expect(await signIn('REFRESH_TOKEN_AUTH', refresh)).toBe('NotAuthorizedException');
});

test('without a second factor nobody is an approver, and nothing is sent', async () => {
  await makePerson('no-factor');
  const id = await suspect('no-factor', 'no-factor');
  const { code, said } = await asepsis('approve', id);
  expect(code).toBe(3);
  expect(said).toContain('--serial');
  expect(await statusIn(id)).toBe('asked');
});

test('a decision that somebody else puts into the queue is no decision', async () => {
  await makePerson('forged');
  const id = await suspect('forged', 'forged');
  const eve = await makeUser('approve-eve', 'sqs:SendMessage');
  const credentials = { accessKeyId: eve.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: eve.AWS_SECRET_ACCESS_KEY ?? '' };
  const sqs = new SQSClient({ ...cloud.clientConfig('sqs'), credentials });
  await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: decision('approve', id) }));
  expect(await drain()).toEqual([expect.any(NotTheirs)]);
  expect(await statusIn(id)).toBe('asked');
});

test('the approver can make up no finding', async () => {
  const { Credentials } = await new STSClient(cloud.clientConfig('sts')).send(
    new AssumeRoleCommand({
      RoleArn: deployed.approver.arn,
      RoleSessionName: 'ann',
      SerialNumber: serial,
      TokenCode: '123456',
    }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const sqs = new SQSClient({ ...cloud.clientConfig('sqs'), credentials });
  await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: '{"detail-type":"Asepsis Clock"}' }));
  expect(await drain()).toEqual([expect.any(NotTheirs)]);
});

test.each([
  [
    'a case that is not there',
    ['approve', 'case-000000000000', '--serial', serial, '--code', '123456'],
    'there is no case',
  ],
  ['what is no id of a case', ['release', 'everything', '--serial', serial, '--code', '123456'], 'given the case'],
])('%s is bad input', async (_, args, why) => {
  const { code, said } = await asepsis(...args);
  expect(code).toBe(2);
  expect(said).toContain(why);
});

test('the cases are listed for who may read them', async () => {
  const id = await suspect('listed', 'nobody-of-that-name');
  process.env.AWS_ACCESS_KEY_ID = account;
  try {
    const { code, said } = await asepsis('cases', '--all');
    expect(code).toBe(0);
    expect(said).toContain(id);
    expect(said).toContain('the user is not here');
  } finally {
    process.env.AWS_ACCESS_KEY_ID = ann.AWS_ACCESS_KEY_ID;
  }
});
