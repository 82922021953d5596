/** Names of who reaches what, with the practices of a group told together. Pure. */
import type { Reach } from '../../../reach/reach';
import type { Row } from '../../../reach/rows';
import type { Cell } from '../model';
import { anyStack } from './reach-groups';
import { groupBy, unique } from './words';

/** Whose practice a session carries, seen from the store. */
export const sessionWords: Readonly<Record<Row['session'], string>> = {
  own: 'of the same practice',
  other: 'of another practice',
  none: 'of no practice',
  fixed: 'as its role says',
};

/** Practices that are named in a sentence; more are counted. */
const named = 3;

export class ReachWords {
  private readonly types: ReadonlyMap<string, string>;
  private readonly names: ReadonlyMap<string, string>;
  /** Of each store in a practice's stack, where there are several practices. */
  private readonly inside: ReadonlyMap<string, string>;
  /** Stacks of practices; none where there is one practice, which is told as it is. */
  readonly stacks: readonly string[];

  /** @param practices ids of practices by their stack */
  constructor(
    { principals, stores }: Pick<Reach, 'principals' | 'stores'>,
    private readonly practices: ReadonlyMap<string, string>,
  ) {
    this.types = new Map(stores.map(({ id, type }) => [id, type]));
    this.names = new Map(principals.map(({ id, name }) => [id, name]));
    this.stacks = practices.size > 1 ? [...practices.keys()] : [];
    this.inside = new Map(
      stores.flatMap(({ id }) => {
        const practice = practices.size > 1 ? practices.get(id.split('/')[0] ?? '') : undefined;
        return practice === undefined ? [] : [[id, practice] as const];
      }),
    );
  }

  named(id: string): string {
    return this.names.get(id) ?? id;
  }

  /** The principal of a group: its name with the practice left open, where that is all that differs. */
  who(principal: string, rows: readonly Pick<Row, 'principal'>[]): string {
    if (!principal.includes(anyStack)) return this.named(principal);
    const open = unique(
      rows.map(({ principal: id }) => {
        const practice = this.practices.get(id.split('/')[0] ?? '');
        return practice === undefined ? id : this.named(id).replaceAll(practice, anyStack);
      }),
    );
    return open.length === 1 ? (open[0] ?? principal) : principal;
  }

  /** Names of a few; of more, how many there are, and a list of them that opens. */
  some(names: readonly string[], what: string): Cell {
    if (names.length <= named) return names.join(', ');
    return { text: `${names.length} ${what}`, list: [names.join(', ')] };
  }

  /** Stores by what they are called; in practices, which those are: all of them, or all but a few. */
  stores(ids: readonly string[]): Cell {
    const own = ids.filter((id) => !this.inside.has(id));
    const byName = groupBy(
      ids.filter((id) => this.inside.has(id)),
      (id) => this.storeName(id),
    );
    const byWhere = groupBy([...byName], ([, same]) => unique(same.map((id) => this.inside.get(id) ?? '')).join(', '));
    const shared = [...byWhere].map(([where, same]) => ({
      what: this.few(same.map(([name]) => name)),
      where: where.split(', '),
    }));
    const texts = [
      ...(own.length > 0 ? [this.few(own.map((id) => this.storeName(id)))] : []),
      ...shared.map(({ what, where }) => `${what} ${this.inPractices(where)}`),
    ];
    const list = shared
      .filter(({ where }) => where.length > 1)
      .map(({ what, where }) => `${what}: ${where.join(', ')}`);
    return list.length === 0 ? texts.join('; ') : { text: texts.join('; '), list };
  }

  private storeName(id: string): string {
    return `${this.types.get(id) ?? 'store'} ${id.split('/')[1] ?? id}`;
  }

  private few(names: readonly string[]): string {
    return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  }

  private inPractices(found: readonly string[]): string {
    const all = unique([...this.practices.values()]);
    if (found.length === 1) return `of ${found[0]}`;
    if (found.length === all.length) return `in each of ${all.length} practices`;
    const missing = all.filter((one) => !found.includes(one));
    const but = missing.length <= named ? `, not in ${missing.join(', ')}` : '';
    return `in ${found.length} of ${all.length} practices${but}`;
  }
}
