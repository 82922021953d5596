/** Topics, queues, rules, schedules and alarms read live and put back, against the local cloud. */
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { cloudwatchAlarmLive } from '../../../lambdas/drift/live/cloudwatch-alarm';
import { eventsRuleLive } from '../../../lambdas/drift/live/events-rule';
import { schedulerScheduleLive } from '../../../lambdas/drift/live/scheduler-schedule';
import { snsTopicLive } from '../../../lambdas/drift/live/sns-topic';
import { sqsQueueLive } from '../../../lambdas/drift/live/sqs-queue';
import { measureOf } from '../../../lib/resources/cloudwatch-alarm';
import { readPolicy } from '../../../lib/resources/policy';
import { wholeTarget } from '../../../lib/resources/scheduler-schedule';
import type { Data } from '../../../lib/resources/value';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '666677778888';
const region = 'us-east-1';
const keyArn = `arn:aws:kms:${region}:${account}:key/8f1d3c1e-0000-4000-8000-000000000000`;
const tags = { 'asepsis:deployment': 'lakeside' };
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

const document = (...statements: Data[]) => ({ Version: '2012-10-17', Statement: statements });
const noPlainText = (action: string, arn: string) => ({
  Sid: 'Tls',
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: arn,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
const everyone = (action: string) => ({ Effect: 'Allow', Principal: '*', Action: action, Resource: '*' });

test('a topic has its key, its policy and its subscribers again, and no stranger among them', async () => {
  const sns = new SNSClient(cloud.clientConfig('sns'));
  const made = await sns.send(new CreateTopicCommand({ Name: 'alerts', Tags: [{ Key: 'stray', Value: 'yes' }] }));
  const arn = made.TopicArn ?? '';
  const AttributeValue = JSON.stringify(document(everyone('sns:Publish')));
  await sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue }));
  const queue = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
  const subscribe = (Endpoint: string, Attributes?: Record<string, string>) =>
    sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'sqs', Endpoint, Attributes }));
  await subscribe(queue('stranger'));
  await subscribe(queue('silenced'), { FilterPolicy: JSON.stringify({ severity: ['none'] }) });

  const subscriptions = ['gone', 'silenced'].map((name) => ({
    protocol: 'sqs',
    endpoint: queue(name),
    filter: undefined,
  }));
  const policy = readPolicy(document(noPlainText('sns:Publish', arn)));
  const declared = { arn, account, key: keyArn, policy, subscriptions, tags };
  const live = snsTopicLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: snsTopicLive.kind, live, declared }, arn);
  expect(broken).toEqual(['key', 'policy', 'subscriptions', 'tags']);
  expect(after).toEqual({ compared: 4, differences: [], undecided: [] });
  expect(await live.read(`${arn}-gone`)).toBeUndefined();
});

test('a contact who has not confirmed yet counts as a subscriber', async () => {
  const sns = new SNSClient(cloud.clientConfig('sns'));
  const arn = (await sns.send(new CreateTopicCommand({ Name: 'mail' }))).TopicArn ?? '';
  await sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'email', Endpoint: 'security@example.com' }));
  const state = await snsTopicLive.open(cloud.clientConfig).read(arn);
  expect(state?.subscriptions).toEqual([{ protocol: 'email', endpoint: 'security@example.com', filter: undefined }]);
});

test('a queue has its key, its policy and its dead-letter queue again', async () => {
  const sqs = new SQSClient(cloud.clientConfig('sqs'));
  await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const Attributes = { MessageRetentionPeriod: '60', Policy: JSON.stringify(document(everyone('sqs:*'))) };
  const made = await sqs.send(new CreateQueueCommand({ QueueName: 'drift', Attributes, tags: { stray: 'yes' } }));
  const url = made.QueueUrl ?? '';
  const arn = `arn:aws:sqs:${region}:${account}:drift`;
  const declared = {
    url,
    account,
    key: keyArn,
    policy: readPolicy(document(noPlainText('sqs:*', arn))),
    deadLetter: `arn:aws:sqs:${region}:${account}:dead`,
    attempts: 5,
    takesDeadLetters: false,
    retentionSeconds: 1_209_600,
    visibilitySeconds: 360,
    tags,
  };
  const live = sqsQueueLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: sqsQueueLive.kind, live, declared }, url);
  expect(broken).toEqual(['key', 'policy', 'deadLetter', 'attempts', 'retentionSeconds', 'visibilitySeconds', 'tags']);
  expect(after).toEqual({ compared: 7, differences: [], undecided: [] });
  expect(await live.read(`${url}-gone`)).toBeUndefined();
});

