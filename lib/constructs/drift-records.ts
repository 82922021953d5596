/** Where the drift loop writes down what it found and did. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { Tags } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface DriftRecordsProps {
  readonly tableName: string;
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Encrypted, recoverable to any second, in the daily backup, not deletable by a slip. Records have no end of life; what
 * keeps an event from being handled twice has: a day. 45 CFR 164.312(b), 164.316(b)(1)(ii).
 */
export class DriftRecords extends Table {
  constructor(scope: Construct, id: string, props: DriftRecordsProps) {
    super(scope, id, {
      tableName: props.tableName,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      timeToLiveAttribute: 'expiration',
      removalPolicy: props.removalPolicy,
    });
    Tags.of(this).add('data-class', 'audit');
    Tags.of(this).add('backup', 'daily');
  }
}
