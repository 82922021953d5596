/** What can be contained, as it was found live. Plain data: it is part of a case's record. Pure. */

/** One thing that is contained by one measure. */
export type Target =
  /** Its sessions older than the containment are refused. */
  | { readonly kind: 'iam.role'; readonly name: string; readonly arn: string }
  | { readonly kind: 'iam.user'; readonly name: string; readonly arn: string }
  /** Deactivated. */
  | { readonly kind: 'iam.access-key'; readonly id: string; readonly user: string; readonly arn: string }
  /** Each of its interfaces is moved into the quarantine group, after a snapshot of its volumes. */
  | { readonly kind: 'ec2.instance'; readonly id: string }
  | { readonly kind: 'ec2.network-interface'; readonly id: string }
  /** Closed to one principal, by its ARN. */
  | { readonly kind: 's3.bucket'; readonly name: string; readonly principal: string }
  /** Disabled and signed out everywhere. */
  | { readonly kind: 'cognito.user'; readonly pool: string; readonly name: string };

export type TargetKind = Target['kind'];

/** One target is contained once, whichever findings speak of it. */
export function keyOf(target: Target): string {
  switch (target.kind) {
    case 'iam.role':
    case 'iam.user':
      return `${target.kind} ${target.arn}`;
    case 's3.bucket':
      return `${target.kind} ${target.name} for ${target.principal}`;
    case 'cognito.user':
      return `${target.kind} ${target.pool}/${target.name}`;
    default:
      return `${target.kind} ${target.id}`;
  }
}

/** A property that the drift loop leaves as it is while the containment lasts: an owned path of a kind of ours. */
export interface Hold {
  readonly kind: string;
  readonly physicalId: string;
  readonly path: string;
}

/** What a containment changes of the properties that templates own. */
export function holdsOf(target: Target): readonly Hold[] {
  switch (target.kind) {
    case 'iam.role':
      return [{ kind: 'iam.role', physicalId: target.name, path: 'inlinePolicies' }];
    case 's3.bucket':
      return [{ kind: 's3.bucket', physicalId: target.name, path: 'policy' }];
    default:
      // No template of ours declares a user, a key, an instance or a person.
      return [];
  }
}

/** Who must stay able to act, whatever a finding says. */
export interface Defenders {
  readonly account: string;
  /** Name of the deployment: its defending roles start with it. */
  readonly deployment: string;
  /** ARNs of those who approve and of those who may use break-glass. */
  readonly principals: readonly string[];
}

/** Roles of ours that watch, put right, contain, approve, or let a person in when all else fails. */
const defending = [
  'approver',
  'audit',
  'backup',
  'break-glass',
  'contain',
  'containment',
  'detection',
  'drift',
  'evidence',
  'network',
  'restore',
];

function isDefender(arn: string, { deployment, principals }: Defenders): boolean {
  if (principals.includes(arn)) return true;
  const name = /:role\/asepsis\/(.+)$/.exec(arn)?.[1];
  return name !== undefined && defending.some((part) => `${name}-`.startsWith(`${deployment}-${part}-`));
}

/** Whether containing this would lock the defenders out. */
export function isProtected(target: Target, defenders: Defenders): boolean {
  switch (target.kind) {
    case 'iam.role':
    case 'iam.user':
    case 'iam.access-key':
      return isDefender(target.arn, defenders);
    case 's3.bucket':
      return isDefender(target.principal, defenders);
    default:
      return false;
  }
}
