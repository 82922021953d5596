/** What a deployment costs a month while idle, by resource, from its templates and the table of prices. Pure. */
import type { Config } from '../config/schema';
import { type TemplateResource, TemplateSet } from '../resources/template';
import { type Assumption, type AssumptionId, assumptions, figures, notCounted } from './assumptions';
import type { Charge, Charging, Deployed } from './charge';
import { dataCharges } from './charges-data';
import { watchingCharges } from './charges-watching';
import { freeTypes } from './free';
import { type UseCost, useCosts } from './per-use';
import { groupOf, practiceOf, regionOf } from './places';
import { amountOf, type Price } from './price';
import { type PriceId, type PriceSheet, priceIds, priceSheet, sameAsUsEast } from './prices';
import { timesAMonth } from './schedules';
import { type Traffic, trafficOf } from './traffic';

/** One charge of one resource. */
export interface CostLine extends Charge {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The stack without the deployment's name: `audit`, `practice-derm`. */
  readonly group: string;
  readonly region: string;
  readonly practice?: string;
  readonly usd: number;
}

export interface Share {
  readonly name: string;
  readonly usd: number;
  /** Of the whole, from 0 to 1. */
  readonly share: number;
}

export interface Cost {
  readonly tier: Config['tier'];
  readonly region: string;
  readonly practices: number;
  /** US dollars a month, idle. */
  readonly idleUsd: number;
  readonly budgetUsd?: number;
  readonly freeTiers: boolean;
  /** The dearest first. */
  readonly lines: readonly CostLine[];
  readonly byType: readonly Share[];
  readonly byGroup: readonly Share[];
  readonly byRegion: readonly Share[];
  readonly perUse: readonly UseCost[];
  /** Types and schedules that the model does not know: their cost is not in the sum. */
  readonly notPriced: readonly { readonly type: string; readonly count: number }[];
  readonly prices: readonly (Price & { readonly id: PriceId })[];
  readonly assumptions: readonly (Assumption & { readonly id: AssumptionId })[];
  readonly traffic: Traffic;
  readonly notCounted: readonly string[];
  readonly notes: readonly string[];
}

const charging: Readonly<Record<string, Charging>> = { ...dataCharges, ...watchingCharges };

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

type Unpriced = Omit<CostLine, 'usd'>;

function linesOf(resource: TemplateResource, deployed: Deployed): readonly Unpriced[] {
  const { logicalId, stack, type } = resource;
  const { config } = deployed;
  const practice = practiceOf(stack, config);
  const place = { stack, logicalId, type, group: groupOf(stack, config), region: regionOf(stack, config) };
  const charges = own(charging, type)?.(resource, deployed) ?? [];
  return charges
    .filter(({ units }) => units > 0)
    .map((charge) => ({ ...place, ...(practice === undefined ? {} : { practice }), ...charge }));
}

/** Steps and allowances are an account's: each line bears its part of what all units of its price cost in its region. */
function priced(lines: readonly Unpriced[], sheet: PriceSheet, countFree: boolean): readonly CostLine[] {
  const keyOf = ({ price, region }: Unpriced) => `${region} ${price}`;
  const totals = new Map<string, number>();
  for (const line of lines) totals.set(keyOf(line), (totals.get(keyOf(line)) ?? 0) + line.units);
  return lines.map((line) => {
    const total = totals.get(keyOf(line)) ?? 0;
    return { ...line, usd: (amountOf(sheet[line.price], total, countFree) * line.units) / total };
  });
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (lines: readonly CostLine[]): readonly CostLine[] =>
  [...lines].sort(
    (a, b) => b.usd - a.usd || byName(`${a.stack}/${a.logicalId} ${a.price}`, `${b.stack}/${b.logicalId} ${b.price}`),
  );

const sum = (lines: readonly CostLine[]): number => lines.reduce((total, { usd }) => total + usd, 0);

function sharesBy(lines: readonly CostLine[], nameOf: (line: CostLine) => string): readonly Share[] {
  const all = sum(lines);
  const names = [...new Set(lines.map(nameOf))];
  return names
    .map((name) => ({ name, usd: sum(lines.filter((line) => nameOf(line) === name)) }))
    .map(({ name, usd }) => ({ name, usd, share: all === 0 ? 0 : usd / all }))
    .sort((a, b) => b.usd - a.usd || byName(a.name, b.name));
}

/** The lines of a set; the sum of a part of a deployment is got by leaving the rest out. */
function idleLines(set: TemplateSet, config: Config, sheet: PriceSheet) {
  const traffic = trafficOf(set, config, figures);
  const deployed: Deployed = { set, config, traffic, one: figures };
  const lines = set.resources.flatMap((resource) => linesOf(resource, deployed));
  return { traffic, lines: inOrder(priced(lines, sheet, config.cost.freeTiers)) };
}

/** What one practice more costs: the whole, less the whole without one. */
function practiceUsd(set: TemplateSet, config: Config, sheet: PriceSheet, whole: number): number {
  const last = config.practices.at(-1)?.id;
  const rest = set.resources.filter(({ stack }) => practiceOf(stack, config) !== last);
  return whole - sum(idleLines(new TemplateSet(rest, set.environment), config, sheet).lines);
}

function notPriced(set: TemplateSet): Cost['notPriced'] {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const { properties, type } of set.resources) {
    if (own(charging, type) === undefined && own(freeTypes, type) === undefined) count(type);
    const schedule = properties.ScheduleExpression;
    if (typeof schedule === 'string' && timesAMonth(schedule) === undefined) count(`${type} by ${schedule}`);
  }
  return [...counts].sort(([a], [b]) => byName(a, b)).map(([type, count]) => ({ type, count }));
}

