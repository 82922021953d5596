/** Whether a state says all of a resource that is made anew from it. */
import { liveKinds } from '../../lambdas/drift/live';
import { type NamedTemplate, type RawResource, readTemplates } from '../../lib/resources/template';
import { wholeDeployment } from '../lambdas/drift/whole-deployment';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const recreatable = liveKinds.filter(({ open }) => open(() => ({ region: 'us-east-1' })).recreate !== undefined);

const sayAll = (templates: readonly NamedTemplate[], type: string, logicalId?: string): readonly boolean[] => {
  const set = readTemplates(templates, environment);
  const kind = recreatable.find((one) => one.kind.types.includes(type))?.kind;
  return set
    .ofType(type)
    .filter((one) => logicalId === undefined || one.logicalId === logicalId)
    .map((one) => kind?.saysAll?.(one, set) ?? false);
};

test('every kind that is made anew says when its state is enough for that', () => {
  expect(recreatable.map(({ kind }) => kind.name).sort()).toEqual([
    'cloudtrail.trail',
    'cloudwatch.alarm',
    'events.rule',
    'logs.log-group',
    'scheduler.schedule',
    'sns.topic',
    'sqs.queue',
  ]);
  expect(recreatable.filter(({ kind }) => kind.saysAll === undefined)).toEqual([]);
});

test('it is for each that a whole deployment declares', () => {
  const templates = wholeDeployment();
  for (const { kind } of recreatable)
    for (const type of kind.types) {
      const answers = sayAll(templates, type);
      expect(answers.length).toBeGreaterThan(0);
      expect([type, new Set(answers)]).toEqual([type, new Set([true])]);
    }
});

const small = (Type: string, Properties: object = {}, others: Readonly<Record<string, RawResource>> = {}) => {
  const One: RawResource = { Type, Properties: Properties as RawResource['Properties'] };
  return [{ stack: 'small', template: { Resources: { One, ...others } } }];
};
const one = { Ref: 'One' };

test.each([
  ['AWS::CloudTrail::Trail', { S3BucketName: 'logs' }, { InsightSelectors: [{ InsightType: 'ApiErrorRateInsight' }] }],
  ['AWS::Logs::LogGroup', { RetentionInDays: 90 }, { DataProtectionPolicy: {} }],
  ['AWS::Events::Rule', { State: 'ENABLED' }, { RoleArn: 'arn:aws:iam::111122223333:role/x' }],
  ['AWS::CloudWatch::Alarm', { Threshold: 1 }, { ThresholdType: 'x' }],
  ['AWS::Scheduler::Schedule', { State: 'ENABLED' }, { StartDate: '2026-12-01T00:00:00Z' }],
  ['AWS::SNS::Topic', { TopicName: 'alerts' }, { FifoTopic: true }],
  ['AWS::SNS::Topic', {}, { Subscription: [{ Protocol: 'sqs', Endpoint: 'q', RawMessageDelivery: true }] }],
  ['AWS::SQS::Queue', { VisibilityTimeout: 30 }, { FifoQueue: true }],
])('%s with %j is whole, and with %j besides it is not', (type, said, more) => {
  expect(sayAll(small(type, said), type)).toEqual([true]);
  expect(sayAll(small(type, { ...said, ...more }), type)).toEqual([false]);
});

test.each([
  ['AWS::Logs::LogGroup', 'AWS::Logs::SubscriptionFilter', { LogGroupName: one }],
  ['AWS::Logs::LogGroup', 'AWS::Logs::MetricFilter', { LogGroupName: one }],
  ['AWS::SNS::Topic', 'AWS::SNS::TopicInlinePolicy', { TopicArn: one }],
  ['AWS::SNS::Topic', 'AWS::SNS::Subscription', { TopicArn: one, Protocol: 'sqs', RedrivePolicy: {} }],
  ['AWS::SQS::Queue', 'AWS::SQS::QueueInlinePolicy', { Queue: one }],
])('%s is not whole where a %s hangs on it that its state does not hold', (type, hanging, Properties) => {
  expect(sayAll(small(type, {}, { Other: { Type: hanging, Properties } }), type)).toEqual([false]);
});
