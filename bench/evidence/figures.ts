/** What a bundle of evidence costs, from runs to figures, goals and tables. Pure. */
import { spreadOf } from '../../local/drill/spread';
import { type Goal, goalOf } from '../goal';
import { type Cell, formatNumber, renderTable } from '../table';

/** One bundle in a fresh process. */
export interface EvidenceRun {
  readonly practices: number;
  readonly resources: number;
  /** Of all files of the bundle. */
  readonly bytes: number;
  /** Until the templates are there: every gate of the synth, no bundling. */
  readonly synthMs: number;
  /** From the templates to the bundle, signed and on disk. */
  readonly evidenceMs: number;
  /** The same by processor time of this process, all threads: other work on the machine disturbs it less than the clock. */
  readonly synthCpuMs: number;
  readonly evidenceCpuMs: number;
  /** Milliseconds of `evidenceMs` by part. */
  readonly parts: Readonly<Record<string, number>>;
  /** Most memory that the process held until its templates were there, and until its end. esbuild's is its own. */
  readonly synthMiB: number;
  readonly peakMiB: number;
}

/** Several runs at one size: times are medians, memory is the most. */
export interface EvidenceFigures extends EvidenceRun {
  /** Synth and evidence, run by run. */
  readonly wholeMs: number;
  /** `asepsis evidence` from its start to its end, bundling at synth included; one run. */
  readonly commandMs?: number;
}

const median = (values: readonly number[]): number => spreadOf(values).p50;

/** @throws RangeError without runs */
export function figuresOf(runs: readonly EvidenceRun[], commandMs?: number): EvidenceFigures {
  const [first] = runs;
  if (first === undefined) throw new RangeError('nothing was measured');
  const names = new Set(runs.flatMap(({ parts }) => Object.keys(parts)));
  return {
    ...first,
    synthMs: median(runs.map(({ synthMs }) => synthMs)),
    evidenceMs: median(runs.map(({ evidenceMs }) => evidenceMs)),
    synthCpuMs: median(runs.map(({ synthCpuMs }) => synthCpuMs)),
    evidenceCpuMs: median(runs.map(({ evidenceCpuMs }) => evidenceCpuMs)),
    wholeMs: median(runs.map(({ evidenceMs, synthMs }) => evidenceMs + synthMs)),
    parts: Object.fromEntries([...names].map((name) => [name, median(runs.map(({ parts }) => parts[name] ?? 0))])),
    synthMiB: Math.max(...runs.map(({ synthMiB }) => synthMiB)),
    peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
    ...(commandMs === undefined ? {} : { commandMs }),
  };
}

/** At the largest size that was measured: twenty seconds and one gibibyte, of the evidence and of all that is before it. */
export function evidenceGoalsOf(figures: readonly EvidenceFigures[]): readonly Goal[] {
  const largest = [...figures].sort((a, b) => b.practices - a.practices)[0];
  if (largest === undefined) return [];
  const { commandMs, evidenceMs, peakMiB, practices, wholeMs } = largest;
  const at = `${practices} practices`;
  return [
    goalOf(`evidence from templates, seconds, ${at}`, evidenceMs / 1000, 20),
    goalOf(`synth and evidence, seconds, ${at}`, wholeMs / 1000, 20),
    ...(commandMs === undefined ? [] : [goalOf(`the whole command, seconds, ${at}`, commandMs / 1000, 20)]),
    goalOf(`peak memory of synth and evidence, GiB, ${at}`, peakMiB / 1024, 1),
  ];
}

const seconds = (ms: number): string => formatNumber(Math.round(ms / 10) / 100);
const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;

function renderWhole(figures: readonly EvidenceFigures[]): string {
  const rows = figures.map((one): readonly Cell[] => [
    one.practices,
    one.resources,
    seconds(one.synthMs),
    seconds(one.evidenceMs),
    seconds(one.wholeMs),
    seconds(one.synthCpuMs),
    seconds(one.evidenceCpuMs),
    one.commandMs === undefined ? '–' : seconds(one.commandMs),
    formatNumber(Math.round(one.synthMiB)),
    formatNumber(Math.round(one.peakMiB)),
    formatNumber(one.bytes / 1e6),
  ]);
  const heading = ['practices', 'resources', 'synth s', 'evidence s', 'both s', 'synth cpu s', 'evidence cpu s'].concat(
    ['command s', 'synth MiB', 'MiB', 'MB'],
  );
  return renderTable(heading, rows);
}

/** The dearest part at the largest size first. */
function renderParts(figures: readonly EvidenceFigures[]): string {
  const largest = figures.at(-1);
  const names = Object.entries(largest?.parts ?? {}).sort(([, a], [, b]) => b - a);
  const rows = names.map(([name]): readonly Cell[] => [
    name,
    ...figures.flatMap(({ evidenceMs, parts }) => [seconds(parts[name] ?? 0), share(parts[name] ?? 0, evidenceMs)]),
  ]);
  return renderTable(['part', ...figures.flatMap(({ practices }) => [`s at ${practices}`, 'share'])], rows);
}

/** All of it, for a terminal. */
export const renderEvidence = (figures: readonly EvidenceFigures[]): string =>
  [
    'A bundle of the hospital tier from its templates, in a fresh process: medians',
    renderWhole(figures),
    'By part, by the clock',
    renderParts(figures),
  ].join('\n\n');
