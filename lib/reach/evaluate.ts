/**
 * AWS's decision about a request, from every layer of policies.
 *
 * IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access"; "Policy evaluation for
 * requests within a single account"; "Cross-account policy evaluation logic"; AWS KMS Developer Guide, "Key policies in
 * AWS KMS". Where something is not known, the answer is undecided, and never one that more knowledge could overturn.
 */
import {
  type Finding,
  findings,
  holding,
  type LayerName,
  type Layers,
  type NamedPolicy,
  type Reason,
  rcpBinds,
  scpBinds,
} from './layers';
import type { Request } from './request';
import type { Meaning } from './statement';
import { equals } from './text';
import { all, any, both, not, type Truth } from './truth';

export type Outcome = 'allowed' | 'denied' | 'undecided';

export interface Decision {
  readonly outcome: Outcome;
  /** The statements that decide, or those that would if more were known. */
  readonly by: readonly Reason[];
}

/** The layers that are asked, in AWS's order; service control policies level by level. */
type Asked = readonly (readonly [layer: LayerName, policies: readonly NamedPolicy[] | undefined])[];

function asked({ action, principal }: Request, layers: Layers): Asked {
  const levels = scpBinds(principal) ? (layers.scp ?? []) : [];
  return [
    ['rcp', rcpBinds(principal, action) ? layers.rcp : undefined],
    ...levels.map((policies) => ['scp', policies] as const),
    ['resource', layers.resource.policies],
    ['identity', layers.identity],
    ['boundary', layers.boundary],
    ['session', layers.session],
    ['endpoint', layers.endpoint],
  ];
}

/** What the layers that are asked allow, one by one. */
interface Says {
  readonly each: readonly (readonly [layer: LayerName, found: readonly Finding[]])[];
  /** Whether each layer allows; of service control policies, whether every level does. */
  readonly allows: Readonly<Partial<Record<LayerName, Truth>>>;
  readonly grants: Meaning;
}

function ask(those: Asked, request: Request): Says {
  const each: [LayerName, readonly Finding[]][] = [];
  const allows: Partial<Record<LayerName, Truth>> = {};
  let grants: Meaning = { direct: 'no', role: 'no', account: 'no' };
  for (const [layer, policies] of those) {
    if (policies === undefined) continue;
    const found = findings(layer, 'allow', policies, request);
    each.push([layer, found]);
    allows[layer] = both(allows[layer] ?? 'yes', holding(found));
    if (layer === 'resource') grants = grantsOf(found);
  }
  return { each, allows, grants };
}

/** What a resource's own policy grants, by how it means the principal. */
function grantsOf(found: readonly Finding[]): Meaning {
  const part = (name: keyof Meaning): Truth =>
    any(found.map(({ meaning, truth }) => both(truth, meaning?.[name] ?? 'no')));
  return found.length === 0
    ? { direct: 'no', role: 'no', account: 'no' }
    : { direct: part('direct'), role: part('role'), account: part('account') };
}

function grantedBy(request: Request, layers: Layers): { readonly truth: Truth; readonly reason: Reason } | undefined {
  const operation = request.action.split(':')[1]?.toLowerCase();
  for (const { grantee, name, operations } of layers.resource.grants ?? []) {
    if (!operations.some((one) => one.toLowerCase() === operation)) continue;
    const { name: arn, session } = request.principal;
    const truth = any([equals(grantee, arn), session === undefined ? 'no' : equals(grantee, session)]);
    // A grant may have constraints, which are not known here: it never allows for certain.
    if (truth !== 'no') return { truth: 'maybe', reason: { layer: 'resource', effect: 'allow', policy: name } };
  }
  return undefined;
}

/** One thing that must hold, and the layer to blame where it does not. */
interface Gate {
  readonly layer: LayerName;
  readonly truth: Truth;
}

/** What bounds whatever an identity's own policies grant; a layer that is not there bounds nothing. */
const bounds = ({ allows }: Says): readonly Gate[] => [
  { layer: 'boundary', truth: allows.boundary ?? 'yes' },
  { layer: 'session', truth: allows.session ?? 'yes' },
];

