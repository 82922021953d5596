/** The drill as a person reads it. Pure. */
import type { DrillRow } from './drill';
import type { GrantedRow } from './granted';
import type { DrillReport } from './run';
import type { WatcherRow } from './watcher';

const yes = (value: boolean | undefined): string => (value === undefined ? '–' : value ? 'yes' : 'NO');
const ms = (value: number | undefined): string => (value === undefined ? '–' : String(value));

const columns: readonly (readonly [string, (row: DrillRow) => string])[] = [
  ['control', ({ control, name }) => (name ? `${control} (${name})` : control)],
  ['broken by', ({ brokenBy, proof }) => brokenBy ?? (proof === 'live' ? '–' : `(${proof})`)],
  ['noticed ms', ({ noticedMs }) => ms(noticedMs)],
  ['fixed ms', ({ fixedMs }) => ms(fixedMs)],
  ['outcome', ({ outcome, proof }) => outcome ?? proof],
  ['verified', ({ verified }) => yes(verified)],
  ['no-op', ({ noOp }) => yes(noOp)],
];

/** A head and one line a row, in columns as wide as what stands in them. */
function table<R>(columns: readonly (readonly [string, (row: R) => string])[], rows: readonly R[]): readonly string[] {
  const cells = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((part, index) => part.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** One line a control, and beneath what fell short the reason. */
export function drillTable(rows: readonly DrillRow[]): string {
  const [head = '', ...lines] = table(columns, rows);
  const short = (row: DrillRow | undefined) =>
    row === undefined || row.passed ? [] : [`    falls short: ${row.why ?? 'no reason is known'}`];
  return [head, ...lines.flatMap((line, index) => [line, ...short(rows[index])])].join('\n');
}

/** Ways to silence the loop, one line each. */
export const watcherTable = (rows: readonly WatcherRow[]): string =>
  drillTable(rows.map((row) => ({ ...row, name: row.what })));

/** The drill in one line. */
export const drillSummary = ({ totals, watcher }: DrillReport): string =>
  `${totals.passed} of ${totals.controls} controls hold: ${totals.live} broken for real, ${totals.recorded} by recorded responses${totals.absent > 0 ? `, ${totals.absent} with nothing to guard here` : ''}; fixed after ${totals.fixedMs.p50} ms (p50), ${totals.fixedMs.p95} ms (p95); ${totals.deadLetters} dead letters; the loop itself was silenced in ${watcher.length} ways and put right by its second path in ${watcher.filter(({ passed }) => passed).length}`;

const grantColumns: readonly (readonly [string, (row: GrantedRow) => string])[] = [
  ['role', ({ role }) => role],
  ['granted', ({ granted }) => String(granted.length)],
  ['used', ({ used }) => String(used.length)],
  ['unused, with a reason', ({ unused }) => String(unused.length)],
  ['unexplained', ({ unexplained }) => unexplained.join(', ') || '–'],
  ['missing', ({ missing }) => missing.join(', ') || '–'],
];

/** One line a role of the loop: what it may do, and what it did. */
export const grantsTable = (rows: readonly GrantedRow[]): string => table(grantColumns, rows).join('\n');
