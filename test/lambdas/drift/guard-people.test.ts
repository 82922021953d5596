/** The loop around one resource, in a world where everything that can go wrong does. */
import { sdkError } from './fake-cloud';
import { deploymentOf, keyId, smallTemplates, soundKey } from './fake-deployment';
import { stopRotation, visit } from './fake-messages';
import { FakeWorld } from './fake-world';

const broken = (world = new FakeWorld()): FakeWorld => {
  world.break('kms.key', keyId, { rotationEnabled: false });
  return world;
};
const rotates = (world: FakeWorld) => world.at('kms.key', keyId, 'rotationEnabled');
const puts = (world: FakeWorld) => world.calls.filter((one) => one.startsWith('put'));

describe('telling', () => {
  test('that fails leaves the fix and its record as they are, and is made up for', async () => {
    const world = broken();
    world.fail('tell', sdkError('KMSAccessDeniedException'));
    const message = stopRotation();
    await expect(world.send(message)).rejects.toThrow(/KMSAccessDenied/);
    expect(rotates(world)).toBe(true);
    const wanted = { outcome: 'fixed', changes: [{ before: false, after: true }] };
    expect(world.records()).toMatchObject([{ ...wanted, notified: false }]);
    await world.send(message);
    expect(world.records()).toMatchObject([{ ...wanted, notified: true }]);
    expect(world.told).toHaveLength(1);
  });

  test('that fails for hours keeps nothing from being fixed', async () => {
    const world = broken();
    world.fail('tell', sdkError('EndpointError'), 20);
    await expect(world.send(stopRotation())).rejects.toThrow(/EndpointError/);
    world.break('kms.key', keyId, { rotationEnabled: false });
    await expect(world.send(stopRotation())).rejects.toThrow(/EndpointError/);
    expect(rotates(world)).toBe(true);
    world.heal();
    await world.send(visit());
    expect(world.records().every(({ notified }) => notified)).toBe(true);
  });

  test('is not repeated by the sweep while nothing changes, and is once something does', async () => {
    const world = broken();
    world.settings = { stop: true, modes: {} };
    await world.send(visit());
    await world.send(visit());
    expect(world.told.map(({ outcome }) => outcome)).toEqual(['reported']);
    world.break('kms.key', keyId, { enabled: false });
    await world.send(visit());
    expect(world.told).toHaveLength(2);
  });

  test('is repeated where it was right in between', async () => {
    const world = broken();
    world.settings = { stop: true, modes: {} };
    await world.send(visit());
    world.settings = { stop: false, modes: {} };
    await world.send(visit());
    world.settings = { stop: true, modes: {} };
    broken(world);
    await world.send(visit());
    expect(world.told.map(({ outcome }) => outcome)).toEqual(['reported', 'fixed', 'reported']);
  });

  test('of another reason is told, though the findings are the same', async () => {
    const world = broken();
    world.settings = undefined;
    await world.send(visit());
    const until = new Date(world.now.getTime() + 600_000);
    world.hold('kms.key', keyId, 'rotationEnabled', until);
    world.settings = { stop: false, modes: {} };
    await world.send(visit());
    expect(world.told.map(({ outcome }) => outcome)).toEqual(['alarmed', 'reported']);
  });

  test('is not drowned: the same caller is told of once, another one again', async () => {
    const world = broken();
    world.settings = { stop: true, modes: {} };
    for (let time = 0; time < 50; time += 1) await world.send(stopRotation());
    expect(world.told).toHaveLength(1);
    await world.send(stopRotation({ userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve' } }));
    expect(world.told).toHaveLength(2);
    world.pass(11 * 60_000);
    await world.send(stopRotation({ userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve' } }));
    expect(world.told).toHaveLength(3);
  });
});

describe('somebody who works against it', () => {
  test('is met three times; then it is left, and somebody is called', async () => {
    const world = new FakeWorld();
    for (let time = 0; time < 4; time += 1) {
      broken(world);
      await world.send(stopRotation());
      world.pass(60_000);
    }
    expect(rotates(world)).toBe(false);
    expect(world.told.map(({ outcome }) => outcome)).toEqual(['fixed', 'fixed', 'fixed', 'alarmed']);
    expect(world.told.at(-1)?.why).toMatch(/somebody works against it/);
    world.pass(11 * 60_000);
    await world.send(visit());
    expect(rotates(world)).toBe(true);
  });

  test('is not hidden by a clock that runs ahead', async () => {
    const world = new FakeWorld();
    world.pass(120_000);
    for (let time = 0; time < 3; time += 1) {
      broken(world);
      await world.send(stopRotation());
    }
    world.pass(-120_000);
    broken(world);
    await world.send(stopRotation());
    expect(world.told.at(-1)?.outcome).toBe('alarmed');
  });
});

describe('what a person set', () => {
  test('a stop takes hold at the next look, and a start as well', async () => {
    const world = broken();
    world.settings = { stop: true, modes: {} };
    await world.send(stopRotation());
    expect([rotates(world), world.told[0]?.why]).toEqual([false, 'fixes are stopped']);
    world.settings = { stop: false, modes: {} };
    await world.send(visit());
    expect(rotates(world)).toBe(true);
  });

  test.each([
    ['observe', 1],
    ['off', 0],
  ] as const)('a control that is set to %s is told of %i times and never put back', async (mode, times) => {
    const world = broken();
    world.settings = { stop: false, modes: { 'kms.key.rotation': mode } };
    await world.send(stopRotation());
    expect([rotates(world), world.told.length, puts(world)]).toEqual([false, times, []]);
  });

  test('settings that cannot be read change nothing, and somebody is called', async () => {
    const world = broken();
    world.settings = undefined;
    await world.send(stopRotation());
    expect(rotates(world)).toBe(false);
    expect(world.told).toMatchObject([{ outcome: 'alarmed', why: expect.stringMatching(/settings cannot be read/) }]);
  });

  test('a hold ends by itself', async () => {
    const world = broken();
    world.hold('kms.key', keyId, 'rotationEnabled', new Date(world.now.getTime() + 60_000));
    await world.send(stopRotation());
    expect(rotates(world)).toBe(false);
    world.pass(60_001);
    await world.send(visit());
    expect(rotates(world)).toBe(true);
  });
});

describe('exceptions', () => {
  const weakKey = (expires: unknown) => ({
    ...soundKey,
    Properties: { ...soundKey.Properties, EnableKeyRotation: false },
    Metadata: { 'asepsis:exceptions': [{ rule: 'kms.key.rotation', expires, owner: 'it' }] },
  });

  test('let a declared weakness be, until their last day is over', async () => {
    const world = new FakeWorld(deploymentOf(smallTemplates(weakKey('2026-11-24'))));
    expect(await world.send(visit())).toEqual([{ did: 'nothing' }]);
    world.pass(5 * 3_600_000);
    await world.send(visit());
    expect(world.told).toMatchObject([{ outcome: 'alarmed', why: expect.stringMatching(/itself too weak/) }]);
  });

  test('that cannot be read change nothing, and somebody is called', async () => {
    const world = new FakeWorld(deploymentOf(smallTemplates(weakKey('next year'))));
    world.break('kms.key', keyId, { enabled: false });
    await world.send(visit());
    expect(world.told).toMatchObject([{ outcome: 'alarmed', why: expect.stringMatching(/exceptions cannot be read/) }]);
    expect(puts(world)).toEqual([]);
  });

  test('a declared weakness without one is no aim, whatever was hardened by hand', async () => {
    const weak = { ...soundKey, Properties: { ...soundKey.Properties, EnableKeyRotation: false } };
    const world = new FakeWorld(deploymentOf(smallTemplates(weak)));
    world.break('kms.key', keyId, { rotationEnabled: true, rotationDays: 200 });
    await world.send(visit());
    expect([rotates(world), puts(world)]).toEqual([true, []]);
    expect(world.told[0]?.outcome).toBe('alarmed');
  });
});

describe('a resource that was deleted', () => {
  const gone = (recreatable: boolean): FakeWorld => {
    const world = new FakeWorld();
    if (recreatable) world.recreatable.add('kms.key');
    world.live.delete(`kms.key ${keyId}`);
    return world;
  };

  test('is made anew where it keeps its name, though the first reads do not show it', async () => {
    const world = gone(true);
    world.staleReads = 2;
    await world.send(visit());
    expect(world.told).toMatchObject([{ outcome: 'recreated' }]);
    expect(rotates(world)).toBe(true);
  });

  test('is made whole where its making leaves something out', async () => {
    const world = gone(true);
    const open = world.open.bind(world);
    world.open = (kind) => {
      const live = open(kind);
      const recreate = async (id: string, declared: unknown) => {
        world.live.set(`kms.key ${id}`, { ...(declared as object), rotationEnabled: false, tags: {} });
      };
      return { ...live, recreate };
    };
    await world.send(visit());
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['recreated']);
    expect(rotates(world)).toBe(true);
  });

  test('is left to a person where it its stack alone can make anew', async () => {
    const world = gone(false);
    await world.send(visit());
    expect(world.told).toMatchObject([{ outcome: 'alarmed', why: expect.stringMatching(/its stack alone/) }]);
  });

  test('is left to a person where its template says more of it than can be put back', async () => {
    const Properties = { LogGroupName: '/asepsis/lakeside/x', RetentionInDays: 365, DataProtectionPolicy: {} };
    const group = { Type: 'AWS::Logs::LogGroup', Properties };
    const world = new FakeWorld(deploymentOf(smallTemplates(group)));
    world.recreatable.add('logs.log-group');
    world.live.delete('logs.log-group /asepsis/lakeside/x');
    await world.send(visit());
    expect(world.told).toMatchObject([{ outcome: 'alarmed', why: expect.stringMatching(/its stack alone/) }]);
    expect(world.fixers).toEqual([]);
  });

  test('is made anew by credentials that reach the whole of it', async () => {
    const world = gone(true);
    await world.send(visit());
    expect(world.fixers).toMatchObject([{ physicalId: keyId, paths: expect.arrayContaining(['', 'tags']) }]);
  });

  test('is not made anew for ever', async () => {
    const world = gone(true);
    for (let time = 0; time < 5; time += 1) {
      await world.send(visit());
      world.live.delete(`kms.key ${keyId}`);
    }
    expect(world.records('recreated')).toHaveLength(3);
    expect(world.told.at(-1)).toMatchObject({ outcome: 'alarmed', why: expect.stringMatching(/works against it/) });
  });
});
