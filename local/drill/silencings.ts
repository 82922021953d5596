/** Ways to silence the drift loop, each by the real call of whoever wants to go unnoticed. */
import { CloudWatchClient, DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DisableRuleCommand, EventBridgeClient, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { cloudwatchAlarmLive } from '../../lambdas/drift/live/cloudwatch-alarm';
import { eventsRuleLive } from '../../lambdas/drift/live/events-rule';
import { iamRoleLive } from '../../lambdas/drift/live/iam-role';
import { lambdaFunctionLive } from '../../lambdas/drift/live/lambda-function';
import type { LiveKind } from '../../lambdas/drift/live/live';
import { logsLogGroupLive } from '../../lambdas/drift/live/logs-log-group';
import { schedulerScheduleLive } from '../../lambdas/drift/live/scheduler-schedule';
import { sqsQueueLive } from '../../lambdas/drift/live/sqs-queue';
import { zipOf } from '../provider/zip';
import type { Scene } from './scene';

export interface Silencing {
  /** What is done, in words. */
  readonly what: string;
  /** Id of the control that hears of it. */
  readonly control: string;
  readonly kind: LiveKind<unknown>;
  /** The end of the physical id of what it is done to, after the deployment's name. */
  readonly to: string;
  readonly run: (scene: Scene, id: string) => Promise<unknown>;
}

const everyone = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everyone', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sqs:*', Resource: '*' }],
});
const stranger = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'sts:AssumeRole' }],
});
const planted = zipOf('index.js', Buffer.from('exports.handler = async () => ({ batchItemFailures: [] });'));

const lambda = (scene: Scene) => scene.open(LambdaClient, 'lambda');
const functions = { kind: lambdaFunctionLive };
const rules = { kind: eventsRuleLive };
const queues = { kind: sqsQueueLive };

export const silencings: readonly Silencing[] = [
  {
    ...rules,
    what: 'a rule is turned off',
    control: 'events.rule.enabled',
    to: '-drift-messaging-0',
    run: (scene, Name) => scene.open(EventBridgeClient, 'eventbridge').send(new DisableRuleCommand({ Name })),
  },
  {
    ...rules,
    what: 'a rule loses its target',
    control: 'events.rule.targets',
    to: '-drift-detection-0',
    run: (scene, Rule) =>
      scene.open(EventBridgeClient, 'eventbridge').send(new RemoveTargetsCommand({ Rule, Ids: ['Target0'] })),
  },
  {
    ...functions,
    what: 'a function may run no copy',
    control: 'lambda.function.concurrency',
    to: '-drift-detection',
    run: (scene, FunctionName) =>
      lambda(scene).send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })),
  },
  {
    ...functions,
    what: 'a function runs code that answers and does nothing',
    control: 'lambda.function.code',
    to: '-drift-messaging',
    run: (scene, FunctionName) => lambda(scene).send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: planted })),
  },
  {
    ...functions,
    what: 'a function runs as another role',
    control: 'lambda.function.role',
    to: '-drift-data',
    run: (scene, FunctionName) =>
      lambda(scene).send(
        new UpdateFunctionConfigurationCommand({
          FunctionName,
          Role: `arn:aws:iam::${scene.options.account}:role/asepsis/${scene.options.deployment}-drift-network`,
        }),
      ),
  },
  {
    kind: iamRoleLive,
    what: "the fixers' role trusts a stranger, and its function no more",
    control: 'iam.role.trust',
    to: '-drift-messaging-fixer',
    run: (scene, RoleName) =>
      scene.open(IAMClient, 'iam').send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: stranger })),
  },
  {
    kind: schedulerScheduleLive,
    what: 'the sweep is turned off',
    control: 'scheduler.schedule.enabled',
    to: '-drift-sweep',
    async run(scene, Name) {
      const scheduler = scene.open(SchedulerClient, 'scheduler');
      const { ScheduleExpression, Target, FlexibleTimeWindow } = await scheduler.send(new GetScheduleCommand({ Name }));
      await scheduler.send(
        new UpdateScheduleCommand({ Name, ScheduleExpression, Target, FlexibleTimeWindow, State: 'DISABLED' }),
      );
    },
  },
  {
    ...queues,
    what: 'a queue is open to everyone',
    control: 'sqs.queue.policy-public',
    to: '-drift-messaging',
    run: (scene, QueueUrl) =>
      scene.open(SQSClient, 'sqs').send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: everyone } })),
  },
  {
    ...queues,
    what: 'a queue keeps no failures',
    control: 'sqs.queue.dead-letters',
    to: '-drift-identity',
    run: (scene, QueueUrl) =>
      scene.open(SQSClient, 'sqs').send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy: '' } })),
  },
  {
    kind: cloudwatchAlarmLive,
    what: 'an alarm tells nobody',
    control: 'cloudwatch.alarm.actions',
    to: '-drift-dead-letters',
    run: (scene, name) =>
      scene.open(CloudWatchClient, 'cloudwatch').send(new DisableAlarmActionsCommand({ AlarmNames: [name] })),
  },
  {
    kind: logsLogGroupLive,
    what: 'logs are kept for a day',
    control: 'logs.log-group.retention',
    to: '-drift-messaging',
    run: (scene, logGroupName) =>
      scene
        .open(CloudWatchLogsClient, 'cloudwatch-logs')
        .send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 })),
  },
  {
    ...functions,
    what: 'containment may run no copy',
    control: 'lambda.function.concurrency',
    to: '-contain',
    run: (scene, FunctionName) =>
      lambda(scene).send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })),
  },
];
