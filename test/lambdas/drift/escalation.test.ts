/** What no fix mends: a person is told once, with the way back where there is one, and nothing is tried in vain. */
import { wouldDelete } from '../../../lambdas/drift/live/would-delete';
import { messageOf } from '../../../lambdas/drift/message';
import { sdkError } from './fake-cloud';
import { deploymentOf, keyId, smallStack, smallTemplates, soundKey } from './fake-deployment';
import { stopRotation, visit } from './fake-messages';
import { FakeWorld } from './fake-world';

const refusal = () => wouldDelete('a retention of 90 days on group', 'Set it by hand');
const broken = (): FakeWorld => {
  const world = new FakeWorld();
  world.break('kms.key', keyId, { rotationEnabled: false });
  return world;
};
const puts = (world: FakeWorld) => world.calls.filter((one) => one.startsWith('put')).length;
const text = (world: FakeWorld) => messageOf(world.told[0] as (typeof world.told)[0], () => '').text;

describe('a put that would delete what exists', () => {
  test('ends as an alarm that says what to do, and its message does not come again', async () => {
    const world = broken();
    world.fail('put', refusal());
    const [result] = await world.send(stopRotation());
    expect(result).toMatchObject({ did: 'recorded', record: { outcome: 'alarmed', refused: true, notified: true } });
    expect(world.records()).toHaveLength(1);
    expect(world.records()[0]).toMatchObject({
      why: 'a retention of 90 days on group: refused, since it would delete records that exist. Set it by hand',
      changes: [],
    });
    expect(world.records()[0]).not.toHaveProperty('undo');
    expect(world.told).toHaveLength(1);
    expect(text(world)).toContain('Nothing was changed');
    expect(world.counts).toEqual({ alarmed: 1 });
  });

  test('keeps no other property from being put back, and that can be undone', async () => {
    const world = broken();
    world.break('kms.key', keyId, { tags: {} });
    world.fail('put', refusal());
    await world.send(visit());
    const [record] = world.records();
    expect(record).toMatchObject({ outcome: 'alarmed', undo: expect.stringContaining('undo'), refused: true });
    expect(record?.changes.map(({ path }) => path)).toEqual(['tags']);
    expect(puts(world)).toBe(2);
    expect(text(world)).toContain('what else differed was put back');
  });

  test('is not tried again by a sweep that finds the same, nor told again', async () => {
    const world = broken();
    world.fail('put', refusal(), 5);
    await world.send(stopRotation());
    await world.send(visit());
    await world.send(visit());
    expect(puts(world)).toBe(1);
    expect(world.records()).toHaveLength(1);
    expect(world.told).toHaveLength(1);
  });

  test('is tried again once something else is wrong as well', async () => {
    const world = broken();
    world.fail('put', refusal());
    await world.send(stopRotation());
    world.break('kms.key', keyId, { enabled: false });
    await world.send(visit());
    expect(world.records('fixed')).toHaveLength(1);
    expect(world.at('kms.key', keyId, 'rotationEnabled')).toBe(true);
  });

  test('is not mistaken for any other failure, which comes again', async () => {
    const world = broken();
    world.fail('put', sdkError('ThrottlingException'));
    await expect(world.send(stopRotation())).rejects.toThrow('ThrottlingException');
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['failed']);
  });
});

describe('what was deleted and would have another id', () => {
  const deleted = (key = soundKey) => {
    const world = new FakeWorld(deploymentOf(smallTemplates(key)));
    world.live.delete(`kms.key ${keyId}`);
    return world;
  };

  test('is told with a change set of its stack that is ready to run', async () => {
    const world = deleted();
    await world.send(stopRotation());
    const [record] = world.records();
    expect(record).toMatchObject({
      outcome: 'alarmed',
      wayBack: { changeSet: `${smallStack}/${record?.id}`, run: `run ${smallStack}` },
    });
    expect(world.calls.filter((one) => one.startsWith('wayBack'))).toEqual([`wayBack ${smallStack}`]);
    expect(text(world)).toMatch(/waits for you.*\n\s+look at lakeside-derm\n\s+run lakeside-derm/);
  });

  test('is told without one where none could be made, and why', async () => {
    const world = deleted();
    world.fail('wayBack', sdkError('LimitExceededException'));
    await world.send(stopRotation());
    expect(world.records()[0]?.wayBack).toEqual({ missing: expect.stringContaining('LimitExceededException') });
    expect(text(world)).toContain('none was made: LimitExceededException');
  });

  test('gets no second one by a sweep that finds the same', async () => {
    const world = deleted();
    await world.send(stopRotation());
    await world.send(visit());
    expect(world.calls.filter((one) => one.startsWith('wayBack'))).toHaveLength(1);
  });

  test.each<[string, FakeWorld, (world: FakeWorld) => void]>([
    ['fixes are stopped', deleted(), (world) => Object.assign(world, { settings: { stop: true, modes: {} } })],
    ['a containment holds it', deleted(), (world) => world.hold('kms.key', keyId, 'policy', new Date('2027-01-01'))],
    [
      'what is declared is itself too weak',
      deleted({ ...soundKey, Properties: { ...soundKey.Properties, EnableKeyRotation: false } }),
      () => undefined,
    ],
    ['the settings cannot be read', deleted(), (world) => Object.assign(world, { settings: undefined })],
  ])('gets none where %s', async (_name, world, set) => {
    set(world);
    await world.send(stopRotation());
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['alarmed']);
    expect(world.calls.filter((one) => one.startsWith('wayBack'))).toEqual([]);
    expect(text(world)).not.toContain('Way back');
  });
});
