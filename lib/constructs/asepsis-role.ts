/** A role of ours: short sessions, a path of its own, and managed policies instead of inline ones. */
import { Duration } from 'aws-cdk-lib';
import {
  type AddToPrincipalPolicyResult,
  type IManagedPolicy,
  type IPrincipal,
  ManagedPolicy,
  type Policy,
  type PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { refuseEveryAction, trustsAnybody, uphold } from './safeguards';

/** Every role of ours is below it. */
const rolePath = '/asepsis/';

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
    uphold(`${scope.node.path}/${id}`, [
      [
        duration.toSeconds() <= 3600,
        `a session of ${duration.toSeconds()} s`,
        'an hour at most',
        'Shorten maxSessionDuration.',
      ],
      [
        (props.path ?? rolePath).startsWith(rolePath),
        `the path ${props.path}`,
        `paths below ${rolePath}`,
        'Policies of the organisation know the roles of Asepsis by their path.',
      ],
    ]);
    super(scope, id, {
      assumedBy: props.assumedBy,
      description: props.description,
      roleName: props.roleName,
      path: props.path ?? rolePath,
      maxSessionDuration: duration,
    });
    uphold(this.node.path, [
      [
        !trustsAnybody(this.assumeRolePolicy),
        'trust in the principal *',
        'named principals',
        'Name who may assume the role.',
      ],
    ]);
    for (const statement of props.statements ?? []) this.addToPrincipalPolicy(statement);
  }

  /**
   * Grants end in the role's managed policy.
   *
   * @throws SafeguardError for every action of a service
   */
  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    refuseEveryAction(this.node.path, statement);
    this.permissions ??= new ManagedPolicy(this, 'Permissions', {
      roles: [this],
      path: '/asepsis/',
      description: 'What this role may do',
    });
    this.permissions.addStatements(statement);
    return { statementAdded: true, policyDependable: this.permissions };
  }

  /** @throws SafeguardError for AWS's policies that allow everything of a service, or of all */
  override addManagedPolicy(policy: IManagedPolicy): void {
    const name = policy.managedPolicyArn.split('/').at(-1) ?? '';
    const wide = /AdministratorAccess|PowerUserAccess|FullAccess/.test(name);
    uphold(this.node.path, [[!wide, name, 'the few actions that are needed', 'Grant them through the grant methods.']]);
    super.addManagedPolicy(policy);
  }

  /** @throws SafeguardError always: AWS's HIPAA rule `iam-no-inline-policy-check` */
  override attachInlinePolicy(policy: Policy): void {
    throw new SafeguardError(
      this.node.path,
      `the inline policy ${policy.node.id}`,
      "grants, which end in the role's managed policy",
      'Use addToPrincipalPolicy or a grant method.',
    );
  }
}
