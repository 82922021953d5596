/** The figures of drift to goals and tables. Pure. */
import { type Goal, goalOf } from '../goal';
import { type Cell, formatNumber, renderTable } from '../table';
import type { BundleFigures } from './bundles';
import type { FamilyFigures } from './loop';
import type { SideFigures } from './side-by-side';
import type { Throughput } from './throughput';

export interface DriftFigures {
  readonly bundles: readonly BundleFigures[];
  readonly throughput: readonly Throughput[];
  readonly loop: readonly FamilyFigures[];
  readonly sides: readonly SideFigures[];
}

const total = ({ calls }: SideFigures): number => calls.reduce((sum, [, count]) => sum + count, 0);

const isOurs = ({ fixer }: SideFigures): boolean => fixer === 'Asepsis, in process';
const isPeer = ({ fixer }: SideFigures): boolean => fixer.startsWith('Cloud Custodian');

/** Ours in process against each variant of the peer: of the time until ours is verified, and until its handler returns. */
export interface Ratio {
  readonly scenario: string;
  readonly peer: string;
  /** The peer's time to ours: above one, ours is faster. */
  readonly toVerified: number;
  readonly toReturn: number;
  /** Our calls to the peer's: below one, ours makes fewer. */
  readonly calls: number;
}

export function ratiosOf(sides: readonly SideFigures[]): readonly Ratio[] {
  return sides.filter(isPeer).flatMap((peer) => {
    const ours = sides.find((one) => isOurs(one) && one.scenario === peer.scenario);
    if (!ours) return [];
    return {
      scenario: peer.scenario,
      peer: peer.fixer,
      toVerified: peer.warm.p50 / (ours.verified?.p50 ?? ours.warm.p50),
      toReturn: peer.warm.p50 / ours.warm.p50,
      calls: total(ours) / total(peer),
    };
  });
}

export const driftGoalsOf = ({ bundles, loop, sides }: DriftFigures): readonly Goal[] => [
  ...loop.map(({ family, fromEntry }) => goalOf(`ms from entry to verified fix, p95, ${family}`, fromEntry.p95, 500)),
  ...ratiosOf(sides).flatMap(({ calls, peer, scenario, toReturn }) => [
    goalOf(`our handler's time to that of ${peer}, ${scenario}`, 1 / toReturn, 1 / 3),
    goalOf(`our calls to those of ${peer}, ${scenario}`, calls, 1),
  ]),
  ...bundles.flatMap(({ bareBytes, bareLoadMs, bytes, loadMs, name }) => [
    goalOf(`bytes of ${name} to those of its clients`, bytes / bareBytes, 1.2),
    goalOf(`load time of ${name} to that of its clients`, loadMs / bareLoadMs, 1.2),
  ]),
];

const kB = (bytes: number): string => formatNumber(Math.round(bytes / 1000));
const ms = (value: number): string => formatNumber(Math.round(value * 10) / 10);

const renderLoop = (loop: readonly FamilyFigures[]): string =>
  renderTable(
    ['family', 'controls', 'fixes', 'entry p50', 'entry p95', 'call p50', 'call p95'],
    loop.map(({ controls, family, fromCall, fromEntry }): readonly Cell[] => [
      family,
      controls,
      fromEntry.count,
      ms(fromEntry.p50),
      ms(fromEntry.p95),
      ms(fromCall.p50),
      ms(fromCall.p95),
    ]),
  );

function renderSides(sides: readonly SideFigures[]): string {
  const rows = sides.map((one): readonly Cell[] => [
    one.scenario,
    one.fixer,
    one.startMs > 0 ? ms(one.startMs) : '–',
    ms(one.firstMs),
    one.verified ? `${ms(one.verified.p50)} / ${ms(one.verified.p95)}` : '–',
    `${ms(one.warm.p50)} / ${ms(one.warm.p95)}`,
    one.calls.length > 0
      ? `${total(one)}: ${one.calls.map(([service, count]) => `${count} ${service}`).join(', ')}`
      : '–',
  ]);
  return renderTable(['drift', 'by', 'start ms', 'first ms', 'verified p50 / p95', 'return p50 / p95', 'calls'], rows);
}

const renderBundles = (bundles: readonly BundleFigures[]): string =>
  renderTable(
    ['function', 'kB', 'clients kB', 'ratio', 'usual kB', 'load ms', 'clients ms', 'ratio', 'usual ms'],
    bundles.map((one): readonly Cell[] => [
      one.name,
      kB(one.bytes),
      kB(one.bareBytes),
      formatNumber(one.bytes / one.bareBytes),
      kB(one.usualBytes),
      ms(one.loadMs),
      ms(one.bareLoadMs),
      formatNumber(one.loadMs / one.bareLoadMs),
      ms(one.usualLoadMs),
    ]),
  );

const renderParts = (bundles: readonly BundleFigures[]): string =>
  bundles
    .map(
      ({ name, ours }) =>
        `${name}: ${ours
          .slice(0, 8)
          .map(([part, bytes]) => `${part} ${kB(bytes)}`)
          .join(', ')}`,
    )
    .join('\n');

/** All of it, for a terminal. */
export function renderDrift(figures: DriftFigures): string {
  const ratios = ratiosOf(figures.sides).map(({ calls, peer, scenario, toReturn, toVerified }): readonly Cell[] => [
    scenario,
    peer,
    formatNumber(toVerified),
    formatNumber(toReturn),
    formatNumber(calls),
  ]);
  return [
    'Drift: from handler entry, and from the call, to the verified fix, ms on the local cloud, warm',
    renderLoop(figures.loop),
    'Beside Cloud Custodian on the same emulator, warm',
    renderSides(figures.sides),
    'Its time to ours (until verified; until the handler returns), and our calls to its',
    renderTable(['drift', 'against', 'verified', 'return', 'calls'], ratios),
    'Functions beside their SDK clients alone; usual: the clients as esbuild takes them by itself; ms of the processor',
    renderBundles(figures.bundles),
    'What is not the SDK, kB',
    renderParts(figures.bundles),
    'Decisions, no AWS behind them',
    renderTable(
      ['what', 'a second of the processor', 'of the clock'],
      figures.throughput.map(({ perSecond, perSecondByClock, what }): readonly Cell[] => [
        what,
        Math.round(perSecond),
        Math.round(perSecondByClock),
      ]),
    ),
  ].join('\n\n');
}
