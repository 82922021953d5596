/**
 * AWS's decision about a request, from every layer of policies.
 *
 * IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access"; "Policy evaluation for
 * requests within a single account"; "Cross-account policy evaluation logic"; AWS KMS Developer Guide, "Key policies in
 * AWS KMS". Where something is not known, the answer is undecided, and never one that more knowledge could overturn.
 */
import { allows, type Finding, findings, type LayerName, type Layers, type Reason, rcpBinds, scpBinds } from './layers';
import type { Request } from './request';
import { equals } from './text';
import { all, any, not, type Truth } from './truth';

export type Outcome = 'allowed' | 'denied' | 'undecided';

export interface Decision {
  readonly outcome: Outcome;
  /** The statements that decide, or those that would if more were known. */
  readonly by: readonly Reason[];
}

/** What each layer says. */
interface Says {
  readonly found: Readonly<Record<LayerName, readonly Finding[]>>;
  readonly scpLevels: readonly Truth[];
}

function ask(request: Request, layers: Layers): Says {
  const { principal, action } = request;
  const levels = (scpBinds(principal) ? (layers.scp ?? []) : []).map((policies) => findings('scp', policies, request));
  return {
    found: {
      rcp: findings('rcp', rcpBinds(principal, action) ? layers.rcp : [], request),
      scp: levels.flat(),
      resource: findings('resource', layers.resource.policies, request),
      identity: findings('identity', layers.identity, request),
      boundary: findings('boundary', layers.boundary, request),
      session: findings('session', layers.session, request),
      endpoint: findings('endpoint', layers.endpoint, request),
    },
    scpLevels: levels.map(allows),
  };
}

const order: readonly LayerName[] = ['rcp', 'scp', 'resource', 'identity', 'boundary', 'session', 'endpoint'];

/** What a resource's own policy grants, by how it means the principal. */
function resourceGrants(found: readonly Finding[], part: 'direct' | 'role' | 'account'): Truth {
  const allowing = found.filter(({ reason }) => reason.effect === 'allow');
  return any(allowing.map(({ meaning, truth }) => all([truth, meaning?.[part] ?? 'no'])));
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
function bounds({ found }: Says, { boundary, session }: Layers): readonly Gate[] {
  return [
    { layer: 'boundary', truth: boundary === undefined ? 'yes' : allows(found.boundary) },
    { layer: 'session', truth: session === undefined ? 'yes' : allows(found.session) },
  ];
}

/** The ways to a grant; each is a list of gates. One that is open is enough. */
function ways(request: Request, layers: Layers, says: Says): readonly (readonly Gate[])[] {
  const { principal } = request;
  const { found } = says;
  const grants = {
    direct: resourceGrants(found.resource, 'direct'),
    role: resourceGrants(found.resource, 'role'),
    account: resourceGrants(found.resource, 'account'),
  };
  const direct: Gate = { layer: 'resource', truth: grants.direct };
  if (principal.account === undefined) return [[direct]];
  const own = [{ layer: 'identity', truth: allows(found.identity) } as const, ...bounds(says, layers)];
  const toRole: readonly Gate[] = [{ layer: 'resource', truth: grants.role }, ...bounds(says, layers)];
  const anyPart = any([grants.direct, grants.role, grants.account]);
  const granted = grantedBy(request, layers);
  const byGrant: readonly (readonly Gate[])[] = granted ? [[{ layer: 'resource', truth: granted.truth }]] : [];
  const same = equals(principal.account, layers.resource.account);
  // Where the account is not known, what holds in both cases holds.
  if (same !== 'yes') {
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

function reasonsOf(says: Says, effect: 'allow' | 'deny', truths: readonly Truth[]): readonly Reason[] {
  return order.flatMap((layer) =>
    says.found[layer]
      .filter(({ reason, truth }) => reason.effect === effect && truths.includes(truth))
      .map(({ reason }) => reason),
  );
}

/** Everything outside the ways to a grant that must hold as well. */
function gates(layers: Layers, says: Says): readonly Gate[] {
  return [
    ...says.scpLevels.map((truth): Gate => ({ layer: 'scp', truth })),
    { layer: 'endpoint', truth: layers.endpoint === undefined ? 'yes' : allows(says.found.endpoint) },
  ];
}

/** Decides. */
export function evaluate(request: Request, layers: Layers): Decision {
  const says = ask(request, layers);
  const explicit = reasonsOf(says, 'deny', ['yes']);
  if (explicit.length > 0) return { outcome: 'denied', by: explicit };
  const denied = any(
    order.flatMap((layer) => says.found[layer].flatMap((one) => (one.reason.effect === 'deny' ? [one.truth] : []))),
  );
  const needed = gates(layers, says);
  const open = ways(request, layers, says);
  const granted = any(open.map((way) => all(way.map(({ truth }) => truth))));
  const missing = needed.find(({ truth }) => truth === 'no')?.layer ?? (granted === 'no' ? blamed(open) : undefined);
  if (missing) return { outcome: 'denied', by: [{ layer: missing, effect: 'none' }] };
  const verdict = all([not(denied), granted, ...needed.map(({ truth }) => truth)]);
  const allowing = [
    ...reasonsOf(says, 'allow', verdict === 'yes' ? ['yes'] : ['yes', 'maybe']),
    ...grantReason(request, layers),
  ];
  if (verdict === 'yes') return { outcome: 'allowed', by: allowing };
  return { outcome: 'undecided', by: [...reasonsOf(says, 'deny', ['maybe']), ...allowing] };
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
