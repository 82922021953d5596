/**
 * The drill: each control broken by a real call, its event delivered as CloudTrail writes it, the fix awaited and read
 * back, the same detector asked again, and the event delivered once more to see that nothing changes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveKind } from '../../lambdas/drift/live/live';
import type { DriftRecord } from '../../lambdas/drift/record';
import { freshMilliseconds as settingsFresh } from '../../lambdas/drift/settings';
import type { AnyControl } from '../../lib/controls/control';
import { compareStates } from '../../lib/resources/compare';
import { again, isSince } from './again';
import type { Break, Broken, LiveBreak } from './break';
import { type CloudTrailRecord, eventNameOf, recordOf } from './cloudtrail';
import type { Loop } from './loop';
import { NothingDeployed, type Scene } from './scene';

/** What became of one control. */
export interface DrillRow {
  readonly control: string;
  /** What was done to it, where that is not the only way that is tried. */
  readonly name?: string;
  readonly kind: string;
  /**
   * `live`: broken on the emulators. `recorded`: no emulator has the API; proven by its tests. `absent`: this
   * configuration deploys nothing that it guards.
   */
  readonly proof: 'live' | 'recorded' | 'absent';
  readonly mode: AnyControl['fix']['mode'];
  readonly brokenBy?: string;
  /** ISO 8601: when it was broken. */
  readonly at?: string;
  /** `sweep` where no event was delivered. */
  readonly noticedBy?: LiveBreak['noticedBy'];
  readonly physicalId?: string;
  readonly outcome?: DriftRecord['outcome'];
  /** Milliseconds from the call to the loop's first look, and to the read that shows the fix. */
  readonly noticedMs?: number;
  readonly fixedMs?: number;
  /** The same detector, asked again, is content, and every owned property is as declared. */
  readonly verified?: boolean;
  /** The event, delivered again, changed nothing; nor did one that bears the name of the fix itself. */
  readonly noOp?: boolean;
  readonly passed: boolean;
  /** Why it fell short, or why it is not live. */
  readonly why?: string;
}

/** A row that waits for the second delivery of its event. */
export interface Pending {
  readonly row: DrillRow;
  /** What the loop wrote of the first. */
  readonly record?: DriftRecord;
  readonly event?: CloudTrailRecord;
  readonly kind: LiveKind<unknown>;
  readonly after?: unknown;
  readonly broken?: Broken;
  readonly records?: number;
}

export interface DrillOptions {
  readonly scene: Scene;
  readonly loop: Loop;
  readonly breaks: readonly Break[];
  readonly controls: readonly AnyControl[];
  /** A control whose kind this configuration does not deploy does not fall short. @default false */
  readonly absentPasses?: boolean;
  readonly onProgress?: (done: number, total: number, row: DrillRow) => void;
}

const message = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);

const expected = (mode: AnyControl['fix']['mode']): ReadonlySet<string> =>
  mode === 'enforce' ? new Set(['fixed', 'recreated']) : new Set(['reported', 'alarmed']);

/** Breaks one control and follows it to its end, short of the second delivery. */
export async function runOne(
  one: Break,
  control: AnyControl,
  { absentPasses, loop, scene }: DrillOptions,
): Promise<Pending> {
  const name = 'notLive' in one ? undefined : one.name;
  const base = { control: control.id, ...(name ? { name } : {}), kind: one.kind.kind.name, mode: control.fix.mode };
  if ('notLive' in one) return { kind: one.kind, row: { ...base, proof: 'recorded', passed: true, why: one.notLive } };
  const fail = (why: string, more: Partial<DrillRow> = {}): Pending => ({
    kind: one.kind,
    row: { ...base, ...more, proof: 'live', passed: false, why },
  });
  try {
    scene.calls.length = 0;
    const broken = await one.run(scene);
    const call = scene.calls.findLast((made) =>
      broken.event ? eventNameOf(made) === broken.event : (control.brokenBy as string[]).includes(eventNameOf(made)),
    );
    if (!call) return fail(`no call that was made is in brokenBy: ${scene.calls.map(eventNameOf).join(', ')}`);
    const live = one.kind.open(scene.options.sdk);
    const seen = await live.read(broken.physicalId, broken.declared);
    const violated = seen === undefined || control.evaluate(seen).status === 'violated';
    if (!violated) return fail(`after ${eventNameOf(call)} the detector sees no violation`);
    // Somebody else each time: what one caller does again and again is told once.
    const caller = `user/mallory-${control.id.replaceAll('.', '-')}`;
    const identity = { ...scene.options, arn: `arn:aws:iam::${scene.options.account}:${caller}` };
    const event = recordOf(call, identity);
    const record = await noticed(one, event, broken, loop);
    const told = { brokenBy: eventNameOf(call), at: call.at.toISOString(), physicalId: broken.physicalId };
    if (!record) return fail('the loop wrote no record of it', told);
    return await judge({ one, control, broken, event, record, at: call.at, base: { ...base, ...told } }, scene, loop);
  } catch (error) {
    if (error instanceof NothingDeployed && absentPasses)
      return { kind: one.kind, row: { ...base, proof: 'absent', passed: true, why: error.message } };
    return fail(message(error));
  }
}

