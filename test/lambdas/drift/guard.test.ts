/** The loop around one resource, in a world where everything that can go wrong does. */
import { sdkError } from './fake-cloud';
import { deploymentOf, keyId, smallStack, smallTemplates, soundKey } from './fake-deployment';
import { call, stopRotation, visit } from './fake-messages';
import { FakeWorld } from './fake-world';

const broken = (world = new FakeWorld()): FakeWorld => {
  world.break('kms.key', keyId, { rotationEnabled: false });
  return world;
};
const rotates = (world: FakeWorld) => world.at('kms.key', keyId, 'rotationEnabled');
const puts = (world: FakeWorld) => world.calls.filter((one) => one.startsWith('put'));

describe('a fix', () => {
  test('puts back what differs, looks again, and tells who did what and how to undo it', async () => {
    const world = broken();
    const [result] = await world.send(stopRotation());
    expect(rotates(world)).toBe(true);
    expect(result).toMatchObject({ did: 'recorded', record: { outcome: 'fixed', notified: true } });
    const [record] = world.records();
    expect(record).toMatchObject({
      resource: { kind: 'kms.key', physicalId: keyId, stack: smallStack, logicalId: 'Key' },
      trigger: { name: 'kms:DisableKeyRotation', actor: 'arn:aws:iam::111122223333:user/mallory' },
      controls: ['kms.key.rotation'],
      paragraphs: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
      changes: [{ path: 'rotationEnabled', before: false, after: true }],
      undo: `npm run asepsis -- undo ${record?.id}`,
    });
    expect(world.told.map(({ outcome }) => outcome)).toEqual(['fixed']);
    expect(world.opened.map(({ id }) => id)).toEqual([record?.id]);
    expect(world.counts).toEqual({ fixed: 1 });
  });

  test('is written down before anything is changed', async () => {
    const world = broken();
    await world.send(stopRotation());
    const order = world.calls.filter((one) => /^(write|put|fixer|tell)/.test(one)).map((one) => one.split(' ')[0]);
    expect(order).toEqual(['write', 'fixer', 'put', 'write', 'tell', 'write']);
  });

  test('asks for credentials of the broken control and path alone', async () => {
    const world = broken();
    await world.send(stopRotation());
    const [asked] = world.fixers;
    expect(asked).toMatchObject({ physicalId: keyId, paths: ['rotationEnabled'] });
    expect(asked?.controls.map(({ id }) => id)).toEqual(['kms.key.rotation']);
    expect(asked?.session).toBe(`fix-${world.records()[0]?.id}`);
  });

  test('of a promise without a control is made by the leave of the kind', async () => {
    const world = new FakeWorld();
    world.break('kms.key', keyId, { rotationEnabled: false, tags: {} });
    await world.send(visit());
    expect(world.at('kms.key', keyId, 'tags')).toEqual({ 'asepsis:deployment': 'lakeside' });
    expect(world.fixers[0]?.paths).toEqual(['rotationEnabled', 'tags']);
    expect(world.fixers[0]?.controls.length).toBeGreaterThan(1);
  });

  test('cancels a deletion before it enables the key, and enables it before it rotates', async () => {
    const world = new FakeWorld();
    world.break('kms.key', keyId, { enabled: false, rotationEnabled: false, deletionScheduled: true });
    await world.send(call('kms:ScheduleKeyDeletion', { keyId }));
    expect(puts(world).map((one) => one.split(' ').at(-1))).toEqual([
      'deletionScheduled',
      'enabled',
      'rotationEnabled,rotationDays',
    ]);
  });

  test('leaves alone what is as declared', async () => {
    const world = new FakeWorld();
    expect(await world.send(stopRotation())).toEqual([{ did: 'nothing' }]);
    expect(puts(world)).toEqual([]);
    expect(world.records()).toEqual([]);
  });

  test('of a template that promises more often than a year is as exact as the template', async () => {
    const key = { ...soundKey, Properties: { ...soundKey.Properties, RotationPeriodInDays: 90 } };
    const world = new FakeWorld(deploymentOf(smallTemplates(key)));
    world.break('kms.key', keyId, { rotationDays: 365 });
    await world.send(call('kms:EnableKeyRotation', { keyId }));
    expect(world.at('kms.key', keyId, 'rotationDays')).toBe(90);
  });
});

describe('looking again', () => {
  test.each([1, 2, 3])('waits while %i reads still show the old state', async (staleReads) => {
    const world = broken();
    world.staleReads = staleReads;
    await world.send(stopRotation());
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['fixed']);
  });

  test('says so where no read confirms the fix', async () => {
    const world = broken();
    world.deaf.add('rotationEnabled');
    await world.send(stopRotation());
    expect(world.told).toMatchObject([{ outcome: 'unverified', undo: expect.stringContaining('undo') }]);
    expect(world.counts).toEqual({ alarmed: 1 });
  });

  test('a fix counts as verified although the same control misses something that only a person may change', async () => {
    const world = broken();
    const until = new Date(world.now.getTime() + 60_000);
    world.break('kms.key', keyId, { rotationDays: 1_000, enabled: false });
    world.hold('kms.key', keyId, 'enabled', until);
    await world.send(stopRotation());
    expect(world.records('fixed')).toHaveLength(1);
    expect(world.at('kms.key', keyId, 'enabled')).toBe(false);
  });

  test('a resource that vanishes under a fix is no success', async () => {
    const world = broken();
    world.onPut = () => world.live.delete(`kms.key ${keyId}`);
    await world.send(stopRotation());
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['unverified']);
  });
});

