/** The policies that decide about a request, by layer, and what one layer says. */
import type { Policy, Statement } from '../resources/policy';
import { isUnknown, type Value } from '../resources/value';
import { remembered } from './memory';
import { isServiceLinked, type Principal, type Request } from './request';
import { holds, knowsNoPlace, type Meaning, meaningOf, means, namesAction } from './statement';
import type { Truth } from './truth';

/** A policy and what it is called: `stack/logicalId` where a template declares it. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: Value<Policy>;
}

/** In the order in which AWS asks them. */
export type LayerName = 'rcp' | 'scp' | 'resource' | 'identity' | 'boundary' | 'session' | 'endpoint';

/** Who may use a key without any policy saying so. AWS KMS Developer Guide, "Grants in AWS KMS". */
export interface Grant {
  readonly name: string;
  readonly grantee: string;
  readonly operations: readonly string[];
}

/** The resource's own side. */
export interface ResourceSide {
  readonly account: string;
  readonly policies: readonly NamedPolicy[];
  /**
   * Whether its policy must allow even its own account's principals, as a key's policy and a role's trust must.
   *
   * @default false
   */
  readonly required?: boolean;
  /** @default none */
  readonly grants?: readonly Grant[];
}

export interface Layers {
  readonly identity: readonly NamedPolicy[];
  readonly resource: ResourceSide;
  /** @default none: nothing bounds the identity */
  readonly boundary?: readonly NamedPolicy[];
  /** @default none: the session has all that its role has */
  readonly session?: readonly NamedPolicy[];
  /** Endpoint that the request comes through. @default none */
  readonly endpoint?: readonly NamedPolicy[];
  /** Root, organisational units and account: each must allow. @default no organisation */
  readonly scp?: readonly (readonly NamedPolicy[])[];
  /** @default no organisation */
  readonly rcp?: readonly NamedPolicy[];
}

/** One statement that had to do with a decision, or a layer that lacked one. */
export interface Reason {
  readonly layer: LayerName;
  /** `none` where no statement of the layer allows. */
  readonly effect: 'allow' | 'deny' | 'none';
  readonly policy?: string;
  readonly sid?: string;
  /** Place of the statement in its policy. */
  readonly index?: number;
}

/** A statement that applies, or may. */
export interface Finding {
  readonly truth: Truth;
  readonly reason: Reason;
  readonly meaning?: Meaning;
  /** Whether it holds alike wherever the request comes from. @default not known */
  readonly everywhere?: boolean;
}

const isResourceBased = (layer: LayerName): boolean => layer === 'resource' || layer === 'endpoint' || layer === 'rcp';

/** A statement that names the action, with what is told where it decides. */
interface Spoken {
  readonly one: Statement;
  readonly everywhere: boolean;
  readonly reason: Reason;
}

/** What a layer says of one action, whoever asks for what. */
interface Speaking {
  /** What policies that are not known may do. */
  readonly hidden: readonly Finding[];
  readonly spoken: readonly Spoken[];
}

const unsureMeaning: Meaning = { direct: 'maybe', role: 'maybe', account: 'maybe' };

function speakingOf(
  layer: LayerName,
  effect: Reason['effect'],
  policies: readonly NamedPolicy[],
  action: string,
): Speaking {
  const hidden: Finding[] = [];
  const spoken: Spoken[] = [];
  for (const { name, policy } of policies) {
    if (isUnknown(policy)) {
      hidden.push({ truth: 'maybe', reason: { layer, effect, policy: name }, meaning: unsureMeaning });
      continue;
    }
    policy.statements.forEach((one, index) => {
      if ((one.effect === 'Deny') !== (effect === 'deny') || !namesAction(one, action)) return;
      const sid = one.sid === undefined ? {} : { sid: one.sid };
      // Which endpoint is asked depends on where the request comes from.
      const everywhere = layer !== 'endpoint' && knowsNoPlace(one);
      spoken.push({ one, everywhere, reason: { layer, effect, policy: name, ...sid, index } });
    });
  }
  return { hidden, spoken };
}

type Memory = WeakMap<readonly NamedPolicy[], Map<string, Speaking>>;
const known: Record<'allow' | 'deny', Partial<Record<LayerName, Memory>>> = { allow: {}, deny: {} };

/** The same policies are asked about the same action for one resource after the other. */
export function speaking(
  layer: LayerName,
  effect: 'allow' | 'deny',
  policies: readonly NamedPolicy[],
  action: string,
): Speaking {
  const memory = known[effect][layer] ?? new WeakMap();
  known[effect][layer] = memory;
  const byAction = remembered(memory, policies);
  const before = byAction.get(action);
  if (before) return before;
  const found = speakingOf(layer, effect, policies, action);
  byAction.set(action, found);
  return found;
}

/** Every statement of a layer that applies or may, of those that allow or of those that deny. */
export function findings(
  layer: LayerName,
  effect: 'allow' | 'deny',
  policies: readonly NamedPolicy[] | undefined,
  request: Request,
): readonly Finding[] {
  if (policies === undefined || policies.length === 0) return [];
  const { hidden, spoken } = speaking(layer, effect, policies, request.action);
  if (spoken.length === 0) return hidden;
  const found = [...hidden];
  for (const { everywhere, one, reason } of spoken) {
    const meant = isResourceBased(layer) ? means(one, request.principal) : 'yes';
    if (meant === 'no') continue;
    const truth = holds(one, request);
    if (truth === 'no') continue;
    const sure = truth === 'yes' ? meant : 'maybe';
    found.push(
      layer === 'resource'
        ? { truth: sure, reason, everywhere, meaning: meaningOf(one, request.principal) }
        : { truth: sure, reason, everywhere },
    );
  }
  return found;
}

/** Whether any of them holds. */
export function holding(found: readonly Finding[]): Truth {
  let result: Truth = 'no';
  for (const { truth } of found) {
    if (truth === 'yes') return 'yes';
    result = 'maybe';
  }
  return result;
}

/** Services whose resources resource control policies bind. Organizations User Guide, "Resource control policies". */
const underRcp = ['cognito-idp', 'dynamodb', 'ecr', 'kms', 'logs', 'aoss', 's3', 'secretsmanager', 'sqs', 'sts'];

export const rcpBinds = (principal: Principal, action: string): boolean =>
  !isServiceLinked(principal) && underRcp.includes(action.split(':')[0] ?? '');

/** Service control policies bind the users, roles and root users of their accounts. */
export const scpBinds = (principal: Principal): boolean =>
  ['role', 'user', 'root'].includes(principal.kind) && !isServiceLinked(principal);
