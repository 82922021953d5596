/** A period of operation, for the page. Pure. */
import type { DeployedFacts, EvidenceFacts } from '../../facts';
import type { Found } from '../../operation/found';
import { type Gap, isMissing, type Operating, operatingOf } from '../../operation/operating';
import { sectionSamples } from '../../operation/section-samples';
import type { Part, Table } from '../model';

const day = (at: string): string => at.slice(0, 10);

/** To the second: a gap may be short. */
const second = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

const daysOf = ({ from, to }: Pick<Gap, 'from' | 'to'>): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const inDays = (days: number): string => (days >= 10 ? String(Math.round(days)) : days.toFixed(1));

const names: Readonly<Record<keyof Found, string>> = {
  drift: 'Drift, and what became of it',
  rules: 'AWS Config',
  restores: 'Restores',
  access: 'Who has access',
  responses: 'Answers to findings',
};

function foundTable({ operation }: EvidenceFacts): Table {
  const samples = sectionSamples(operation);
  const rows = (Object.keys(names) as (keyof Found)[]).map((name) => {
    const sample = samples[name];
    return [names[name], sample?.says ?? 'nothing', sample ? day(sample.at) : '–'];
  });
  return { title: 'What was found', columns: ['of', 'what', 'the last'], rows };
}

const monthsTable = ({ months }: Operating): Table => ({
  title: 'Month by month',
  columns: ['month', 'increments', 'records of drift', 'put right', 'restores', 'findings answered'],
  numeric: [1, 2, 3, 4, 5],
  rows: months.map((one) => [
    one.month,
    ...[one.increments, one.records, one.putRight, one.restores, one.cases].map((count) => String(count)),
  ]),
});

const gapsTable = (gaps: readonly Gap[]): readonly Table[] =>
  gaps.length === 0
    ? []
    : [
        {
          title: 'Times that no increment speaks for',
          columns: ['from', 'to', 'days', 'which'],
          numeric: [2],
          rows: gaps.map((gap) => [second(gap.from), second(gap.to), inDays(daysOf(gap)), gap.kind]),
        },
      ];

const problemsTable = ({ problems }: Operating): readonly Table[] =>
  problems.length === 0
    ? []
    : [
        {
          title: 'Objects and links of the archive that are not as they were written',
          columns: ['what'],
          rows: problems.map((one) => [one]),
        },
      ];

/** Sources that gave nothing, with how often and the last reason. */
function refusedTable({ increments }: Operating): readonly Table[] {
  const told = new Map<string, { count: number; last: string; why: string }>();
  for (const { refused, to } of increments)
    for (const one of refused) {
      const [source = '', ...why] = one.split(': ');
      told.set(source, { count: (told.get(source)?.count ?? 0) + 1, last: to, why: why.join(': ') });
    }
  if (told.size === 0) return [];
  return [
    {
      title: 'Sources that gave nothing',
      columns: ['source', 'increments', 'the last', 'why'],
      numeric: [1],
      rows: [...told].map(([source, { count, last, why }]) => [source, String(count), day(last), why]),
    },
  ];
}

/** Deployed templates against those of this bundle, and against what was signed. */
export function stacksTable({ stacks = [] }: Pick<DeployedFacts, 'stacks'>): readonly Table[] {
  if (stacks.length === 0) return [];
  const attested = { true: 'signed', false: 'not signed', undefined: 'nothing was signed' } as const;
  return [
    {
      title: 'Deployed stacks',
      columns: ['stack', 'region', 'status', 'template', 'signed manifest', 'why'],
      rows: stacks.map((one) => [
        one.stack,
        one.region,
        one.status ?? 'not there',
        one.asSynthesized ? 'as synthesized' : 'otherwise',
        attested[`${one.attested}`],
        one.why ?? '',
      ]),
    },
  ];
}

/** @returns undefined where no archive was read */
export function operationPart(facts: EvidenceFacts): Part | undefined {
  const { deployed, operation } = facts;
  if (!operation) return undefined;
  const operating = operatingOf(facts, operation);
  const { archive, from, gaps, increments, problems, to, where } = operating;
  const missing = gaps.filter(isMissing);
  const whole = daysOf({ from, to });
  const covered = whole - gaps.reduce((sum, gap) => sum + daysOf(gap), 0);
  return {
    lead: `From ${day(from)} to ${day(to)}: increments that a scheduled function wrote to ${archive}${where === 'account' ? '' : ' on a local cloud, which is an emulator and not AWS'}, each signed, with the digest of the one before. They lie in this bundle as they were signed; “asepsis verify” checks them again.`,
    figures: [
      { value: String(increments.length), label: 'increments', note: lastNote(operating) },
      { value: `${inDays(covered)} of ${inDays(whole)}`, label: 'days spoken for' },
      { value: String(missing.length), label: 'gaps', note: missing.length > 0 ? 'listed below' : 'none' },
      {
        value: String(problems.length),
        label: 'objects or links not as written',
        note: problems.length > 0 ? 'listed below' : 'none',
      },
    ],
    tables: [
      ...problemsTable(operating),
      ...gapsTable(gaps),
      foundTable(facts),
      monthsTable(operating),
      ...refusedTable(operating),
      { title: 'Keys that signed', columns: ['SHA-256 of the public key'], rows: operating.keys.map((key) => [key]) },
      ...(deployed ? stacksTable(deployed) : []),
    ],
    notes: ['That nothing drifted is no sign that it would have been noticed: a drill shows that.'],
  };
}

function lastNote({ increments }: Operating): string {
  const last = increments.at(-1);
  return last ? `the last ends ${second(last.to)}` : 'none';
}
