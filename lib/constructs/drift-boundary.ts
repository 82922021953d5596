/** The most that roles of the drift loop can ever do. */
import { Effect, type IRole, ManagedPolicy, PermissionsBoundary, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** What every function of ours needs to run and to be told apart. */
const basics = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage', 'sts:AssumeRole'];

export interface DriftBoundaryProps {
  readonly roles: readonly (IRole | undefined)[];
  readonly actions: readonly string[];
  /** Regions in which they may act at all. */
  readonly allowedRegions: readonly string[];
}

/**
 * A list of actions: what is not in it stays refused, whatever is attached to a role. The deployment's own boundary would
 * not do: what puts policies and detectors right may do what no other role may.
 */
export class DriftBoundary extends ManagedPolicy {
  constructor(scope: Construct, id: string, { actions, allowedRegions, roles }: DriftBoundaryProps) {
    super(scope, id, {
      path: '/asepsis/',
      description: 'The most that roles of the drift loop can do',
      statements: [
        new PolicyStatement({
          sid: 'Most',
          actions: [...new Set([...basics, ...actions])].sort(),
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'AllowedRegionsOnly',
          effect: Effect.DENY,
          // Global services answer in us-east-1 whatever the caller's region.
          notActions: ['iam:*', 'organizations:*', 'sts:*'],
          resources: ['*'],
          conditions: { StringNotEquals: { 'aws:RequestedRegion': [...allowedRegions] } },
        }),
      ],
    });
    for (const role of roles) if (role) PermissionsBoundary.of(role).apply(this);
  }
}
