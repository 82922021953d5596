/** The drift loop: events and sweeps in, fixes and records out. One function for each family of resources. */
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { AsepsisRole } from '../constructs/asepsis-role';
import { DriftBoundary } from '../constructs/drift-boundary';
import { DriftFunction } from '../constructs/drift-function';
import { DeadLetterQueue, DriftQueue } from '../constructs/drift-queue';
import { DriftRecords } from '../constructs/drift-records';
import { SecureFunction } from '../constructs/secure-function';
import { controlsOf, eventPatterns, type Family, familyNames } from '../drift/families';
import { policiesOf } from '../drift/permissions';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

/** Long enough for a batch of reads and fixes with their patience. */
const functionTimeout = Duration.seconds(60);

const functionsFolder = join(__dirname, '../../lambdas/drift/functions');

export class DriftStack extends AsepsisStack {
  private readonly records: DriftRecords;
  private readonly bus: EventBus;
  private readonly settings: StringParameter;

  constructor(
    scope: Construct,
    private readonly blueprint: Blueprint,
    private readonly auditKey: IKey,
  ) {
    super(scope, 'Drift', blueprint, 'Asepsis: what drifts is noticed, put back, and written down');
    const { config, names } = blueprint;
    this.records = new DriftRecords(this, 'Records', {
      tableName: names.driftTable,
      encryptionKey: auditKey,
      removalPolicy: blueprint.removalPolicy,
    });
    this.bus = new EventBus(this, 'Bus', { eventBusName: names.driftBus });
    this.settings = new StringParameter(this, 'Settings', {
      parameterName: names.driftSettings,
      description: 'Stops the drift loop, or changes the mode of a control, without a deploy',
      stringValue: JSON.stringify({ stop: config.drift.stop, modes: config.drift.modes }),
    });
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      queueName: `${config.name}-drift-dead-letters`,
      encryptionKey: auditKey,
    });
    this.watchDeadLetters(deadLetters);
    const queues = Object.fromEntries(familyNames.map((family) => [family, this.guard(family, deadLetters)]));
    this.sweep(queues, deadLetters);
  }

  /** A message that nobody could handle wakes somebody. */
  private watchDeadLetters(deadLetters: DeadLetterQueue): void {
    const { config, names } = this.blueprint;
    const topic = Topic.fromTopicArn(this, 'Alerts', names.alertTopicArn);
    new Alarm(this, 'DeadLettersAlarm', {
      alarmName: `${config.name}-drift-dead-letters`,
      alarmDescription: 'A message of the drift loop could not be handled: docs/runbook.md, "Dead letters"',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(topic));
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
      environment: { ...this.environmentOf(), QUEUE_URL: queue.queueUrl },
      encryptionKey: this.auditKey,
      logPrefix: names.logPrefix,
      logRetention: this.blueprint.logRetention,
      removalPolicy: this.blueprint.removalPolicy,
      timeout: functionTimeout,
      deadLetterQueue: deadLetters,
      allowedRegions: config.allowedRegions,
      ...policiesOf(family, { account, name: config.name, partition, region }),
      own: [
        ...this.channels(),
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

  private environmentOf(): Record<string, string> {
    const { config, names } = this.blueprint;
    return {
      ACCOUNT_ID: this.account,
      PARTITION: 'aws',
      DEPLOYMENT: config.name,
      TABLE: this.records.tableName,
      BUS: this.bus.eventBusName,
      TOPIC_ARN: names.alertTopicArn,
      SETTINGS: this.settings.parameterName,
    };
  }

  /** What each function does besides reading and fixing: the declared state, its records, its settings, whom it tells. */
  private channels(): PolicyStatement[] {
    const { config, names } = this.blueprint;
    const { account, partition, region } = this;
    return [
      new PolicyStatement({
        sid: 'DeclaredState',
        actions: ['cloudformation:GetTemplate', 'cloudformation:ListStackResources'],
        resources: [`arn:${partition}:cloudformation:${region}:${account}:stack/${config.name}-*/*`],
      }),
      // Which stacks there are: described without a resource.
      new PolicyStatement({ sid: 'Stacks', actions: ['cloudformation:DescribeStacks'], resources: ['*'] }),
      new PolicyStatement({
        sid: 'Records',
        actions: [
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        resources: [this.records.tableArn],
      }),
      new PolicyStatement({
        sid: 'Settings',
        actions: ['ssm:GetParameter'],
        resources: [this.settings.parameterArn],
      }),
      new PolicyStatement({ sid: 'Bus', actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
      new PolicyStatement({ sid: 'Contact', actions: ['sns:Publish'], resources: [names.alertTopicArn] }),
      new PolicyStatement({
        sid: 'Findings',
        actions: ['securityhub:BatchImportFindings'],
        resources: [`arn:${partition}:securityhub:${region}:${account}:product/${account}/default`],
      }),
      new PolicyStatement({
        sid: 'AuditKey',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.auditKey.keyArn],
      }),
    ];
  }

  /** Walks every guarded resource by the same queues, so that a missed event is caught. */
  private sweep(queues: Readonly<Record<string, DriftQueue>>, deadLetters: DeadLetterQueue): void {
    const { config, names, tier } = this.blueprint;
    const sweeper = new SecureFunction(this, 'Sweeper', {
      functionName: `${config.name}-drift-sweep`,
      description: 'Sends every guarded resource to its family, a few a second',
      entry: join(functionsFolder, 'sweep.ts'),
      environment: {
        ...this.environmentOf(),
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
    const needed = ['DeclaredState', 'Stacks', 'Records', 'AuditKey'];
    const statements = [
      ...this.channels().filter(({ sid = '' }) => needed.includes(sid)),
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
    const role = new AsepsisRole(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      description: 'Starts the sweep',
      statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [sweeper.functionArn] })],
    });
    new CfnSchedule(this, 'Schedule', {
      name: `${config.name}-drift-sweep`,
      description: 'The sweep of the drift loop',
      scheduleExpression: `rate(${tier.sweepHours} hour${tier.sweepHours === 1 ? '' : 's'})`,
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 15 },
      kmsKeyArn: this.auditKey.keyArn,
      state: 'ENABLED',
      target: { arn: sweeper.functionArn, roleArn: role.roleArn, retryPolicy: { maximumRetryAttempts: 3 } },
    }).node.addDependency(role);
  }
}