/** The ways to a grant; each is a list of gates. One that is open is enough. */
function ways(request: Request, layers: Layers, says: Says): readonly (readonly Gate[])[] {
  const { principal } = request;
  const { allows, grants } = says;
  const direct: Gate = { layer: 'resource', truth: grants.direct };
  if (principal.account === undefined) return [[direct]];
  const bounding = bounds(says);
  const own: readonly Gate[] = [{ layer: 'identity', truth: allows.identity ?? 'no' }, ...bounding];
  const toRole: readonly Gate[] = [{ layer: 'resource', truth: grants.role }, ...bounding];
  const granted = grantedBy(request, layers);
  const byGrant: readonly (readonly Gate[])[] = granted ? [[{ layer: 'resource', truth: granted.truth }]] : [];
  const same = equals(principal.account, layers.resource.account);
  // Where the account is not known, what holds in both cases holds.
  if (same !== 'yes') {
    const anyPart = any([grants.direct, grants.role, grants.account]);
    const across: readonly Gate[] = [{ layer: 'resource', truth: anyPart }, ...own];
    if (same === 'no') return [across, ...byGrant];
    const perhaps: Gate = { layer: 'resource', truth: 'maybe' };
    return [[perhaps, ...own], ...[toRole, [direct], ...byGrant].map((way) => [perhaps, ...way])];
  }
  const delegated: Gate = { layer: 'resource', truth: layers.resource.required ? grants.account : 'yes' };
  return [[delegated, ...own], toRole, [direct], ...byGrant];
}

/** The layer that is to blame: where the plain way, by the identity's own policies, ends. */
function blamed([first = []]: readonly (readonly Gate[])[]): LayerName {
  return first.find(({ truth }) => truth === 'no')?.layer ?? 'resource';
}

/** Whether a way is open. */
function isOpen(way: readonly Gate[]): Truth {
  let result: Truth = 'yes';
  for (const { truth } of way) result = both(result, truth);
  return result;
}

/** Everything outside the ways to a grant that must hold as well. */
const gates = ({ allows }: Says): readonly Gate[] => [
  { layer: 'scp', truth: allows.scp ?? 'yes' },
  { layer: 'endpoint', truth: allows.endpoint ?? 'yes' },
];

function reasonsOf({ each }: Says, truths: readonly Truth[]): readonly Reason[] {
  return each.flatMap(([, found]) => found.flatMap(({ reason, truth }) => (truths.includes(truth) ? [reason] : [])));
}

/** Decides. */
export function evaluate(request: Request, layers: Layers): Decision {
  const those = asked(request, layers);
  const denying = those.flatMap(([layer, policies]) => findings(layer, 'deny', policies, request));
  const explicit = denying.filter(({ truth }) => truth === 'yes');
  if (explicit.length > 0) return { outcome: 'denied', by: explicit.map(({ reason }) => reason) };
  const says = ask(those, request);
  const needed = gates(says);
  const open = ways(request, layers, says);
  const granted = any(open.map(isOpen));
  const missing = needed.find(({ truth }) => truth === 'no')?.layer ?? (granted === 'no' ? blamed(open) : undefined);
  if (missing) return { outcome: 'denied', by: [{ layer: missing, effect: 'none' }] };
  const verdict = all([not(holding(denying)), granted, isOpen(needed)]);
  const allowing = [
    ...reasonsOf(says, verdict === 'yes' ? ['yes'] : ['yes', 'maybe']),
    ...grantReason(request, layers),
  ];
  if (verdict === 'yes') return { outcome: 'allowed', by: allowing };
  return { outcome: 'undecided', by: [...denying.map(({ reason }) => reason), ...allowing] };
}

const grantReason = (request: Request, layers: Layers): readonly Reason[] => {
  const granted = grantedBy(request, layers);
  return granted ? [granted.reason] : [];
};

/** A reason as a person reads it: `resource lakeside-audit/Policy#FromTheNetworkOnly`. */
export function reasonText({ effect, index, layer, policy, sid }: Reason): string {
  if (effect === 'none') return `${layer}: nothing allows`;
  return `${layer} ${policy ?? ''}#${sid ?? index ?? 'unknown'}`;
}
