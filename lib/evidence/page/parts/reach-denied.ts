/** Who cannot reach PHI, by which statement or layer, for the page: every denial stands in a row. Pure. */
import { actionsOf } from '../../../reach/actions';
import { type DeniedRow, positionsOf } from '../../../reach/denied';
import type { Reach } from '../../../reach/reach';
import type { Cell, Table } from '../model';
import { anyStack } from './reach-groups';
import { type ReachWords, sessionWords } from './reach-words';
import { groupBy, unique } from './words';

interface Told {
  readonly who: string;
  readonly session: string;
  readonly access: string;
  readonly actions: string;
  readonly stores: Cell;
  readonly reason: string;
  /** What tells its stores from others: two sets may be told in the same words. */
  readonly same: string;
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

class DeniedWords {
  private readonly names: ReadonlyMap<string, string>;

  constructor(
    private readonly reach: Reach,
    private readonly words: ReachWords,
    private readonly practices: ReadonlyMap<string, string>,
  ) {
    this.names = new Map(reach.principals.map(({ id, name }) => [id, name]));
  }

  /** One row for each reason; a principal of a practice is told by what it is to the store's. */
  told(row: DeniedRow): readonly Told[] {
    const { patterns, reasons, stores } = this.reach.denied;
    const pattern = patterns[row.pattern];
    if (!pattern) return [];
    const ids = positionsOf(row.stores).flatMap((place) => stores[pattern.type]?.[place] ?? []);
    return pattern.refusals.flatMap(({ actions, reason }) => {
      const named = new Set(actions);
      const classes = actionsOf[pattern.type].filter(({ action }) => named.has(action)).map(({ access }) => access);
      const refused = { access: unique(classes).join(', '), actions: actions.join(', '), session: row.session };
      return row.principals.map((id) => this.one(id, ids, reasons[reason] ?? '', refused));
    });
  }

  private one(
    id: string,
    ids: readonly string[],
    reason: string,
    refused: { readonly access: string; readonly actions: string; readonly session: DeniedRow['session'] },
  ): Told {
    const practice = this.words.stacks.length > 0 ? this.practices.get(id.split('/')[0] ?? '') : undefined;
    const name = this.names.get(id) ?? id;
    const session = sessionWords[refused.session];
    const stores = this.words.stores(ids);
    if (practice === undefined) return { ...refused, session, who: name, stores, reason, same: ids.join() };
    const open = (text: string) =>
      text.replaceAll(`not in ${practice}`, `not in ${anyStack}`).replaceAll(`of ${practice}`, `of ${anyStack}`);
    const stack = id.split('/')[0] ?? '';
    const opened = open(textOf(stores));
    // Only what is said of every practice, of its own or of all others is the same for each.
    const relative = opened.includes(anyStack) || opened.includes('in each of');
    return {
      ...refused,
      session,
      same: relative ? opened : ids.join(),
      who: name.replaceAll(practice, anyStack),
      stores: opened,
      reason: reason.replaceAll(`${stack}/`, `${anyStack}/`),
    };
  }
}

/** @param practices ids of practices by their stack */
export function deniedTable(
  reach: Reach,
  words: ReachWords,
  practices: ReadonlyMap<string, string>,
  most: number,
): Table {
  const said = new DeniedWords(reach, words, practices);
  const all = reach.denied.rows.flatMap((row) => said.told(row));
  const key = ({ actions, reason, same, session }: Told) => JSON.stringify([session, actions, same, reason]);
  const groups = [...groupBy(all, key).values()];
  const rows = groups.slice(0, most).flatMap((same): readonly (readonly Cell[])[] => {
    const [first] = same;
    if (!first) return [];
    const who = words.some(unique(same.map((one) => one.who)), 'principals');
    const what: Cell = { text: first.access, list: [first.actions] };
    return [[who, first.session, what, first.stores, first.reason]];
  });
  const left = groups.length - most;
  return {
    title: 'Denied',
    columns: ['who', 'session', 'access', 'stores', 'by which statement or layer'],
    rows: [...rows, ...(left > 0 ? [[`and ${left} rows more`, '', '', 'in reach.json beside this page', '']] : [])],
  };
}
