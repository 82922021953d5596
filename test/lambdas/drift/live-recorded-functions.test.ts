/** What the emulators have of functions and secrets only in part, against answers in the shapes of AWS's API reference. */
import { lambdaFunctionLive } from '../../../lambdas/drift/live/lambda-function';
import { secretsmanagerSecretLive } from '../../../lambdas/drift/live/secretsmanager-secret';
import { lambdaFunctionControls } from '../../../lib/controls/lambda-function';
import type { FunctionState } from '../../../lib/resources/lambda-function';
import { readPolicy } from '../../../lib/resources/policy';
import type { Data } from '../../../lib/resources/value';
import { type Answer, type Call, type Recorded, recorded } from './recorded';
import { roundTrip } from './round-trip';

const account = '111122223333';
const name = 'planted';
const arn = `arn:aws:lambda:us-east-1:${account}:function:${name}`;
const signing = `arn:aws:lambda:us-east-1:${account}:code-signing-config:csc-0a1b2c3d`;
const boundary = `arn:aws:iam::${account}:policy/asepsis/boundary`;
const hash = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';
const absent: Answer = { status: 404, error: 'ResourceNotFoundException', body: { message: 'none' } };

let service: Recorded;
afterEach(() => service?.close());

/** A function that keeps what it is told about its policy and its signing. */
interface Told {
  statements: object[];
  config: string | undefined;
  untrusted: string;
  environment: object;
}

/** What the two updates of code signing ask for. */
interface Request {
  readonly CodeSigningConfigArn?: string;
  readonly CodeSigningPolicies?: { readonly UntrustedArtifactOnDeployment: string };
}

const role = `<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><RoleName>x</RoleName><PermissionsBoundary><PermissionsBoundaryArn>${boundary}</PermissionsBoundaryArn></PermissionsBoundary></Role></GetRoleResult></GetRoleResponse>`;

function answersOf(told: Told): Readonly<Record<string, (call: Call) => Answer>> {
  const configuration = () => ({
    body: {
      FunctionName: name,
      FunctionArn: arn,
      Role: `arn:aws:iam::${account}:role/asepsis/x`,
      CodeSha256: hash,
      Environment: told.environment,
    },
  });
  const policy = () => JSON.stringify({ Version: '2012-10-17', Statement: told.statements });
  const update = (change: (body: Request) => void) => (call: Call) => {
    change(JSON.parse(call.body) as Request);
    return {};
  };
  return {
    [`GET /2015-03-31/functions/${name}/configuration`]: configuration,
    [`GET /2019-09-30/functions/${name}/concurrency`]: () => ({}),
    [`GET /2015-03-31/functions/${name}/aliases`]: () => ({}),
    [`GET /2015-03-31/functions/${name}/versions`]: () => ({}),
    [`GET /2021-10-31/functions/${name}/urls`]: () => ({ body: { FunctionUrlConfigs: [] } }),
    [`GET /2017-03-31/tags/${arn}`]: () => ({ body: { Tags: {} } }),
    'POST /': () => ({ body: role }),
    'HEAD /assets/a.zip': () => ({ headers: { 'x-amz-checksum-sha256': hash, 'x-amz-checksum-type': 'FULL_OBJECT' } }),
    [`GET /2015-03-31/functions/${name}/policy`]: () =>
      told.statements.length === 0 ? absent : { body: { Policy: policy(), RevisionId: 'seen' } },
    [`GET /2020-06-30/functions/${name}/code-signing-config`]: () =>
      told.config === undefined ? {} : { body: { FunctionName: name, CodeSigningConfigArn: told.config } },
    [`PUT /2020-06-30/functions/${name}/code-signing-config`]: update(({ CodeSigningConfigArn }) => {
      told.config = CodeSigningConfigArn;
    }),
    [`GET /2020-04-22/code-signing-configs/${signing}`]: () => ({
      body: { CodeSigningConfig: { CodeSigningPolicies: { UntrustedArtifactOnDeployment: told.untrusted } } },
    }),
    [`PUT /2020-04-22/code-signing-configs/${signing}`]: update(({ CodeSigningPolicies }) => {
      told.untrusted = CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? '';
    }),
  };
}

async function serve(told: Partial<Told>, more: Readonly<Record<string, (call: Call) => Answer>> = {}) {
  const whole = { statements: [], config: undefined, untrusted: 'Enforce', environment: { Variables: {} }, ...told };
  const answers = { ...answersOf(whole), ...more };
  service = await recorded((call) => {
    const answer = answers[`${call.method} ${call.path}`];
    const message = `no answer is recorded for ${call.method} ${call.path} ${call.body}`;
    return answer ? answer(call) : { status: 400, error: 'ValidationException', body: { message } };
  });
  return { live: lambdaFunctionLive.open(service.sdk), told: whole };
}

/** What is there, with what is declared otherwise. */
async function declaring(live: ReturnType<typeof lambdaFunctionLive.open>, change: Partial<FunctionState>) {
  const state = await live.read(name);
  if (!state) throw new Error('the function is not there');
  return { ...state, ...change };
}

