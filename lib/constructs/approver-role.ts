/** Who may approve a containment, and end one: a person with a second factor, and nobody by a link. 45 CFR 164.308(a)(6). */
import { Duration } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  PolicyStatement,
  PrincipalWithConditions,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AsepsisRole } from './asepsis-role';

export interface ApproverRoleProps {
  readonly roleName: string;
  /** ARNs of roles or users that may assume it. @default principals of this account that IAM allows */
  readonly principals: readonly string[];
  readonly queueArn: string;
  readonly tableArn: string;
  /** Partition of the table that holds the cases: nothing else of it can be read. */
  readonly casePartition: string;
  /** Encrypts queue and table. */
  readonly keyArn: string;
}

/** Minutes for which a second factor counts as fresh. */
const freshFactor = Duration.minutes(15);

/**
 * A session of it can read the cases and send a decision; it changes nothing itself. The function knows a decision by the
 * sender that SQS writes on it: the unique id of this role.
 */
export class ApproverRole extends AsepsisRole {
  constructor(scope: Construct, id: string, props: ApproverRoleProps) {
    const withFactor = {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': String(freshFactor.toSeconds()) },
    };
    const named =
      props.principals.length > 0 ? props.principals.map((arn) => new ArnPrincipal(arn)) : [new AccountRootPrincipal()];
    super(scope, id, {
      assumedBy: new CompositePrincipal(...named.map((one) => new PrincipalWithConditions(one, withFactor))),
      description: 'Approves and releases containments: second factor',
      roleName: props.roleName,
      maxSessionDuration: Duration.hours(1),
      statements: [
        new PolicyStatement({
          sid: 'Decide',
          actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
          resources: [props.queueArn],
        }),
        new PolicyStatement({
          sid: 'ReadCases',
          actions: ['dynamodb:GetItem', 'dynamodb:Query'],
          resources: [props.tableArn],
          conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [props.casePartition] } },
        }),
        new PolicyStatement({
          sid: 'Key',
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [props.keyArn],
        }),
      ],
    });
  }
}
