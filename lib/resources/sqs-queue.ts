/** An SQS queue with its policy. */
import { defineKind } from './kind';
import { mergePolicies, type Policy, readPolicy } from './policy';
import { at, num, str, tags } from './read';
import { bearsNone, namesOnly } from './says-all';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, type Value } from './value';

export interface QueueState {
  readonly url: Value<string>;
  readonly account: string;
  /** KMS key, `null` where SQS encrypts under a key of its own, or not at all. */
  readonly key: Value<string | null>;
  readonly policy: Value<Policy>;
  /** ARN of the queue that takes what cannot be handled, `null` where there is none. */
  readonly deadLetter: Value<string | null>;
  /** Attempts before that. */
  readonly attempts: Value<number | undefined>;
  /** Whether another queue's dead letters come here. Which do is said by those queues alone. */
  readonly takesDeadLetters: Value<boolean>;
  readonly retentionSeconds: Value<number>;
  /** How long a message is kept from others while one works on it: too short, and it is worked on twice. */
  readonly visibilitySeconds: Value<number>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

const means = (queue: TemplateResource, arn: unknown): boolean =>
  arn === mark(queue.stack, queue.logicalId, 'Arn') ||
  (typeof arn === 'string' && typeof queue.properties.QueueName === 'string'
    ? arn.endsWith(`:${queue.properties.QueueName}`)
    : false);

/** Where a template says where failures go, by type. A rule says it of each of its targets. */
const failuresOf: Readonly<Record<string, (properties: TemplateResource['properties']) => readonly unknown[]>> = {
  'AWS::Events::Rule': ({ Targets }) =>
    Array.isArray(Targets) ? Targets.map((target) => at(target, 'DeadLetterConfig.Arn')) : [],
  'AWS::Lambda::Function': (properties) => [at(properties, 'DeadLetterConfig.TargetArn')],
  'AWS::SQS::Queue': (properties) => [at(properties, 'RedrivePolicy.deadLetterTargetArn')],
  'AWS::Scheduler::Schedule': (properties) => [at(properties, 'Target.DeadLetterConfig.Arn')],
};

const takesDeadLetters = (queue: TemplateResource, set: TemplateSet): boolean =>
  Object.entries(failuresOf).some(([type, failures]) =>
    set.ofType(type).some((other) => failures(other.properties).some((arn) => means(queue, arn))),
  );

/** Properties of a queue that its state holds. */
const held = ['KmsMasterKeyId', 'MessageRetentionPeriod', 'QueueName', 'RedrivePolicy', 'Tags', 'VisibilityTimeout'];

export const sqsQueue = defineKind<QueueState>({
  name: 'sqs.queue',
  types: ['AWS::SQS::Queue'],
  owned: ['key', 'policy', 'deadLetter', 'attempts', 'retentionSeconds', 'visibilitySeconds', 'tags'],
  saysAll: (queue, set) => namesOnly(queue, held) && bearsNone(queue, set, [['AWS::SQS::QueueInlinePolicy', 'Queue']]),
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    const redrive = at(properties, 'RedrivePolicy');
    return {
      url: mark(stack, logicalId),
      account: set.environment.account,
      key: str(properties, 'KmsMasterKeyId', null),
      policy: mergePolicies(
        set
          .attached(resource, 'AWS::SQS::QueuePolicy', 'Queues')
          .map((one) => readPolicy(one.properties.PolicyDocument)),
      ),
      deadLetter: isUnknown(redrive) ? redrive : str(properties, 'RedrivePolicy.deadLetterTargetArn', null),
      attempts: num(properties, 'RedrivePolicy.maxReceiveCount', undefined),
      takesDeadLetters: takesDeadLetters(resource, set),
      retentionSeconds: num(properties, 'MessageRetentionPeriod', 345_600),
      visibilitySeconds: num(properties, 'VisibilityTimeout', 30),
      tags: tags(properties),
    };
  },
});
