/**
 * The second path, shown on the local cloud: the families are deaf, their queues are not drained, and what silences the
 * loop is put back all the same. Then a round finds that the families are deaf, and ends that.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient, paginateListEventSourceMappings, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lambdaEventSourceMappingLive } from '../../lambdas/drift/live/lambda-event-source-mapping';
import type { LiveKind } from '../../lambdas/drift/live/live';
import type { DriftRecord } from '../../lambdas/drift/record';
import { freshMilliseconds as settingsFresh } from '../../lambdas/drift/settings';
import { controls } from '../../lib/controls';
import { type Family, familyOf } from '../../lib/drift/families';
import { LocalCloudError } from '../../lib/errors';
import { compareStates } from '../../lib/resources/compare';
import { type CloudTrailRecord, eventNameOf, recordOf } from './cloudtrail';
import type { DrillRow } from './drill';
import type { Loop } from './loop';
import { afterRound, breakUnheard, isKnown, round } from './round';
import type { Located, Scene } from './scene';
import { type Silencing, silencings } from './silencings';

/** The families that answer for the parts of the loop. */
const deafened: readonly Family[] = ['messaging', 'detection', 'identity'];

/** Events under way at once: the function has five copies, and the emulator drops what Lambda would try again. */
const atOnce = 4;

/** What became of one way to silence the loop. */
export interface WatcherRow extends DrillRow {
  /** What was done, in words. */
  readonly what: string;
  /** The family still had its event in its queue when the second path had put it right. */
  readonly deaf: boolean;
}

export interface WatcherSceneOptions {
  readonly scene: Scene;
  readonly loop: Loop;
  readonly onProgress?: (row: WatcherRow) => void;
}

/** What was done, and where its event went. */
interface Done {
  readonly one: Silencing;
  readonly located: Located;
  readonly event: CloudTrailRecord;
  readonly at: Date;
  readonly brokenBy: string;
}

const modeOf = (id: string) => controls.find((control) => control.id === id)?.fix.mode ?? 'none';
const isSound = (outcome: DriftRecord['outcome'] | undefined) => outcome === 'fixed' || outcome === 'recreated';

async function differencesOf(kind: LiveKind<unknown>, { declared, row }: Located, scene: Scene) {
  const live = await kind.open(scene.options.sdk).read(row.physicalId, declared);
  return live === undefined ? ['it does not exist'] : compareStates(declared, live, kind.kind.owned).differences;
}

/** Does it, sees that it is done, and delivers its event. @throws LocalCloudError where nothing is otherwise */
async function silence(one: Silencing, { loop, scene }: WatcherSceneOptions): Promise<Done> {
  const { account, deployment } = scene.options;
  const located = scene.one(one.kind.kind, ({ row }) => row.physicalId.endsWith(`${deployment}${one.to}`));
  scene.calls.length = 0;
  await one.run(scene, located.row.physicalId);
  const brokenBy = controls.find(({ id }) => id === one.control)?.brokenBy as readonly string[] | undefined;
  const call = scene.calls.findLast((made) => brokenBy?.includes(eventNameOf(made)));
  if (!call || (await differencesOf(one.kind, located, scene)).length === 0)
    throw new LocalCloudError(`${one.what}: nothing was changed by it`, 'See what the emulator does with the call.');
  const event = recordOf(call, { ...scene.options, arn: `arn:aws:iam::${account}:user/mallory` });
  await loop.deliver(event);
  return { one, located, event, at: call.at, brokenBy: eventNameOf(call) };
}

