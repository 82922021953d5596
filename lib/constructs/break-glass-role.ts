/** Emergency access: with a second factor, for one named practice, read-only, and never silent. 45 CFR 164.312(a)(2)(ii). */
import { Duration, Tags } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  PrincipalWithConditions,
  SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { AsepsisRole } from './asepsis-role';
import type { Work } from './group-work';
import { type ReviewNames, reviewStatements, type StoreNames, workStatements } from './work-statements';

export interface BreakGlassRoleProps {
  /** The foundation's alarm and the stores' policies know the role by this name. */
  readonly roleName: string;
  /** ARNs of roles or users that may assume it. @default principals of this account that IAM allows */
  readonly principals: readonly string[];
  readonly names: StoreNames & ReviewNames;
}

/** Minutes for which a second factor counts as fresh. */
const freshFactor = Duration.minutes(15);

/** What an emergency needs: reading. Nothing is written or deleted in a hurry. */
const emergencyWork: Pick<Work, 'objects' | 'records'> = {
  objects: [{ dataClass: 'phi', prefix: 'images/', access: 'read' }],
  records: ['appointment', 'chart', 'demographics'].map((keys) => ({ keys: `${keys}#*`, access: 'read' })),
};

/**
 * The session must be tagged with a practice: without one it reads no PHI, and with one, of that practice alone.
 *
 * @throws SafeguardError for a principal that is not one role or user
 */
export class BreakGlassRole extends AsepsisRole {
  constructor(scope: Construct, id: string, props: BreakGlassRoleProps) {
    const wide = props.principals.find((arn) => !/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(arn));
    if (wide !== undefined) {
      throw new SafeguardError(
        `${scope.node.path}/${id}`,
        `the principal ${wide}`,
        'the ARN of one role or user',
        'Name it in identity.breakGlass.principals.',
      );
    }
    const withFactor = {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': String(freshFactor.toSeconds()) },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['practice'] },
    };
    const named =
      props.principals.length > 0 ? props.principals.map((arn) => new ArnPrincipal(arn)) : [new AccountRootPrincipal()];
    super(scope, id, {
      assumedBy: new CompositePrincipal(
        ...named.map((one) => new SessionTagsPrincipal(new PrincipalWithConditions(one, withFactor))),
      ),
      description: 'Emergency access to PHI: second factor, one practice, read-only, alarmed',
      roleName: props.roleName,
      statements: [...workStatements(scope, emergencyWork, props.names), ...reviewStatements(scope, props.names)],
    });
    Tags.of(this).add('break-glass', 'true');
  }
}
