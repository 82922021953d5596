/** The second path: it puts back what silences the loop, by calls and by rounds, and touches nothing else. */
import { liveKinds } from '../../../lambdas/drift/live';
import { MalformedMessage } from '../../../lambdas/drift/trigger';
import { headStart, partsOfTheLoop, type WatcherPorts, watchOver } from '../../../lambdas/drift/watcher';
import { isOfTheLoop, watcherControls } from '../../../lib/drift/watcher';
import { sdkError } from './fake-cloud';
import { deploymentOf } from './fake-deployment';
import { call } from './fake-messages';
import { FakeWorld } from './fake-world';
import { wholeDeployment } from './whole-deployment';

const templates = wholeDeployment();
const round = { 'detail-type': 'Asepsis round', perSecond: 1_000 };
const messaging = 'lakeside-drift-messaging';
const queueUrl = `https://sqs.us-east-1.amazonaws.com/111122223333/${messaging}`;

const worldOf = (statuses: Readonly<Record<string, string>> = {}) => {
  const world = new FakeWorld(deploymentOf(templates, statuses));
  const kinds = new Set(watcherControls.map(({ resource }) => resource.name));
  const watch = {
    ...world.watch,
    kinds: liveKinds.filter(({ kind }) => kinds.has(kind.name)),
    controls: watcherControls,
    guardsStack: (stack: string) => isOfTheLoop(stack, 'lakeside'),
  };
  const ports: WatcherPorts = { ...world.ports, left: () => 300_000 };
  return {
    world,
    watch,
    ports,
    send: (event: unknown, more: object = {}) => watchOver(event, watch, { ...ports, ...more }),
  };
};

/**
 * The environment of containment holds the id that IAM gave to the approver's role, which no template and no stack tells: a
 * person is told of it once.
 */
const unexpected = (world: FakeWorld) =>
  world.records().filter(({ findings }) => findings.every(({ path }) => path !== 'environment.APPROVER_ID'));

/** Ways to silence the loop, each with the call that does it: what it names, and what is otherwise afterwards. */
const silencings: readonly (readonly [string, string, string, object, string, unknown])[] = [
  [
    'a rule is off',
    'events.rule',
    `${messaging}-0`,
    call('events:DisableRule', { name: `${messaging}-0` }),
    'state',
    'DISABLED',
  ],
  [
    'a rule has no target',
    'events.rule',
    `${messaging}-0`,
    call('events:RemoveTargets', { rule: `${messaging}-0` }),
    'targets',
    {},
  ],
  [
    'a function may not run',
    'lambda.function',
    messaging,
    call('lambda:PutFunctionConcurrency20171031', { functionName: messaging }),
    'concurrency',
    0,
  ],
  [
    'a function runs other code',
    'lambda.function',
    messaging,
    call('lambda:UpdateFunctionCode20150331v2', { functionName: messaging }),
    'code',
    'sha256 x',
  ],
  [
    'a function has another role',
    'lambda.function',
    messaging,
    call('lambda:UpdateFunctionConfiguration20150331v2', { functionName: messaging }),
    'role',
    'arn:aws:iam::111122223333:role/other',
  ],
  [
    'the sweep is off',
    'scheduler.schedule',
    'lakeside-drift-sweep',
    call('scheduler:UpdateSchedule', { name: 'lakeside-drift-sweep' }),
    'state',
    'DISABLED',
  ],
  [
    'a queue keeps no failures',
    'sqs.queue',
    queueUrl,
    call('sqs:SetQueueAttributes', { queueUrl }),
    'deadLetter',
    null,
  ],
  [
    'an alarm tells nobody',
    'cloudwatch.alarm',
    'lakeside-drift-dead-letters',
    call('monitoring:DisableAlarmActions', { alarmNames: ['lakeside-drift-dead-letters'] }),
    'actionsEnabled',
    false,
  ],
  [
    'logs are kept for a day',
    'logs.log-group',
    `/asepsis/lakeside/${messaging}`,
    call('logs:PutRetentionPolicy', { logGroupName: `/asepsis/lakeside/${messaging}` }),
    'retentionDays',
    1,
  ],
  [
    'containment is off',
    'lambda.function',
    'lakeside-contain',
    call('lambda:PutFunctionConcurrency20171031', { functionName: 'lakeside-contain' }),
    'concurrency',
    0,
  ],
];

