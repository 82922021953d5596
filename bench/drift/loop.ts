/** How long the deployed loop takes on the local cloud: from the call, and from the handler's entry, to the verified fix. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { freshMilliseconds as settingsFresh } from '../../lambdas/drift/settings';
import { controls } from '../../lib/controls';
import { type Family, familyNames, familyOf } from '../../lib/drift/families';
import type { LiveBreak } from '../../local/drill/break';
import { allBreaks } from '../../local/drill/breaks';
import { runOne } from '../../local/drill/drill';
import type { Loop } from '../../local/drill/loop';
import type { Scene } from '../../local/drill/scene';
import { type Spread, spreadOf } from '../../local/drill/spread';
import { entriesOf, type LogLine } from './function-log';

export interface FamilyFigures {
  readonly family: Family;
  readonly controls: number;
  /** Handler entry to the read that shows the fix, warm. */
  readonly fromEntry: Spread;
  /** The same from the call that broke it: the bus, the queue and the emulator's poller are in it. */
  readonly fromCall: Spread;
}

/** One fix that was measured. */
interface Timing {
  readonly family: Family;
  readonly control: string;
  readonly event: string;
  readonly calledAt: number;
  readonly fixedAt: number;
}

const enforced = new Set(controls.filter(({ fix }) => fix.mode === 'enforce').map(({ id }) => id));

/** Breaks that the loop is to put back. */
const fixable = allBreaks.filter((one): one is LiveBreak => !('notLive' in one) && enforced.has(one.control));

/** Breaks each of them once and waits for its fix. What falls short is the drill's matter: it is told and left out. */
async function round(scene: Scene, loop: Loop, say: (text: string) => void): Promise<readonly Timing[]> {
  const timings: Timing[] = [];
  for (const one of fixable) {
    const control = controls.find(({ id }) => id === one.control);
    const family = familyOf(one.kind.kind.name);
    if (!control || !family) continue;
    const { broken, event, row } = await runOne(one, control, { scene, loop, breaks: [one], controls });
    if (broken) await one.restore?.(scene, broken);
    if (event && row.passed && row.fixedMs !== undefined && row.physicalId !== undefined) {
      const record = await loop.recordOf(event.eventID, row.kind, row.physicalId);
      const fixedAt = Date.parse(record?.fixedAt ?? '');
      timings.push({ family, control: control.id, event: event.eventID, calledAt: fixedAt - row.fixedMs, fixedAt });
    } else say(`${control.id} is not measured: ${row.why ?? row.outcome ?? 'it was not fixed'}`);
  }
  return timings;
}

async function linesOf(logs: CloudWatchLogsClient, logGroupName: string): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName }))
    for (const { logStreamName: stream = '', message: text = '' } of events) lines.push({ stream, text });
  return lines;
}

async function entries(scene: Scene): Promise<ReadonlyMap<string, number>> {
  const { deployment, sdk } = scene.options;
  const logs = new CloudWatchLogsClient(sdk('cloudwatch-logs'));
  const all = await Promise.all(
    familyNames.map((family) => linesOf(logs, `/asepsis/${deployment}/${deployment}-drift-${family}`)),
  );
  logs.destroy();
  return entriesOf(all.flat());
}

function figuresOf(timings: readonly Timing[], entered: ReadonlyMap<string, number>): readonly FamilyFigures[] {
  return familyNames.flatMap((family): readonly FamilyFigures[] => {
    const of = timings.filter((one) => one.family === family);
    const fromEntry = of.flatMap(({ event, fixedAt }) => {
      const at = entered.get(event);
      return at === undefined ? [] : [fixedAt - at];
    });
    if (fromEntry.length === 0) return [];
    const fromCall = of.map(({ calledAt, fixedAt }) => fixedAt - calledAt);
    const count = new Set(of.map(({ control }) => control)).size;
    return [{ family, controls: count, fromEntry: spreadOf(fromEntry), fromCall: spreadOf(fromCall) }];
  });
}

/**
 * Every control that is fixed, broken again and again. The first round warms functions and caches and does not count.
 *
 * @param rounds that count
 */
export async function measureLoop(
  scene: Scene,
  loop: Loop,
  rounds: number,
  say: (text: string) => void,
): Promise<readonly FamilyFigures[]> {
  // One resource is broken again and again: without this the loop would leave it as fought over.
  const before = await loop.set({ stop: false, modes: {}, stormFixes: 1_000 });
  await sleep(settingsFresh + 200);
  try {
    say(`drift loop: warming up with ${fixable.length} breaks`);
    await round(scene, loop, say);
    const timings: Timing[] = [];
    for (let turn = 1; turn <= rounds; turn += 1) {
      say(`drift loop: round ${turn} of ${rounds}`);
      timings.push(...(await round(scene, loop, () => undefined)));
    }
    return figuresOf(timings, await entries(scene));
  } finally {
    await loop.set(JSON.parse(before) as object);
  }
}
