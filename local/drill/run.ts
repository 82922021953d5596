/** The whole drill on a deployed local cloud: the first sweep, every break, and what the functions were granted and used. */
import type { SdkConfig } from '../../lambdas/drift/live/live';
import { controls } from '../../lib/controls';
import { familyOf } from '../../lib/drift/families';
import { physicalLookup, type StackResource } from '../../lib/resources/resolve';
import type { TemplateSet } from '../../lib/resources/template';
import type { Break } from './break';
import { allBreaks } from './breaks';
import { type DrillRow, drill } from './drill';
import { type GrantedRow, grantedAndUsed, type TracedCall } from './granted';
import type { Loop } from './loop';
import { masked } from './masked';
import { nameOf, promiseScene } from './promise-scene';
import { brokenPromises } from './promises';
import { Scene } from './scene';
import { type Spread, spreadOf } from './spread';
import { type WatcherRow, watcherScene } from './watcher';

/** Milliseconds: the median, and what one in twenty exceeds. */
type Times = Pick<Spread, 'p50' | 'p95'>;

export interface DrillReport {
  readonly rows: readonly DrillRow[];
  /** What templates promise and no control asks for, broken and put back. */
  readonly promises: readonly DrillRow[];
  /** Ways to silence the loop itself, put right by its second path; none where only some controls are drilled. */
  readonly watcher: readonly WatcherRow[];
  /** What each role of the loop was granted and used over the whole drill, its sweep included. */
  readonly grants: readonly GrantedRow[];
  readonly totals: {
    readonly controls: number;
    readonly passed: number;
    /** Broken by a real call on the emulators. */
    readonly live: number;
    /** Proven by a recorded response, since no emulator has the API. */
    readonly recorded: number;
    /** Guarding what this configuration does not deploy. */
    readonly absent: number;
    /** Messages that ended in the dead-letter queue. */
    readonly deadLetters: number;
    readonly noticedMs: Times;
    readonly fixedMs: Times;
  };
}

export interface DrillRun {
  readonly deployment: string;
  readonly account: string;
  readonly region: string;
  readonly sdk: SdkConfig;
  /** The deployed loop; whoever opened it closes it. */
  readonly loop: Loop;
  readonly templates: TemplateSet;
  readonly deployed: readonly StackResource[];
  /** @default every break, and what silences the loop itself */
  readonly only?: (one: Pick<Break, 'control'>) => boolean;
  /** A control whose kind this configuration does not deploy does not fall short. @default false */
  readonly absentPasses?: boolean;
  readonly onProgress?: (done: number, total: number, row: DrillRow) => void;
}

/** Milliseconds; none where nothing was timed. */
function timesOf(values: readonly number[]): Times {
  const { p50, p95 } = values.length > 0 ? spreadOf(values) : { p50: 0, p95: 0 };
  return { p50, p95 };
}

/** Controls that the loop guards and that no break tries: the drill falls short while there is one. */
export const undrilled = (breaks: readonly Break[]): readonly string[] => {
  const tried = new Set(breaks.map(({ control }) => control));
  return controls
    .filter(({ fix, id, resource }) => fix.mode !== 'none' && familyOf(resource.name) !== undefined && !tried.has(id))
    .map(({ id }) => id);
};

/** What fell short, the loop's own parts included. */
export const shortOf = ({
  promises,
  rows,
  watcher,
}: Pick<DrillReport, 'rows' | 'promises' | 'watcher'>): readonly DrillRow[] =>
  [...rows, ...promises, ...watcher].filter(({ passed }) => !passed);

/** What a drill found, and every SDK call that the loop's functions noted until its end. */
export interface Drilled {
  readonly report: DrillReport;
  readonly calls: readonly TracedCall[];
}

export async function runDrill(run: DrillRun): Promise<Drilled> {
  const { absentPasses, account, deployed, deployment, loop, only, onProgress, region, sdk, templates } = run;
  const lookup = physicalLookup(deployed, templates.environment, templates);
  const scene = new Scene({ sdk, templates, rows: deployed, lookup, account, region, deployment });
  const rows = await drill({
    scene,
    loop,
    breaks: only ? allBreaks.filter(only) : allBreaks,
    controls,
    absentPasses,
    onProgress,
  });
  const promises = await promiseScene({
    scene,
    loop,
    promises: brokenPromises.filter((one) => only?.({ control: nameOf(one) }) ?? true),
    absentPasses,
  });
  const watcher = only ? [] : await watcherScene({ scene, loop });
  const absent = new Set([...rows, ...promises].flatMap(({ kind, proof }) => (proof === 'absent' ? [kind] : [])));
  const calls = await loop.calls();
  const grants = grantedAndUsed(templates, calls, `${deployment}-drift-`, absent);
  const report = {
    rows: rows.map(masked),
    promises: promises.map(masked),
    watcher: watcher.map(masked),
    grants,
    totals: await totalsOf(rows, loop),
  };
  return { report, calls };
}

async function totalsOf(rows: readonly DrillRow[], loop: Loop): Promise<DrillReport['totals']> {
  const count = (some: readonly DrillRow[]): number => new Set(some.map(({ control }) => control)).size;
  const live = rows.filter(({ proof }) => proof === 'live');
  // How soon the next sweep comes is said by its schedule.
  const timed = live.filter(({ noticedBy }) => noticedBy !== 'sweep');
  return {
    controls: count(rows),
    passed: count(rows) - count(rows.filter(({ passed }) => !passed)),
    live: count(live),
    recorded: count(rows.filter(({ proof }) => proof === 'recorded')),
    absent: count(rows.filter(({ proof }) => proof === 'absent')),
    deadLetters: await loop.deadLetters(),
    noticedMs: timesOf(timed.flatMap(({ noticedMs }) => noticedMs ?? [])),
    fixedMs: timesOf(timed.flatMap(({ fixedMs }) => fixedMs ?? [])),
  };
}
