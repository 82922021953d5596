/** The table of who reaches what: every session on every store by every class of access. */
import { type Access, actionsOf, type StoreAction } from './actions';
import type { Ways } from './assume';
import { Denials, type Denied } from './denied';
import { type Outcome, reasonText } from './evaluate';
import type { Identity } from './identities';
import { type Judge, placesFor } from './judge';
import type { Place } from './places';
import { everythingRefused, mentioned, nothing, reasons } from './refusals';
import type { Bearing, BoundSession, Sessions } from './sessions';
import type { Store } from './stores';
import { readable } from './text';
import type { Found } from './witness';

/** What one sort of session reaches, on the stores for which it is the same. */
export interface Row {
  /** Id of the principal. */
  readonly principal: string;
  /** The practice that its session carries, seen from the store; `fixed` where the role's own tags decide. */
  readonly session: Bearing;
  /** Roles that it assumes for it, in order. @default it asks itself */
  readonly through?: readonly string[];
  readonly access: Access;
  readonly outcome: Exclude<Outcome, 'denied'>;
  readonly actions: readonly string[];
  /** Where it may ask from. */
  readonly from: readonly string[];
  /** The statements that allow, or that would decide. */
  readonly by: readonly string[];
  /** Whether the key gives what the store asks for: PHI is read only where it does. @default no key is asked */
  readonly decrypts?: Outcome;
  /** Ids of the stores. */
  readonly stores: readonly string[];
}

export interface Question {
  readonly identities: readonly Identity[];
  readonly stores: readonly Store[];
  /** By ARN. */
  readonly keys: ReadonlyMap<string, Store>;
  readonly partition: string;
  readonly sessions: Sessions;
  readonly judge: Judge;
  readonly ways: Ways;
  readonly placesOf: (store: Store) => readonly Place[];
}

export interface Answer {
  readonly rows: readonly Row[];
  readonly denied: Denied;
}

type Cell = Omit<Row, 'principal' | 'session' | 'through' | 'stores'>;

/** What one action comes to, from every place. */
interface ActionResult {
  readonly action: StoreAction;
  readonly outcome: Outcome;
  readonly from: readonly string[];
  readonly by: readonly string[];
}

class Table {
  private readonly judge: Judge;
  private readonly grouped = new Map<string, { row: Omit<Row, 'stores'>; stores: string[] }>();
  /** Of the store that is looked at. */
  private readonly cells = new Map<BoundSession, readonly Cell[]>();
  private readonly ways: Ways;
  readonly denials = new Denials();

  constructor(private readonly question: Question) {
    this.judge = question.judge;
    this.ways = question.ways;
  }

  rows(): readonly Row[] {
    return [...this.grouped.values()].map(({ row, stores }) => ({ ...row, stores }));
  }

  /** Every identity on one store. */
  add(store: Store): void {
    this.cells.clear();
    for (const identity of this.question.identities) this.addOne(identity, store);
  }

  private addOne(identity: Identity, store: Store): void {
    for (const session of this.question.sessions.of(identity, store.tags)) {
      for (const cell of this.cellsOf(identity, session, store)) this.note(identity, session, store, cell);
      for (const [through, cell] of this.beyond(identity, session, store, []))
        this.note(identity, session, store, cell, through);
    }
  }

  /** Actions that something could allow: every other is denied by the identity's policies, from wherever. */
  private possible(identity: Identity, session: BoundSession, store: Store): ReadonlySet<StoreAction> {
    const open = this.judge.grantsDirectly(store) ? actionsOf[store.type] : mentioned(identity, store);
    return new Set(open.filter((action) => this.judge.possible(identity, session, store, action)));
  }

  /** What a session may do to a store by itself. Counted as denied once, however often it is asked. */
  private cellsOf(identity: Identity, session: BoundSession, store: Store): readonly Cell[] {
    const known = this.cells.get(session);
    if (known) return known;
    const possible = this.possible(identity, session, store);
    if (possible.size === 0) {
      this.cells.set(session, []);
      return this.alien(identity, session, store);
    }
    const results = actionsOf[store.type].flatMap((action) =>
      possible.has(action)
        ? this.results(identity, session, store, action)
        : [{ action, outcome: 'denied' as const, from: [], by: [nothing] }],
    );
    const refused = results.flatMap(({ action, by, outcome }) =>
      outcome === 'denied' ? [[action.action, by[0] ?? nothing] as const] : [],
    );
    this.denials.note(identity.id, session.bearing, store, refused);
    const classes = [...new Set(results.map(({ action }) => action.access))];
    const found = classes.flatMap((access) => this.cellsOfClass(identity, session, store, access, results));
    this.cells.set(session, found);
    return found;
  }

