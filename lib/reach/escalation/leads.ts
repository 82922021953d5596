/**
 * What powers lead to: who could then read, write or copy which stores, step by step. The shortest way that is allowed is
 * told; where none is, the shortest that is undecided. What somebody reaches already is in the first table, and not told.
 */
import type { Access } from '../actions';
import type { Identity } from '../identities';
import type { Row } from '../rows';
import type { Store } from '../stores';
import { type Acted, type Acting, type Changes, grouping, type Step, type Sure, stepOf, weaker } from './acting';
import { opensStore } from './powers';
import { type Lead, type Reached, Told } from './told';
import { hasDenies, type Part, type Widened } from './widened';

/** Something reached by some steps. */
interface Candidate {
  readonly outcome: Sure;
  readonly steps: readonly Step[];
  readonly pairs: readonly (readonly [store: string, access: Access, outcome: Sure])[];
}

export interface LeadQuestion {
  readonly identities: readonly Identity[];
  readonly stores: readonly Store[];
  readonly rows: readonly Row[];
  readonly acting: Acting;
  readonly widened: Widened;
  /** Id of each store's key, where a template declares it; `undefined` of a store without one. */
  readonly keyOf: (store: string) => string | undefined;
  readonly accessesOf: (store: string) => readonly Access[];
}

/** What a row lets one do to each store; what cannot be decrypted is not reached. */
function pairsOf({ access, decrypts, outcome, stores }: Row): Candidate['pairs'] {
  if (decrypts === 'denied') return [];
  const sure = decrypts === 'undecided' ? 'undecided' : outcome;
  return stores.map((store) => [store, access, sure]);
}

const opening = ({ actions }: Row): string | undefined => actions.find((action) => opensStore.has(action));

/** By how few steps, the most first where they are as many. */
const inOrder = (candidates: readonly Candidate[]): readonly Candidate[] =>
  [...candidates].sort((a, b) => a.steps.length - b.steps.length || b.pairs.length - a.pairs.length);

export class Leads {
  private readonly identities: ReadonlyMap<string, Identity>;
  private readonly accesses: ReadonlyMap<string, readonly Access[]>;
  /** What roles reach with changes that anybody makes, by role and changes. */
  private readonly alone = new Map<string, readonly Reached<number>[]>();
  private readonly rows: ReadonlyMap<string, readonly Row[]>;
  /** Rows that give a key, by the key's id and by principal. */
  private readonly keyRows: ReadonlyMap<string, ReadonlyMap<string, readonly Row[]>>;

  constructor(private readonly question: LeadQuestion) {
    this.identities = new Map(question.identities.map((one) => [one.id, one]));
    this.accesses = new Map(question.stores.map(({ id }) => [id, question.accessesOf(id)]));
    this.rows = grouping(question.rows, ({ principal }) => principal);
    const giving = question.rows.filter(
      (row) => row.outcome === 'allowed' && (row.access === 'decrypt' || opening(row)),
    );
    const each = giving.flatMap((row) => row.stores.map((store) => ({ store, row })));
    this.keyRows = new Map(
      [...grouping(each, ({ store }) => store)].map(([store, list]) => [
        store,
        grouping(
          list.map(({ row }) => row),
          ({ principal }) => principal,
        ),
      ]),
    );
  }

  /** Everybody's. */
  all(): readonly Lead[] {
    return this.question.identities.flatMap(({ id }) => this.of(id));
  }

  private of(principal: string): readonly Lead[] {
    const acted = this.question.acting.by(principal);
    const changes = this.question.acting.changes(acted);
    if (acted.length === 1 && changes.size === 0 && !this.rows.get(principal)?.some(opening)) return [];
    const told = this.told(principal);
    const asIs = acted.slice(1).map(({ id, outcome, steps }) => ({ outcome, steps, pairs: this.asIs(id) }));
    for (const { outcome, pairs, steps } of inOrder([...asIs, ...acted.flatMap((one) => this.opened(one, acted))]))
      for (const [store, access, each] of pairs) told.note(store, access, weaker(outcome, each), steps);
    for (const one of acted) {
      const sets = setsOf(this.identities.get(one.id), changes.get(one.id));
      this.vary(one.id, waysOf(one, sets, changes.get(one.id) ?? {}), told);
    }
    const acting = new Set(acted.map(({ id }) => id));
    const others = [...changes].filter(([id]) => !acting.has(id));
    const own = told.reached().map(({ way, ...rest }): Lead => ({ principal, ...rest, steps: way }));
    return [...own, ...this.forOthers(principal, others)];
  }

  private asIs(id: string): Candidate['pairs'] {
    return (this.rows.get(id) ?? []).flatMap(pairsOf);
  }

  private told(id: string): Told<readonly Step[]> {
    const present = new Map<string, Map<Access, Sure>>();
    for (const [store, access, outcome] of this.asIs(id)) {
      const same = present.get(store) ?? new Map<Access, Sure>();
      present.set(store, same);
      if (same.get(access) !== 'allowed') same.set(access, outcome);
    }
    return new Told(this.accesses, present);
  }

  /** What a role reaches with what can be changed of it: any policy is as good as all changes but that of its boundary. */
  private vary<W>(id: string, varied: readonly Varied<W>[], told: Told<W>): void {
    const role = this.identities.get(id);
    if (!role) return;
    for (const { outcome, parts, way } of varied) {
      const reached = this.question.widened.of(role, parts);
      for (const store of this.question.stores) {
        if (!told.isLeft(store.id)) continue;
        for (const [access, each] of reached(store))
          if (each !== 'denied') told.note(store.id, access, weaker(outcome, each), way);
      }
    }
  }

