/** Who can change who reaches PHI, and what that leads to. 45 CFR 164.308(a)(4)(ii)(C). */
import type { TemplateSet } from '../../resources/template';
import { type Access, actionsOf } from '../actions';
import type { Identity } from '../identities';
import type { NamedPolicy } from '../layers';
import type { Physical } from '../physical';
import type { Place } from '../places';
import type { Question, Row } from '../rows';
import type { Store } from '../stores';
import { hasHole } from '../text';
import { Acting, type Step } from './acting';
import { type DeniedPower, Holders, type PowerRow } from './holders';
import { Leads } from './leads';
import type { TargetKind } from './powers';
import { type Target, targetsOf } from './targets';
import { powersThrough } from './through';
import type { Lead } from './told';
import { Widened } from './widened';

export interface ReachTarget {
  readonly id: string;
  readonly kind: TargetKind;
  /** Name as a person knows it. */
  readonly name: string;
  /** Roles that one acts as, or lets act, who has it. */
  readonly roles: readonly string[];
}

/** A lead with its steps by their positions. */
export interface ReachLead extends Omit<Lead, 'steps'> {
  /** Positions in `steps`, in the order in which they are taken. */
  readonly steps: readonly number[];
}

export interface Escalation {
  readonly targets: readonly ReachTarget[];
  /** Every power that is allowed or undecided. */
  readonly powers: readonly PowerRow[];
  /** Powers that a statement or a layer refuses; every other is denied because no policy of the identity names it. */
  readonly denied: readonly DeniedPower[];
  /** Each use of a power that a lead names, once. */
  readonly steps: readonly Step[];
  /** What somebody could reach then, and does not yet. */
  readonly leads: readonly ReachLead[];
}

export interface EscalationQuestion extends Question {
  readonly set: TemplateSet;
  readonly physical: Physical;
  /** Roles and users that the templates declare. */
  readonly declared: readonly Identity[];
  readonly places: readonly Place[];
  readonly rows: readonly Row[];
  /** Policies that bound everybody. */
  readonly surrounding: readonly NamedPolicy[];
}

function leadsOf(
  question: EscalationQuestion,
  targets: readonly Target[],
  powers: readonly PowerRow[],
): readonly Lead[] {
  const { identities, keys, rows, stores } = question;
  const known = new Map<string, readonly Access[]>();
  const byId = new Map<string, Store>(stores.map((one) => [one.id, one]));
  const keyOf = (id: string): string | undefined => {
    const key = byId.get(id)?.key;
    return key === undefined ? undefined : (keys.get(key)?.id ?? key);
  };
  for (const { id, type } of stores) known.set(id, [...new Set(actionsOf[type].map(({ access }) => access))]);
  const accessesOf = (id: string) => known.get(id) ?? [];
  const widened = new Widened(question);
  const acting = new Acting(powers, targets);
  return new Leads({ identities, stores, rows, acting, widened, keyOf, accessesOf }).all();
}

/** The end of its ARN, where that is no id which AWS makes up. */
function nameOf(id: string, arn: string, kind: TargetKind): string {
  if (kind === 'stack') return id;
  return (hasHole(arn) ? id.split('/') : arn.split(/[:/]/)).at(-1) ?? id;
}

/** Steps are taken by many leads, and told once. */
function numbered(leads: readonly Lead[]): Pick<Escalation, 'steps' | 'leads'> {
  const places = new Map<string, number>();
  const steps: Step[] = [];
  const placeOf = (step: Step): number => {
    const key = JSON.stringify(step);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, steps.length);
    steps.push(step);
    return steps.length - 1;
  };
  const placed = leads.map((lead) => ({ ...lead, steps: lead.steps.map(placeOf) }));
  return { steps, leads: placed };
}

export function escalationOf(question: EscalationQuestion): Escalation {
  const { declared, identities, physical, sessions, set, ways } = question;
  const { account, partition, region } = set.environment;
  const targets = targetsOf(set, physical, declared);
  const holders = new Holders({ ...question, targets, account, partition, region });
  const own = holders.own();
  const powers = [...own, ...powersThrough(own, identities, ways, sessions)];
  return {
    targets: targets.map(({ arn, id, kind, roles }) => ({ id, kind, name: nameOf(id, arn, kind), roles })),
    powers,
    denied: holders.denied(),
    ...numbered(leadsOf(question, targets, powers)),
  };
}
