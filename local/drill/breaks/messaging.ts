/** Breaks of topics, queues and documents. */
import {
  AddPermissionCommand as AllowOnTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  AddPermissionCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { snsTopicLive } from '../../../lambdas/drift/live/sns-topic';
import { sqsQueueLive } from '../../../lambdas/drift/live/sqs-queue';
import { ssmDocumentLive } from '../../../lambdas/drift/live/ssm-document';
import type { QueueState } from '../../../lib/resources/sqs-queue';
import type { Break } from '../break';

/** Not of this deployment. */
const stranger = '999988887777';

interface PolicyDocument {
  readonly Statement: readonly { readonly Effect: string }[];
}

/** A policy without its denials. */
function admitting(policy: string | undefined): string {
  const document = JSON.parse(policy ?? '{"Statement":[]}') as PolicyDocument;
  return JSON.stringify({ ...document, Statement: document.Statement.filter(({ Effect }) => Effect !== 'Deny') });
}

const breakTopic = (
  control: string,
  breakIt: (sns: SNSClient, TopicArn: string) => Promise<unknown>,
  name?: string,
): Break => ({
  control,
  ...(name ? { name } : {}),
  kind: snsTopicLive,
  async run(scene) {
    const { declared, row } = scene.one(snsTopicLive.kind);
    await breakIt(scene.open(SNSClient, 'sns'), row.physicalId);
    return { declared, physicalId: row.physicalId };
  },
});

const set = (sns: SNSClient, TopicArn: string, AttributeName: string, AttributeValue: string) =>
  sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));

const topicBreaks: readonly Break[] = [
  breakTopic('sns.topic.encryption', (sns, arn) => set(sns, arn, 'KmsMasterKeyId', '')),
  breakTopic('sns.topic.policy-public', (sns, TopicArn) =>
    sns.send(
      new AllowOnTopicCommand({ TopicArn, Label: 'Mallory', AWSAccountId: [stranger], ActionName: ['Subscribe'] }),
    ),
  ),
  breakTopic('sns.topic.tls-only', async (sns, TopicArn) => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return set(sns, TopicArn, 'Policy', admitting(Attributes?.Policy));
  }),
  breakTopic('sns.topic.subscriptions', async (sns, TopicArn) => {
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  }),
  breakTopic('sns.topic.subscriptions', (sns, TopicArn) => sns.send(new DeleteTopicCommand({ TopicArn })), 'deleted'),
];

/** On the queue of findings to contain: the loop itself works from others, and it has a dead-letter queue. */
const breakQueue = (
  control: string,
  breakIt: (sqs: SQSClient, QueueUrl: string) => Promise<unknown>,
  name?: string,
): Break => ({
  control,
  ...(name ? { name } : {}),
  kind: sqsQueueLive,
  async run(scene) {
    const isIt = (declared: unknown) => (declared as QueueState).takesDeadLetters === false;
    const { declared, row } = scene.one(
      sqsQueueLive.kind,
      (one) => one.row.stack.endsWith('-containment') && isIt(one.declared),
    );
    await breakIt(scene.open(SQSClient, 'sqs'), row.physicalId);
    return { declared, physicalId: row.physicalId };
  },
});

const setQueue =
  (Attributes: Record<string, string>) =>
  (sqs: SQSClient, QueueUrl: string): Promise<unknown> =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));

const queueBreaks: readonly Break[] = [
  breakQueue('sqs.queue.encryption', setQueue({ KmsMasterKeyId: '' })),
  breakQueue('sqs.queue.policy-public', (sqs, QueueUrl) =>
    sqs.send(
      new AddPermissionCommand({ QueueUrl, Label: 'Mallory', AWSAccountIds: [stranger], Actions: ['ReceiveMessage'] }),
    ),
  ),
  breakQueue('sqs.queue.tls-only', async (sqs, QueueUrl) => {
    const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] });
    const { Attributes } = await sqs.send(request);
    return setQueue({ Policy: admitting(Attributes?.Policy) })(sqs, QueueUrl);
  }),
  breakQueue('sqs.queue.dead-letters', setQueue({ RedrivePolicy: '' })),
  breakQueue('sqs.queue.dead-letters', (sqs, QueueUrl) => sqs.send(new DeleteQueueCommand({ QueueUrl })), 'deleted'),
];

export const messagingBreaks: readonly Break[] = [
  ...topicBreaks,
  ...queueBreaks,
  {
    control: 'ssm.document.public',
    kind: ssmDocumentLive,
    notLive: 'MiniStack has no CreateDocument, and no template of ours declares a document; moto shares one',
    provenBy: 'test/lambdas/drift/live-secrets.cloud.test.ts',
  },
];
