/** The second path of the drift loop: it watches the loop itself, and shares no queue, rule or schedule with it. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { watcherPattern, watcherPolicies } from '../drift/watcher';
import { channelsEnvironment, channelsStatements, type DriftChannels } from './drift-channels';
import { DriftFunction, type DriftFunctionProps } from './drift-function';
import { DeadLetterQueue } from './drift-queue';
import { startBySchedule } from './drift-schedule';
import { DeadLettersAlarm, SilenceAlarm } from './waking-alarm';

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
    new DeadLettersAlarm(this, 'DeadLettersAlarm', {
      alarmName: `${name}-dead-letters`,
      alarmDescription: 'The second path of the drift loop failed: docs/runbook.md, "The second path"',
      alerts,
      deadLetters,
    });
    new SilenceAlarm(this, 'SilenceAlarm', {
      alarmName: `${name}-silence`,
      alarmDescription: 'The second path of the drift loop has not run: docs/runbook.md, "The second path"',
      alerts,
      runs: handler,
      period: Duration.minutes(minutes * missedRounds),
    });
  }
}
