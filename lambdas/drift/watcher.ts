/**
 * The second path: the parts of the loop itself, looked at by the loop's own examination and decisions, and started by no
 * queue, rule or schedule that any of these parts depends on. EventBridge and Scheduler invoke it directly.
 *
 * It costs about as much as a sweep of its few stacks a round: some 500 reading calls, which GuardDuty (4 USD a million
 * management events) and the trail's log group charge for. Once in 15 minutes that is about 8 USD a month, hence a figure
 * of the tier; its seconds of Lambda, reads of its table and two alarms are about 2 USD more.
 */
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { isOfTheLoop, watcherControls } from '../../lib/drift/watcher';
import type { Deployment } from './deployment';
import type { Result } from './guard';
import type { Once, Watch } from './handle';
import { handleMessage, type MessagePorts, type World, worldOf } from './handler';
import type { LiveKind } from './live/live';

/**
 * A family has this long to put right what a call broke before the second path looks: one drift is then fixed and
 * recorded once, and counts once towards a storm. Families take half a second once they hear of it.
 */
export const headStart = 10_000;

/** Resources that a round looks at in one second: Lambda's control plane allows 15 calls a second, and a function is ten. */
const usualPace = 2;

/** A deployment that was read is good for so many milliseconds of a round: a deploy that begins is not fought. */
const fresh = 2_000;

/** Time that is kept for saying that a round came to no end. */
const reserve = 10_000;

/** What the schedule sends; a drill may be in a hurry. */
const roundSchema = z.object({
  'detail-type': z.literal('Asepsis round'),
  perSecond: z.number().min(0.1).max(1_000).default(usualPace),
});

export interface WatcherPorts extends MessagePorts {
  /** Milliseconds until the function is ended. */
  readonly left: () => number;
}

/** What came of one invocation. */
export interface Watched {
  readonly looked: number;
  readonly results: readonly Result[];
}

/** Everything of the loop that the second path guards, in an order that stays the same. Pure. */
export function partsOfTheLoop({ declared, rows }: Deployment, watch: Watch) {
  const types = new Set(watch.kinds.flatMap(({ kind }) => kind.types));
  const declaring = [...types].flatMap((type) => declared.ofType(type)).filter(({ stack }) => watch.guardsStack(stack));
  const known = new Set(declaring.map(({ logicalId, stack }) => `${stack}/${logicalId}`));
  return rows.filter(({ logicalId, stack }) => known.has(`${stack}/${logicalId}`));
}

/** Reads again what is older than it may be. */
function keptFresh({ clock, deployment }: WatcherPorts): () => Promise<Deployment> {
  let last: { readonly at: number; readonly deployment: Deployment } | undefined;
  return async () => {
    const now = clock().getTime();
    if (last === undefined || now - last.at >= fresh) last = { at: now, deployment: await deployment() };
    return last.deployment;
  };
}

/**
 * Looks at every part of the loop. A failure with one keeps no other from its turn.
 *
 * @throws AggregateError at the end, and where the time was too short: then Lambda tries again, and at last somebody is told
 */
async function round(watch: Watch, ports: WatcherPorts, perSecond: number): Promise<Watched> {
  const at = ports.clock().toISOString();
  const deployment = keptFresh(ports);
  // A visit is asked for once. What it finds is read live, so that a second time would do no harm.
  const visiting: MessagePorts = { ...ports, deployment, once: (_key, work) => work() };
  const all = partsOfTheLoop(await deployment(), watch);
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const { logicalId, stack } of all) {
    if (ports.left() < reserve) {
      failures.push(new Error('the round came to no end: its function has too little time'));
      break;
    }
    const detail = { sweep: `round-${at}`, at, stack, logicalId };
    const body = JSON.stringify({ 'detail-type': 'Asepsis sweep', detail });
    try {
      results.push(...(await handleMessage(body, watch, visiting)));
    } catch (error) {
      failures.push(error);
    }
    await ports.wait(1_000 / perSecond);
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} parts of the loop were not looked at`);
  return { looked: all.length, results };
}

/** A call that CloudTrail recorded. The families have their head start where it concerns a part of the loop. */
async function answer(event: unknown, watch: Watch, ports: WatcherPorts): Promise<Watched> {
  let waited: Promise<void> | undefined;
  const once: Once = (key, work) =>
    ports.once(key, async () => {
      waited ??= ports.wait(headStart);
      await waited;
      return work();
    });
  const results = await handleMessage(JSON.stringify(event), watch, { ...ports, once });
  return { looked: results.length, results };
}

/** One invocation: a round by the schedule, or a call by the rule. @throws what makes Lambda try again */
export function watchOver(event: unknown, watch: Watch, ports: WatcherPorts): Promise<Watched> {
  const asked = roundSchema.safeParse(event);
  return asked.success ? round(watch, ports, asked.data.perSecond) : answer(event, watch, ports);
}

/** The handler of the second path's function. Its world is made at the first call. */
export function watcherHandler(kinds: readonly LiveKind<unknown>[]) {
  let world: World | undefined;
  return async (event: unknown, context: Context): Promise<{ readonly looked: number }> => {
    world ??= worldOf('watch', kinds, {
      controls: watcherControls,
      guardsStack: (stack) => isOfTheLoop(stack, process.env.DEPLOYMENT ?? ''),
    });
    const { entered, ports, watch } = world;
    entered(context);
    // What meets a deploy is left to the next round: there is no queue to put it off to.
    const putOff = async () => ports.log.info('a deploy is under way: left to the next round', {});
    const { looked } = await watchOver(event, watch, {
      ...ports,
      putOff,
      left: () => context.getRemainingTimeInMillis(),
    });
    return { looked };
  };
}
