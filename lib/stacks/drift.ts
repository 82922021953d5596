/** The drift loop: events and sweeps in, fixes and records out. One function for each family of resources. */
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { DriftBoundary } from '../constructs/drift-boundary';
import { channelsEnvironment, channelsStatements, type DriftChannels } from '../constructs/drift-channels';
import { DriftFunction } from '../constructs/drift-function';
import { DeadLetterQueue, DriftQueue } from '../constructs/drift-queue';
import { DriftRecords } from '../constructs/drift-records';
import { startBySchedule } from '../constructs/drift-schedule';
import { DriftWatcher } from '../constructs/drift-watcher';
import { SecureFunction } from '../constructs/secure-function';
import { DeadLettersAlarm } from '../constructs/waking-alarm';
import { controlsOf, eventPatterns, type Family, familyNames } from '../drift/families';
import { sweepPartitions } from '../drift/partitions';
import { policiesOf } from '../drift/permissions';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

/** Long enough for a batch of reads and fixes with their patience. */
const functionTimeout = Duration.seconds(60);

const functionsFolder = join(__dirname, '../../lambdas/drift/functions');

export class DriftStack extends AsepsisStack {
  private readonly channels: DriftChannels;
  private readonly alerts: ITopic;

  constructor(
    scope: Construct,
    private readonly blueprint: Blueprint,
    private readonly auditKey: IKey,
    signingKey: IKey,
  ) {
    super(scope, 'Drift', blueprint, 'Asepsis: what drifts is noticed, put back, and written down');
    const { config, names } = blueprint;
    this.alerts = Topic.fromTopicArn(this, 'Alerts', names.alertTopicArn);
    this.channels = {
      deployment: config.name,
      records: new DriftRecords(this, 'Records', {
        tableName: names.driftTable,
        encryptionKey: auditKey,
        removalPolicy: blueprint.removalPolicy,
      }),
      bus: new EventBus(this, 'Bus', { eventBusName: names.driftBus }),
      settings: new StringParameter(this, 'Settings', {
        parameterName: names.driftSettings,
        description: 'Stops the drift loop, or changes the mode of a control, without a deploy',
        stringValue: JSON.stringify({ stop: config.drift.stop, modes: config.drift.modes }),
      }),
      topicArn: names.alertTopicArn,
      encryptionKey: auditKey,
      signingKey,
    };
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      queueName: `${config.name}-drift-dead-letters`,
      encryptionKey: auditKey,
    });
    this.watchDeadLetters(deadLetters);
    const queues = Object.fromEntries(familyNames.map((family) => [family, this.guard(family, deadLetters)]));
    this.sweep(queues, deadLetters);
    this.watchTheLoop();
  }

  /** Who watches what stands above. */
  private watchTheLoop(): void {
    const { config, logRetention, names, removalPolicy, tier } = this.blueprint;
    new DriftWatcher(this, 'Watcher', {
      entry: join(functionsFolder, 'watch.ts'),
      channels: this.channels,
      minutes: tier.watchMinutes,
      alerts: this.alerts,
      encryptionKey: this.auditKey,
      logPrefix: names.logPrefix,
      logRetention,
      removalPolicy,
      allowedRegions: config.allowedRegions,
    });
  }

  /** A message that nobody could handle wakes somebody. */
  private watchDeadLetters(deadLetters: DeadLetterQueue): void {
    const { config } = this.blueprint;
    new DeadLettersAlarm(this, 'DeadLettersAlarm', {
      alarmName: `${config.name}-drift-dead-letters`,
      alarmDescription: 'A message of the drift loop could not be handled: docs/runbook.md, "Dead letters"',
      alerts: this.alerts,
      deadLetters,
    });
  }

  private guard(family: Family, deadLetters: DeadLetterQueue): DriftQueue {
    const { config, names } = this.blueprint;
    const { account, partition, region } = this;
    const queue = new DriftQueue(this, `Queue-${family}`, {
      queueName: `${config.name}-drift-${family}`,
      encryptionKey: this.auditKey,
      deadLetters,
      visibility: Duration.seconds(functionTimeout.toSeconds() * 6),
    });
    queue.feed(`${config.name}-drift-${family}`, eventPatterns(controlsOf(family)));
    const one = new DriftFunction(this, `Guard-${family}`, {
      functionName: `${config.name}-drift-${family}`,
      description: `Puts back what drifts: ${family}`,
      entry: join(functionsFolder, `${family}.ts`),
      environment: { ...channelsEnvironment(this.channels), QUEUE_URL: queue.queueUrl },
      encryptionKey: this.auditKey,
      logPrefix: names.logPrefix,
      logRetention: this.blueprint.logRetention,
      removalPolicy: this.blueprint.removalPolicy,
      timeout: functionTimeout,
      deadLetterQueue: deadLetters,
      allowedRegions: config.allowedRegions,
      ...policiesOf(family, { account, name: config.name, partition, region }),
      own: [
        ...channelsStatements(this.channels),
        new PolicyStatement({
          sid: 'Queue',
          actions: [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
            'sqs:SendMessage',
          ],
          resources: [queue.queueArn],
        }),
      ],
    });
    queue.drainBy(one);
    return queue;
  }

  /** Walks every guarded resource by the same queues, so that a missed event is caught. */
  private sweep(queues: Readonly<Record<string, DriftQueue>>, deadLetters: DeadLetterQueue): void {
    const { config, names, tier } = this.blueprint;
    const sweeper = new SecureFunction(this, 'Sweeper', {
      functionName: `${config.name}-drift-sweep`,
      roleName: `${config.name}-drift-sweep`,
      description: 'Sends every guarded resource to its family, a few a second',
      entry: join(functionsFolder, 'sweep.ts'),
      environment: {
        ...channelsEnvironment(this.channels),
        QUEUES: this.toJsonString(
          Object.fromEntries(Object.entries(queues).map(([family, queue]) => [family, queue.queueUrl])),
        ),
      },
      encryptionKey: this.auditKey,
      logPrefix: names.logPrefix,
      logRetention: this.blueprint.logRetention,
      removalPolicy: this.blueprint.removalPolicy,
      timeout: functionTimeout,
      reservedConcurrency: 1,
      deadLetterQueue: deadLetters,
    });
    const needed = [
      'Attestation',
      'Attested',
      'AuditKey',
      'Bus',
      'Contact',
      'DeclaredState',
      'Findings',
      'FindingsResolved',
      'Stacks',
    ];
    const statements = [
      ...channelsStatements(this.channels).filter(({ sid = '' }) => needed.includes(sid)),
      // Where it was cut short, and what it tells of templates, is all that it reads and writes.
      new PolicyStatement({
        sid: 'Cursor',
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        resources: [this.channels.records.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': sweepPartitions } },
      }),
      new PolicyStatement({
        sid: 'Queues',
        actions: ['sqs:SendMessage'],
        resources: Object.values(queues).map(({ queueArn }) => queueArn),
      }),
    ];
    for (const statement of statements) sweeper.addToRolePolicy(statement);
    new DriftBoundary(this, 'SweeperBoundary', {
      roles: [sweeper.role],
      actions: statements.flatMap(({ actions }) => actions),
      allowedRegions: config.allowedRegions,
    });
    startBySchedule(this, {
      name: `${config.name}-drift-sweep`,
      description: 'The sweep of the drift loop',
      expression: `rate(${tier.sweepHours} hour${tier.sweepHours === 1 ? '' : 's'})`,
      window: 15,
      starts: sweeper,
      encryptionKey: this.auditKey,
    });
  }
}
