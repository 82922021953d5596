/** The identity of an AI system or another machine: one scope, one practice, a short session. */
import { type Duration, Stack, Tags } from 'aws-cdk-lib';
import { AccountRootPrincipal, PrincipalWithConditions } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AsepsisRole } from './asepsis-role';
import { type MachineAccess, machineWork } from './group-work';
import { uphold } from './safeguards';
import { type StoreNames, workStatements } from './work-statements';

export interface MachineRoleProps {
  readonly roleName: string;
  /** Starts the names of the workloads' roles. */
  readonly deployment: string;
  /** The practice whose data it may use, and whose workloads alone may assume it. */
  readonly practice: string;
  readonly access: MachineAccess;
  /** Longest life of a session. IAM's own setting cannot be shorter than an hour, so the trust policy says it. */
  readonly session: Duration;
  readonly names: StoreNames;
}

/**
 * Assumed by the roles of its practice's workloads in the network, `<deployment>-<practice>-…`, and by nobody else. The
 * role carries the practice as a tag; a session cannot bring another. 45 CFR 164.312(a)(1), 164.312(d).
 */
export class MachineRole extends AsepsisRole {
  /** @throws SafeguardError for sessions of more than an hour */
  constructor(scope: Construct, id: string, props: MachineRoleProps) {
    uphold(`${scope.node.path}/${id}`, [
      [
        props.session.toSeconds() <= 3600,
        `sessions of ${props.session.toSeconds()} s`,
        'an hour at most',
        'Shorten session.',
      ],
    ]);
    const { account } = Stack.of(scope);
    super(scope, id, {
      assumedBy: new PrincipalWithConditions(new AccountRootPrincipal(), {
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/asepsis/${props.deployment}-${props.practice}-*` },
        StringEquals: { 'aws:PrincipalTag/practice': props.practice },
        NumericLessThanEquals: { 'sts:DurationSeconds': String(props.session.toSeconds()) },
      }),
      description: `A machine of ${props.practice}: ${props.access}`,
      roleName: props.roleName,
      path: '/asepsis/machine/',
      statements: workStatements(scope, machineWork[props.access], props.names),
    });
    Tags.of(this).add('practice', props.practice);
    Tags.of(this).add('identity', 'machine');
  }
}
