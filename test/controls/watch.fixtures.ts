import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm, type CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule, type CfnRuleProps } from 'aws-cdk-lib/aws-events';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Fixtures } from './fixture';

const topicArn = 'arn:aws:sns:us-east-1:111122223333:planted';

const rule =
  (props: CfnRuleProps = {}) =>
  (stack: Stack) => {
    const targets = [{ id: 'Planted', arn: topicArn }];
    new CfnRule(stack, 'Rule', { eventPattern: { source: ['aws.kms'] }, targets, ...props });
  };

const schedule = (state?: string) => (stack: Stack) => {
  new CfnSchedule(stack, 'Schedule', {
    scheduleExpression: 'rate(1 hour)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: { arn: topicArn, roleArn: 'arn:aws:iam::111122223333:role/planted' },
    state,
  });
};

const alarm =
  (props: Partial<CfnAlarmProps> = {}) =>
  (stack: Stack) => {
    new CfnAlarm(stack, 'Alarm', {
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      threshold: 0,
      alarmActions: [topicArn],
      ...props,
    });
  };

export const watchFixtures: Fixtures = {
  'events.rule.enabled': {
    violating: rule({ state: 'DISABLED' }),
    compliant: rule({ state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }),
  },
  'events.rule.targets': { violating: rule({ targets: [] }), compliant: rule() },
  'scheduler.schedule.enabled': { violating: schedule('DISABLED'), compliant: schedule() },
  'cloudwatch.alarm.actions': { violating: alarm({ actionsEnabled: false }), compliant: alarm() },
};
