/** Breaks of what watches and wakes: rules, schedules, alarms. */
import { CloudWatchClient, DeleteAlarmsCommand, DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { cloudwatchAlarmLive } from '../../../lambdas/drift/live/cloudwatch-alarm';
import { eventsRuleLive } from '../../../lambdas/drift/live/events-rule';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import { schedulerScheduleLive } from '../../../lambdas/drift/live/scheduler-schedule';
import type { Break } from '../break';
import type { Scene } from '../scene';

interface What {
  readonly kind: LiveKind<unknown>;
  /** Last part of the name of its stack. */
  readonly stack: string;
}

const rule: What = { kind: eventsRuleLive, stack: '-detection' };
const alarm: What = { kind: cloudwatchAlarmLive, stack: '-containment' };
/** The sweep's own, and the only one: a drill starts its sweeps itself. */
const schedule: What = { kind: schedulerScheduleLive, stack: '-drift' };

const breakOne = (
  control: string,
  { kind, stack }: What,
  breakIt: (scene: Scene, physicalId: string) => Promise<unknown>,
  name?: string,
): Break => ({
  control,
  ...(name ? { name } : {}),
  kind,
  async run(scene) {
    const { declared, row } = scene.one(kind.kind, (one) => one.row.stack.endsWith(stack));
    await breakIt(scene, row.physicalId);
    return { declared, physicalId: row.physicalId };
  },
});

const events = (scene: Scene) => scene.open(EventBridgeClient, 'eventbridge');

async function silence(scene: Scene, Rule: string): Promise<void> {
  const { Targets = [] } = await events(scene).send(new ListTargetsByRuleCommand({ Rule }));
  await events(scene).send(new RemoveTargetsCommand({ Rule, Ids: Targets.map(({ Id = '' }) => Id) }));
}

/** EventBridge deletes no rule that has targets. */
async function deleteRule(scene: Scene, Name: string): Promise<void> {
  await silence(scene, Name);
  await events(scene).send(new DeleteRuleCommand({ Name }));
}

async function stopSchedule(scene: Scene, Name: string): Promise<void> {
  const scheduler = scene.open(SchedulerClient, 'scheduler');
  const { FlexibleTimeWindow, ScheduleExpression, Target } = await scheduler.send(new GetScheduleCommand({ Name }));
  const kept = { Name, FlexibleTimeWindow, ScheduleExpression, Target };
  await scheduler.send(new UpdateScheduleCommand({ ...kept, State: 'DISABLED' }));
}

export const watchBreaks: readonly Break[] = [
  breakOne('events.rule.enabled', rule, (scene, Name) => events(scene).send(new DisableRuleCommand({ Name }))),
  breakOne('events.rule.targets', rule, silence),
  breakOne('events.rule.enabled', rule, deleteRule, 'deleted'),
  breakOne('scheduler.schedule.enabled', schedule, stopSchedule),
  breakOne(
    'scheduler.schedule.enabled',
    schedule,
    (scene, Name) => scene.open(SchedulerClient, 'scheduler').send(new DeleteScheduleCommand({ Name })),
    'deleted',
  ),
  breakOne('cloudwatch.alarm.actions', alarm, (scene, name) =>
    scene.open(CloudWatchClient, 'cloudwatch').send(new DisableAlarmActionsCommand({ AlarmNames: [name] })),
  ),
  breakOne(
    'cloudwatch.alarm.actions',
    alarm,
    (scene, name) => scene.open(CloudWatchClient, 'cloudwatch').send(new DeleteAlarmsCommand({ AlarmNames: [name] })),
    'deleted',
  ),
];