/** Lets the loop hear of a break, and waits for what it wrote of it. */
async function noticed(one: LiveBreak, event: CloudTrailRecord, { physicalId }: Broken, loop: Loop) {
  const kind = one.kind.kind.name;
  if (one.noticedBy === 'sweep') {
    await loop.sweep();
    return (await loop.records(kind, physicalId)).find((record) => isSince(event, record));
  }
  await loop.deliver(event);
  return loop.recordOf(event.eventID, kind, physicalId);
}

interface Outcome {
  readonly one: LiveBreak;
  readonly control: AnyControl;
  readonly broken: Broken;
  readonly event: CloudTrailRecord;
  readonly record: DriftRecord;
  readonly at: Date;
  readonly base: Pick<DrillRow, 'control' | 'name' | 'kind' | 'mode' | 'brokenBy' | 'at' | 'physicalId'>;
}

async function judge({ at, base, broken, control, event, one, record }: Outcome, scene: Scene, loop: Loop) {
  const read = () => one.kind.open(scene.options.sdk).read(broken.physicalId, broken.declared);
  const enforced = control.fix.mode === 'enforce';
  const after = await read();
  const differences =
    broken.declared === undefined ? [] : compareStates(broken.declared, after, one.kind.kind.owned).differences;
  const verified = enforced
    ? after !== undefined && control.evaluate(after).status === 'compliant' && differences.length === 0
    : record.controls.includes(control.id);
  const asExpected = expected(control.fix.mode).has(record.outcome);
  const since = (moment: string) => Date.parse(moment) - at.getTime();
  const row: DrillRow = {
    ...base,
    proof: 'live',
    ...(one.noticedBy ? { noticedBy: one.noticedBy } : {}),
    outcome: record.outcome,
    noticedMs: since(record.noticedAt),
    ...(record.fixedAt ? { fixedMs: since(record.fixedAt) } : {}),
    verified,
    passed: verified && asExpected,
    ...(verified && asExpected ? {} : { why: record.why ?? `${record.outcome}; ${JSON.stringify(differences)}` }),
  };
  const records = (await loop.records(one.kind.kind.name, broken.physicalId)).length;
  return { row, record, event, kind: one.kind, after, broken, records };
}

/** Breaks in an order in which the settings change once: first those that need a control held still. */
function inOrder(
  breaks: readonly Break[],
): readonly { readonly observing: readonly string[]; readonly breaks: readonly Break[] }[] {
  const observingOf = (one: Break) => ('observing' in one ? (one.observing ?? []) : []);
  const held = breaks.filter((one) => observingOf(one).length > 0);
  const free = breaks.filter((one) => observingOf(one).length === 0);
  return [
    { observing: [...new Set(held.flatMap(observingOf))], breaks: held },
    { observing: [], breaks: free },
  ].filter((group) => group.breaks.length > 0);
}

/** Sets the loop for a drill, and gives what it was set to. The functions keep settings for a while. */
async function setFor(loop: Loop, observing: readonly string[]): Promise<string> {
  const modes = Object.fromEntries(observing.map((id) => [id, 'observe']));
  // The drill breaks one resource again and again, which is a storm by design.
  const before = await loop.set({ stop: false, modes, stormFixes: 1_000 });
  await sleep(settingsFresh + 200);
  return before;
}

/** Runs every break, one after the other, and every event a second time at the end. */
export async function drill(options: DrillOptions): Promise<readonly DrillRow[]> {
  const { breaks, controls, loop, onProgress, scene } = options;
  const byId = new Map(controls.map((control) => [control.id, control]));
  const pending: Pending[] = [];
  let before: string | undefined;
  try {
    for (const group of inOrder(breaks)) {
      const earlier = await setFor(loop, group.observing);
      before ??= earlier;
      for (const one of group.breaks) {
        const control = byId.get(one.control);
        if (!control) throw new Error(`there is no control ${one.control}`);
        const result = await runOne(one, control, options);
        if (result.broken && 'restore' in one) await one.restore?.(scene, result.broken);
        pending.push(result);
        onProgress?.(pending.length, breaks.length, result.row);
      }
    }
    return await again(pending, options);
  } finally {
    if (before !== undefined) await loop.set(JSON.parse(before) as object);
    scene.close();
  }
}
