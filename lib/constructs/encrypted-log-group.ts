/** A log group under a customer managed key, kept for a stated time. */
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnLogGroup, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface EncryptedLogGroupProps {
  /** Starts with `/asepsis/<deployment>/`, the prefix that the audit key allows. */
  readonly logGroupName: string;
  readonly encryptionKey: IKey;
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** Encrypted and retained. 45 CFR 164.312(b), 164.312(a)(2)(iv), 164.316(b)(2)(i). */
export class EncryptedLogGroup extends LogGroup {
  constructor(scope: Construct, id: string, props: EncryptedLogGroupProps) {
    super(scope, id, props);
  }

  /** The ARN without the `:*` that CloudFormation appends, for services that want it so. */
  get plainArn(): string {
    const { account, partition, region } = Stack.of(this);
    const name = (this.node.defaultChild as CfnLogGroup).logGroupName;
    return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
  }
}
