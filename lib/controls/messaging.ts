/** Controls on topics and queues: alarms and work go through them. */

import { snsTopic } from '../resources/sns-topic';
import { sqsQueue } from '../resources/sqs-queue';
import { defineControl } from './control';
import { refusesPlainText } from './outsiders';
import { admitsNoOutsider } from './policy-checks';
import { all, check, notConcerned } from './verdict';

const topic = {
  resource: snsTopic,
  fix: { mode: 'enforce' },
  permissions: [
    'sns:GetSubscriptionAttributes',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:ListTagsForResource',
    'sns:SetTopicAttributes',
  ],
} as const;
const queue = {
  resource: sqsQueue,
  fix: { mode: 'enforce' },
  permissions: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags', 'sqs:SetQueueAttributes'],
} as const;

const isOwnKey = (key: string | null): boolean => key !== null && !key.includes('alias/aws/');
const transport = ['164.312(e)(1)', '164.312(e)(2)(i)', '164.312(e)(2)(ii)'] as const;
const access = ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'] as const;

const topicControls = [
  defineControl({
    ...topic,
    id: 'sns.topic.encryption',
    title: 'Topics encrypt messages under a key of the account',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    configRule: 'sns-encrypted-kms',
    severity: 'high',
    evaluate: ({ key }) => all(check('key', key, 'a key of the account', isOwnKey)),
    remedy: 'Set KmsMasterKeyId to an AsepsisKey.',
    brokenBy: ['sns:SetTopicAttributes'],
  }),
  defineControl({
    ...topic,
    id: 'sns.topic.policy-public',
    title: 'Topics admit nobody from outside: not everyone, no service for another account, no other account',
    hipaa: access,
    severity: 'high',
    evaluate: ({ account, policy }) => all(admitsNoOutsider('policy', policy, account)),
    remedy: 'Name the principals; bind a service by aws:SourceArn or aws:SourceAccount.',
    brokenBy: ['sns:SetTopicAttributes', 'sns:AddPermission', 'sns:RemovePermission'],
  }),
  defineControl({
    ...topic,
    id: 'sns.topic.tls-only',
    title: 'Topics refuse what is published without TLS',
    hipaa: transport,
    severity: 'medium',
    evaluate: ({ policy }) =>
      all(
        check(
          'policy',
          policy,
          'a Deny of sns:Publish without TLS',
          ({ statements }) => statements.some((one) => refusesPlainText(one, 'sns:Publish')),
          ({ statements }) => statements.map(({ sid }) => sid),
        ),
      ),
    remedy: 'Set enforceSSL: true, or use AlertTopic.',
    brokenBy: ['sns:SetTopicAttributes', 'sns:RemovePermission'],
  }),
  defineControl({
    ...topic,
    id: 'sns.topic.subscriptions',
    title: 'Somebody hears what a topic says, and everything of it',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.308(a)(6)(ii)', '164.312(b)'],
    severity: 'high',
    evaluate: ({ subscriptions }) =>
      all(check('subscriptions', subscriptions, 'at least one subscriber', (list) => list.length > 0)),
    remedy: 'Subscribe the security contact, as AlertTopic does.',
    brokenBy: ['sns:DeleteTopic', 'sns:Unsubscribe', 'sns:SetSubscriptionAttributes', 'sns:Subscribe'],
    // A subscription that is made anew has another ARN than its stack knows; the alarms are heard again all the same,
    // by mail once the contact confirms. Its stack may delete what is gone without an error.
    permissions: [...topic.permissions, 'sns:SetSubscriptionAttributes', 'sns:Subscribe', 'sns:Unsubscribe'],
  }),
];

const queueControls = [
  defineControl({
    ...queue,
    id: 'sqs.queue.encryption',
    title: 'Queues encrypt messages under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    severity: 'high',
    evaluate: ({ key }) => all(check('key', key, 'a key of the account', isOwnKey)),
    remedy: 'Set KmsMasterKeyId to an AsepsisKey.',
    brokenBy: ['sqs:SetQueueAttributes'],
  }),
  defineControl({
    ...queue,
    id: 'sqs.queue.policy-public',
    title: 'Queues admit nobody from outside: not everyone, no service for another account, no other account',
    hipaa: access,
    severity: 'high',
    evaluate: ({ account, policy }) => all(admitsNoOutsider('policy', policy, account)),
    remedy: 'Name the principals; bind a service by aws:SourceArn or aws:SourceAccount.',
    brokenBy: ['sqs:SetQueueAttributes', 'sqs:AddPermission', 'sqs:RemovePermission'],
  }),
  defineControl({
    ...queue,
    id: 'sqs.queue.tls-only',
    title: 'Queues refuse whoever asks without TLS',
    hipaa: transport,
    severity: 'medium',
    evaluate: ({ policy }) =>
      all(
        check(
          'policy',
          policy,
          'a Deny of sqs:* without TLS',
          ({ statements }) =>
            ['sqs:SendMessage', 'sqs:ReceiveMessage'].every((action) =>
              statements.some((one) => refusesPlainText(one, action)),
            ),
          ({ statements }) => statements.map(({ sid }) => sid),
        ),
      ),
    remedy: 'Set enforceSSL: true.',
    brokenBy: ['sqs:SetQueueAttributes', 'sqs:RemovePermission'],
  }),
  defineControl({
    ...queue,
    id: 'sqs.queue.dead-letters',
    title: 'What cannot be handled is kept: a queue has a dead-letter queue, or is one',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.308(a)(7)(i)', '164.312(b)'],
    severity: 'medium',
    evaluate: ({ deadLetter, takesDeadLetters }) =>
      takesDeadLetters === true
        ? notConcerned
        : all(check('deadLetter', deadLetter, 'a dead-letter queue', (arn) => arn !== null)),
    remedy: 'Set RedrivePolicy.',
    brokenBy: ['sqs:DeleteQueue', 'sqs:SetQueueAttributes'],
  }),
];

export const messagingControls = [...topicControls, ...queueControls];
