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
import { everything } from '../outsiders';
import type { Place } from '../places';
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

/** How a principal's own name could matter by a variable: then nobody is like another. */
const byName = (policies: unknown): boolean => /\$\{aws:(principalarn|userid|username)/i.test(JSON.stringify(policies));

const rank: Readonly<Record<Outcome, number>> = { denied: 0, undecided: 1, allowed: 2 };
const lower = (a: Outcome, b: Outcome): Outcome => (rank[a] <= rank[b] ? a : b);
const higher = (a: Outcome, b: Outcome): Outcome => (rank[a] >= rank[b] ? a : b);

/** A role as it would be. */
interface Changed {
  readonly identity: Identity;
  /** What tells it from others, its name and tags aside. */
  readonly kind: string;
  readonly names: readonly string[];
}

export class Widened {
  private readonly cells = new Map<string, Cells>();
  private readonly changed = new Map<string, Changed>();
  private readonly named = new Map<Store, readonly string[]>();
  private readonly likeness = new Map<readonly string[], Map<string, string>>();
  private readonly tags = new Map<BoundSession, string>();

  constructor(private readonly question: WidenedQuestion) {}

  /** What a role would reach of a store, by access. */
  of(role: Identity, parts: readonly Part[], store: Store): Cells {
    const changed = this.change(role, parts);
    const sessions = this.question.sessions.of(role, store.tags);
    const key = `${changed.kind}\n${store.id}\n${this.alike(changed, store)}\n${sessions.map((one) => this.seenKey(one, store)).join('\n')}`;
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
    const key = `${role.id}\n${parts.join()}`;
    const known = this.changed.get(key);
    if (known) return known;
    const { boundary, ...rest } = role;
    const own = parts.includes('loosen') ? withoutDenies(role.policies) : role.policies;
    const widen = parts.includes('widen');
    const policies = widen ? [...own, everything] : own;
    const bound = parts.includes('unbound') ? undefined : boundary;
    const bounds = [bound ?? null, this.question.surrounding, deniesOf(policies)];
    const kind = [
      widen ? JSON.stringify(deniesOf(policies)) : role.id,
      bound?.map(({ name }) => name).join() ?? '',
      byName(bounds) ? role.id : '',
    ];
    const made: Changed = {
      identity: { ...rest, policies, ...(bound ? { boundary: bound } : {}) },
      kind: kind.join('\n'),
      names: principalNames(bounds),
    };
    this.changed.set(key, made);
    return made;
  }

  /** Which names of principals, in policies that decide about the store, mean the identity. */
  private alike({ identity, names }: Changed, store: Store): string {
    return `${this.meant(names, identity)} ${this.meant(this.namesIn(store), identity)}`;
  }

  private meant(names: readonly string[], { principal: { name } }: Identity): string {
    const known = this.likeness.get(names) ?? new Map<string, string>();
    this.likeness.set(names, known);
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = names.map((pattern) => matches(pattern, name)[0]).join('');
    known.set(name, found);
    return found;
  }

  private namesIn(store: Store): readonly string[] {
    const known = this.named.get(store);
    if (known) return known;
    const found = principalNames([store.policies, this.question.keys.get(store.key ?? '')?.policies ?? []]);
    this.named.set(store, found);
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

  private seenKey(session: BoundSession, store: Store): string {
    const { [this.question.partition]: own, ...rest } = session.tags;
    const known = this.tags.get(session) ?? JSON.stringify(rest);
    this.tags.set(session, known);
    return `${known} ${this.isOther(session, store) ? 'other' : String(own)}`;
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
    if (!judge.grantsDirectly(store) && !mentions(identity.policies, action.action)) return 'denied';
    if (!judge.possible(identity, session, store, action)) return 'denied';
    let outcome: Outcome = 'denied';
    for (const place of placesFor(identity, action.action, this.question.placesOf(store))) {
      outcome = higher(outcome, judge.decide(identity, session, store, action, place).outcome);
      if (outcome === 'allowed') break;
    }
    if (outcome === 'denied' || !['read', 'write'].includes(action.access)) return outcome;
    return lower(outcome, judge.decrypts(identity, session, store, keys.get(store.key ?? ''), action));
  }
}
