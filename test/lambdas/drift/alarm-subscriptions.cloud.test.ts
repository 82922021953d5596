/** Subscriptions of the alarm topic read from the local cloud. */
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { readSubscriptions, subscriptionProblems } from '../../../lambdas/drift/live/alarm-subscriptions';
import { sharedCloud } from '../../local/shared-cloud';

const cloud = sharedCloud();
const sns = new SNSClient(cloud.clientConfig('sns'));
afterAll(() => sns.destroy());

// The emulator confirms mail by itself: an unconfirmed address is shown by the pure test, in the words of AWS.
test('who is subscribed is read; a topic that is not there is not one without problems', async () => {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alarm-subscriptions-test' }));
  const problems = async () =>
    subscriptionProblems((await readSubscriptions(cloud.clientConfig, TopicArn)) ?? [], ['a@example.com']);
  expect(await problems()).toMatchObject([{ endpoint: 'a@example.com', problem: 'missing' }]);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' }));
  expect(await problems()).toEqual([]);
  expect(await readSubscriptions(cloud.clientConfig, `${TopicArn}-absent`)).toBeUndefined();
});
