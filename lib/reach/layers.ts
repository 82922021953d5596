/** The policies that decide about a request, by layer, and what one layer says. */
import type { Policy, Statement } from '../resources/policy';
import { isUnknown, type Value } from '../resources/value';
import { remembered } from './memory';
import { isServiceLinked, type Principal, type Request } from './request';
import { applies, type Meaning, meaningOf, means, namesAction } from './statement';
import { all, any, type Truth } from './truth';

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
  readonly statement?: Statement;
  readonly meaning?: Meaning;
}

const isResourceBased = (layer: LayerName): boolean => layer === 'resource' || layer === 'endpoint' || layer === 'rcp';

function findingOf(
  layer: LayerName,
  name: string,
  one: Statement,
  index: number,
  request: Request,
): Finding | undefined {
  const meant = isResourceBased(layer) ? means(one, request.principal) : 'yes';
  if (meant === 'no') return undefined;
  const truth = all([applies(one, request), meant]);
  if (truth === 'no') return undefined;
  const effect = one.effect === 'Deny' ? 'deny' : 'allow';
  const reason = { layer, effect, policy: name, ...(one.sid === undefined ? {} : { sid: one.sid }), index } as const;
  return {
    truth,
    reason,
    statement: one,
    ...(layer === 'resource' ? { meaning: meaningOf(one, request.principal) } : {}),
  };
}

interface Spoken {
  readonly name: string;
  readonly one: Statement;
  readonly index: number;
}

const spoken = new WeakMap<readonly NamedPolicy[], Map<string, readonly Spoken[]>>();

/** Statements that name an action, whoever asks for what. */
function speaking(policies: readonly NamedPolicy[], action: string): readonly Spoken[] {
  const known = remembered(spoken, policies);
  const before = known.get(action);
  if (before) return before;
  const found = policies.flatMap(({ name, policy }) =>
    isUnknown(policy)
      ? []
      : policy.statements.flatMap((one, index) => (namesAction(one, action) ? [{ name, one, index }] : [])),
  );
  known.set(action, found);
  return found;
}

/** What a policy that is not known may do: allow and deny anything. */
function hidden(layer: LayerName, policies: readonly NamedPolicy[]): readonly Finding[] {
  const meaning = { direct: 'maybe', role: 'maybe', account: 'maybe' } as const;
  return policies
    .filter(({ policy }) => isUnknown(policy))
    .flatMap(({ name }) =>
      (['allow', 'deny'] as const).map(
        (effect): Finding => ({ truth: 'maybe', reason: { layer, effect, policy: name }, meaning }),
      ),
    );
}

/** Every statement of a layer that applies or may. */
export function findings(
  layer: LayerName,
  policies: readonly NamedPolicy[] | undefined,
  request: Request,
): readonly Finding[] {
  if (policies === undefined || policies.length === 0) return [];
  const found: Finding[] = [...hidden(layer, policies)];
  for (const { index, name, one } of speaking(policies, request.action)) {
    const finding = findingOf(layer, name, one, index, request);
    if (finding) found.push(finding);
  }
  return found;
}

export const allows = (found: readonly Finding[]): Truth =>
  any(found.flatMap(({ reason, truth }) => (reason.effect === 'allow' ? [truth] : [])));

/** Services whose resources resource control policies bind. Organizations User Guide, "Resource control policies". */
const underRcp = ['cognito-idp', 'dynamodb', 'ecr', 'kms', 'logs', 'aoss', 's3', 'secretsmanager', 'sqs', 'sts'];

export const rcpBinds = (principal: Principal, action: string): boolean =>
  !isServiceLinked(principal) && underRcp.includes(action.split(':')[0] ?? '');

/** Service control policies bind the users, roles and root users of their accounts. */
export const scpBinds = (principal: Principal): boolean =>
  ['role', 'user', 'root'].includes(principal.kind) && !isServiceLinked(principal);
