/**
 * Every put is made once, against clients that only write down what they are asked: what it calls is what the credentials
 * of its fix allow. The drill holds the same against what is really called; here it costs no cloud.
 */
import { KMSClient } from '@aws-sdk/client-kms';
import { Route53ResolverClient } from '@aws-sdk/client-route53resolver';
import { liveKinds } from '../../../lambdas/drift/live';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import { controls } from '../../../lib/controls';
import { guardedPaths } from '../../../lib/controls/guards';
import { actionsOf } from '../../../lib/drift/permissions';
import { makingActions, wholeResource } from '../../../lib/drift/promises';
import { AsepsisError } from '../../../lib/errors';
import { actionOf } from '../../../local/drill/iam-actions';
import { deploymentOf } from './fake-deployment';
import { FakeWorld } from './fake-world';
import { wholeDeployment } from './whole-deployment';

interface Client {
  readonly config: { readonly serviceId: string };
}
interface Sending {
  send(this: Client, command: object): Promise<unknown>;
}

/** What clients of the SDK inherit `send` from; one package is of an older make. */
const bases = [KMSClient, Route53ResolverClient].map((one) => Object.getPrototypeOf(one.prototype) as Sending);

/** Suffix of the SDK package that a client's service id belongs to. */
const packageOf = (serviceId: string): string => serviceId.toLowerCase().replaceAll(' ', '-');

/** Answers that have what the puts look for: one of each. */
const answer = {
  LastUpdateStatus: 'Successful',
  State: 'Active',
  UserPool: { Id: 'pool', Arn: 'arn' },
  UserPoolClient: { ClientId: 'client' },
  IdentityProvider: { ProviderDetails: {} },
  SecurityGroups: [
    { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: '-1' }], IpPermissionsEgress: [{ IpProtocol: '-1' }] },
  ],
  Subscriptions: [{ Endpoint: 'a@example.com', Protocol: 'email', SubscriptionArn: 'arn:aws:sns:us-east-1:1:a:b' }],
  ConfigurationRecorders: [{ name: 'default' }],
  DeliveryChannels: [{ name: 'default' }],
};

const asked: string[] = [];

beforeAll(() => {
  for (const base of bases)
    jest.spyOn(base, 'send').mockImplementation(function (this: Client, command: object) {
      const name = command.constructor.name.replace(/Command$/, '');
      asked.push(actionOf(packageOf(this.config.serviceId), name));
      return Promise.resolve(answer);
    });
});
afterAll(() => jest.restoreAllMocks());

/** Something else than a value, of the same sort. */
function otherwise(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [];
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'object' || value === null) return value;
  // Of the same shape, with its lists empty.
  return {
    ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, Array.isArray(one) ? [] : one])),
    else: 'so',
  };
}

function changedAt(state: object, path: string): object {
  const copy = structuredClone(state) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const node = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  node[last] = otherwise(node[last]);
  return copy;
}

const world = new FakeWorld(deploymentOf(wholeDeployment()));

/** Each put of each kind that the deployment has. */
const cases = liveKinds.flatMap((kind) => {
  const name = [...world.live.keys()].find((key) => key.startsWith(`${kind.kind.name} `));
  const declared = name === undefined ? undefined : world.live.get(name);
  if (name === undefined || declared === undefined) return [];
  const physicalId = name.slice(kind.kind.name.length + 1);
  return Object.keys(open(kind).puts).map((path) => ({ kind, path, physicalId, declared }));
});

function open(kind: LiveKind<unknown>) {
  return kind.open(() => ({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }));
}

/** Each kind that is made anew, by one of the deployment's. */
const deleted = [...new Map(cases.map((one) => [one.kind, one])).values()].filter(
  ({ kind }) => open(kind).recreate !== undefined,
);

/** What the fix of one path is given: its controls' actions, or those of the whole kind where none asks for it. */
function allowed({ declared, kind, path }: (typeof cases)[number]): readonly string[] {
  const enforced = controls.filter(({ fix, resource }) => resource.name === kind.kind.name && fix.mode === 'enforce');
  const guarding = enforced.filter((control) => guardedPaths(control, declared).includes(path));
  return actionsOf(kind.kind.name, guarding.length > 0 ? guarding : enforced, [path]);
}

test('most kinds are here', () => {
  expect(new Set(cases.map(({ kind }) => kind.kind.name)).size).toBeGreaterThanOrEqual(18);
});

test('a policy of a table where none is declared is deleted, as it may be', async () => {
  const table = cases.find(({ kind, path }) => kind.kind.name === 'dynamodb.table' && path === 'policy');
  if (!table) throw new Error('no table');
  const declared = { ...(table.declared as object), policy: { statements: [] } };
  asked.length = 0;
  await open(table.kind).puts.policy?.(table.physicalId, declared, table.declared);
  expect(asked).toContain('dynamodb:DeleteResourcePolicy');
  expect(allowed({ ...table, declared })).toEqual(expect.arrayContaining([...asked]));
});

test.each(cases.map((one) => [one.kind.kind.name, one.path, one] as const))(
  '%s %s calls what it may',
  async (_kind, path, one) => {
    asked.length = 0;
    const put = open(one.kind).puts[path];
    // One that would delete records refuses, after it has looked.
    await put?.(one.physicalId, one.declared, changedAt(one.declared, path))?.catch((error: unknown) => {
      if (!(error instanceof AsepsisError && error.code === 'FIX_WOULD_DELETE')) throw error;
    });
    const may = new Set(allowed(one));
    expect([...new Set(asked)].filter((action) => !may.has(action))).toEqual([]);
  },
);

describe('making anew', () => {
  test('is said of the kinds that can be', () => {
    expect(deleted.map(({ kind }) => kind.kind.name).sort()).toEqual(Object.keys(makingActions).sort());
  });

  test.each(deleted.map((one) => [one.kind.kind.name, one] as const))(
    '%s calls what it may, and a fix of one path may not',
    async (name, { declared, kind, physicalId }) => {
      asked.length = 0;
      await open(kind).recreate?.(physicalId, declared);
      const paths = Object.keys(open(kind).puts);
      const own = controls.filter(({ resource }) => resource.name === name);
      const may = new Set(actionsOf(name, own, [wholeResource, ...paths]));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((action) => !may.has(action))).toEqual([]);
      const ofPaths = new Set(actionsOf(name, own, paths));
      expect((makingActions[name] ?? []).filter((action) => ofPaths.has(action))).toEqual([]);
    },
  );
});
