/** Measurements to ratios, goals and tables. Pure. */
import { exponentOf, withoutFixedCost } from './fit';
import { type Goal, goalOf, renderGoals } from './goal';
import { largestOf, limits, nearestLimit } from './limits';
import type { Measurement } from './measurement';
import { type Cell, formatNumber, renderTable } from './table';

/** Milliseconds by phase of `npm start`. */
export type Phases = Readonly<Record<string, number>>;

export interface Figures {
  /** Ours, gated and ungated, at the same sizes. */
  readonly gated: readonly Measurement[];
  readonly ungated: readonly Measurement[];
  /** Ours without gates and without the CDK's own validation of templates: shows what that costs. */
  readonly unvalidated: readonly Measurement[];
  /** An app of none of our constructs, as large as ours at `comparedAt`. */
  readonly plain: Measurement;
  /** Practices at which a resource's share is compared. */
  readonly comparedAt: number;
  readonly start?: Phases;
}

const perResource = ({ cold, resources }: Measurement): number => cold.wall / resources;

function at(measurements: readonly Measurement[], size: number): Measurement {
  const found = measurements.find((one) => one.size === size);
  if (found === undefined) throw new RangeError(`nothing was measured at ${size}`);
  return found;
}

/** Processor time by number of resources: it grows by those, not by practices, of which the foundation is no part. */
const growthOf = (gated: readonly Measurement[]) =>
  gated.map(({ cold, resources }) => ({ size: resources, cost: cold.cpu }));

/** Gated against ungated at one size. */
export interface Ratio {
  readonly size: number;
  /** In a fresh process, as a person waits for it. */
  readonly cold: number;
  /** With every module loaded, by the clock, against the same pass less its gates: the work of the gates themselves. */
  readonly warm: number;
}

export const ratiosOf = ({ gated, ungated }: Pick<Figures, 'gated' | 'ungated'>): readonly Ratio[] =>
  ungated.map((without) => {
    const full = at(gated, without.size);
    const { gates, wall } = full.warm;
    return { size: without.size, cold: full.cold.cpu / without.cold.cpu, warm: wall / (wall - gates) };
  });

export function goalsOf(figures: Figures): readonly Goal[] {
  const { comparedAt, gated } = figures;
  const growth = growthOf(gated);
  const stacks = gated.flatMap((one) => one.stacks);
  return [
    ...ratiosOf(figures).map(({ cold, size }) => goalOf(`gated against ungated, ${size} practices`, cold, 1.3)),
    goalOf(`ms a resource, ${comparedAt} practices`, perResource(at(gated, comparedAt)), 3),
    goalOf('the same, to that of the plain app', perResource(at(gated, comparedAt)) / perResource(figures.plain), 1),
    goalOf('exponent of growth', exponentOf(growth), 1.05),
    ...(growth.length > 2
      ? [goalOf('exponent without the fixed cost', exponentOf(withoutFixedCost(growth)), 1.05)]
      : []),
    goalOf('peak memory, GiB', Math.max(...gated.map(({ peakMiB }) => peakMiB)) / 1024, 1.5),
    goalOf('share of the nearest CloudFormation limit', nearestLimit(stacks), 0.8),
  ];
}

const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;

function renderSynths({ gated, plain, ungated, unvalidated }: Figures): string {
  const rows = [...gated, ...ungated, ...unvalidated, plain].map((one): readonly Cell[] => [
    one.side,
    one.side === 'plain' ? '' : formatNumber(one.size),
    formatNumber(one.resources),
    formatNumber(one.cold.cpu),
    formatNumber(one.cold.wall),
    formatNumber(perResource(one)),
    one.side === 'gated' ? share(one.cold.gates, one.cold.wall) : '',
    formatNumber(one.warm.cpu),
    formatNumber(one.peakMiB),
  ]);
  const heading = ['side', 'practices', 'resources', 'cpu ms', 'ms', 'ms/resource', 'gates', 'warm cpu ms', 'MiB'];
  return renderTable(heading, rows);
}

function renderLargest({ gated }: Figures): string {
  const most = [...gated].sort((a, b) => b.size - a.size)[0];
  if (most === undefined) return '';
  const rows = Object.entries(largestOf(most.stacks)).map(([measure, stack]): readonly Cell[] => {
    const value = stack[measure as keyof typeof limits | 'exports'];
    const limit = measure in limits ? limits[measure as keyof typeof limits] : undefined;
    return [measure, stack.stack, formatNumber(value), limit === undefined ? 'none' : formatNumber(limit)];
  });
  return renderTable([`of ${most.size} practices`, 'largest stack', 'has', 'limit'], rows);
}

/** All of it, for a terminal. */
export function renderFigures(figures: Figures): string {
  const ratios = ratiosOf(figures).map(({ cold, size, warm }): readonly Cell[] => [size, cold, warm]);
  const phases = Object.entries(figures.start ?? {}).map(([phase, ms]): readonly Cell[] => [phase, ms / 1000]);
  return [
    'Synth in a fresh process, without the CDK CLI and without bundling',
    renderSynths(figures),
    'Gated against ungated: by processor time in a fresh process, by the clock when warm',
    renderTable(['practices', 'fresh process', 'warm'], ratios),
    'CloudFormation limits',
    renderLargest(figures),
    ...(phases.length > 0 ? ['npm start, by phase', renderTable(['phase', 's'], phases)] : []),
    'Goals',
    renderGoals(goalsOf(figures)),
  ].join('\n\n');
}
