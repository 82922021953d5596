/**
 * What a role reaches once it is given any policy, or loses its denies or its boundary. Roles that nothing tells apart are
 * looked at once for each store: the same bounds, the same tags, and alike for every name of a principal that a policy
 * holds.
 */
import { isUnknown } from '../../resources/value';
import { type Access, actionsOf, type StoreAction } from '../actions';
import type { Outcome } from '../evaluate';
import type { Identity } from '../identities';
import { type Judge, mentions, placesFor } from '../judge';
import type { NamedPolicy } from '../layers';
import { remembered } from '../memory';
import { everything } from '../outsiders';
import type { Place } from '../places';
import { Positions } from '../positions';
import type { BoundSession, Sessions } from '../sessions';
import type { Store } from '../stores';
import { hole, matches } from '../text';

/** What of a role is changed: it may have any policy, has no denies, has no boundary. */
export type Part = 'widen' | 'loosen' | 'unbound';

export interface WidenedQuestion {
  readonly keys: ReadonlyMap<string, Store>;
  readonly judge: Judge;
  readonly sessions: Sessions;
  readonly partition: string;
  readonly placesOf: (store: Store) => readonly Place[];
  /** Policies that bound everybody: of endpoints and of AWS Organizations. */
  readonly surrounding: readonly NamedPolicy[];
}

type Cells = ReadonlyMap<Access, Outcome>;

const withoutDenies = (policies: readonly NamedPolicy[]): readonly NamedPolicy[] =>
  policies.map(({ name, policy }) => ({
    name,
    policy: isUnknown(policy) ? policy : { statements: policy.statements.filter(({ effect }) => effect === 'Allow') },
  }));

const deniesOf = (policies: readonly NamedPolicy[]): readonly unknown[] =>
  policies.flatMap(({ name, policy }): readonly unknown[] =>
    isUnknown(policy) ? [name] : policy.statements.filter(({ effect }) => effect === 'Deny'),
  );

/** Whether anything of an identity's own policies refuses something, or may. */
export const hasDenies = ({ policies }: Identity): boolean => deniesOf(policies).length > 0;

/** Names of principals in the text of policies. */
const principalNames = (policies: unknown): readonly string[] => [
  ...new Set([...JSON.stringify(policies).matchAll(/"(arn:[^"]*:(?:iam|sts):[^"]*)"/g)].map(([, name = '']) => name)),
];