describe('rules', () => {
  const topic = `arn:aws:sns:${region}:${account}:alerts`;
  const pattern = { source: ['aws.sts'], detail: { eventName: ['AssumeRole'] } };
  const state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

  test.each([
    ['default', 'break-glass'],
    ['drift', 'drift|break-glass'],
  ])('one that was disabled, narrowed and diverted on the bus %s watches again', async (bus, id) => {
    const client = new EventBridgeClient(cloud.clientConfig('eventbridge'));
    if (bus !== 'default') await client.send(new CreateEventBusCommand({ Name: bus }));
    const key = { Name: 'break-glass', EventBusName: bus };
    const narrowed = JSON.stringify({ source: ['nobody'] });
    await client.send(new PutRuleCommand({ ...key, EventPattern: narrowed, Description: 'The role was assumed' }));
    await client.send(new DisableRuleCommand(key));
    const Targets = [{ Id: 'Elsewhere', Arn: `${topic}-elsewhere` }];
    await client.send(new PutTargetsCommand({ Rule: key.Name, EventBusName: bus, Targets }));

    const targets = { Alerts: { Id: 'Alerts', Arn: topic } };
    const declared = { name: 'break-glass', bus, state, pattern, schedule: undefined, targets, tags };
    const live = eventsRuleLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: eventsRuleLive.kind, live, declared }, id);
    expect(broken).toEqual(['state', 'pattern', 'targets', 'tags']);
    expect(after).toEqual({ compared: 4, differences: [], undecided: [] });
    // What is not ours to say is left as it was.
    expect((await client.send(new DescribeRuleCommand(key))).Description).toBe('The role was assumed');
    expect(await live.read('gone')).toBeUndefined();
  });
});

test('a schedule that was turned off and slowed down runs again, with its description and key', async () => {
  const client = new SchedulerClient(cloud.clientConfig('scheduler'));
  await client.send(new CreateScheduleGroupCommand({ Name: 'lakeside' }));
  const key = { Name: 'sweep', GroupName: 'lakeside' };
  const Target = {
    Arn: `arn:aws:lambda:${region}:${account}:function:sweep`,
    RoleArn: `arn:aws:iam::${account}:role/x`,
  };
  await client.send(
    new CreateScheduleCommand({
      ...key,
      State: 'DISABLED',
      ScheduleExpression: 'rate(30 days)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1440 },
      Target: { ...Target, Input: '{"dryRun":true}' },
      Description: 'Walks every guarded resource',
      KmsKeyArn: keyArn,
    }),
  );
  const declared = {
    name: 'sweep',
    group: 'lakeside',
    state: 'ENABLED',
    expression: 'rate(1 hour)',
    timezone: 'America/Chicago',
    target: wholeTarget(Target),
    window: { Mode: 'OFF' },
    ends: undefined,
  };
  const live = schedulerScheduleLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: schedulerScheduleLive.kind, live, declared }, 'sweep');
  expect(broken).toEqual(['state', 'expression', 'timezone', 'target', 'window']);
  expect(after).toEqual({ compared: 5, differences: [], undecided: [] });
  const kept = await client.send(new GetScheduleCommand(key));
  expect([kept.Description, kept.KmsKeyArn]).toEqual(['Walks every guarded resource', keyArn]);
  expect(await live.read('gone')).toBeUndefined();
});

test('an alarm that was muted and desensitized tells the contact again', async () => {
  const client = new CloudWatchClient(cloud.clientConfig('cloudwatch'));
  const measured = {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
    Statistic: 'Maximum' as const,
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold' as const,
  };
  await client.send(
    new PutMetricAlarmCommand({
      ...measured,
      AlarmName: 'dead-letters',
      AlarmDescription: 'Something could not be handled',
      ActionsEnabled: false,
      Threshold: 1_000_000,
      OKActions: [`arn:aws:sns:${region}:${account}:elsewhere`],
      InsufficientDataActions: [`arn:aws:sns:${region}:${account}:elsewhere`],
      Tags: [{ Key: 'stray', Value: 'yes' }],
    }),
  );
  const declared = {
    name: 'dead-letters',
    actionsEnabled: true,
    alarmActions: [`arn:aws:sns:${region}:${account}:alerts`],
    okActions: [],
    insufficientDataActions: [],
    measure: measureOf({ ...measured, Threshold: 0, TreatMissingData: 'notBreaching' }),
    tags,
  };
  const live = cloudwatchAlarmLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: cloudwatchAlarmLive.kind, live, declared }, 'dead-letters');
  expect(broken).toEqual(cloudwatchAlarmLive.kind.owned);
  expect(after).toEqual({ compared: 6, differences: [], undecided: [] });
  expect(await live.read('gone')).toBeUndefined();
});
