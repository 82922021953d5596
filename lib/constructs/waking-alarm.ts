/** Alarms that wake a person: about what could not be done, and about what was not done at all. */
import { Duration } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

interface Told {
  readonly alarmName: string;
  /** What happened, and the heading of the runbook that says what to do. */
  readonly alarmDescription: string;
  readonly alerts: ITopic;
}

const atLeastOne = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;

class WakingAlarm extends Alarm {
  constructor(scope: Construct, id: string, { alerts, ...props }: Omit<AlarmProps, 'threshold'> & Told) {
    super(scope, id, { threshold: 1, ...props });
    this.addAlarmAction(new SnsAction(alerts));
  }
}

export interface DeadLettersAlarmProps extends Told {
  readonly deadLetters: IQueue;
  /** @default 5 minutes */
  readonly period?: Duration;
}

/** Something could not be handled, and lies among the dead letters. */
export class DeadLettersAlarm extends WakingAlarm {
  constructor(scope: Construct, id: string, { deadLetters, period, ...told }: DeadLettersAlarmProps) {
    super(scope, id, {
      ...told,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: period ?? Duration.minutes(5) }),
      evaluationPeriods: 1,
      comparisonOperator: atLeastOne,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

export interface SilenceAlarmProps extends Told {
  /** What should have run at least once in each period. */
  readonly runs: IFunction;
  readonly period: Duration;
  /** Silent periods, one after the other, before somebody is woken. @default 1 */
  readonly periods?: number;
}

/** Something did not run: no data is the worst of it. */
export class SilenceAlarm extends WakingAlarm {
  constructor(scope: Construct, id: string, { period, periods, runs, ...told }: SilenceAlarmProps) {
    super(scope, id, {
      ...told,
      metric: runs.metricInvocations({ period, statistic: 'Sum' }),
      evaluationPeriods: periods ?? 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}
