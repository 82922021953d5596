/** SNS topics, live. */
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  paginateListSubscriptionsByTopic,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { sameMeaning } from '../../../lib/resources/compare';
import { readPolicy, writePolicy } from '../../../lib/resources/policy';
import { filterOf, type Subscription, snsTopic, type TopicState } from '../../../lib/resources/sns-topic';
import type { Data } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';
import { asTags, ownTags, tagChanges } from './tags';
import { writable } from './writable';

const notFound = ifAbsent('NotFound', 'NotFoundException');

/** A subscription with its ARN, which it has once it is confirmed. */
interface Subscriber extends Subscription {
  readonly arn: string | undefined;
}

async function filterFor(sns: SNSClient, SubscriptionArn: string): Promise<Data | undefined> {
  const found = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })).catch(notFound);
  const text = found?.Attributes?.FilterPolicy;
  return text ? filterOf(JSON.parse(text) as Data) : undefined;
}

async function subscribers(sns: SNSClient, TopicArn: string): Promise<readonly Subscriber[]> {
  const found: Subscriber[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
    for (const { Endpoint = '', Protocol = '', SubscriptionArn } of page.Subscriptions ?? []) {
      // "PendingConfirmation" until the subscriber confirms, "Deleted" for a while after it left.
      if (SubscriptionArn === 'Deleted') continue;
      const arn = SubscriptionArn?.startsWith('arn:') ? SubscriptionArn : undefined;
      const filter = arn === undefined ? undefined : await filterFor(sns, arn);
      found.push({ protocol: Protocol, endpoint: Endpoint, filter, arn });
    }
  }
  return found;
}

async function read(sns: SNSClient, TopicArn: string): Promise<TopicState | undefined> {
  const found = await sns.send(new GetTopicAttributesCommand({ TopicArn })).catch(notFound);
  if (!found?.Attributes) return undefined;
  const [subscriptions, tags] = await Promise.all([
    subscribers(sns, TopicArn),
    sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn })),
  ]);
  return {
    arn: TopicArn,
    account: TopicArn.split(':')[4] ?? '',
    key: found.Attributes.KmsMasterKeyId || null,
    policy: readPolicy(found.Attributes.Policy),
    subscriptions: subscriptions.map(({ arn: _arn, ...one }) => one),
    tags: ownTags(tags.Tags),
  };
}

const is = (a: Subscription, b: Subscription): boolean => a.protocol === b.protocol && a.endpoint === b.endpoint;

/**
 * Read, merge, write. A stranger who is subscribed is sent nothing more; one who has not confirmed yet has no ARN to be
 * removed by, gets nothing, and is forgotten by SNS after two days.
 */
const putSubscriptions =
  (sns: SNSClient): Put<TopicState> =>
  async (TopicArn, declared) => {
    const wanted = writable(declared.subscriptions);
    const present = await subscribers(sns, TopicArn);
    for (const { arn, ...one } of present) {
      const promise = wanted.find((other) => is(one, other));
      if (arn === undefined) continue;
      if (!promise) await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
      else if (!sameMeaning(promise.filter, one.filter)) {
        const AttributeValue = JSON.stringify(writable(promise.filter) ?? {});
        const attribute = { SubscriptionArn: arn, AttributeName: 'FilterPolicy', AttributeValue };
        await sns.send(new SetSubscriptionAttributesCommand(attribute));
      }
    }
    for (const one of wanted.filter((other) => !present.some((it) => is(it, other)))) {
      const filter = writable(one.filter);
      const Attributes = filter === undefined ? undefined : { FilterPolicy: JSON.stringify(filter) };
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: one.protocol, Endpoint: one.endpoint, Attributes }));
    }
  };

/** Makes a topic under its key and with its policy; whoever hears it is a put of its own. */
const make =
  (sns: SNSClient) =>
  async (arn: string, declared: TopicState): Promise<void> => {
    const given = {
      DisplayName: writable(declared.displayName),
      KmsMasterKeyId: writable(declared.key),
      Policy: writePolicy(declared.policy),
    };
    const said = Object.entries(given).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
    const Tags = asTags(writable(declared.tags));
    const Name = arn.split(':').at(-1);
    await sns.send(new CreateTopicCommand({ Name, Attributes: Object.fromEntries(said), Tags }));
  };

export const snsTopicLive = defineLive<TopicState>({
  kind: snsTopic,
  open(sdk) {
    const sns = new SNSClient(sdk('sns'));
    const set = (TopicArn: string, AttributeName: string, AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
    return {
      read: (arn) => read(sns, arn),
      recreate: make(sns),
      puts: {
        key: async (arn, { key }) => {
          await set(arn, 'KmsMasterKeyId', writable(key) ?? '');
        },
        policy: async (arn, { policy }) => {
          await set(arn, 'Policy', writePolicy(policy));
        },
        subscriptions: putSubscriptions(sns),
        tags: async (ResourceArn, declared, live) => {
          const { remove, set: added } = tagChanges(writable(declared.tags), writable(live.tags));
          if (Object.keys(added).length > 0)
            await sns.send(new TagResourceCommand({ ResourceArn, Tags: asTags(added) }));
          if (remove.length > 0) await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: [...remove] }));
        },
      },
    };
  },
});
