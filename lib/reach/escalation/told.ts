/** What steps lead to: the best way to each access of each store, those alike in one. */
import type { Access } from '../actions';
import type { Step, Sure } from './acting';

export interface Lead {
  /** Id of the principal that takes the steps. */
  readonly principal: string;
  /** Ids of roles that gain it, where that is not the principal itself. */
  readonly lets?: readonly string[];
  readonly outcome: Sure;
  readonly access: Access;
  readonly steps: readonly Step[];
  readonly stores: readonly string[];
}

/** What somebody reaches by present policies, by store and access. */
export type Present = ReadonlyMap<string, ReadonlyMap<Access, Sure>>;

interface Way {
  readonly outcome: Sure;
  readonly steps: readonly Step[];
}

/** What is reached, by store and access, and what is open still. */
export class Told {
  private readonly ways: Record<Sure, Map<string, Map<Access, Way>>> = { allowed: new Map(), undecided: new Map() };
  /** Accesses that nothing allows yet. */
  private readonly left: Map<string, Set<Access>>;

  /** @param has what is reached already */
  constructor(
    stores: Iterable<readonly [id: string, accesses: readonly Access[]]>,
    private readonly has: Present,
  ) {
    this.left = new Map();
    for (const [id, accesses] of stores) {
      const open = accesses.filter((access) => has.get(id)?.get(access) !== 'allowed');
      if (open.length > 0) this.left.set(id, new Set(open));
    }
  }

  /** Ids of stores of which something is open. */
  open(): Iterable<string> {
    return [...this.left.keys()];
  }

  note(store: string, access: Access, outcome: Sure, steps: readonly Step[]): void {
    const open = this.left.get(store);
    if (!open?.has(access) || (outcome === 'undecided' && this.has.get(store)?.has(access))) return;
    const same = this.ways[outcome].get(store) ?? new Map<Access, Way>();
    this.ways[outcome].set(store, same);
    if (!same.has(access)) same.set(access, { outcome, steps });
    if (outcome === 'undecided') return;
    open.delete(access);
    if (open.size === 0) this.left.delete(store);
  }

  leads(principal: string): readonly Lead[] {
    const groups = new Map<readonly Step[], Map<string, string[]>>();
    for (const outcome of ['allowed', 'undecided'] as const) {
      for (const [store, ways] of this.ways[outcome]) {
        for (const [access, { steps }] of ways) {
          if (outcome === 'undecided' && !this.left.get(store)?.has(access)) continue;
          const same = groups.get(steps) ?? new Map<string, string[]>();
          groups.set(steps, same);
          const key = `${outcome}\n${access}`;
          const alike = same.get(key);
          if (alike) alike.push(store);
          else same.set(key, [store]);
        }
      }
    }
    return [...groups].flatMap(([steps, same]) =>
      [...same].map(([key, stores]): Lead => {
        const [outcome, access] = key.split('\n') as [Sure, Access];
        return { principal, outcome, access, steps, stores };
      }),
    );
  }
}
