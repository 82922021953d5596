/** The drill as a person reads it. Pure. */
import type { DrillRow } from './drill';
import type { DrillReport } from './run';

const yes = (value: boolean | undefined): string => (value === undefined ? '–' : value ? 'yes' : 'NO');
const ms = (value: number | undefined): string => (value === undefined ? '–' : String(value));

const columns: readonly (readonly [string, (row: DrillRow) => string])[] = [
  ['control', ({ control, name }) => (name ? `${control} (${name})` : control)],
  ['broken by', ({ brokenBy, proof }) => brokenBy ?? (proof === 'recorded' ? '(recorded)' : '–')],
  ['noticed ms', ({ noticedMs }) => ms(noticedMs)],
  ['fixed ms', ({ fixedMs }) => ms(fixedMs)],
  ['outcome', ({ outcome, proof }) => outcome ?? proof],
  ['verified', ({ verified }) => yes(verified)],
  ['no-op', ({ noOp }) => yes(noOp)],
];

/** One line a control, and beneath what fell short the reason. */
export function drillTable(rows: readonly DrillRow[]): string {
  const cells = rows.map((row) => columns.map(([, cell]) => cell(row)));
  const widths = columns.map(([name], index) =>
    Math.max(name.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const line = (parts: readonly string[]) => parts.map((part, index) => part.padEnd(widths[index] ?? 0)).join('  ');
  return [
    line(columns.map(([name]) => name)),
    ...rows.flatMap((row, index) => [
      line(cells[index] ?? []),
      ...(row.passed ? [] : [`    falls short: ${row.why ?? 'no reason is known'}`]),
    ]),
  ].join('\n');
}

/** The drill in one line. */
export const drillSummary = ({ totals }: DrillReport): string =>
  `${totals.passed} of ${totals.controls} controls hold: ${totals.live} broken for real, ${totals.recorded} by recorded responses; fixed after ${totals.fixedMs.p50} ms (p50), ${totals.fixedMs.p95} ms (p95); ${totals.deadLetters} dead letters`;
