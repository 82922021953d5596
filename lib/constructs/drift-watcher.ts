/** The second path of the drift loop: it watches the loop itself, and shares no queue, rule or schedule with it. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { watcherPattern, watcherPolicies } from '../drift/watcher';
import { channelsEnvironment, channelsStatements, type DriftChannels } from './drift-channels';
import { DriftFunction, type DriftFunctionProps } from './drift-function';
import { DeadLetterQueue } from './drift-queue';
import { startBySchedule } from './drift-schedule';

/** A round looks at some hundred parts of the loop, two a second. */
const roundTimeout = Duration.minutes(5);

/** Rounds that may be missed before somebody is woken. */
const missedRounds = 3;

export interface DriftWatcherProps
  extends Pick<
    DriftFunctionProps,
    'allowedRegions' | 'encryptionKey' | 'entry' | 'logPrefix' | 'logRetention' | 'removalPolicy'
  > {
  /** What the records, the bus, the settings and the topic of the loop are: the second path writes and tells as the first. */
  readonly channels: DriftChannels;
  /** Minutes between two rounds. */
  readonly minutes: number;
  readonly alerts: ITopic;
}

/**
 * Invoked directly by a rule of its own on the calls that can silence the loop, and by a schedule of its own; its failures
 * end in a queue of its own. Two alarms tell a person: what it could not do, and that it has not run. The families guard
 * it in turn, so that whoever wants both silent must silence both at once, and then the second alarm is heard.
 *
 * What both need stays common to both: the account's EventBridge and CloudTrail, the deployment's audit key, the table of
 * records and the alert topic.
 */
export class DriftWatcher extends Construct {
  constructor(scope: Construct, id: string, props: DriftWatcherProps) {
    super(scope, id);
    const { alerts, channels, minutes, ...functionProps } = props;
    const { account, partition, region } = Stack.of(this);
    const { deployment } = channels;
    const name = `${deployment}-drift-watch`;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      queueName: `${name}-dead-letters`,
      encryptionKey: props.encryptionKey,
    });
    const { handler } = new DriftFunction(this, 'Watch', {
      ...functionProps,
      functionName: name,
      description: 'Puts back what silences the drift loop',
      environment: { ...channelsEnvironment(channels), AWS_MAX_ATTEMPTS: '6' },
      timeout: roundTimeout,
      deadLetterQueue: deadLetters,
      ...watcherPolicies({ account, name: deployment, partition, region }),
      own: channelsStatements(channels),
    });
    const pattern = watcherPattern();
    new Rule(this, 'Rule', {
      ruleName: name,
      description: 'Calls that may silence the drift loop',
      eventPattern: { source: Match.prefix('aws.'), detailType: [...pattern['detail-type']], detail: pattern.detail },
      targets: [new LambdaFunction(handler, { deadLetterQueue: deadLetters })],
    });
    startBySchedule(this, {
      name,
      description: 'Rounds of the second path of the drift loop',
      expression: `rate(${minutes} minutes)`,
      starts: handler,
      input: { 'detail-type': 'Asepsis round' },
      deadLetters,
      encryptionKey: props.encryptionKey,
    });
    this.wake(alerts, 'DeadLettersAlarm', {
      name: `${name}-dead-letters`,
      description: 'The second path of the drift loop failed: docs/runbook.md, "The second path"',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      when: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    });
    this.wake(alerts, 'SilenceAlarm', {
      name: `${name}-silence`,
      description: 'The second path of the drift loop has not run: docs/runbook.md, "The second path"',
      metric: handler.metricInvocations({ period: Duration.minutes(minutes * missedRounds), statistic: 'Sum' }),
      when: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
    });
  }

  private wake(topic: ITopic, id: string, alarm: WakingAlarm): void {
    new Alarm(this, id, {
      alarmName: alarm.name,
      alarmDescription: alarm.description,
      metric: alarm.metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: alarm.when,
      treatMissingData: alarm.missing ?? TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(topic));
  }
}

interface WakingAlarm {
  readonly name: string;
  readonly description: string;
  readonly metric: IMetric;
  readonly when: ComparisonOperator;
  readonly missing?: TreatMissingData;
}
