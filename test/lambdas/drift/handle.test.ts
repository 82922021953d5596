/** One message: whose call it is, what it concerns, and what happens when it comes twice, late, or during a deploy. */
import { mostPutOffs } from '../../../lambdas/drift/handler';
import { sdkError } from './fake-cloud';
import { deploymentOf, keyId, smallStack, smallTemplates } from './fake-deployment';
import { call, stopRotation, visit } from './fake-messages';
import { FakeWorld } from './fake-world';

const broken = (world = new FakeWorld()): FakeWorld => {
  world.break('kms.key', keyId, { rotationEnabled: false });
  return world;
};
const rotates = (world: FakeWorld) => world.at('kms.key', keyId, 'rotationEnabled');

describe('what concerns nobody costs no call', () => {
  test.each([
    ['a call that breaks no control', call('kms:Encrypt', { keyId })],
    ['a call of a service that nobody guards', call('bedrock:InvokeModel', {})],
    ['a call that was refused', stopRotation({ errorCode: 'AccessDenied' })],
  ])('%s', async (_name, message) => {
    const world = broken();
    expect(await world.send(message)).toEqual([]);
    expect(world.calls).toEqual([]);
  });

  test('a call about a key of somebody else reads no key', async () => {
    const world = broken();
    expect(await world.send(call('kms:DisableKeyRotation', { keyId: 'key-of-somebody-else' }))).toEqual([]);
    expect(world.calls).toEqual(['deployment']);
  });

  test('an error code that is empty is none', async () => {
    const world = broken();
    await world.send(stopRotation({ errorCode: '' }));
    expect(rotates(world)).toBe(true);
  });
});

describe('the same again', () => {
  test('an event that is delivered twice is handled and counted once', async () => {
    const world = broken();
    const message = stopRotation();
    const first = await world.send(message);
    broken(world);
    expect(await world.send(message)).toEqual(first);
    expect(world.counts).toEqual({ fixed: 1 });
    expect(rotates(world)).toBe(false);
  });

  test('events in any order end in the declared state', async () => {
    const events = [stopRotation(), call('kms:DisableKey', { keyId }), call('kms:ScheduleKeyDeletion', { keyId })];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const world = broken();
      world.break('kms.key', keyId, { enabled: false, deletionScheduled: true });
      for (const index of order) await world.send(events[index] ?? {});
      expect(world.live.get(`kms.key ${keyId}`)).toMatchObject({ enabled: true, rotationEnabled: true });
      expect(world.records().map(({ outcome }) => outcome)).toEqual(['fixed']);
    }
  });

  test('events at once converge', async () => {
    const world = broken();
    world.break('kms.key', keyId, { enabled: false });
    await Promise.all([world.send(stopRotation()), world.send(call('kms:DisableKey', { keyId }))]);
    expect(world.live.get(`kms.key ${keyId}`)).toMatchObject({ enabled: true, rotationEnabled: true });
    expect(world.records().every(({ outcome }) => outcome === 'fixed')).toBe(true);
  });

  test('an event that is a week late finds everything in order', async () => {
    const world = new FakeWorld();
    expect(await world.send(stopRotation({ eventTime: '2026-11-17T03:00:00Z' }))).toEqual([{ did: 'nothing' }]);
  });
});

describe('several resources in one call', () => {
  const both = () => call('kms:DisableKeyRotation', { keyId, note: 'key-other' });

  test('each has its turn, though one fails; the other is not done twice', async () => {
    const world = broken();
    world.break('kms.key', 'key-other', { rotationEnabled: false });
    world.fail('put', sdkError('ThrottlingException'));
    const message = both();
    await expect(world.send(message)).rejects.toThrow(/Throttling/);
    expect(world.at('kms.key', 'key-other', 'rotationEnabled')).toBe(true);
    await world.send(message);
    expect(rotates(world)).toBe(true);
    expect(world.records('fixed')).toHaveLength(2);
    expect(world.counts).toEqual({ fixed: 2 });
  });

  test('what must wait for a deploy is put off, though another fails', async () => {
    const templates = [
      ...smallTemplates(),
      { stack: 'lakeside-second', template: { Resources: { Third: { Type: 'AWS::KMS::Key', Properties: {} } } } },
    ];
    const world = broken(new FakeWorld(deploymentOf(templates, { 'lakeside-second': 'UPDATE_IN_PROGRESS' })));
    world.fail('put', sdkError('ThrottlingException'));
    await expect(world.send(call('kms:DisableKeyRotation', { keyId, note: 'key-third' }))).rejects.toThrow();
    expect(world.putOff).toHaveLength(1);
  });
});

