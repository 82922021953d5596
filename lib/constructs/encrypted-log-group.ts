/** A log group under a customer managed key, kept for a stated time. */
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnLogGroup, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { uphold } from './safeguards';

export interface EncryptedLogGroupProps {
  /** Starts with `/asepsis/<deployment>/`, the prefix that the audit key allows. */
  readonly logGroupName: string;
  readonly encryptionKey: IKey;
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** Encrypted and retained. 45 CFR 164.312(b), 164.312(a)(2)(iv), 164.316(b)(2)(i). */
export class EncryptedLogGroup extends LogGroup {
  /** @throws SafeguardError for logs that are kept for less than 90 days, or under a name that the key does not take */
  constructor(scope: Construct, id: string, props: EncryptedLogGroupProps) {
    uphold(`${scope.node.path}/${id}`, [
      [props.retention >= 90, `logs kept for ${props.retention} days`, '90 or more', 'Raise retention.logGroupDays.'],
      [
        props.logGroupName.startsWith('/asepsis/'),
        `the name ${props.logGroupName}`,
        'names below /asepsis/',
        "Start it with the deployment's log prefix.",
      ],
    ]);
    super(scope, id, props);
  }

  /** The ARN without the `:*` that CloudFormation appends, for services that want it so. */
  get plainArn(): string {
    const { account, partition, region } = Stack.of(this);
    const name = (this.node.defaultChild as CfnLogGroup).logGroupName;
    return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
  }
}