/** Tags of a principal of which policies speak, in small letters: no other matters. */
const spokenTags = (policies: unknown): readonly string[] => [
  ...new Set(
    [...JSON.stringify(policies).matchAll(/aws:principaltag\/([^"},]+)/gi)].map(([, tag = '']) => tag.toLowerCase()),
  ),
];

/** How a principal's own name could matter by a variable: then nobody is like another. */
const byName = (policies: unknown): boolean => /\$\{aws:(principalarn|userid|username)/i.test(JSON.stringify(policies));

const rank: Readonly<Record<Outcome, number>> = { denied: 0, undecided: 1, allowed: 2 };
const lower = (a: Outcome, b: Outcome): Outcome => (rank[a] <= rank[b] ? a : b);
const higher = (a: Outcome, b: Outcome): Outcome => (rank[a] >= rank[b] ? a : b);

/** A role as it would be. */
interface Changed {
  readonly identity: Identity;
  /** What tells it from others, its name and tags aside. */
  readonly kind: number;
  readonly spoken: Spoken;
  /** What it reaches, as far as that was asked. */
  readonly cells: Map<Store, Cells>;
}

/** What policies speak of: names of principals, and their tags. */
interface Spoken {
  readonly names: readonly string[];
  readonly tags: readonly string[];
}

const spokenOf = (policies: unknown): Spoken => ({ names: principalNames(policies), tags: spokenTags(policies) });

export class Widened {
  private readonly cells = new Map<string, Cells>();
  private readonly changed = new WeakMap<Identity, Map<string, Changed>>();
  private readonly spoken = new Map<Store, Spoken>();
  private readonly likeness = new Map<readonly string[], Map<string, number>>();
  /** Long texts that are keys. */
  private readonly numbers = new Positions();

  constructor(private readonly question: WidenedQuestion) {}

  /** What a role would reach of each store, by access. */
  of(role: Identity, parts: readonly Part[]): (store: Store) => Cells {
    const changed = this.change(role, parts);
    return (store) => {
      const before = changed.cells.get(store);
      if (before) return before;
      const found = this.find(role, changed, store);
      changed.cells.set(store, found);
      return found;
    };
  }

  private find(role: Identity, changed: Changed, store: Store): Cells {
    const sessions = this.question.sessions.of(role, store.tags);
    const seen = sessions.map((one) => this.seenKey(one, store, changed)).join('\n');
    const key = `${changed.kind}\n${store.id}\n${this.alike(changed, store)}\n${seen}`;
    const before = this.cells.get(key);
    if (before) return before;
    const found = new Map<Access, Outcome>();
    for (const session of sessions)
      for (const [access, outcome] of this.evaluate(changed.identity, this.seen(session, store), store))
        found.set(access, higher(outcome, found.get(access) ?? 'denied'));
    this.cells.set(key, found);
    return found;
  }

  private change(role: Identity, parts: readonly Part[]): Changed {
    const same = remembered(this.changed, role);
    const known = same.get(parts.join());
    if (known) return known;
    const { boundary, ...rest } = role;
    const own = parts.includes('loosen') ? withoutDenies(role.policies) : role.policies;
    const widen = parts.includes('widen');
    const policies = widen ? [...own, everything] : own;
    const bound = parts.includes('unbound') ? undefined : boundary;
    const bounds = [bound ?? null, this.question.surrounding, deniesOf(policies)];
    const kind = this.numbers.of(
      [
        widen ? JSON.stringify(deniesOf(policies)) : role.id,
        bound?.map(({ name }) => name).join() ?? '',
        byName(bounds) ? role.id : '',
      ].join('\n'),
    );
    const made: Changed = {
      identity: { ...rest, policies, ...(bound ? { boundary: bound } : {}) },
      kind,
      spoken: spokenOf(bounds),
      cells: new Map(),
    };
    same.set(parts.join(), made);
    return made;
  }

  /** Which names of principals, in policies that decide about the store, mean the identity. */
  private alike({ identity, spoken }: Changed, store: Store): string {
    return `${this.meant(spoken.names, identity)} ${this.meant(this.spokenIn(store).names, identity)}`;
  }

  private meant(names: readonly string[], { principal: { name } }: Identity): number {
    const known = this.likeness.get(names) ?? new Map<string, number>();
    this.likeness.set(names, known);
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = this.numbers.of(names.map((pattern) => matches(pattern, name)[0]).join(''));
    known.set(name, found);
    return found;
  }

  private spokenIn(store: Store): Spoken {
    const known = this.spoken.get(store);
    if (known) return known;
    const found = spokenOf([store.policies, this.question.keys.get(store.key ?? '')?.policies ?? []]);
    this.spoken.set(store, found);
    return found;
  }

  /** Whether a session carries a practice that is not the store's: all such are alike. */
  private isOther(session: BoundSession, { tags }: Store): boolean {
    const own = session.tags[this.question.partition];
    const practice = tags[this.question.partition];
    return own !== undefined && typeof own !== 'string' && practice !== undefined && own[0] !== practice;
  }

  private seen(session: BoundSession, store: Store): BoundSession {
    if (!this.isOther(session, store)) return session;
    const { partition } = this.question;
    const other = [hole('value', `another ${partition}`, [store.tags[partition] ?? ''])];
    return { ...session, tags: { ...session.tags, [partition]: other } };
  }

  private seenKey(session: BoundSession, store: Store, { spoken }: Changed): string {
    const { partition } = this.question;
    const values = [...spoken.tags, ...this.spokenIn(store).tags].map((tag) =>
      tag === partition && this.isOther(session, store) ? 'other' : String(session.tags[tag] ?? 'absent'),
    );
    return values.join();
  }

  private evaluate(identity: Identity, session: BoundSession, store: Store): Cells {
    const found = new Map<Access, Outcome>();
    for (const action of actionsOf[store.type]) {
      const known = found.get(action.access) ?? 'denied';
      if (known !== 'allowed') found.set(action.access, higher(known, this.one(identity, session, store, action)));
    }
    return found;
  }

  private one(identity: Identity, session: BoundSession, store: Store, action: StoreAction): Outcome {
    const { judge, keys } = this.question;
    const bounds = [identity.policies, ...(identity.boundary ? [identity.boundary] : [])];
    if (!judge.grantsDirectly(store) && !bounds.every((policies) => mentions(policies, action.action))) return 'denied';
    if (!judge.possible(identity, session, store, action)) return 'denied';
    let outcome: Outcome = 'denied';
    for (const place of placesFor(identity, action.action, this.question.placesOf(store))) {
      const found = judge.decide(identity, session, store, action, place);
      outcome = higher(outcome, found.outcome);
      if (outcome === 'allowed' || found.everywhere) break;
    }
    if (outcome === 'denied' || !['read', 'write'].includes(action.access)) return outcome;
    return lower(outcome, judge.decrypts(identity, session, store, keys.get(store.key ?? ''), action));
  }
}
