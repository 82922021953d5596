/** Controls on what watches and wakes: rules, schedules and alarms. Turning one off is how an intruder stays unseen. */
import { cloudwatchAlarm } from '../resources/cloudwatch-alarm';
import { eventsRule } from '../resources/events-rule';
import { map } from '../resources/read';
import { schedulerSchedule } from '../resources/scheduler-schedule';
import { defineControl } from './control';
import { all, check } from './verdict';

const watching = ['164.308(a)(1)(ii)(D)', '164.308(a)(6)(ii)', '164.312(b)'] as const;
const readRule = ['events:DescribeRule', 'events:ListTagsForResource', 'events:ListTargetsByRule'];

export const watchControls = [
  defineControl({
    id: 'events.rule.enabled',
    title: 'Rules are on, in the state and with the pattern that is declared',
    hipaa: watching,
    severity: 'high',
    resource: eventsRule,
    evaluate: ({ state }) => all(check('state', state, 'ENABLED', (found) => found.startsWith('ENABLED'))),
    remedy: 'Leave State out; ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS where read-only calls matter too.',
    brokenBy: ['events:DisableRule', 'events:EnableRule', 'events:PutRule', 'events:DeleteRule'],
    fix: { mode: 'enforce' },
    permissions: [...readRule, 'events:PutRule', 'iam:PassRole'],
  }),
  defineControl({
    id: 'events.rule.targets',
    title: 'Rules reach somebody',
    hipaa: watching,
    severity: 'high',
    resource: eventsRule,
    evaluate: ({ targets }) =>
      all(check('targets', map(targets, Object.keys), 'at least one target', (ids) => ids.length > 0)),
    remedy: 'Name Targets.',
    brokenBy: ['events:PutTargets', 'events:RemoveTargets'],
    fix: { mode: 'enforce' },
    permissions: [...readRule, 'events:PutTargets', 'events:RemoveTargets', 'iam:PassRole'],
  }),
  defineControl({
    id: 'scheduler.schedule.enabled',
    title: 'Schedules are on',
    hipaa: watching,
    severity: 'high',
    resource: schedulerSchedule,
    evaluate: ({ state }) => all(check('state', state, 'ENABLED', (found) => found === 'ENABLED')),
    remedy: 'Leave State out.',
    brokenBy: ['scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
    fix: { mode: 'enforce' },
    permissions: ['iam:PassRole', 'scheduler:GetSchedule', 'scheduler:UpdateSchedule'],
  }),
  defineControl({
    id: 'cloudwatch.alarm.actions',
    title: 'Alarms tell somebody',
    hipaa: ['164.308(a)(6)(ii)', '164.312(b)'],
    configRule: 'cloudwatch-alarm-action-check',
    severity: 'medium',
    resource: cloudwatchAlarm,
    evaluate: ({ actionsEnabled, alarmActions }) =>
      all(
        check('actionsEnabled', actionsEnabled, 'actions to be on', (on) => on),
        check('alarmActions', alarmActions, 'at least one action', (arns) => arns.length > 0),
      ),
    remedy: 'Name AlarmActions, and leave ActionsEnabled out.',
    brokenBy: ['monitoring:DisableAlarmActions', 'monitoring:PutMetricAlarm', 'monitoring:DeleteAlarms'],
    fix: { mode: 'enforce' },
    permissions: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource', 'cloudwatch:PutMetricAlarm'],
  }),
];
