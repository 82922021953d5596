/** What the deployment costs, for the page. Pure. */
import type { Cost, Share } from '../../../cost/cost';
import type { Part, Table } from '../model';

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;

const sharesTable = (title: string, name: string, rows: readonly Share[]): Table => ({
  title,
  columns: [name, 'a month', 'share'],
  numeric: [1, 2],
  rows: rows.map((one) => [one.name, dollars(one.usd), `${(one.share * 100).toFixed(0)} %`]),
});

export function costPart(cost: Cost): Part {
  const { assumptions, budgetUsd, byGroup, byType, idleUsd, notCounted, notPriced, notes, perUse, prices } = cost;
  return {
    lead: `${dollars(idleUsd)} a month in ${cost.region}, idle, without free tiers${cost.freeTiers ? ' (they are taken off)' : ''}. Idle is what stands with nobody using it: resources, pollers, sweeps and checks, and no PHI traffic.`,
    figures: [
      { value: dollars(idleUsd), label: 'a month, idle' },
      ...(budgetUsd === undefined ? [] : [{ value: dollars(budgetUsd), label: 'the budget of the configuration' }]),
    ],
    tables: [
      sharesTable('What dominates', 'type', byType),
      sharesTable('By stack', 'stack', byGroup),
      {
        title: 'Each use',
        columns: ['what', 'cost'],
        numeric: [1],
        rows: perUse.map(({ usd, what }) => [what, `$${usd.toFixed(4)}`]),
      },
      {
        title: 'Assumed',
        columns: ['unit', 'figure', 'why'],
        numeric: [1],
        rows: assumptions.map(({ unit, value, why }) => [unit, String(value), why]),
      },
      {
        title: 'Prices',
        columns: ['price', 'USD', 'unit', 'source', 'seen'],
        numeric: [1],
        rows: prices.map(({ date, id, source, unit, usd }) => [id, String(usd), unit, source, date]),
      },
    ],
    notes: [...notes, ...notCounted, ...notPriced.map(({ count, type }) => `Not priced: ${count} of ${type}`)],
  };
}