describe('a deploy under way', () => {
  test('is not fought: the message comes again after it', async () => {
    const world = broken(new FakeWorld(deploymentOf(smallTemplates(), { [smallStack]: 'UPDATE_IN_PROGRESS' })));
    await world.send(stopRotation());
    expect([rotates(world), world.records(), world.counts]).toEqual([false, [], { postponed: 1 }]);
    const [again] = world.putOff;
    expect(again?.seconds).toBe(60);
    const statuses = world.deployment.statuses as Map<string, string>;
    statuses.set(smallStack, 'UPDATE_COMPLETE');
    await world.send(again?.body ?? '');
    expect(rotates(world)).toBe(true);
  });

  test('counts how often, and leaves a stuck one to the sweep, aloud', async () => {
    const world = broken(new FakeWorld(deploymentOf(smallTemplates(), { [smallStack]: 'UPDATE_IN_PROGRESS' })));
    let message: string = JSON.stringify(stopRotation());
    for (let time = 0; time < mostPutOffs; time += 1) {
      await world.send(message);
      message = world.putOff.at(-1)?.body ?? '';
    }
    expect(JSON.parse(message)).toMatchObject({ postponed: mostPutOffs });
    await world.send(message);
    expect(world.putOff).toHaveLength(mostPutOffs);
    expect(world.logged).toEqual(['put off too often: left to the sweep']);
  });

  test('that puts off a message twice does not multiply it', async () => {
    const world = broken(new FakeWorld(deploymentOf(smallTemplates(), { [smallStack]: 'UPDATE_IN_PROGRESS' })));
    const message = stopRotation();
    await world.send(message);
    await world.send(message);
    const waiting = world.putOff.splice(0);
    for (const { body } of waiting) await world.send(body);
    expect(world.putOff).toHaveLength(2);
  });
});

describe('what must not exist', () => {
  const createKey = (accessKeyId: string) =>
    call(
      'iam:CreateAccessKey',
      { userName: 'intern' },
      { responseElements: { accessKey: { accessKeyId, status: 'Active', userName: 'intern' } } },
    );

  test('a new access key is deactivated, by the control that forbids it', async () => {
    const world = new FakeWorld();
    world.live.set('iam.access-key AKIAEXAMPLE', { user: 'intern', active: true });
    await world.send(createKey('AKIAEXAMPLE'));
    expect(world.at('iam.access-key', 'AKIAEXAMPLE', 'active')).toBe(false);
    expect(world.told).toMatchObject([{ outcome: 'fixed', resource: { physicalId: 'AKIAEXAMPLE' } }]);
    expect(world.told[0]?.resource.stack).toBeUndefined();
  });

  test.each([
    ['of this account, by which a containment is released', '111122223333', true],
    ['of the same name in another account', '444455556666', false],
  ])('a key that was made active in the name of the containing role %s', async (_name, account, left) => {
    const world = new FakeWorld();
    world.live.set('iam.access-key AKIAEXAMPLE', { user: 'intern', active: true });
    const arn = `arn:aws:sts::${account}:assumed-role/lakeside-contain-fixer/contain-x`;
    const request = { userName: 'intern', accessKeyId: 'AKIAEXAMPLE', status: 'Active' };
    await world.send(call('iam:UpdateAccessKey', request, { userIdentity: { type: 'AssumedRole', arn } }));
    expect(world.at('iam.access-key', 'AKIAEXAMPLE', 'active')).toBe(left);
  });

  test('what the containing role does to a resource of ours is put back all the same', async () => {
    const world = broken();
    const arn = 'arn:aws:sts::111122223333:assumed-role/lakeside-contain-fixer/contain-x';
    await world.send(stopRotation({ userIdentity: { type: 'AssumedRole', arn } }));
    expect(rotates(world)).toBe(true);
  });

  test('an access key that is gone by now is nobody`s matter', async () => {
    expect(await new FakeWorld().send(createKey('AKIAEXAMPLE'))).toEqual([{ did: 'nothing' }]);
  });

  test('a new user is reported and left', async () => {
    const world = new FakeWorld();
    world.live.set('iam.user intern', { name: 'intern', consoleAccess: false });
    await world.send(call('iam:CreateUser', { userName: 'intern' }));
    expect(world.told).toMatchObject([{ outcome: 'reported', resource: { physicalId: 'intern' } }]);
    expect(world.live.has('iam.user intern')).toBe(true);
  });

  test('an id that is none is not looked up', async () => {
    const world = new FakeWorld();
    expect(await world.send(createKey(`x\n${'y'.repeat(4_000)}`))).toEqual([]);
  });
});

describe('the loop`s own stack', () => {
  test('is guarded like any other', async () => {
    const templates = smallTemplates().map(({ template }) => ({ stack: 'lakeside-drift', template }));
    const world = broken(new FakeWorld(deploymentOf(templates)));
    await world.send(stopRotation());
    expect(rotates(world)).toBe(true);
  });

  test.each([
    ['a call', stopRotation()],
    [
      'a visit',
      {
        'detail-type': 'Asepsis sweep',
        detail: { sweep: 's', at: '2026-11-24T20:00:00Z', stack: 'lakeside-derm', logicalId: 'Key' },
      },
    ],
  ])('is left alone where the function answers for other stacks: %s', async (_name, message) => {
    const world = broken();
    Object.assign(world.watch, { guardsStack: (stack: string) => stack === 'lakeside-drift' });
    expect(await world.send(message)).toEqual([]);
    expect(rotates(world)).toBe(false);
  });
});

describe('a visit', () => {
  test('of what is declared no more does nothing', async () => {
    expect(await new FakeWorld().send(visit('Gone'))).toEqual([]);
  });

  test('puts back what no event told of', async () => {
    const world = broken();
    await world.send(visit());
    expect(rotates(world)).toBe(true);
    expect(world.told[0]?.trigger).toMatchObject({ kind: 'visit', name: 'sweep' });
  });
});
