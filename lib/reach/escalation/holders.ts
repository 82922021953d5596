/** Who has which power over what: every identity, and those who are in no template, through every layer of policies. */

import { isUnknown } from '../../resources/value';
import type { Ways } from '../assume';
import type { Decision, Outcome } from '../evaluate';
import type { Identity } from '../identities';
import { type Judge, mentions, placesFor } from '../judge';
import type { Place } from '../places';
import { nothing, reasons } from '../refusals';
import type { Bearing, BoundSession, Sessions } from '../sessions';
import { means } from '../statement';
import type { Store } from '../stores';
import { factsOf } from './facts';
import { anyOf, type Effect, type Need, type Power, powersOf } from './powers';
import { lets, type Target } from './targets';

/** What one sort of session may change, in the targets for which it is the same. */
export interface PowerRow {
  /** Id of the principal. */
  readonly principal: string;
  readonly session: Bearing;
  /** Roles that it assumes for it, in order. @default it asks itself */
  readonly through?: readonly string[];
  /** Its actions. */
  readonly power: string;
  readonly effect: Effect;
  readonly outcome: Exclude<Outcome, 'denied'>;
  /** The statements that allow, or that would decide. */
  readonly by: readonly string[];
  /** Ids of what it may change. */
  readonly targets: readonly string[];
}

/** A power that something refuses beside identity policies that do not name it. */
export interface DeniedPower {
  readonly principal: string;
  readonly session: Bearing;
  readonly power: string;
  readonly by: string;
  readonly targets: readonly string[];
}

export interface PowerQuestion {
  readonly identities: readonly Identity[];
  readonly targets: readonly Target[];
  readonly places: readonly Place[];
  readonly sessions: Sessions;
  readonly judge: Judge;
  readonly ways: Ways;
  readonly account: string;
  readonly partition: string;
  /** Of the deployment: where a function may be that a role is handed to. */
  readonly region: string;
}

interface Answered {
  readonly outcome: Outcome;
  readonly by: readonly string[];
}

const denied = (by: string): Answered => ({ outcome: 'denied', by: [by] });
const rank: Readonly<Record<Outcome, number>> = { denied: 0, undecided: 1, allowed: 2 };

/** The best of some; the first where they are alike. */
const best = (some: readonly Answered[]): Answered =>
  some.reduce((a, b) => (rank[b.outcome] > rank[a.outcome] ? b : a), some[0] ?? denied(nothing));

const names = (target: Target, { principal }: Identity): boolean =>
  target.policies.some(
    ({ policy }) =>
      isUnknown(policy) || policy.statements.some((one) => one.effect === 'Allow' && means(one, principal) !== 'no'),
  );

/** Of each kind of target, the powers of which every action is named by the identity's policies. */
const powersMentioned = ({ policies }: Identity): ReadonlyMap<string, readonly Power[]> =>
  new Map(
    Object.entries(powersOf).map(([kind, powers]) => [
      kind,
      powers.filter(({ needs }) => needs.every(({ action }) => mentions(policies, action))),
    ]),
  );

export class Holders {
  private readonly byId: ReadonlyMap<string, Identity>;
  private readonly grouped = new Map<string, { row: Omit<PowerRow, 'targets'>; targets: string[] }>();
  private readonly trusted = new Map<string, boolean>();
  private readonly refused = new Map<string, { row: Omit<DeniedPower, 'targets'>; targets: string[] }>();

  constructor(private readonly question: PowerQuestion) {
    this.byId = new Map(question.identities.map((one) => [one.id, one]));
    for (const identity of question.identities) {
      const mentioned = powersMentioned(identity);
      for (const target of question.targets) this.add(identity, target, mentioned.get(target.kind) ?? []);
    }
  }

  /** Powers that a principal has itself. */
  own(): readonly PowerRow[] {
    return [...this.grouped.values()].map(({ row, targets }) => ({ ...row, targets }));
  }

  denied(): readonly DeniedPower[] {
    return [...this.refused.values()].map(({ row, targets }) => ({ ...row, targets }));
  }

  /** @param mentioned powers that the identity's policies name: any other is denied, unless the target names the identity */
  private add(identity: Identity, target: Target, mentioned: readonly Power[]): void {
    for (const power of names(target, identity) ? powersOf[target.kind] : mentioned) {
      if (!this.isOne(power, identity, target)) continue;
      for (const session of this.question.sessions.of(identity, target.tags))
        this.note(identity, session, power, target, this.answer(identity, session, power, target));
    }
  }

