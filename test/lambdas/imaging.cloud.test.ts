/** The fortress has a door: clinicians of two practices sign in with a second factor, and each reaches their own images. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { buildApp } from '../../lib/app';
import { blueprintOf } from '../../lib/stacks/blueprint';
import { type LocalCloud, startLocalCloud } from '../../local/cloud';
import { deployLocally } from '../../local/deploy';
import { testConfig } from '../configs';
import { type Directory, enrol, type Person, signIn, type Tokens, totp } from '../workload/sign-in';
import { images } from './imaging/events';

const config = testConfig('solo', 'trial', {
  name: 'door',
  practices: [
    { id: 'derm', name: 'Dermatology' },
    { id: 'ortho', name: 'Orthopaedics' },
  ],
});
const { names } = blueprintOf(config);

const people = {
  dermClinician: { username: 'derm.clinician', practice: 'derm', group: 'clinician' },
  orthoClinician: { username: 'ortho.clinician', practice: 'ortho', group: 'clinician' },
  dermBilling: { username: 'derm.billing', practice: 'derm', group: 'billing' },
} satisfies Record<string, Person>;

type Name = keyof typeof people;

interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

let cloud: LocalCloud;
let directory: Directory;
let folder: string;
const urls = new Map<string, string>();
const secrets = new Map<Name, string>();
const tokens = new Map<Name, Tokens>();

const tokenOf = (name: Name) => tokens.get(name)?.id ?? '';

/** One call to a practice's API, at the emulator's address: names below localhost do not resolve everywhere. */
function call(practice: string, method: 'GET' | 'PUT', id: string, token: string | undefined, content?: Buffer, type = 'image/png'): Promise<Reply> {
  const api = /^https:\/\/([^.]+)\./.exec(urls.get(practice) ?? '')?.[1] ?? '';
  const { hostname, port } = new URL(cloud.endpoints.ministack);
  const headers = {
    host: `${api}.execute-api.localhost:${port}`,
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(content ? { 'content-type': type, 'content-length': content.length } : {}),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: `/images/${id}`, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(content);
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-door-'));
  const assemblyDir = join(folder, 'cdk.out');
  buildApp(config, { outdir: assemblyDir }).synth();
  cloud = await startLocalCloud({ account: config.account, region: config.region });
  const { stacks } = await deployLocally({ assemblyDir, cloud });
  const outputs = (stack: string) => stacks.find((one) => one.stack.endsWith(stack))?.outputs ?? {};
  for (const { id } of config.practices) urls.set(id, outputs(`practice-${id}`).ImagingUrl ?? '');
  const { ClientId: clientId = '', UserPoolId: userPoolId = '' } = outputs('identity');
  directory = { cognito: new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider')), clientId, userPoolId };
  for (const [name, person] of Object.entries(people) as [Name, Person][]) {
    const secret = await enrol(directory, person);
    secrets.set(name, secret);
    tokens.set(name, await signIn(directory, person.username, () => totp(secret)));
  }
}, 600_000);

afterAll(async () => {
  await cloud?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('signing in', () => {
  test('asks for the second factor, and the token carries practice and group', () => {
    expect(tokens.get('dermClinician')?.challenges).toEqual(['PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA']);
    const claims = JSON.parse(Buffer.from(tokenOf('dermClinician').split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ 'custom:practice': 'derm', practice: 'derm', group: 'clinician' });
  });

  test('with a wrong code gives no token', async () => {
    const wrong = () => totp(secrets.get('dermClinician') ?? '', Date.now() - 86_400_000);
    await expect(signIn(directory, people.dermClinician.username, wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });
});

describe('images', () => {
  const id = randomUUID();

  test('a clinician stores one and reads it back, byte for byte', async () => {
    expect(await call('derm', 'PUT', id, tokenOf('dermClinician'), images['image/png'])).toMatchObject({ status: 201 });
    const { body, status } = await call('derm', 'GET', id, tokenOf('dermClinician'));
    expect([status, body.equals(images['image/png'])]).toEqual([200, true]);
  });

  test('it stands in the bucket of the practice, encrypted under its key', async () => {
    const s3 = new S3Client({ ...cloud.clientConfig('s3'), forcePathStyle: true });
    const stored = await s3.send(new GetObjectCommand({ Bucket: names.store('derm', 'phi'), Key: `images/${id}` }));
    expect(stored).toMatchObject({ ContentType: 'image/png', ServerSideEncryption: 'aws:kms' });
  });

  test('it is not overwritten', async () => {
    expect(await call('derm', 'PUT', id, tokenOf('dermClinician'), images['image/png'])).toMatchObject({ status: 409 });
  });

  test.each<[string, string, Name | undefined, number]>([
    ["another practice's clinician", 'derm', 'orthoClinician', 403],
    ["this practice's clinician at another practice", 'ortho', 'dermClinician', 403],
    ['another group of this practice', 'derm', 'dermBilling', 403],
    ['nobody in particular', 'derm', undefined, 401],
  ])('%s is refused', async (_, practice, name, status) => {
    const token = name && tokenOf(name);
    expect(await call(practice, 'GET', id, token)).toMatchObject({ status });
    expect(await call(practice, 'PUT', randomUUID(), token, images['image/png'])).toMatchObject({ status });
  });

  test('a token that was tampered with is refused, and so is an access token', async () => {
    const [head = '', body = '', signature = ''] = tokenOf('orthoClinician').split('.');
    const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replaceAll('ortho', 'derm')).toString('base64url');
    expect(await call('derm', 'GET', id, [head, forged, signature].join('.'))).toMatchObject({ status: 401 });
    expect(await call('derm', 'GET', id, tokens.get('dermClinician')?.access)).toMatchObject({ status: 401 });
  });

  test('what is no image is refused', async () => {
    expect(await call('derm', 'PUT', randomUUID(), tokenOf('dermClinician'), Buffer.from('<script>'))).toMatchObject({ status: 415 });
  });
});
