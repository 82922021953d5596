/** A queue of the drift loop: encrypted, TLS only, fed by EventBridge, its failures kept where an alarm watches. */
import { Duration, Names } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EventPattern } from '../drift/families';
import type { DriftFunction } from './drift-function';

/** Tries before a message is kept for a person. */
const tries = 5;

/** Days that AWS keeps a message at most. */
const keptDays = 14;

export interface DriftQueueProps {
  readonly queueName: string;
  readonly encryptionKey: IKey;
  readonly deadLetters: Queue;
  /** Six times the function's timeout, as AWS advises. */
  readonly visibility: Duration;
}

export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: Pick<DriftQueueProps, 'queueName' | 'encryptionKey'>) {
    super(scope, id, {
      queueName: props.queueName,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(keptDays),
    });
  }
}

export class DriftQueue extends Queue {
  constructor(scope: Construct, id: string, props: DriftQueueProps) {
    super(scope, id, {
      queueName: props.queueName,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      visibilityTimeout: props.visibility,
      retentionPeriod: Duration.days(keptDays),
      deadLetterQueue: { queue: props.deadLetters, maxReceiveCount: tries },
    });
  }

  /** Rules that bring events here, one a pattern. */
  feed(name: string, patterns: readonly EventPattern[]): void {
    patterns.forEach((pattern, index) => {
      new Rule(this, `Rule${index}`, {
        ruleName: `${name}-${index}`,
        description: `Calls that may break what ${name} guards`,
        eventPattern: { source: Match.prefix('aws.'), detailType: [...pattern['detail-type']], detail: pattern.detail },
        targets: [new SqsQueue(this)],
      });
    });
  }

  /**
   * Hands messages to a function, a few at a time: a message that fails comes back alone. What the function needs to drain
   * the queue it is given by name: `SqsEventSource` would grant `sqs:GetQueueUrl` too, which nothing calls.
   */
  drainBy({ handler }: DriftFunction): void {
    handler.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(this.node)}`, {
      eventSourceArn: this.queueArn,
      batchSize: 5,
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
  }
}