  /** Whether there is such a power over the target at all. */
  private isOne(power: Power, { id }: Identity, target: Target): boolean {
    if (power.effect === 'become' && target.id === id) return false;
    if (power.effect === 'unbound' && target.boundary === undefined) return false;
    if (power.needs.some(({ on }) => on === 'policies') && ours(target.managed).length === 0) return false;
    return power.trusts === undefined || this.isTrusted(power.trusts, target.id);
  }

  /** Whether a role's trust lets a service in. */
  private isTrusted(service: string, id: string): boolean {
    const key = `${service} ${id}`;
    const known = this.trusted.get(key);
    if (known !== undefined) return known;
    const role = this.byId.get(id);
    const found = role === undefined || lets(role, { kind: 'service', name: service });
    this.trusted.set(key, found);
    return found;
  }

  private answer(identity: Identity, session: BoundSession, power: Power, target: Target): Answered {
    const found = power.needs.map((need) => this.need(identity, session, need, power, target));
    const worst = found.find(({ outcome }) => outcome === 'denied');
    if (worst) return worst;
    const outcome = found.every((one) => one.outcome === 'allowed') ? 'allowed' : 'undecided';
    return { outcome, by: [...new Set(found.flatMap(({ by }) => by))] };
  }

  /** The first that allows: what is denied of any function is denied of each. */
  private need(identity: Identity, session: BoundSession, need: Need, power: Power, target: Target): Answered {
    const any = need.on.startsWith('any');
    // IAM answers in one region, and has its roles in none.
    const region = any ? this.question.region : target.region;
    const found: Answered[] = [];
    for (const arn of this.arns(need, target)) {
      const answer = this.ask(identity, session, need, power, { ...target, arn, region });
      found.push(answer);
      if (answer.outcome === 'allowed' || (any && answer.outcome === 'denied')) break;
    }
    return best(found);
  }

  private arns({ on }: Need, { arn, boundary, managed }: Target): readonly string[] {
    const { account, partition, region } = this.question;
    const [service, rest] = anyOf[on] ?? [];
    if (service) return [`arn:${partition}:${service}:${region}:${account}:${rest}`, ...this.examples(on)];
    if (on === 'policies') return ours(managed);
    if (on === 'boundary') return ours(boundary === undefined ? [] : [boundary]);
    return [on === 'inside' ? `${arn}/${inside}` : arn];
  }

  /** Functions and stacks that there are: a policy may name them in a way that no made up one is found for. */
  private examples(on: Need['on']): readonly string[] {
    const kind = { 'any function': 'function', 'any stack': 'stack' }[String(on)];
    return this.question.targets.filter((one) => one.kind === kind).map(({ arn }) => arn);
  }

  private ask(identity: Identity, session: BoundSession, need: Need, power: Power, target: Target): Answered {
    const { judge, places } = this.question;
    const store = asStore(target, need);
    const action = { access: 'change policy', action: need.action, within: undefined } as const;
    const bare = { ...store, policies: noPolicies };
    if (!names(target, identity) && !judge.possible(identity, session, bare, action)) return denied(nothing);
    const facts = factsOf(need, power, target);
    const found: Decision[] = [];
    for (const place of placesFor(identity, need.action, places)) {
      const decision = judge.decide(identity, session, store, action, { ...place, request: facts });
      found.push(decision);
      if (decision.outcome === 'allowed' || decision.everywhere) break;
    }
    return best(found.map((one) => ({ outcome: one.outcome, by: reasons(one) })));
  }

  private note(
    { id }: Identity,
    { bearing }: BoundSession,
    { effect, id: power }: Power,
    target: Target,
    { by, outcome }: Answered,
  ): void {
    if (outcome === 'denied') {
      const why = by[0] ?? nothing;
      if (why !== nothing) into(this.refused, { principal: id, session: bearing, power, by: why }, target.id);
      return;
    }
    into(this.grouped, { principal: id, session: bearing, power, effect, outcome, by }, target.id);
  }
}

const noPolicies: Store['policies'] = [];

const inside = anyOf['any function']?.[1].replace('function:', '') ?? '';

/** Policies of AWS's own nobody can change. */
const ours = (arns: readonly string[]): readonly string[] => arns.filter((arn) => !arn.includes(':iam::aws:'));

function into<T extends object>(groups: Map<string, { row: T; targets: string[] }>, row: T, target: string): void {
  const key = JSON.stringify(row);
  const known = groups.get(key);
  if (known) known.targets.push(target);
  else groups.set(key, { row, targets: [target] });
}

/** A target as the evaluator looks at resources: nothing but its ARN, tags, region and policies. */
const asStore = ({ arn, id, policies, region, tags }: Target, { on }: Need): Store => ({
  id,
  type: 'queue',
  arn,
  region,
  tags: on.startsWith('any') ? {} : tags,
  policies: on === 'target' ? policies : noPolicies,
  bucketKey: false,
});
