/** A cost as text, what dominates first. Pure. */
import type { Cost, Share } from './cost';

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;

/** Cents of a cent matter where a unit is small. */
const precise = (usd: number): string => `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}

const shares = (all: readonly Share[]): readonly string[] =>
  table(all.map(({ name, share, usd }) => [dollars(usd), `${(share * 100).toFixed(0)} %`.padStart(5), name]));

/** Lines that are shown one by one. */
const shown = 20;

function dearest({ lines }: Cost): readonly string[] {
  const rest = lines.slice(shown);
  return [
    ...table(lines.slice(0, shown).map((one) => [dollars(one.usd), `${one.group}/${one.logicalId}`, one.what])),
    ...(rest.length > 0
      ? [`  and ${rest.length} more, ${dollars(rest.reduce((sum, { usd }) => sum + usd, 0))} together: --json has all`]
      : []),
  ];
}

function verdict({ budgetUsd, idleUsd }: Cost): string {
  if (budgetUsd === undefined) return 'No budget is set: cost.budgetUsd.';
  const left = budgetUsd - idleUsd;
  return left < 0
    ? `✗ over the budget of ${dollars(budgetUsd)} by ${dollars(-left)}`
    : `✓ within the budget of ${dollars(budgetUsd)}, ${dollars(left)} left`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

export function renderCost(cost: Cost): string {
  const { assumptions, notCounted, notPriced, notes, perUse, practices, prices, region, tier } = cost;
  const dates = [...new Set(prices.map(({ date }) => date))].sort();
  return [
    `${dollars(cost.idleUsd)} a month, idle: tier ${tier}, ${region}, ${practices} practice${practices === 1 ? '' : 's'}`,
    verdict(cost),
    ...section('What dominates, by type', shares(cost.byType)),
    ...section('By stack', shares(cost.byGroup)),
    ...(cost.byRegion.length > 1 ? section('By region', shares(cost.byRegion)) : []),
    ...section('The dearest resources', dearest(cost)),
    ...section('Beside it, by use', table(perUse.map(({ usd, what }) => [precise(usd), what]))),
    ...section(
      'Not priced, and not in the sum: the model does not know these types',
      notPriced.map(({ count, type }) => `  ${count} × ${type}`),
    ),
    ...section(
      'Idle means: everything deployed, polled, swept and checked; no PHI, no user, no drift. Assumed:',
      assumptions.map(({ unit, value, why }) => `  ${value} ${unit}: ${why}`),
    ),
    ...section(
      'Not counted',
      notCounted.map((what) => `  ${what}`),
    ),
    '',
    ...notes,
    `Prices looked up on ${dates.join(', ')}; --json has each with its source.`,
  ].join('\n');
}