describe('what AWS may answer', () => {
  test.each([
    ['ThrottlingException'],
    ['ServiceUnavailable'],
    ['InternalFailure'],
    ['TimeoutError'],
    ['AccessDeniedException'],
  ])('%s on the read changes nothing, and the message comes again', async (name) => {
    const world = broken();
    world.fail('read', sdkError(name));
    const message = stopRotation();
    await expect(world.send(message)).rejects.toThrow(name);
    expect([puts(world), world.records()]).toEqual([[], []]);
    await world.send(message);
    expect(rotates(world)).toBe(true);
  });

  test.each([
    ['put', 'ThrottlingException'],
    ['put', 'AccessDeniedException'],
    ['fixer', 'AccessDenied'],
    ['fixer', 'PackedPolicyTooLarge'],
  ] as const)('where the %s answers %s it is recorded, told, and tried again', async (operation, name) => {
    const world = broken();
    world.fail(operation, sdkError(name));
    const message = stopRotation();
    await expect(world.send(message)).rejects.toThrow(/kms\.key key-key was not put back/);
    expect(world.told).toMatchObject([{ outcome: 'failed', why: expect.stringContaining(name), notified: false }]);
    world.pass(360_000);
    await world.send(message);
    expect(rotates(world)).toBe(true);
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['failed', 'fixed']);
  });

  test('a put that fails midway leaves a record of what may have been changed, and how to undo it', async () => {
    const world = broken();
    world.break('kms.key', keyId, { enabled: false });
    world.fail('put', sdkError('ServiceUnavailable'), 1, 1);
    await expect(world.send(stopRotation())).rejects.toThrow(/was not put back/);
    expect(world.records('failed')).toMatchObject([
      {
        changes: [
          { path: 'enabled', before: false, after: true },
          { path: 'rotationEnabled', before: false, after: true },
        ],
        undo: expect.stringContaining('undo'),
      },
    ]);
  });

  test('a failure before the first put has nothing to undo', async () => {
    const world = broken();
    world.fail('fixer', sdkError('AccessDenied'));
    await expect(world.send(stopRotation())).rejects.toThrow(/was not put back/);
    const [record] = world.records('failed');
    expect([record?.changes, record?.undo]).toEqual([[], undefined]);
  });

  test('a read that fails after the fix keeps before and after in the record', async () => {
    const world = broken();
    world.fail('read', sdkError('ThrottlingException'), 1, 1);
    await expect(world.send(stopRotation())).rejects.toThrow(/was not put back/);
    expect(world.records('failed')).toMatchObject([{ changes: [{ before: false, after: true }] }]);
    expect(rotates(world)).toBe(true);
  });

  test('failures are no sign that somebody works against us', async () => {
    const world = broken();
    world.fail('put', sdkError('ThrottlingException'), 4);
    for (let time = 0; time < 4; time += 1) await expect(world.send(stopRotation())).rejects.toThrow(/put back/);
    await world.send(stopRotation());
    expect(rotates(world)).toBe(true);
  });
});

describe('without a record', () => {
  test.each(['history', 'write'] as const)('nothing is changed: %s fails', async (operation) => {
    const world = broken();
    world.fail(operation, sdkError('ProvisionedThroughputExceededException'));
    const message = stopRotation();
    await expect(world.send(message)).rejects.toThrow(/ProvisionedThroughput/);
    expect([puts(world), world.opened]).toEqual([[], []]);
    await world.send(message);
    expect(rotates(world)).toBe(true);
  });

  test('a finding that cannot be opened keeps nothing from being fixed', async () => {
    const world = broken();
    world.fail('open', sdkError('InvalidAccessException'));
    await world.send(stopRotation());
    expect(world.records('fixed')).toHaveLength(1);
  });

  test('a final record that cannot be written is made up for: what was done is not lost', async () => {
    const world = broken();
    world.fail('write', sdkError('InternalServerError'), 1, 1);
    const message = stopRotation();
    await expect(world.send(message)).rejects.toThrow(/InternalServerError/);
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['fixing']);
    world.pass(360_000);
    await world.send(message);
    expect(world.records()).toMatchObject([
      { outcome: 'fixed', changes: [{ before: false, after: true }], undo: expect.stringContaining('undo') },
    ]);
    expect(world.told).toHaveLength(1);
  });

  test('a fix that was cut short before it took hold is told as failed, and made', async () => {
    const world = broken();
    world.fail('write', sdkError('InternalServerError'), 1, 1);
    await expect(world.send(stopRotation())).rejects.toThrow();
    world.break('kms.key', keyId, { rotationEnabled: false });
    world.pass(360_000);
    await world.send(visit());
    expect(world.told.map(({ outcome }) => outcome)).toEqual(['failed', 'fixed']);
    expect(rotates(world)).toBe(true);
  });

  test('a fix that another invocation is about to end is left to it', async () => {
    const world = broken();
    world.fail('write', sdkError('InternalServerError'), 1, 1);
    await expect(world.send(stopRotation())).rejects.toThrow();
    world.pass(30_000);
    await world.send(visit());
    expect(world.records().map(({ outcome }) => outcome)).toEqual(['fixing']);
  });
});
