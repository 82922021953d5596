import { subscriptionProblems } from '../../../lambdas/drift/live/alarm-subscriptions';

const confirmed = (Endpoint: string) => ({
  Endpoint,
  SubscriptionArn: `arn:aws:sns:us-east-1:111122223333:lakeside-alerts:${Endpoint.length}`,
});
const waiting = (Endpoint: string) => ({ Endpoint, SubscriptionArn: 'PendingConfirmation' });
const security = 'security@example.com';

test.each([
  ['confirmed', [confirmed(security)], [security], []],
  ['not confirmed', [waiting(security)], [security], [[security, 'unconfirmed']]],
  ['withdrawn', [{ Endpoint: security, SubscriptionArn: 'Deleted' }], [security], [[security, 'unconfirmed']]],
  [
    'confirmed, and another not',
    [confirmed(security), waiting('a@example.com')],
    [security],
    [['a@example.com', 'unconfirmed']],
  ],
  ['not subscribed', [confirmed('a@example.com')], [security], [[security, 'missing']]],
  ['alone with nobody', [], [security], [[security, 'missing']]],
  ['not asked for, and nobody is there', [], [], [['nobody', 'missing']]],
])('a security contact who is %s', (_, subscriptions, expected, problems) => {
  const found = subscriptionProblems(subscriptions, expected);
  expect(found.map(({ endpoint, problem }) => [endpoint, problem])).toEqual(problems);
  for (const { remedy } of found) expect(remedy).not.toBe('');
});