describe('code signing (recorded answers: no emulator keeps its configurations)', () => {
  test.each<[string, Partial<Told>, readonly string[]]>([
    ['that only reports', { config: signing, untrusted: 'Warn' }, ['signing.untrusted']],
    ['that was taken away', {}, ['signing.config', 'signing.untrusted']],
  ])('%s is enforced again', async (_name, told, expected) => {
    const { live } = await serve(told);
    const declared = await declaring(live, { signing: { config: signing, untrusted: 'Enforce' } });
    const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, name);
    expect(broken).toEqual(expected);
    expect(after.differences).toEqual([]);
  });

  test('that only reports violates lambda.function.code-signing, and no more once it is put back', async () => {
    const control = lambdaFunctionControls.find(({ id }) => id === 'lambda.function.code-signing');
    const { live } = await serve({ config: signing, untrusted: 'Warn' });
    const status = async () => control?.evaluate((await live.read(name)) as never).status;
    expect(await status()).toBe('violated');
    const declared = await declaring(live, { signing: { config: signing, untrusted: 'Enforce' } });
    await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, name);
    expect(await status()).toBe('compliant');
    const written = service.calls.filter(({ method }) => method === 'PUT');
    expect(written.map(({ path }) => path)).toEqual([`/2020-04-22/code-signing-configs/${signing}`]);
  });
});

describe('statements without an id (recorded answers: no emulator writes whole policies)', () => {
  const statement = (Principal: Data, more: Readonly<Record<string, Data>> = {}) => ({
    Effect: 'Allow',
    Principal,
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    ...more,
  });
  const kept = statement({ AWS: `arn:aws:iam::${account}:root` }, { Sid: 'kept' });

  test('the policy is written again without them, if it is still the one that was read', async () => {
    const written: Record<string, unknown>[] = [];
    const { live, told } = await serve(
      { statements: [kept, statement('*')] },
      {
        [`PUT /2026-07-09/resource-policy/${arn}`]: ({ body }) => {
          const request = JSON.parse(body) as { Policy: string };
          written.push(request);
          told.statements = JSON.parse(request.Policy).Statement;
          return { body: request };
        },
      },
    );
    const state = await live.read(name);
    const policy = readPolicy({ Statement: [statement({ AWS: account })] });
    const statements = 'statements' in policy ? policy.statements.map((one) => ({ ...one, resources: [] })) : [];
    const declared = await declaring(live, { access: { policy: { statements }, ids: ['kept'] } });
    expect(state?.access.ids).toEqual(['kept', undefined]);
    const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, name);
    expect(broken).toEqual(['access.policy']);
    expect(after.differences).toEqual([]);
    expect(told.statements).toEqual([kept]);
    expect(written).toHaveLength(1);
  });

  test('a policy of nothing else is deleted', async () => {
    const { live, told } = await serve(
      { statements: [statement('*')] },
      {
        [`DELETE /2026-07-09/resource-policy/${arn}`]: () => {
          told.statements = [];
          return { status: 204 };
        },
      },
    );
    const declared = await declaring(live, { access: { policy: { statements: [] }, ids: [] } });
    const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, name);
    expect(broken).toEqual(['access.policy']);
    expect(after.differences).toEqual([]);
  });
});

test('an environment under a key that may not be used is unknown: neither compared nor put back', async () => {
  const { live } = await serve({ environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'no' } } });
  const declared = await declaring(live, { environment: { PRACTICE: 'derm' } });
  const { broken, after } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, name);
  expect(broken).toEqual([]);
  expect(after.undecided).toEqual([{ path: 'environment', why: expect.stringContaining('AccessDeniedException') }]);
});

test('code is compared by the checksum that CDK stores with its object, without a download', async () => {
  const { live } = await serve({});
  const declared = await declaring(live, { code: 's3://assets/a.zip' });
  const { broken } = await roundTrip({ kind: lambdaFunctionLive.kind, live, declared }, name);
  expect(broken).toEqual([]);
  expect(service.calls.filter(({ path }) => path === '/assets/a.zip').map(({ method }) => method)).toContain('HEAD');
  expect(service.calls.filter(({ method, path }) => method === 'GET' && path === '/assets/a.zip')).toEqual([]);
});

test('a rotation that nobody declared is cancelled (recorded answers: no emulator cancels)', async () => {
  const secret = { ARN: `arn:aws:secretsmanager:us-east-1:${account}:secret:planted`, RotationEnabled: true };
  service = await recorded(({ body }) => {
    const { SecretId } = JSON.parse(body) as { SecretId: string };
    if (service.calls.at(-1)?.target?.endsWith('.CancelRotateSecret')) secret.RotationEnabled = false;
    return { body: { ...secret, SecretId } };
  });
  const live = secretsmanagerSecretLive.open(service.sdk);
  const state = await live.read(secret.ARN);
  if (!state) throw new Error('the secret is not there');
  const rotation = { enabled: false, schedule: undefined, function: undefined };
  const { broken, after } = await roundTrip(
    { kind: secretsmanagerSecretLive.kind, live, declared: { ...state, rotation } },
    secret.ARN,
  );
  expect(broken).toEqual(['rotation.enabled']);
  expect(after.differences).toEqual([]);
});
