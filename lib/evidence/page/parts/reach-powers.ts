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
  private readonly stores: ReadonlyMap<string, string>;

  constructor({ escalation, stores }: Reach) {
    this.targets = new Map(escalation.targets.map((one) => [one.id, one]));
    this.stores = new Map(stores.map(({ id, type }) => [id, `${type} ${id.split('/')[1] ?? id}`]));
  }

  named(id: string): string {
    return this.stores.get(id) ?? this.targets.get(id)?.name ?? id;
  }

  all(ids: readonly string[]): Cell {
    if (ids.length <= 3) return ids.map((id) => `${this.kindOf(id)} ${this.named(id)}`).join(', ');
    const kinds = groupBy(ids, (id) => this.kindOf(id));
    return {
      text: [...kinds].map(([kind, same]) => `${same.length} ${kind}s`).join(', '),
      list: [...kinds].map(([kind, same]) => `${kind}s: ${unique(same.map((id) => this.named(id))).join(', ')}`),
    };
  }

  private kindOf = (id: string): string => this.targets.get(id)?.kind ?? '';
}

/** Powers that the same have over the same, in one row. */
function samePowers(powers: readonly PowerRow[]): readonly (readonly PowerRow[])[] {
  const key = ({ by, effect, outcome, principal, targets, through }: PowerRow) =>
    JSON.stringify([principal, through, effect, outcome, by, targets]);
  return [...groupBy(powers, key).values()];
}

const through = (words: ReachWords, roles: readonly string[] | undefined): string =>
  roles ? ` through ${roles.map((id) => words.named(id)).join(', ')}` : '';

export function powersTable(reach: Reach, words: ReachWords): Table {
  const targets = new TargetWords(reach);
  const rows = samePowers(reach.escalation.powers).flatMap((same): readonly (readonly Cell[])[] => {
    const [first] = same;
    if (!first) return [];
    return [
      [
        `${words.named(first.principal)}${through(words, first.through)}`,
        effects[first.effect],
        unique(same.map(({ power }) => power)).join(', '),
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
  const targetText = (ids: readonly string[]) => {
    const cell = targets.all(ids);
    return typeof cell === 'string' ? cell.trim() : cell.text;
  };
  const step = ({ power, targets: ids, through: roles }: Step) =>
    `${power} of ${targetText(ids)}${through(words, roles)}`;
  const gains = lead.lets
    ? words.some(
        lead.lets.map((id) => words.named(id)),
        'roles',
      )
    : 'itself';
  return [
    words.who(lead.principal, rows),
    gains,
    lead.accesses.join(', '),
    words.stores(rows.flatMap(({ stores }) => stores)),
    lead.outcome,
    { text: lead.steps.map(step).join(', then '), list: lead.steps.map((one) => `${one.power}: ${one.by.join('; ')}`) },
  ];
}

/** @param most rows that a page bears */
export function leadsTable(reach: Reach, words: ReachWords, most: number): Table {
  const targets = new TargetWords(reach);
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
