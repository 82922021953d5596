/** A role of ours: short sessions, a path of its own, and managed policies instead of inline ones. */
import { Duration } from 'aws-cdk-lib';
import {
  type AddToPrincipalPolicyResult,
  type IPrincipal,
  ManagedPolicy,
  type PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SafeguardError } from '../errors';

export interface AsepsisRoleProps {
  readonly assumedBy: IPrincipal;
  readonly description: string;
  /** @default a name that CloudFormation makes */
  readonly roleName?: string;
  /** Below `/asepsis/`. @default '/asepsis/' */
  readonly path?: string;
  /** At most an hour. @default one hour */
  readonly maxSessionDuration?: Duration;
  /** What the role may do. @default nothing until granted */
  readonly statements?: readonly PolicyStatement[];
}

/**
 * Sessions of an hour at most, and every permission in a managed policy: AWS's HIPAA rule `iam-no-inline-policy-check`.
 * The permissions boundary is set on all roles of the app at once.
 */
export class AsepsisRole extends Role {
  private permissions: ManagedPolicy | undefined;

  constructor(scope: Construct, id: string, props: AsepsisRoleProps) {
    const duration = props.maxSessionDuration ?? Duration.hours(1);
    if (duration.toSeconds() > 3600) {
      throw new SafeguardError(
        `${scope.node.path}/${id}`,
        `a session of ${duration.toSeconds()} s`,
        'an hour at most',
        'Shorten maxSessionDuration.',
      );
    }
    super(scope, id, {
      assumedBy: props.assumedBy,
      description: props.description,
      roleName: props.roleName,
      path: props.path ?? '/asepsis/',
      maxSessionDuration: duration,
    });
    for (const statement of props.statements ?? []) this.addToPrincipalPolicy(statement);
  }

  /** Grants end in the role's managed policy. */
  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.permissions ??= new ManagedPolicy(this, 'Permissions', {
      roles: [this],
      path: '/asepsis/',
      description: 'What this role may do',
    });
    this.permissions.addStatements(statement);
    return { statementAdded: true, policyDependable: this.permissions };
  }
}