  /** Stores whose own policy somebody can write: whom it lets in is theirs to say, if the key's is too. */
  private opened({ id, outcome, steps }: Acted, acted: readonly Acted[]): readonly Candidate[] {
    return (this.rows.get(id) ?? []).flatMap((row): readonly Candidate[] => {
      const power = opening(row);
      if (row.access !== 'change policy' || power === undefined) return [];
      const ways = row.stores.map((store) => ({ store, way: this.keyWay(store, acted) }));
      return [...grouping(ways, ({ way }) => JSON.stringify(way ?? null)).values()].map((same): Candidate => {
        const [first] = same;
        const stores = same.map(({ store }) => store);
        const pairs = stores.flatMap((store) =>
          this.question.accessesOf(store).map((access) => [store, access, 'allowed'] as const),
        );
        const sure = weaker(weaker(outcome, row.outcome), first?.way === undefined ? 'undecided' : 'allowed');
        return { outcome: sure, steps: [...steps, stepOf(row, power, stores), ...(first?.way ?? [])], pairs };
      });
    });
  }

  /** Steps that it takes to have the key of a store besides: none where it has none, `undefined` where nothing gives it. */
  private keyWay(store: string, acted: readonly Acted[]): readonly Step[] | undefined {
    const key = this.question.keyOf(store);
    if (key === undefined) return [];
    const given = this.keyRows.get(key);
    const rows = acted.flatMap(({ id, outcome }) => (outcome === 'allowed' ? (given?.get(id) ?? []) : []));
    if (rows.some(({ access }) => access === 'decrypt')) return [];
    const row = rows.find(opening);
    const power = row && opening(row);
    return row && power ? [stepOf(row, power, [key])] : undefined;
  }

  /** What roles reach then that the principal itself cannot act as, what they reach already with it: so most are alike. */
  private forOthers(principal: string, others: readonly (readonly [string, Changes])[]): readonly Lead[] {
    const leads = others.flatMap(([id, changes]) => {
      const sets = setsOf(this.identities.get(id), changes);
      const ways = waysOf({ id, outcome: 'allowed', steps: [] }, sets, changes);
      return this.aloneOf(id, ways).map(
        ({ way, ...rest }): Lead => ({ principal, ...rest, steps: ways[way]?.way ?? [], lets: [id] }),
      );
    });
    return merged(leads);
  }

  /** The same for everybody who can change the same of the role: a way is its place. */
  private aloneOf(id: string, ways: readonly Varied<readonly Step[]>[]): readonly Reached<number>[] {
    const sets = ways.map(({ outcome, parts }, way): Varied<number> => ({ outcome, parts, way }));
    const key = JSON.stringify([id, sets]);
    const known = this.alone.get(key);
    if (known) return known;
    const told = new Told<number>(this.accesses, new Map());
    this.vary(id, sets, told);
    const found = told.reached();
    this.alone.set(key, found);
    return found;
  }
}

/** Changes of a role, how sure they are, and the way to them. */
interface Varied<W> {
  readonly parts: readonly Part[];
  readonly outcome: Sure;
  readonly way: W;
}

const waysOf = (
  { id, outcome, steps }: Acted,
  sets: readonly (readonly Part[])[],
  changes: Changes,
): readonly Varied<readonly Step[]>[] =>
  sets.map((parts) => ({
    parts,
    outcome: parts.every((part) => changes[part]?.outcome === 'allowed') ? outcome : 'undecided',
    way: wayOf(id, steps, parts, changes),
  }));

/** Changes to look at: the fewest first, and what is sure before what is not. */
function setsOf(role: Identity | undefined, changes: Changes | undefined): readonly (readonly Part[])[] {
  if (!role || !changes) return [];
  const parts = (['widen', 'loosen', 'unbound'] as const).filter(
    (part) => changes[part] !== undefined && (part !== 'loosen' || hasDenies(role)),
  );
  const sure = parts.filter((part) => changes[part]?.outcome === 'allowed');
  const single = parts.filter((part) => part === 'widen' || !parts.includes('widen'));
  const sets = [...single.map((part) => [part]), sure, parts].filter(({ length }) => length > 0);
  return [...new Map(sets.map((set) => [set.join(), set])).values()];
}

/** The way to whoever changes the role is told once. */
function wayOf(id: string, steps: readonly Step[], parts: readonly Part[], changes: Changes): readonly Step[] {
  const ways = parts.flatMap((part) => changes[part]?.steps ?? []);
  const taken = ways.filter(({ targets }) => targets.includes(id) && !steps.some((one) => one.targets === targets));
  return [...new Set([...steps, ...ways.filter((step) => !taken.includes(step)), ...taken])];
}

/** Roles that gain the same by the same power are told together. */
function merged(leads: readonly Lead[]): readonly Lead[] {
  const blank = (targets: readonly string[], id: string | undefined) => targets.map((one) => (one === id ? '' : one));
  const same = grouping(leads, ({ access, lets, outcome, steps, stores }) => {
    const blanked = steps.map((step) => ({ ...step, targets: blank(step.targets, lets?.[0]) }));
    return JSON.stringify([access, outcome, stores, blanked]);
  });
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const lets = group.flatMap((one) => one.lets ?? []);
    const own = first.lets?.[0] ?? '';
    const all = (targets: readonly string[]) => targets.flatMap((one) => (one === own ? lets : [one]));
    return [{ ...first, lets, steps: first.steps.map((step) => ({ ...step, targets: all(step.targets) })) }];
  });
}