/** How the prices were confirmed that a sum rests on. */
const confirmations = [
  ['AWS', 'prices read on AWS’s own pages'],
  ['seen', 'prices that somebody else says are AWS’s'],
  ['unconfirmed', 'prices that no source confirmed'],
] as const;

/** What part of the sum rests on which confirmation; the weakest by its prices. */
const standingOf = (lines: readonly CostLine[], sheet: PriceSheet): readonly string[] =>
  confirmations.flatMap(([confirmed, what]) => {
    const resting = lines.filter(({ price }) => sheet[price].confirmed === confirmed);
    const ids = [...new Set(resting.map(({ price }) => price))].sort();
    if (ids.length === 0) return [];
    const named = confirmed === 'unconfirmed' ? `: ${ids.join(', ')}` : '';
    return [`$${sum(resting).toFixed(2)} of it rests on ${what}${named}.`];
  });

function notesOf({ cost, region }: Config, lines: readonly CostLine[], sheet: PriceSheet): readonly string[] {
  const elsewhere = [...new Set(lines.map((line) => line.region))].filter((one) => !sameAsUsEast.includes(one)).sort();
  return [
    cost.freeTiers
      ? 'Permanent free allowances are taken off, as if nothing else in the account used them.'
      : 'Free allowances are not taken off.',
    ...(elsewhere.length > 0
      ? [
          `List prices of ${elsewhere.join(', ')} differ: those of us-east-1 are taken, where cost.prices says nothing else.`,
        ]
      : []),
    ...(region.startsWith('us-gov-') ? ['GovCloud’s prices are higher.'] : []),
    ...standingOf(lines, sheet),
  ];
}

/**
 * What a deployment costs.
 *
 * @throws AsepsisError for a price in the configuration that is none
 */
export function costOf(set: TemplateSet, config: Config): Cost {
  const sheet = priceSheet(config);
  const { lines, traffic } = idleLines(set, config, sheet);
  const idleUsd = sum(lines);
  const perUse = useCosts(config, sheet, practiceUsd(set, config, sheet, idleUsd));
  const used = new Set<PriceId>([...lines, ...perUse.flatMap(({ of }) => of)].map(({ price }) => price));
  return {
    tier: config.tier,
    region: config.region,
    practices: config.practices.length,
    idleUsd,
    ...(config.cost.budgetUsd === undefined ? {} : { budgetUsd: config.cost.budgetUsd }),
    freeTiers: config.cost.freeTiers,
    lines,
    byType: sharesBy(lines, ({ type }) => type),
    byGroup: sharesBy(lines, ({ group }) => group),
    byRegion: sharesBy(lines, ({ region }) => region),
    perUse,
    notPriced: notPriced(set),
    prices: priceIds.filter((id) => used.has(id)).map((id) => ({ id, ...sheet[id] })),
    assumptions: (Object.keys(assumptions) as AssumptionId[]).map((id) => ({ id, ...assumptions[id] })),
    traffic,
    notCounted,
    notes: notesOf(config, lines, sheet),
  };
}
