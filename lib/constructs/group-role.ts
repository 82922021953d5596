/** The role of one group of people, reached through the identity pool or through a workload that acts for the person. */
import { type Duration, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  CompositePrincipal,
  FederatedPrincipal,
  type IPrincipal,
  PrincipalWithConditions,
  SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AsepsisRole } from './asepsis-role';
import { type Group, groupWork } from './group-work';
import { uphold } from './safeguards';
import { type ReviewNames, reviewStatements, type StoreNames, workStatements } from './work-statements';

export interface GroupRoleProps {
  readonly roleName: string;
  readonly group: Group;
  /** The identity pool whose signed-in people may have the role. */
  readonly identityPoolId: string;
  /** Starts the names of the workloads' roles. */
  readonly deployment: string;
  /** Longest life of a session that a workload opens. */
  readonly workloadSession: Duration;
  readonly names: StoreNames & ReviewNames;
}

/**
 * Does its group's work and nothing else (see `groupWork`). The session must be tagged with this group, and with the
 * practice that all its resources are then named by. 45 CFR 164.308(a)(4)(ii)(B) and (C), 164.312(a)(1).
 */
export class GroupRole extends AsepsisRole {
  /** @throws SafeguardError for sessions of more than an hour */
  constructor(scope: Construct, id: string, props: GroupRoleProps) {
    uphold(`${scope.node.path}/${id}`, [
      [
        props.workloadSession.toSeconds() <= 3600,
        `sessions of ${props.workloadSession.toSeconds()} s`,
        'an hour at most',
        'Shorten workloadSession.',
      ],
    ]);
    const work = groupWork[props.group];
    const { account } = Stack.of(scope);
    const signedIn = new SessionTagsPrincipal(
      new FederatedPrincipal(
        'cognito-identity.amazonaws.com',
        {
          StringEquals: {
            'cognito-identity.amazonaws.com:aud': props.identityPoolId,
            'aws:RequestTag/group': props.group,
          },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          Null: { 'aws:RequestTag/practice': 'false' },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
    );
    const workloads = work.workloads.map(
      (workload) => `arn:aws:iam::${account}:role/asepsis/${props.deployment}-*-${workload}`,
    );
    const assumedBy: IPrincipal =
      workloads.length > 0 ? new CompositePrincipal(signedIn, actingForPeople(workloads, props)) : signedIn;
    super(scope, id, {
      assumedBy,
      description: work.does.replace(/[^\u0020-\u007e]/g, ''),
      roleName: props.roleName,
      statements: [
        ...workStatements(scope, work, props.names),
        ...(work.review ? reviewStatements(scope, props.names) : []),
      ],
    });
  }
}

/** A workload may act for people of its own practice alone: its role carries the practice as a tag. */
function actingForPeople(roleArns: string[], { group, workloadSession }: GroupRoleProps): IPrincipal {
  return new SessionTagsPrincipal(
    new PrincipalWithConditions(new AccountRootPrincipal(), {
      ArnLike: { 'aws:PrincipalArn': roleArns },
      StringEquals: { 'aws:RequestTag/practice': '${aws:PrincipalTag/practice}', 'aws:RequestTag/group': group },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['practice', 'group', 'person'] },
      NumericLessThanEquals: { 'sts:DurationSeconds': String(workloadSession.toSeconds()) },
    }),
  );
}