/** Messages that a family's queue holds. */
async function waitingFor(family: Family, { options: { deployment, sdk } }: Scene): Promise<number> {
  const sqs = new SQSClient(sdk('sqs'));
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${deployment}-drift-${family}` }));
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return Number(Attributes.ApproximateNumberOfMessages ?? 0);
  } finally {
    sqs.destroy();
  }
}

async function rowOf(done: Done, { loop, scene }: WatcherSceneOptions): Promise<WatcherRow> {
  const { at, brokenBy, event, located, one } = done;
  const record = await loop.recordOf(event.eventID, one.kind.kind.name, located.row.physicalId);
  const differences = await differencesOf(one.kind, located, scene);
  const family = familyOf(one.kind.kind.name);
  const deaf = family !== undefined && (await waitingFor(family, scene)) > 0;
  const since = (moment: string | undefined) => (moment ? Date.parse(moment) - at.getTime() : undefined);
  const verified = record !== undefined && differences.length === 0;
  const passed = verified && deaf && isSound(record.outcome);
  const why = record
    ? `${record.outcome}, deaf: ${deaf}; ${JSON.stringify(differences)}`
    : 'no record of it was written';
  return {
    what: one.what,
    control: one.control,
    kind: one.kind.kind.name,
    proof: 'live',
    mode: modeOf(one.control),
    brokenBy,
    physicalId: located.row.physicalId,
    outcome: record?.outcome,
    noticedMs: since(record?.noticedAt),
    fixedMs: since(record?.fixedAt),
    verified,
    deaf,
    passed,
    ...(passed ? {} : { why: record?.why ?? why }),
  };
}

/** Turns what feeds the families off or on. Gives the mappings. */
async function feed(lambda: LambdaClient, deployment: string, Enabled: boolean): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const family of deafened) {
    const FunctionName = `${deployment}-drift-${family}`;
    for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
      { client: lambda },
      { FunctionName },
    ))
      for (const { UUID } of EventSourceMappings) if (UUID) ids.push(UUID);
  }
  for (const UUID of ids) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  return ids;
}

/** No event tells of it at all. */
const unheardRow = (row: DrillRow): WatcherRow => ({ ...row, what: `${row.control}, of the loop itself`, deaf: true });

/** What the round made of the mappings that were off. */
async function roundRows(ids: readonly string[], at: Date, { loop, scene }: WatcherSceneOptions) {
  const kind = lambdaEventSourceMappingLive;
  const control = 'lambda.event-source-mapping.enabled';
  return Promise.all(
    ids.map(async (physicalId): Promise<WatcherRow> => {
      const located = scene.one(kind.kind, ({ row }) => row.physicalId === physicalId);
      const [record] = await loop.records(kind.kind.name, physicalId);
      const verified = (await differencesOf(kind, located, scene)).length === 0;
      const passed = verified && record?.trigger.kind === 'visit' && isSound(record.outcome);
      return {
        what: 'a queue feeds its function no more, and no event tells of it',
        control,
        kind: kind.kind.name,
        proof: 'live',
        mode: modeOf(control),
        physicalId,
        outcome: record?.outcome,
        fixedMs: record?.fixedAt ? Date.parse(record.fixedAt) - at.getTime() : undefined,
        verified,
        deaf: true,
        passed,
        ...(passed ? {} : { why: record?.why ?? 'the round left it off' }),
      };
    }),
  );
}

/**
 * The families hear again of all that the second path put back, and the second path of its own fix: they must find nothing
 * to do.
 */
async function afterwards(done: Done, row: WatcherRow, lambda: LambdaClient, { loop, scene }: WatcherSceneOptions) {
  const { event, located, one } = done;
  const records = await loop.records(one.kind.kind.name, located.row.physicalId);
  // What a family only tells of (the id of the approver's role, which no template knows) is no fix.
  const fixes = records.filter(({ outcome, trigger }) => trigger.id === event.eventID && isSound(outcome));
  const [fix] = fixes;
  const known = fix !== undefined && (await isKnown(event, fix, lambda, scene.options.deployment));
  const noOp = fixes.length === 1 && known && (await differencesOf(one.kind, located, scene)).length === 0;
  const why = known ? 'a family did it once more' : 'the second path did not know its own fix';
  return { ...row, noOp, passed: row.passed && noOp, ...(noOp ? {} : { why: row.why ?? why }) };
}

/** Deafens the families, silences the loop in every way, and follows each to its end. */
export async function watcherScene(options: WatcherSceneOptions): Promise<readonly WatcherRow[]> {
  const { loop, onProgress, scene } = options;
  const { deployment, sdk } = scene.options;
  // A round is one long call, which must not be tried a second time beside itself.
  const lambda = new LambdaClient({ ...sdk('lambda'), maxAttempts: 1 });
  const before = await loop.set({ stop: false, modes: {}, stormFixes: 1_000 });
  await sleep(settingsFresh + 200);
  try {
    const ids = await feed(lambda, deployment, false);
    const deafAt = new Date();
    const followed: (readonly [Done, WatcherRow])[] = [];
    for (let from = 0; from < silencings.length; from += atOnce) {
      const done: Done[] = [];
      for (const one of silencings.slice(from, from + atOnce)) done.push(await silence(one, options));
      for (const one of done) {
        const row = await rowOf(one, options);
        followed.push([one, row]);
        onProgress?.(row);
      }
    }
    const unheard = await breakUnheard(scene);
    await round(lambda, deployment);
    const rows = await afterRound(unheard, loop, scene);
    const found = [...(await roundRows(ids, deafAt, options)), ...rows.map(unheardRow)];
    for (const row of found) onProgress?.(row);
    await loop.drained();
    const settled: WatcherRow[] = [];
    for (const [done, row] of followed) settled.push(await afterwards(done, row, lambda, options));
    return [...settled, ...found];
  } finally {
    await feed(lambda, deployment, true);
    await loop.set(JSON.parse(before) as object);
    lambda.destroy();
    scene.close();
  }
}
