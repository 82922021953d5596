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

/** Of one kind of way, the stores that it leads to. */
export interface Reached<W> {
  readonly way: W;
  readonly outcome: Sure;
  readonly access: Access;
  readonly stores: readonly string[];
}

/** What is reached, by store and access, and what is left. `W` is a way: the same one is the same steps. */
export class Told<W> {
  private readonly ways: Record<Sure, Map<string, Map<Access, W>>> = { allowed: new Map(), undecided: new Map() };

  /**
   * @param stores with what can be done to each
   * @param has what is reached already
   */
  constructor(
    private readonly stores: ReadonlyMap<string, readonly Access[]>,
    private readonly has: Present,
  ) {}

  /** Whether something of a store is open. */
  isLeft(store: string): boolean {
    if (!this.has.has(store) && !this.ways.allowed.has(store)) return true;
    return this.stores.get(store)?.some((access) => this.isOpen(store, access)) ?? false;
  }

  private isOpen(store: string, access: Access): boolean {
    return (
      this.has.get(store)?.get(access) !== 'allowed' &&
      !this.ways.allowed.get(store)?.has(access) &&
      (this.stores.get(store)?.includes(access) ?? false)
    );
  }

  note(store: string, access: Access, outcome: Sure, way: W): void {
    if (!this.isOpen(store, access) || (outcome === 'undecided' && this.has.get(store)?.has(access))) return;
    const same = this.ways[outcome].get(store) ?? new Map<Access, W>();
    this.ways[outcome].set(store, same);
    if (!same.has(access)) same.set(access, way);
  }

  reached(): readonly Reached<W>[] {
    const groups = new Map<W, Map<string, string[]>>();
    for (const outcome of ['allowed', 'undecided'] as const) {
      for (const [store, ways] of this.ways[outcome]) {
        for (const [access, way] of ways) {
          if (outcome === 'undecided' && !this.isOpen(store, access)) continue;
          const same = groups.get(way) ?? new Map<string, string[]>();
          groups.set(way, same);
          const key = `${outcome}\n${access}`;
          const alike = same.get(key);
          if (alike) alike.push(store);
          else same.set(key, [store]);
        }
      }
    }
    return [...groups].flatMap(([way, same]) =>
      [...same].map(([key, stores]): Reached<W> => {
        const [outcome, access] = key.split('\n') as [Sure, Access];
        return { way, outcome, access, stores };
      }),
    );
  }
}
