import type { Stack } from 'aws-cdk-lib';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Fixtures } from './fixture';

const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';

const noPlainText = (action: string) => ({
  Sid: 'Tls',
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
const allow = (action: string, principal: object, condition?: object) => ({
  Sid: 'Planted',
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: '*',
  ...(condition ? { Condition: condition } : {}),
});
const ownRules = { ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/*' } };
const anyRules = { ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:*:rule/*' } };
const events = { Service: 'events.amazonaws.com' };
const stranger = { AWS: 'arn:aws:iam::999988887777:root' };

interface Planted {
  readonly key?: string | null;
  readonly statements?: readonly object[];
  /** Whether somebody takes the messages: a subscriber, or a dead-letter queue. */
  readonly taken?: boolean;
}

const topic =
  ({ key = keyArn, statements = [noPlainText('sns:Publish')], taken = true }: Planted = {}) =>
  (stack: Stack) => {
    const it = new CfnTopic(stack, 'Topic', { kmsMasterKeyId: key ?? undefined });
    const policyDocument = { Version: '2012-10-17', Statement: statements };
    new CfnTopicPolicy(stack, 'Policy', { topics: [it.ref], policyDocument });
    if (taken) new CfnSubscription(stack, 'Sub', { topicArn: it.ref, protocol: 'email', endpoint: 'a@example.com' });
  };

const queue =
  ({ key = keyArn, statements = [noPlainText('sqs:*')], taken = true }: Planted = {}) =>
  (stack: Stack) => {
    const policyDocument = { Version: '2012-10-17', Statement: statements };
    const dead = taken ? new CfnQueue(stack, 'Dead', { kmsMasterKeyId: keyArn }) : undefined;
    const it = new CfnQueue(stack, 'Queue', {
      kmsMasterKeyId: key ?? undefined,
      ...(dead ? { redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: 5 } } : {}),
    });
    new CfnQueuePolicy(stack, 'Policy', { queues: [it.ref, ...(dead ? [dead.ref] : [])], policyDocument });
  };

export const messagingFixtures: Fixtures = {
  'sns.topic.encryption': { violating: topic({ key: 'alias/aws/sns' }), compliant: topic() },
  'sns.topic.policy-public': {
    violating: topic({ statements: [noPlainText('sns:Publish'), allow('sns:Publish', events, anyRules)] }),
    compliant: topic({ statements: [noPlainText('sns:Publish'), allow('sns:Publish', events, ownRules)] }),
  },
  'sns.topic.tls-only': {
    violating: topic({ statements: [allow('sns:Publish', events, ownRules)] }),
    compliant: topic({ statements: [noPlainText('sns:*')] }),
  },
  'sns.topic.subscriptions': { violating: topic({ taken: false }), compliant: topic() },
  'sqs.queue.encryption': { violating: queue({ key: null }), compliant: queue() },
  'sqs.queue.policy-public': {
    violating: queue({ statements: [noPlainText('sqs:*'), allow('sqs:SendMessage', stranger)] }),
    compliant: queue({ statements: [noPlainText('sqs:*'), allow('sqs:SendMessage', events, ownRules)] }),
  },
  'sqs.queue.tls-only': {
    violating: queue({ statements: [noPlainText('sqs:SendMessage')] }),
    compliant: queue({ statements: [noPlainText('sqs:SendMessage'), noPlainText('sqs:ReceiveMessage')] }),
  },
  'sqs.queue.dead-letters': { violating: queue({ taken: false }), compliant: queue() },
};
