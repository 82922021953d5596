/** Who cannot reach PHI, by which statement or layer, for the page: every denial stands in a row. Pure. */
import { actionsOf } from '../../../reach/actions';
import { type DeniedRow, type Pattern, positionsOf } from '../../../reach/denied';
import type { Reach } from '../../../reach/reach';
import type { Cell, Table } from '../model';
import { anyStack, grouped, ungrouped } from './reach-groups';
import { type ReachWords, sessionWords } from './reach-words';
import { groupBy, unique } from './words';

interface Told {
  readonly who: string;
  readonly session: string;
  readonly access: string;
  readonly actions: string;
  readonly reason: string;
  /** Its stores; none where they are told by what they are to whoever asks. */
  readonly ids: readonly string[];
  readonly relative?: string;
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** Classes of access; of one that is not refused whole, the actions that are. */
function accessesOf({ refusals, type }: Pattern, actions: readonly string[]): string {
  const every = new Set(refusals.flatMap((one) => one.actions));
  const classes = groupBy(actionsOf[type], ({ access }) => access);
  const texts = [...classes].flatMap(([access, all]) => {
    const named = all
      .filter(({ action }) => actions.includes(action))
      .map(({ action }) => action.split(':')[1] ?? action);
    if (named.length === 0) return [];
    return [all.every(({ action }) => every.has(action)) ? access : `${access} (${named.join(', ')})`];
  });
  return texts.join(', ');
}

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
      const refused = { access: accessesOf(pattern, actions), actions: actions.join(', '), session: row.session };
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
    if (practice === undefined) return { ...refused, session, who: name, ids, reason };
    const itself = new RegExp(`\\b(not in|of) ${practice}(?![a-z0-9-])`, 'g');
    const open = (text: string) => text.replace(itself, `$1 ${anyStack}`);
    const stack = id.split('/')[0] ?? '';
    const opened = open(textOf(stores));
    // Only what is said of every practice, of its own or of all others is the same for each.
    const relative = opened.includes(anyStack) || opened.includes('in each of');
    return {
      ...refused,
      session,
      who: name.replaceAll(practice, anyStack),
      ...(relative ? { ids: [], relative: opened } : { ids }),
      reason: reason.replaceAll(`${stack}/`, `${anyStack}/`),
    };
  }
}

/** Who is refused the same for the same reason, together. */
function together(all: readonly Told[]): readonly (Omit<Told, 'who'> & { readonly who: readonly string[] })[] {
  const key = ({ who: _one, ...rest }: Told) => JSON.stringify(rest);
  return [...groupBy(all, key).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, who: unique(same.map(({ who }) => who)) }] : [];
  });
}

/**
 * @param practices ids of practices by their stack
 * @param most rows that a page bears
 */
export function deniedTable(
  reach: Reach,
  words: ReachWords,
  practices: ReadonlyMap<string, string>,
  most: number,
): Table {
  const said = new DeniedWords(reach, words, practices);
  const groups = grouped(together(reach.denied.rows.flatMap((row) => said.told(row))), words.stacks);
  const rows = groups.slice(0, most).map((group): readonly Cell[] => {
    const each = ungrouped(group);
    const one = group.stacks.length === 1 ? (each[0] ?? group.row) : group.row;
    const what: Cell = { text: one.access, list: [one.actions] };
    const stores = one.relative ?? words.stores(unique(each.flatMap(({ ids }) => ids)));
    return [words.some(one.who, 'principals'), one.session, what, stores, one.reason];
  });
  const left = groups.length - most;
  return {
    title: 'Denied',
    columns: ['who', 'session', 'access', 'stores', 'by which statement or layer'],
    rows: [...rows, ...(left > 0 ? [[`and ${left} rows more`, '', '', 'in reach.json beside this page', '']] : [])],
  };
}
