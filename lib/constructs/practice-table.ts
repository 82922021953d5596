/** A table of one practice. */
import { type RemovalPolicy, Tags } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface PracticeTableProps {
  readonly tableName: string;
  readonly practice: string;
  readonly encryptionKey: IKey;
  /** Refuses deletion of the table through the API. Off in a trial alone, which is torn down. */
  readonly deletionProtection: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** Under the practice's key, recoverable to any second of 35 days, in the daily backup. 45 CFR 164.308(a)(7)(ii). */
export class PracticeTable extends Table {
  constructor(scope: Construct, id: string, props: PracticeTableProps) {
    super(scope, id, {
      tableName: props.tableName,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.deletionProtection,
      removalPolicy: props.removalPolicy,
    });
    Tags.of(this).add('data-class', 'phi');
    Tags.of(this).add('practice', props.practice);
    Tags.of(this).add('backup', 'daily');
  }
}