describe.each(silencings)('where %s', (_name, kind, physicalId, event, path, value) => {
  test('its call has it put back, after the head start of the family', async () => {
    const { send, world } = worldOf();
    const declared = world.at(kind, physicalId, path);
    world.break(kind, physicalId, { [path]: value });
    const begun = world.now.getTime();
    await send(event);
    expect(world.at(kind, physicalId, path)).toEqual(declared);
    expect(world.records('fixed')).toHaveLength(1);
    expect(world.now.getTime() - begun).toBeGreaterThanOrEqual(headStart);
  });

  test('a round finds it without any event', async () => {
    const { send, world } = worldOf();
    const declared = world.at(kind, physicalId, path);
    world.break(kind, physicalId, { [path]: value });
    await send(round);
    expect(world.at(kind, physicalId, path)).toEqual(declared);
    expect(world.records('fixed').map(({ resource }) => resource.physicalId)).toEqual([physicalId]);
    expect(world.told.filter(({ outcome }) => outcome === 'fixed')).toHaveLength(1);
  });

  test('what its family put back meanwhile is not put back again', async () => {
    const { ports, send, world } = worldOf();
    const declared = world.at(kind, physicalId, path);
    world.break(kind, physicalId, { [path]: value });
    const wait = (milliseconds: number) => {
      world.break(kind, physicalId, { [path]: declared });
      return ports.wait(milliseconds);
    };
    await send(event, { wait });
    expect(unexpected(world)).toEqual([]);
  });
});

describe('a round', () => {
  test('looks at every part of the loop, and is content with what is as declared', async () => {
    const { send, watch, world } = worldOf();
    const { looked } = await send(round);
    expect(looked).toBe(partsOfTheLoop(world.deployment, watch).length);
    expect(looked).toBeGreaterThan(100);
    expect(unexpected(world)).toEqual([]);
  });

  test('walks at the pace that it is told', async () => {
    const { send, world } = worldOf();
    const begun = world.now.getTime();
    const { looked } = await send({ 'detail-type': 'Asepsis round' });
    expect(world.now.getTime() - begun).toBe(looked * 500);
  });

  test('reads the deployment again while it walks: what is deployed meanwhile is not fought', async () => {
    const { send, world } = worldOf();
    await send({ 'detail-type': 'Asepsis round', perSecond: 2 });
    expect(world.calls.filter((one) => one === 'deployment').length).toBeGreaterThan(10);
  });

  test('leaves a deploy alone', async () => {
    const { send, world } = worldOf({ 'lakeside-drift': 'UPDATE_IN_PROGRESS' });
    world.break('events.rule', `${messaging}-0`, { state: 'DISABLED' });
    await send(round);
    expect(world.at('events.rule', `${messaging}-0`, 'state')).toBe('DISABLED');
    expect(unexpected(world)).toEqual([]);
  });

  test('that fails with one looks at the others, and fails aloud', async () => {
    const { send, world } = worldOf();
    world.break('lambda.function', messaging, { concurrency: 0 });
    world.fail('read', sdkError('ThrottlingException'));
    await expect(send(round)).rejects.toThrow('1 parts of the loop were not looked at');
    expect(world.at('lambda.function', messaging, 'concurrency')).toBe(5);
  });

  test('that has too little time says so', async () => {
    const { send } = worldOf();
    await expect(send(round, { left: () => 5_000 })).rejects.toThrow(AggregateError);
  });

  test('does nothing outside of the loop', async () => {
    const { send, world } = worldOf();
    world.break('lambda.function', 'lakeside-pre-token', { concurrency: 0 });
    await send(round);
    expect(world.at('lambda.function', 'lakeside-pre-token', 'concurrency')).toBe(0);
  });
});

describe('a call', () => {
  test('about what is no part of the loop is left to its family, at once', async () => {
    const { send, world } = worldOf();
    const begun = world.now.getTime();
    const event = call('lambda:PutFunctionConcurrency20171031', { functionName: 'lakeside-pre-token' });
    expect((await send(event)).results).toEqual([]);
    expect(world.now.getTime()).toBe(begun);
  });

  test('that comes twice is answered once', async () => {
    const { send, world } = worldOf();
    const event = call('lambda:PutFunctionConcurrency20171031', { functionName: messaging });
    world.break('lambda.function', messaging, { concurrency: 0 });
    await send(event);
    await send(event);
    expect(world.records()).toHaveLength(1);
  });

  test.each([[{}], [null], ['text'], [{ 'detail-type': 'Asepsis round', perSecond: 0 }]])(
    'that is none ends in an error: %j',
    async (event) => {
      await expect(worldOf().send(event)).rejects.toThrow(MalformedMessage);
    },
  );
});
