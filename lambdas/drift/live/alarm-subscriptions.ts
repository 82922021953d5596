/**
 * Whether alarms reach anybody: a mail address that nobody confirmed gets none, and nothing else would say so.
 * 45 CFR 164.308(a)(6)(ii).
 */
import { paginateListSubscriptionsByTopic, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import { ifAbsent } from './absent';
import type { SdkConfig } from './live';

/** What SNS says in the place of an ARN until the receiver confirms, and after it has withdrawn. */
const unconfirmed = ['PendingConfirmation', 'Deleted'];

export interface SubscriptionProblem {
  /** Who gets no alarms; `nobody` where the topic has no subscriber at all. */
  readonly endpoint: string;
  readonly problem: 'unconfirmed' | 'missing';
  /** What to do about it, for a person. */
  readonly remedy: string;
}

const missing = (endpoint: string): SubscriptionProblem => ({
  endpoint,
  problem: 'missing',
  remedy: 'Deploy the Detection stack again: it subscribes contacts.security to the alarms.',
});

/**
 * Who does not get the alarms that they should. Pure.
 *
 * @param expected addresses that must be among the confirmed, as `contacts.security`
 */
export function subscriptionProblems(
  subscriptions: readonly Pick<Subscription, 'Endpoint' | 'SubscriptionArn'>[],
  expected: readonly string[],
): readonly SubscriptionProblem[] {
  const waiting = subscriptions.flatMap(({ Endpoint = 'an address that SNS does not show', SubscriptionArn = '' }) =>
    unconfirmed.includes(SubscriptionArn)
      ? [
          {
            endpoint: Endpoint,
            problem: 'unconfirmed' as const,
            remedy: `Open the mail "AWS Notification - Subscription Confirmation" at ${Endpoint} and confirm; after three days deploy again for a new one.`,
          },
        ]
      : [],
  );
  const known = new Set(subscriptions.map(({ Endpoint }) => Endpoint));
  const absent = expected.filter((address) => !known.has(address)).map(missing);
  const nobody = subscriptions.length === 0 && expected.length === 0 ? [missing('nobody')] : [];
  return [...waiting, ...absent, ...nobody];
}

/**
 * Reads the subscriptions of the topic of alarms.
 *
 * @returns `undefined` where there is no such topic: then nothing is deployed yet
 */
export async function readSubscriptions(
  sdk: SdkConfig,
  topicArn: string,
): Promise<readonly Subscription[] | undefined> {
  const client = new SNSClient(sdk('sns'));
  const all: Subscription[] = [];
  try {
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn }))
      all.push(...Subscriptions);
    return all;
  } catch (error) {
    return ifAbsent('NotFoundException')(error);
  } finally {
    client.destroy();
  }
}
