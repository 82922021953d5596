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
import { any, both, either, not, type Truth, unsure } from './truth';

export type Outcome = 'allowed' | 'denied' | 'undecided';

export interface Decision {
  readonly outcome: Outcome;
  /** The statements that decide, or those that would if more were known. */
  readonly by: readonly Reason[];
  /** A denial that holds wherever the request comes from. @default another place may allow it */
  readonly everywhere?: true;
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

/** What bounds whatever an identity's own policies grant; a layer that is not there bounds nothing. */
const bounds = ({ allows }: Says): Truth => both(allows.boundary ?? 'yes', allows.session ?? 'yes');

/** What the resource says to an identity's own policies; `perhaps` where its account is not known. */
function delegated(request: Request, layers: Layers, { grants }: Says): Truth {
  const { account } = request.principal;
  if (account === undefined) return 'no';
  const same = equals(account, layers.resource.account);
  if (same === 'maybe') return 'maybe';
  if (same === 'no') return either(grants.direct, either(grants.role, grants.account));
  return layers.resource.required ? grants.account : 'yes';
}

/** Whether a way to a grant is open: by the identity's own policies, by the resource's, by a grant. */
function granting(request: Request, layers: Layers, says: Says): Truth {
  const { account } = request.principal;
  const { allows, grants } = says;
  if (account === undefined) return grants.direct;
  const bound = bounds(says);
  const own = both(delegated(request, layers, says), both(allows.identity ?? 'no', bound));
  const byGrant = grantedBy(request, layers)?.truth ?? 'no';
  const same = equals(account, layers.resource.account);
  if (same === 'no') return either(own, byGrant);
  const within = either(both(grants.role, bound), either(grants.direct, byGrant));
  // Where the account is not known, what holds in both cases holds.
  return either(own, same === 'yes' ? within : unsure(within));
}

/** The layer that is to blame: where the plain way, by the identity's own policies, ends. */
function blamed(request: Request, layers: Layers, says: Says): LayerName {
  if (delegated(request, layers, says) === 'no') return 'resource';
  if (says.allows.identity === 'no' || says.allows.identity === undefined) return 'identity';
  return (['boundary', 'session'] as const).find((layer) => says.allows[layer] === 'no') ?? 'resource';
}

/** Everything outside the ways to a grant that must hold as well. */
const needed = ['scp', 'endpoint'] as const;

function reasonsOf({ each }: Says, truths: readonly Truth[]): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const [, found] of each) for (const { reason, truth } of found) if (truths.includes(truth)) reasons.push(reason);
  return reasons;
}

/** Decides. */
export function evaluate(request: Request, layers: Layers): Decision {
  const those = asked(request, layers);
  const denying: Finding[] = [];
  for (const [layer, policies] of those) denying.push(...findings(layer, 'deny', policies, request));
  const explicit = denying.filter(({ truth }) => truth === 'yes');
  if (explicit.length > 0) {
    const everywhere = explicit.some((one) => one.everywhere);
    return { outcome: 'denied', by: explicit.map(({ reason }) => reason), ...(everywhere ? { everywhere } : {}) };
  }
  const says = ask(those, request);
  const granted = granting(request, layers, says);
  const missing =
    needed.find((layer) => says.allows[layer] === 'no') ??
    (granted === 'no' ? blamed(request, layers, says) : undefined);
  if (missing) return { outcome: 'denied', by: [{ layer: missing, effect: 'none' }] };
  const bounded = both(says.allows.scp ?? 'yes', says.allows.endpoint ?? 'yes');
  const verdict = both(not(holding(denying)), both(granted, bounded));
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
