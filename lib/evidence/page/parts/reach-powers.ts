/** Who can change who reaches PHI, and what that leads to, for the page. Pure. */

import type { Step } from '../../../reach/escalation/acting';
import type { ReachLead, ReachTarget } from '../../../reach/escalation/escalation';
import type { PowerRow } from '../../../reach/escalation/holders';
import type { Reach } from '../../../reach/reach';
import type { Cell, Table } from '../model';
import { grouped, type RowGroup, ungrouped } from './reach-groups';
import type { ReachWords } from './reach-words';
import { groupBy, unique } from './words';

const effects: Readonly<Record<PowerRow['effect'], string>> = {
  become: 'act as it',
  widen: 'give it any policy',
  loosen: 'take policies from it',
  unbound: 'change its boundary',
  use: 'have its code run for any event',
  admit: 'say whom it admits',
  open: 'change what bounds others',
};

/** Words of targets: their names, by kind where there are many. */
class TargetWords {
  private readonly targets: ReadonlyMap<string, ReachTarget>;

  constructor(
    { escalation }: Reach,
    private readonly words: ReachWords,
  ) {
    this.targets = new Map(escalation.targets.map((one) => [one.id, one]));
  }

  all(ids: readonly string[]): Cell {
    if (ids.some((id) => !this.targets.has(id))) return this.words.stores(ids);
    if (ids.length <= 3) return ids.map((id) => `${this.kindOf(id)} ${this.named(id)}`).join(', ');
    const kinds = groupBy(ids, (id) => this.kindOf(id));
    return {
      text: [...kinds].map(([kind, same]) => `${same.length} ${kind}s`).join(', '),
      list: [...kinds].map(([kind, same]) => `${kind}s: ${unique(same.map((id) => this.named(id))).join(', ')}`),
    };
  }

  private named = (id: string): string => this.targets.get(id)?.name ?? id;
  private kindOf = (id: string): string => this.targets.get(id)?.kind ?? '';
}

const through = (words: ReachWords, roles: readonly string[] | undefined): string =>
  roles ? ` through ${roles.map((id) => words.named(id)).join(', ')}` : '';

/** Powers over the same of one role: its own, and those of whoever assumes it. */
interface SamePowers {
  readonly holder: string;
  readonly rows: readonly PowerRow[];
}

function samePowers(powers: readonly PowerRow[]): readonly SamePowers[] {
  const holderOf = ({ principal, through: roles }: PowerRow) => roles?.at(-1) ?? principal;
  const key = (row: PowerRow) => JSON.stringify([holderOf(row), row.power, row.effect, row.outcome, row.targets]);
  // Who assumes a role has its powers over the same; a row that differs by more stands alone.
  const same = [...groupBy(powers, key).values()];
  const alike = groupBy(same, (rows) => {
    const [first] = rows;
    const who = unique(rows.map(({ principal }) => principal));
    const own = rows.find((row) => row.through === undefined) ?? first;
    return JSON.stringify([first && holderOf(first), who, first?.effect, first?.outcome, own?.by, first?.targets]);
  });
  return [...alike.values()].flatMap((groups) => {
    const rows = groups.flat();
    const [first] = rows;
    return first ? [{ holder: holderOf(first), rows }] : [];
  });
}

/** A role, and whoever may assume it; how they may is told below. */
function holderCell({ holder, rows }: SamePowers, words: ReachWords): Cell {
  const others = rows.filter((row) => row.through !== undefined);
  const named = unique(others.map((row) => `${words.named(row.principal)}${through(words, row.through)}`));
  if (!rows.some((row) => row.through === undefined)) return named.join('; ');
  if (named.length === 0) return words.named(holder);
  const how = others.map((row) => `${words.named(row.principal)}: ${row.by.join('; ')}`);
  return { text: `${words.named(holder)}; ${named.join('; ')}`, list: unique(how).slice(0, 1) };
}

export function powersTable(reach: Reach, words: ReachWords): Table {
  const targets = new TargetWords(reach, words);
  const rows = samePowers(reach.escalation.powers).flatMap((same): readonly (readonly Cell[])[] => {
    const first = same.rows.find((row) => row.through === undefined) ?? same.rows[0];
    if (!first) return [];
    return [
      [
        holderCell(same, words),
        effects[first.effect],
        unique(same.rows.map(({ power }) => power)).join(', '),
        targets.all(first.targets),
        first.outcome,
        first.by.join('; '),
      ],
    ];
  });
  const columns = ['who', 'could', 'by', 'of what', 'outcome', 'by which statement'];
  return { title: 'Who can change who reaches it', columns, rows };
}

/** A lead with its steps whole, and every access that they lead to. */
interface WholeLead extends Omit<ReachLead, 'steps' | 'access'> {
  readonly accesses: readonly string[];
  readonly steps: readonly Step[];
}

function wholeLeads({ escalation: { leads, steps } }: Reach): readonly WholeLead[] {
  const key = ({ lets, outcome, principal, steps: taken, stores }: ReachLead) =>
    JSON.stringify([principal, lets, outcome, taken, stores]);
  return [...groupBy(leads, key).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { access: _one, ...rest } = first;
    const whole = first.steps.flatMap((place) => steps[place] ?? []);
    return [{ ...rest, accesses: same.map(({ access }) => access), steps: whole }];
  });
}

function leadCells(group: RowGroup<WholeLead>, words: ReachWords, targets: TargetWords): readonly Cell[] {
  const rows = ungrouped(group);
  const lead = group.stacks.length === 1 ? (rows[0] ?? group.row) : group.row;
  const step = ({ power, through: roles }: Step, place: number) => {
    const of = targets.all(unique(rows.flatMap(({ steps }) => steps[place]?.targets ?? [])));
    return `${power} of ${typeof of === 'string' ? of : of.text}${through(words, roles)}`;
  };
  const gaining = unique(rows.flatMap(({ lets = [] }) => lets)).map((id) => words.named(id));
  return [
    words.who(lead.principal, rows),
    gaining.length > 0 ? words.some(gaining, 'roles') : 'itself',
    lead.accesses.join(', '),
    words.stores(rows.flatMap(({ stores }) => stores)),
    lead.outcome,
    { text: lead.steps.map(step).join(', then '), list: lead.steps.map((one) => `${one.power}: ${one.by.join('; ')}`) },
  ];
}

/** @param most rows that a page bears */
export function leadsTable(reach: Reach, words: ReachWords, most: number): Table {
  const targets = new TargetWords(reach, words);
  const groups = grouped(wholeLeads(reach), words.stacks);
  const left = groups.length - most;
  return {
    title: 'What that leads to',
    columns: ['who', 'who gains', 'could then', 'stores', 'outcome', 'by these steps'],
    rows: [
      ...groups.slice(0, most).map((group) => leadCells(group, words, targets)),
      ...(left > 0 ? [[`and ${left} ways more`, '', '', 'in reach.json beside this page', '', '']] : []),
    ],
  };
}
