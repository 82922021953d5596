/** A table of one practice: reached from the network, by that practice's people, or not at all. */
import { type RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { AddToResourcePolicyResult, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type PracticeDataClass, refuseOtherClasses } from './phi-bucket';
import { type PracticePerimeter, practiceDenies } from './practice-perimeter';
import { refuseEveryone } from './safeguards';

export interface PhiTableProps {
  /** Starts with the deployment's name. A change replaces the table. */
  readonly tableName: string;
  readonly dataClass: PracticeDataClass;
  readonly encryptionKey: IKey;
  readonly perimeter: PracticePerimeter;
  readonly removalPolicy: RemovalPolicy;
}

/** What touches data, and nothing that touches policy or configuration. */
const itemActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];

/**
 * Under the practice's key, recoverable to any second of 35 days, in the daily backup, not deletable by a slip.
 * Partition keys begin with what they hold (`chart#…`, `billing#…`): roles are granted leading keys. 45 CFR
 * 164.308(a)(7)(ii), 164.312(a)(1), (a)(2)(iv), (c)(1).
 */
export class PhiTable extends Table {
  /** @throws SafeguardError for a table that does not say what practice data it holds */
  constructor(scope: Construct, id: string, props: PhiTableProps) {
    refuseOtherClasses(`${scope.node.path}/${id}`, props.dataClass);
    super(scope, id, {
      tableName: props.tableName,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: props.removalPolicy,
    });
    Tags.of(this).add('data-class', props.dataClass);
    Tags.of(this).add('practice', props.perimeter.practice);
    Tags.of(this).add('backup', 'daily');
    const { account, partition, region } = Stack.of(this);
    // By name: a policy cannot refer to the table that it is part of.
    const arn = `arn:${partition}:dynamodb:${region}:${account}:table/${props.tableName}`;
    for (const deny of practiceDenies(this, props.perimeter, itemActions, [arn])) this.addToResourcePolicy(deny);
  }

  /**
   * @throws SafeguardError for an Allow to everyone, conditions or not
   */
  override addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    refuseEveryone(this.node.path, statement, 'Grant to a role: table.grantReadData(role).');
    return super.addToResourcePolicy(statement);
  }
}
