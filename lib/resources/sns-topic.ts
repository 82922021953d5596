/** An SNS topic with its policy and its subscribers. */
import { defineKind } from './kind';
import { mergePolicies, type Policy, readPolicy } from './policy';
import { at, records, str, tags } from './read';
import { bearsNone, namesOnly } from './says-all';
import type { TemplateResource, TemplateSet } from './template';
import { type Data, findUnknown, isUnknown, mark, unknown, type Value } from './value';

export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** Messages that reach the subscriber; `undefined` for all. A filter silences as well as a deletion does. */
  readonly filter: Value<Data | undefined>;
}

export interface TopicState {
  readonly arn: Value<string>;
  readonly account: string;
  /** KMS key, `null` where messages are not encrypted. */
  readonly key: Value<string | null>;
  readonly policy: Value<Policy>;
  readonly subscriptions: Value<readonly Subscription[]>;
  readonly tags: Value<Readonly<Record<string, string>>>;
  /** Prose, for who makes the topic anew: it is compared with nothing. */
  readonly displayName?: Value<string | undefined>;
}

/** What SNS gives a topic without a policy: everyone, if for this account. */
const defaultPolicy = (arn: string, account: string): Data => ({
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'SNS:GetTopicAttributes',
        'SNS:SetTopicAttributes',
        'SNS:AddPermission',
        'SNS:RemovePermission',
        'SNS:DeleteTopic',
        'SNS:Subscribe',
        'SNS:ListSubscriptionsByTopic',
        'SNS:Publish',
      ],
      Resource: arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': account } },
    },
  ],
});

/** An empty filter is none. */
export const filterOf = (filter: Data | undefined): Data | undefined =>
  typeof filter === 'object' && filter !== null && Object.keys(filter).length === 0 ? undefined : filter;

function subscriptionsOf(topic: TemplateResource, set: TemplateSet): TopicState['subscriptions'] {
  const own = records(topic.properties, 'Subscription');
  if (isUnknown(own)) return own;
  const attached = set.attached(topic, 'AWS::SNS::Subscription', 'TopicArn').map((one) => one.properties);
  const found: Subscription[] = [];
  for (const one of [...own, ...attached]) {
    const protocol = str(one, 'Protocol', '');
    const endpoint = str(one, 'Endpoint', '');
    if (isUnknown(protocol)) return protocol;
    if (isUnknown(endpoint)) return endpoint;
    const filter = at(one, 'FilterPolicy');
    const hidden = findUnknown(filter);
    found.push({ protocol, endpoint, filter: hidden ? unknown(hidden.why) : filterOf(filter) });
  }
  return found;
}

/** Properties of a subscription that its topic's state holds. */
const subscribed = ['Endpoint', 'FilterPolicy', 'Protocol', 'TopicArn'];

/** Whether the state says all of a topic and of who hears it. */
function saysAll(topic: TemplateResource, set: TemplateSet): boolean {
  const own = records(topic.properties, 'Subscription');
  const properties = [
    ...(isUnknown(own) ? [{ unknown: true }] : own),
    ...set.attached(topic, 'AWS::SNS::Subscription', 'TopicArn').map((one) => one.properties),
  ];
  return (
    namesOnly(topic, ['DisplayName', 'KmsMasterKeyId', 'Subscription', 'Tags', 'TopicName']) &&
    bearsNone(topic, set, [['AWS::SNS::TopicInlinePolicy', 'TopicArn']]) &&
    properties.every((one) => Object.keys(one).every((name) => subscribed.includes(name)))
  );
}

export const snsTopic = defineKind<TopicState>({
  name: 'sns.topic',
  types: ['AWS::SNS::Topic'],
  owned: ['key', 'policy', 'subscriptions', 'tags'],
  saysAll,
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    const arn = mark(stack, logicalId);
    const policies = set.attached(resource, 'AWS::SNS::TopicPolicy', 'Topics');
    return {
      arn,
      account: set.environment.account,
      key: str(properties, 'KmsMasterKeyId', null),
      policy:
        policies.length === 0
          ? readPolicy(defaultPolicy(arn, set.environment.account))
          : mergePolicies(policies.map((one) => readPolicy(one.properties.PolicyDocument))),
      subscriptions: subscriptionsOf(resource, set),
      tags: tags(properties),
      displayName: str(properties, 'DisplayName', undefined),
    };
  },
});
