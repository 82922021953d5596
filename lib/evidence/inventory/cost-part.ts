/** Cost as the page shows it: some sentences, some figures, some tables. Pure. */
import type { Cost, Share } from '../../cost/cost';

interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** Positions of columns with numbers. */
  readonly numeric: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

export interface CostPart {
  readonly lead: string;
  readonly figures: readonly { readonly value: string; readonly label: string; readonly note?: string }[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

const dollars = (usd: number, digits = 2): string => `$${usd.toFixed(digits)}`;

const sharesTable = (title: string, column: string, shares: readonly Share[]): Table => ({
  title,
  columns: [column, 'US dollars a month', 'of the whole'],
  numeric: [1, 2],
  rows: shares.map(({ name, share, usd }) => [name, dollars(usd), `${(share * 100).toFixed(0)} %`]),
});

/** Resources that are listed one by one. */
const listed = 25;

function resourcesTable({ lines }: Cost): Table {
  const rest = lines.slice(listed);
  const restUsd = rest.reduce((sum, { usd }) => sum + usd, 0);
  return {
    title: 'The dearest resources',
    columns: ['resource', 'what is paid for', 'region', 'US dollars a month'],
    numeric: [3],
    rows: [
      ...lines
        .slice(0, listed)
        .map(({ group, logicalId, region, usd, what }) => [`${group}/${logicalId}`, what, region, dollars(usd)]),
      ...(rest.length > 0 ? [[`${rest.length} more`, 'all are in cost.json', '', dollars(restUsd)]] : []),
    ],
  };
}

const useTable = ({ perUse }: Cost): Table => ({
  title: 'By use, beside it',
  columns: ['what', 'US dollars'],
  numeric: [1],
  rows: perUse.map(({ usd, what }) => [what, dollars(usd, usd < 0.1 ? 4 : 2)]),
});

const pricesTable = ({ prices }: Cost): Table => ({
  title: 'Prices',
  columns: ['price', 'US dollars', 'a unit', 'looked up', 'source'],
  numeric: [1],
  rows: prices.map(({ confirmed, date, id, source, unit, usd }) => [
    id,
    String(usd),
    unit,
    date,
    confirmed === 'unconfirmed' ? `unconfirmed: ${source}` : source,
  ]),
});

const assumptionsTable = ({ assumptions }: Cost): Table => ({
  title: 'What idle means here',
  columns: ['assumed', 'figure', 'unit', 'why'],
  numeric: [1],
  rows: assumptions.map(({ id, unit, value, why }) => [id, String(value), unit, why]),
});

export function costPart(cost: Cost): CostPart {
  const { budgetUsd, byGroup, byRegion, byType, idleUsd, notCounted, notPriced, notes, practices, region, tier } = cost;
  const first = byType[0];
  return {
    lead: [
      `Idle, ${tier} with ${practices} practice${practices === 1 ? '' : 's'} in ${region} costs ${dollars(idleUsd)} a month by a dated table of AWS’s list prices; below it says who confirmed which.`,
      'Idle: everything is deployed, polled, swept and checked; there is no PHI, no user and no drift.',
      ...(first ? [`${first.name} is the most of it, ${(first.share * 100).toFixed(0)} %.`] : []),
    ].join(' '),
    figures: [
      { value: dollars(idleUsd), label: 'a month, idle', note: 'a reckoning from the templates, and no bill' },
      ...(budgetUsd === undefined ? [] : [{ value: dollars(budgetUsd), label: 'budget a month' }]),
    ],
    tables: [
      sharesTable('What dominates', 'type of resource', byType),
      sharesTable('By stack', 'stack', byGroup),
      ...(byRegion.length > 1 ? [sharesTable('By region', 'region', byRegion)] : []),
      resourcesTable(cost),
      useTable(cost),
      assumptionsTable(cost),
      pricesTable(cost),
    ],
    notes: [
      ...notes,
      ...notPriced.map(({ count, type }) => `Not priced, and not in the sum: ${count} of ${type}.`),
      `Not counted: ${notCounted.join('; ')}.`,
    ],
  };
}
