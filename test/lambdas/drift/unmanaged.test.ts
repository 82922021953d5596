/** What stands in no stack of ours is told of once, and never touched. */
import { unmanagedReason } from '../../../lambdas/drift/unmanaged';
import { deploymentOf, keyId, smallTemplates } from './fake-deployment';
import { call, stopRotation } from './fake-messages';
import { FakeWorld } from './fake-world';

const family = (world = new FakeWorld()): FakeWorld => {
  Object.assign(world.watch, { tellsUnmanaged: true });
  return world;
};
const theirs = (change: Readonly<Record<string, unknown>> = {}) =>
  call('kms:DisableKeyRotation', { keyId: 'key-of-somebody-else' }, change);

test('a key of somebody else: told, not read, not changed', async () => {
  const world = family();
  await world.send(theirs());
  expect(world.told).toMatchObject([
    {
      outcome: 'reported',
      severity: 'low',
      why: unmanagedReason,
      resource: { kind: 'kms.key', physicalId: 'key-of-somebody-else' },
      changes: [],
    },
  ]);
  expect(world.calls.filter((one) => one.startsWith('read') || one.startsWith('put'))).toEqual([]);
  expect(world.fixers).toEqual([]);
});

test('it is told once, however often it is changed and by whom', async () => {
  const world = family();
  await world.send(theirs());
  world.pass(3 * 3_600_000);
  await world.send(theirs({ userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/another' } }));
  expect(world.told).toHaveLength(1);
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['what a service does for others', { sourceIPAddress: 'cloudformation.amazonaws.com' }],
  ['what was refused', { errorCode: 'AccessDenied' }],
  ['an id that is none', { requestParameters: { keyId: 'x y<script>' } }],
  ['no id at all', { requestParameters: {} }],
])('%s is not told', async (_, change) => {
  const world = family();
  await world.send(theirs(change));
  expect(world.told).toEqual([]);
});

test('while a stack changes, nothing is taken for a stranger’s', async () => {
  const deployment = deploymentOf(smallTemplates());
  const world = family(new FakeWorld({ ...deployment, statuses: new Map([['lakeside-derm', 'UPDATE_IN_PROGRESS']]) }));
  await world.send(theirs());
  expect(world.told).toEqual([]);
});

test('where all its controls are off, nobody wants to hear of it', async () => {
  const world = family();
  const ids = world.watch.controls.filter(({ resource }) => resource.name === 'kms.key').map(({ id }) => id);
  world.settings = { stop: false, modes: Object.fromEntries(ids.map((id) => [id, 'off' as const])) };
  await world.send(theirs());
  expect(world.told).toEqual([]);
});

test('the second path leaves it to the families', async () => {
  const world = new FakeWorld();
  await world.send(theirs());
  expect(world.told).toEqual([]);
});

test('what is ours is put right as before, and not told as a stranger’s', async () => {
  const world = family();
  world.break('kms.key', keyId, { rotationEnabled: false });
  await world.send(stopRotation());
  expect(world.told.map(({ outcome }) => outcome)).toEqual(['fixed']);
});
