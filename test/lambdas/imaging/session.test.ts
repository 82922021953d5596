import { Readable } from 'node:stream';
import { STSClient } from '@aws-sdk/client-sts';
import { openStoreWith, sessionPolicy } from '../../../lambdas/imaging/session';
import type { SessionRequest } from '../../../lambdas/imaging/store';

const settings = {
  bucket: 'lakeside-derm-phi',
  keyArn: 'arn:aws:kms:us-east-1:111122223333:key/k',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::111122223333:role/asepsis/lakeside-clinician',
  sessionSeconds: 900,
};
const session: SessionRequest = {
  person: 'person-1',
  practice: 'derm',
  group: 'clinician',
  action: 'read',
  key: 'images/1',
};

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** Stands for the network: the SDK's own serializers and signers run, and the answer is given here. */
function network(
  answers: readonly { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }[],
) {
  const sent: Sent[] = [];
  const handle = async (request: Sent) => {
    const { status, body, headers } = answers[Math.min(sent.length, answers.length - 1)] ?? { status: 500, body: '' };
    sent.push(request);
    return { response: { statusCode: status, headers: headers ?? {}, body: Readable.from([Buffer.from(body)]) } };
  };
  return { sent, requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' }, destroy: () => undefined } };
}
const credentials = { accessKeyId: 'A', secretAccessKey: 'B' };
const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIASESSION</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

const open = (stsBody: string, s3: ReturnType<typeof network>) => {
  const sts = network([{ status: 200, body: stsBody }]);
  const clients = {
    sts: new STSClient({ region: 'us-east-1', credentials, requestHandler: sts.requestHandler }),
    s3: { requestHandler: s3.requestHandler, maxAttempts: 1 },
  };
  return { sts, store: (one: SessionRequest) => openStoreWith(clients, settings)(one) };
};

test('the session is the person: tags, and a policy of one action on one object', async () => {
  const { sts, store } = open(assumed, network([]));
  await store(session);
  const form = new URLSearchParams(String(sts.sent[0]?.body));
  expect(Object.fromEntries(form)).toMatchObject({
    Action: 'AssumeRole',
    RoleArn: settings.roleArn,
    RoleSessionName: 'person-1',
    DurationSeconds: '900',
    'Tags.member.1.Key': 'practice',
    'Tags.member.1.Value': 'derm',
    'Tags.member.2.Key': 'group',
    'Tags.member.2.Value': 'clinician',
    'Tags.member.3.Key': 'person',
    'Tags.member.3.Value': 'person-1',
  });
  expect(JSON.parse(form.get('Policy') ?? '').Statement).toEqual([
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::lakeside-derm-phi/images/1' },
    {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: settings.keyArn,
      Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
    },
  ]);
});

test('a session for storing cannot read', () => {
  expect(sessionPolicy({ ...session, action: 'store' }, settings)).not.toMatch(/GetObject|Decrypt|\*/);
});

test('stores with the session, without overwriting and without naming a key', async () => {
  const s3 = network([{ status: 200, body: '' }]);
  const image = { content: Buffer.from('image'), contentType: 'image/png' };
  await expect((await open(assumed, s3).store({ ...session, action: 'store' })).put(image)).resolves.toBe('stored');
  const { headers, method, path } = s3.sent[0] ?? { headers: {}, method: '', path: '' };
  expect([method, path, headers['if-none-match'], headers['content-type']]).toEqual([
    'PUT',
    '/images/1',
    '*',
    'image/png',
  ]);
  expect(headers.authorization).toContain('ASIASESSION');
  expect(Object.keys(headers).join()).not.toContain('server-side-encryption');
});

test.each([
  [412, 'exists'],
  [409, 'exists'],
])('HTTP %i on a put means %s', async (status, outcome) => {
  const { store } = open(assumed, network([{ status, body: '<Error><Code>PreconditionFailed</Code></Error>' }]));
  await expect(
    (await store({ ...session, action: 'store' })).put({ content: Buffer.from('x'), contentType: 'image/png' }),
  ).resolves.toBe(outcome);
});

test('reads content and type', async () => {
  const { store } = open(assumed, network([{ status: 200, body: 'image', headers: { 'content-type': 'image/png' } }]));
  const image = await (await store(session)).get();
  expect(Buffer.from(image?.content ?? []).toString()).toBe('image');
  expect(image?.contentType).toBe('image/png');
});

test.each([403, 404])('HTTP %i on a read means that there is nothing for this person', async (status) => {
  const { store } = open(assumed, network([{ status, body: '<Error><Code>AccessDenied</Code></Error>' }]));
  await expect((await store(session)).get()).resolves.toBeUndefined();
});

test('other failures are failures', async () => {
  const { store } = open(assumed, network([{ status: 500, body: '<Error><Code>InternalError</Code></Error>' }]));
  const opened = await store(session);
  await expect(opened.get()).rejects.toThrow();
  await expect(opened.put({ content: Buffer.from('x'), contentType: 'image/png' })).rejects.toThrow();
});

test('no credentials, no store', async () => {
  const empty = '<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>';
  await expect(open(empty, network([])).store(session)).rejects.toThrow('no credentials');
});
