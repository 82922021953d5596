/** What was deleted is made anew under its own name, as declared, against the local cloud. */
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { cloudtrailTrailLive } from '../../../lambdas/drift/live/cloudtrail-trail';
import { cloudwatchAlarmLive } from '../../../lambdas/drift/live/cloudwatch-alarm';
import { eventsRuleLive } from '../../../lambdas/drift/live/events-rule';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import { logsLogGroupLive } from '../../../lambdas/drift/live/logs-log-group';
import { schedulerScheduleLive } from '../../../lambdas/drift/live/scheduler-schedule';
import { snsTopicLive } from '../../../lambdas/drift/live/sns-topic';
import { sqsQueueLive } from '../../../lambdas/drift/live/sqs-queue';
import { measureOf } from '../../../lib/resources/cloudwatch-alarm';
import { readEventSelectors } from '../../../lib/resources/event-selectors';
import { readPolicy } from '../../../lib/resources/policy';
import { wholeTarget } from '../../../lib/resources/scheduler-schedule';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '777788889999';
const region = 'us-east-1';
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const keyArn = arn('kms', 'key/8f1d3c1e-0000-4000-8000-000000000000');
const tags = { 'asepsis:deployment': 'lakeside' };
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

const refusing = (Action: string, Resource: string) =>
  readPolicy({
    Statement: [
      { Effect: 'Deny', Principal: '*', Action, Resource, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  });

/** Makes it anew, puts what its making left out as the loop does, and gives what was left out and what still differs. */
async function madeAnew<S>({ kind, open }: LiveKind<S>, physicalId: string, declared: S) {
  const live = open(cloud.clientConfig);
  expect(await live.read(physicalId, declared)).toBeUndefined();
  await live.recreate?.(physicalId, declared);
  const { after, broken } = await roundTrip({ kind, live, declared }, physicalId);
  return { left: broken, differences: after.differences, undecided: after.undecided, compared: after.compared };
}

test('a trail records again, into its archive', async () => {
  const logGroup = arn('logs', 'log-group:/asepsis/lakeside/trail:*');
  const declared = {
    name: 'lakeside-trail',
    logging: true,
    multiRegion: true,
    globalEvents: true,
    validation: true,
    keyArn,
    bucket: 'lakeside-audit',
    prefix: null,
    archive: 'locked' as const,
    logGroup,
    logRole: `arn:aws:iam::${account}:role/asepsis/trail`,
    selectors: readEventSelectors(
      [{ Name: 'All', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
      undefined,
    ),
    stores: [],
    tags,
  };
  const made = await madeAnew(cloudtrailTrailLive, 'lakeside-trail', declared);
  expect(made).toMatchObject({ differences: [], undecided: [] });
  // Created, a trail does not record yet.
  expect(made.left).toContain('logging');
});

describe('a log group', () => {
  const declared = { name: 'x', keyArn, retentionDays: 365, tags };

  test('is made under its key, and keeps what comes for as long as declared', async () => {
    const made = await madeAnew(logsLogGroupLive, '/asepsis/lakeside/one', declared);
    expect(made).toEqual({ left: ['retentionDays'], compared: 3, differences: [], undecided: [] });
  });

  test('that its writer made first, without key and end, is put right', async () => {
    const logs = new CloudWatchLogsClient(cloud.clientConfig('cloudwatch-logs'));
    const name = '/asepsis/lakeside/two';
    await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
    const live = logsLogGroupLive.open(cloud.clientConfig);
    await live.recreate?.(name, declared);
    const { after } = await roundTrip({ kind: logsLogGroupLive.kind, live, declared }, name);
    expect(after.differences).toEqual([]);
  });
});

test('a rule watches and reaches its target again, and says what for', async () => {
  const declared = {
    name: 'lakeside-break-glass',
    bus: 'default',
    state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    pattern: { source: ['aws.sts'] },
    schedule: undefined,
    targets: { Alerts: { Id: 'Alerts', Arn: arn('sns', 'lakeside-alerts') } },
    tags,
    description: 'The role was assumed',
  };
  const made = await madeAnew(eventsRuleLive, declared.name, declared);
  expect(made).toMatchObject({ left: ['targets'], differences: [], undecided: [] });
  const client = new EventBridgeClient(cloud.clientConfig('eventbridge'));
  const { Description } = await client.send(new DescribeRuleCommand({ Name: declared.name }));
  expect(Description).toBe('The role was assumed');
});

test('an alarm is whole at once', async () => {
  const declared = {
    name: 'lakeside-dead-letters',
    actionsEnabled: true,
    alarmActions: [arn('sns', 'lakeside-alerts')],
    okActions: [],
    insufficientDataActions: [],
    measure: measureOf({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
    tags,
    description: 'See the runbook',
  };
  const made = await madeAnew(cloudwatchAlarmLive, declared.name, declared);
  expect(made).toEqual({ left: [], compared: 6, differences: [], undecided: [] });
  const client = new CloudWatchClient(cloud.clientConfig('cloudwatch'));
  const { MetricAlarms: [alarm] = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [declared.name] }));
  expect(alarm?.AlarmDescription).toBe('See the runbook');
});

test('a schedule is whole at once, and under its key', async () => {
  const target = { Arn: arn('lambda', 'function:sweep'), RoleArn: `arn:aws:iam::${account}:role/asepsis/sweep` };
  const declared = {
    name: 'lakeside-sweep',
    group: 'default',
    state: 'ENABLED',
    expression: 'rate(1 hour)',
    timezone: 'UTC',
    target: wholeTarget(target),
    window: { Mode: 'OFF' },
    ends: '2031-12-31T00:00:00.000Z',
    description: 'Walks every guarded resource',
    keyArn,
  };
  const made = await madeAnew(schedulerScheduleLive, declared.name, declared);
  expect(made).toEqual({ left: [], compared: 5, differences: [], undecided: [] });
  const client = new SchedulerClient(cloud.clientConfig('scheduler'));
  const found = await client.send(new GetScheduleCommand({ Name: declared.name }));
  expect([found.Description, found.KmsKeyArn, found.EndDate?.toISOString()]).toEqual([
    declared.description,
    keyArn,
    declared.ends,
  ]);
});

test('a topic is made under its key, and its subscribers hear it again', async () => {
  const topic = arn('sns', 'lakeside-alerts');
  const declared = {
    arn: topic,
    account,
    key: keyArn,
    policy: refusing('sns:Publish', topic),
    subscriptions: [{ protocol: 'email', endpoint: 'security@example.com', filter: undefined }],
    tags,
    displayName: 'Lakeside',
  };
  const made = await madeAnew(snsTopicLive, topic, declared);
  expect(made).toEqual({ left: ['subscriptions'], compared: 4, differences: [], undecided: [] });
  const client = new SNSClient(cloud.clientConfig('sns'));
  const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topic }));
  expect(Attributes?.DisplayName).toBe('Lakeside');
});

test('a queue is whole at once, at the same address', async () => {
  const sqs = new SQSClient(cloud.clientConfig('sqs'));
  await sqs.send(new CreateQueueCommand({ QueueName: 'lakeside-dead' }));
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'lakeside-drift' }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  const declared = {
    url,
    account,
    key: keyArn,
    policy: refusing('sqs:*', arn('sqs', 'lakeside-drift')),
    deadLetter: arn('sqs', 'lakeside-dead'),
    attempts: 5,
    takesDeadLetters: false,
    retentionSeconds: 1_209_600,
    visibilitySeconds: 360,
    tags,
  };
  const made = await madeAnew(sqsQueueLive, url, declared);
  expect(made).toEqual({ left: [], compared: 7, differences: [], undecided: [] });
});