  private alien({ id }: Identity, { bearing }: BoundSession, store: Store): readonly Cell[] {
    this.denials.count(nothing, new Set(actionsOf[store.type].map(({ access }) => access)).size);
    this.denials.note(id, bearing, store, everythingRefused(store.type));
    return [];
  }

  private cellsOfClass(
    identity: Identity,
    session: BoundSession,
    store: Store,
    access: Access,
    results: readonly ActionResult[],
  ): readonly Cell[] {
    const mine = results.filter(({ action }) => action.access === access);
    const cells = (['allowed', 'undecided'] as const).flatMap((outcome): readonly Cell[] => {
      const same = mine.filter((one) => one.outcome === outcome);
      const [first] = same;
      if (!first) return [];
      const decrypts = this.judge.decrypts(
        identity,
        session,
        store,
        this.question.keys.get(store.key ?? ''),
        first.action,
      );
      return [
        {
          access,
          outcome,
          actions: same.map(({ action }) => action.action),
          from: [...new Set(same.flatMap(({ from }) => from))],
          by: [...new Set(same.flatMap(({ by }) => by))],
          ...(store.key === undefined || !['read', 'write'].includes(access) ? {} : { decrypts }),
        },
      ];
    });
    const why = mine[0]?.by[0];
    if (cells.length === 0 && why !== undefined) this.denials.count(why);
    return cells;
  }

  /** What is allowed from some places and undecided from others is both. */
  private results(
    identity: Identity,
    session: BoundSession,
    store: Store,
    action: StoreAction,
  ): readonly ActionResult[] {
    const places = placesFor(identity, action.action, this.question.placesOf(store));
    const found: (readonly [Place, Found])[] = [];
    for (const place of places) {
      const one = this.judge.decide(identity, session, store, action, place);
      found.push([place, one]);
      if (one.everywhere) break;
    }
    const results = (['allowed', 'undecided'] as const).flatMap((outcome): readonly ActionResult[] => {
      const same = found.filter(([, one]) => one.outcome === outcome);
      if (same.length === 0) return [];
      const by = [...new Set(same.flatMap(([, one]) => reasons(one)))];
      return [{ action, outcome, from: same.map(([{ name }]) => name), by }];
    });
    if (results.length > 0) return results;
    const why = found[0]?.[1].by[0];
    return [{ action, outcome: 'denied', from: [], by: why ? [readable(reasonText(why))] : [] }];
  }

  /** What a session may do through roles that it may assume. */
  private beyond(
    identity: Identity,
    session: BoundSession,
    store: Store,
    before: readonly string[],
  ): readonly (readonly [through: readonly string[], cell: Cell])[] {
    if (before.length >= 3) return [];
    return this.ways.from(identity).flatMap((role) => {
      if (before.includes(role.id)) return [];
      return this.question.sessions.of(role, store.tags).flatMap((wanted) => {
        const own = this.cellsOf(role, wanted, store).map((cell) => [[role.id], cell] as const);
        const further = this.beyond(role, wanted, store, [...before, role.id]);
        const reached = [...own, ...further.map(([ids, cell]) => [[role.id, ...ids], cell] as const)];
        if (reached.length === 0) return [];
        const edge = this.ways.decide(identity, session, role, wanted, store.tags[this.question.partition]);
        if (edge.outcome === 'denied') return [];
        return reached.map(([ids, cell]) => [ids, joined(edge, cell)] as const);
      });
    });
  }

  private note(
    { id }: Identity,
    { bearing }: BoundSession,
    store: Store,
    cell: Cell,
    through?: readonly string[],
  ): void {
    const row = { principal: id, session: bearing, ...(through ? { through } : {}), ...cell };
    const key = JSON.stringify(row);
    const known = this.grouped.get(key);
    if (known) known.stores.push(store.id);
    else this.grouped.set(key, { row, stores: [store.id] });
  }
}

function joined(edge: Found, cell: Cell): Cell {
  const outcome = edge.outcome === 'allowed' ? cell.outcome : 'undecided';
  return { ...cell, outcome, by: [...reasons(edge), ...cell.by] };
}

/** Fills the table. */
export function rowsOf(question: Question): Answer {
  const table = new Table(question);
  for (const store of question.stores) table.add(store);
  return { rows: table.rows(), denied: table.denials.denied() };
}
