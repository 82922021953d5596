/** Whose call it is: our own fixes come back as events, and so does whoever has got hold of their role. */
import { sdkError } from './fake-cloud';
import { keyId } from './fake-deployment';
import { call, stopRotation } from './fake-messages';
import { FakeWorld } from './fake-world';

const broken = (world = new FakeWorld()): FakeWorld => {
  world.break('kms.key', keyId, { rotationEnabled: false });
  return world;
};
const rotates = (world: FakeWorld) => world.at('kms.key', keyId, 'rotationEnabled');

describe('a call in the name of our fixers', () => {
  const by = (session: string, more: object = {}, account = '111122223333') => ({
    ...more,
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${account}:assumed-role/lakeside-drift-data-fixer/${session}`,
    },
  });
  const fixed = async () => {
    const world = broken();
    await world.send(stopRotation());
    return { world, session: `fix-${world.records()[0]?.id}` };
  };
  const rotating = (session: string, more: object = {}, account?: string) =>
    call('kms:EnableKeyRotation', { keyId }, by(session, more, account));

  test('that a record vouches for is our own, and is left at that', async () => {
    const { session, world } = await fixed();
    const before = world.calls.length;
    expect(await world.send(rotating(session))).toEqual([]);
    expect(world.calls.slice(before)).toEqual(['deployment', expect.stringContaining('find')]);
  });

  test.each([
    ['without a record', 'fix-20261124T200000000Z-deadbeef', {}],
    ['with a name of its own', 'mallory', {}],
    ['long after the fix', undefined, { eventTime: '2026-11-24T20:30:00Z' }],
    ['before the fix', undefined, { eventTime: '2026-11-24T19:30:00Z' }],
  ])('%s is an impostor: critical', async (_name, name, more) => {
    const { session, world } = await fixed();
    await world.send(rotating(name ?? session, more));
    expect(world.told.at(-1)).toMatchObject({ outcome: 'alarmed', severity: 'critical' });
    expect(world.told.at(-1)?.why).toMatch(/in other hands/);
  });

  test('about another resource than the record is an impostor, and its doing is undone', async () => {
    const { session, world } = await fixed();
    world.break('kms.key', 'key-other', { rotationEnabled: false });
    await world.send(call('kms:DisableKeyRotation', { keyId: 'key-other' }, by(session)));
    expect(world.told.map(({ severity }) => severity)).toEqual(['high', 'critical', 'high']);
    expect(world.at('kms.key', 'key-other', 'rotationEnabled')).toBe(true);
  });

  test('that is refused is an impostor all the same', async () => {
    const world = new FakeWorld();
    await world.send(rotating('mallory', { errorCode: 'AccessDenied' }));
    expect(world.told).toMatchObject([{ severity: 'critical' }]);
    expect(world.calls.some((one) => one.startsWith('read'))).toBe(false);
  });

  test('of a role of the same name in another account is just a call', async () => {
    const { session, world } = await fixed();
    broken(world);
    await world.send(rotating(session, {}, '999988887777'));
    expect(rotates(world)).toBe(true);
    expect(world.told.map(({ severity }) => severity)).toEqual(['high', 'high']);
  });

  test('is told of once, however often the message comes', async () => {
    const world = new FakeWorld();
    world.fail('read', sdkError('ThrottlingException'), 3);
    const message = rotating('mallory');
    for (let time = 0; time < 3; time += 1) await expect(world.send(message)).rejects.toThrow();
    await world.send(message);
    expect(world.told).toHaveLength(1);
  });

  test('where the records cannot be read is not judged', async () => {
    const { session, world } = await fixed();
    world.fail('find', sdkError('InternalServerError'));
    await expect(world.send(rotating(session))).rejects.toThrow(/InternalServerError/);
    expect(world.told).toHaveLength(1);
  });
});
