/** The answer to threats: GuardDuty's findings in, containments out, and a person's decisions between. */
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Match, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ApproverRole } from '../constructs/approver-role';
import { DriftFunction } from '../constructs/drift-function';
import { DeadLetterQueue, DriftQueue } from '../constructs/drift-queue';
import { DeadLettersAlarm } from '../constructs/waking-alarm';
import { allTakes, lookStatements } from '../contain/permissions';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

/** Long enough for a case of many targets with their patience. */
const functionTimeout = Duration.seconds(120);

/** What was asked lapses, and what expired is released, this much late at most. */
const tick = Duration.minutes(5);

/** Partition of the cases: `casePartition` in lambdas/contain/cases-table.ts, held against it by a test. */
export const casePartition = 'C';

export class ContainmentStack extends AsepsisStack {
  constructor(
    scope: Construct,
    private readonly blueprint: Blueprint,
    private readonly auditKey: IKey,
  ) {
    super(scope, 'Containment', blueprint, 'Asepsis: what GuardDuty finds is contained, or asked about, and released');
    const { config, names } = blueprint;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      queueName: `${config.name}-contain-dead-letters`,
      encryptionKey: auditKey,
    });
    this.watch(deadLetters);
    const queue = new DriftQueue(this, 'Queue', {
      queueName: names.containmentQueue,
      encryptionKey: auditKey,
      deadLetters,
      visibility: Duration.seconds(functionTimeout.toSeconds() * 6),
    });
    const approver = new ApproverRole(this, 'Approver', {
      roleName: names.approverRole,
      principals: config.containment.approvers,
      queueArn: queue.queueArn,
      tableArn: this.tableArn,
      casePartition,
      keyArn: auditKey.keyArn,
    });
    this.keepOut(queue);
    this.feed(queue);
    const contain = this.function(queue, deadLetters, approver.roleId);
    queue.drainBy(contain);
    this.spareDefenders(contain);
  }

  private get tableArn(): string {
    return `arn:${this.partition}:dynamodb:${this.region}:${this.account}:table/${this.blueprint.names.driftTable}`;
  }

  /** A finding that nobody could handle wakes somebody. */
  private watch(deadLetters: DeadLetterQueue): void {
    const { config, names } = this.blueprint;
    new DeadLettersAlarm(this, 'DeadLettersAlarm', {
      alarmName: `${config.name}-contain-dead-letters`,
      alarmDescription: 'A threat could not be handled: docs/runbook-containment.md, "Dead letters"',
      alerts: Topic.fromTopicArn(this, 'Alerts', names.alertTopicArn),
      deadLetters,
      period: Duration.minutes(1),
    });
  }

  /** Whoever else of the account may send to queues cannot make up a finding: EventBridge and the approver's role alone. */
  private keepOut(queue: DriftQueue): void {
    const { approverRole } = this.blueprint.names;
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyEventsAndTheApprover',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          ArnNotEquals: {
            'aws:PrincipalArn': `arn:${this.partition}:iam::${this.account}:role/asepsis/${approverRole}`,
          },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    );
  }

  private feed(queue: DriftQueue): void {
    const { config } = this.blueprint;
    const { ask, atOnce } = config.containment;
    const targets = [new SqsQueue(queue)];
    const severity = [{ numeric: ['>=', Math.min(ask, atOnce)] }];
    new Rule(this, 'Findings', {
      ruleName: `${config.name}-contain-findings`,
      description: 'Findings of GuardDuty, its attack sequences among them',
      // Nobody but AWS puts events of a source that begins with `aws.`.
      eventPattern: { source: ['aws.guardduty'], detailType: ['GuardDuty Finding'], detail: { severity } },
      targets,
    });
    new Rule(this, 'Suspicions', {
      ruleName: `${config.name}-contain-suspicions`,
      description: 'What a person or a detector of ours suspects: always asked',
      eventPattern: { source: ['asepsis.suspicion'], detailType: ['Asepsis Suspicion'], detail: { severity } },
      targets,
    });
    new Rule(this, 'FixerCalls', {
      ruleName: `${config.name}-contain-fixer-calls`,
      description: 'Calls in the name of the containing role: each must belong to a case',
      eventPattern: {
        detailType: ['AWS API Call via CloudTrail'],
        detail: { userIdentity: { arn: Match.prefix(this.fixerSessions) } },
      },
      targets,
    });
    new Rule(this, 'Clock', {
      ruleName: `${config.name}-contain-clock`,
      description: 'Releases what has expired, and ends what nobody approved',
      schedule: Schedule.rate(tick),
      targets: [new SqsQueue(queue, { message: RuleTargetInput.fromObject({ 'detail-type': 'Asepsis Clock' }) })],
    });
  }

  private get fixerSessions(): string {
    return `arn:${this.partition}:sts::${this.account}:assumed-role/${this.blueprint.config.name}-contain-fixer/`;
  }

  private function(queue: DriftQueue, deadLetters: DeadLetterQueue, approverId: string): DriftFunction {
    const { config, logRetention, names, removalPolicy } = this.blueprint;
    const { account, partition, region } = this;
    const place = { account, partition, region };
    return new DriftFunction(this, 'Contain', {
      functionName: `${config.name}-contain`,
      description: 'Contains what GuardDuty finds, and takes it back',
      entry: join(__dirname, '../../lambdas/contain/handler.ts'),
      environment: this.environmentOf(approverId),
      encryptionKey: this.auditKey,
      logPrefix: names.logPrefix,
      logRetention,
      removalPolicy,
      timeout: functionTimeout,
      deadLetterQueue: deadLetters,
      allowedRegions: config.allowedRegions,
      read: lookStatements(place),
      fix: allTakes(place),
      own: this.channels(queue),
    });
  }

  private environmentOf(approverId: string): Record<string, string> {
    const { config, names } = this.blueprint;
    const { approvers, ask, atOnce, approvalMinutes, expiresHours } = config.containment;
    const defenders = [...approvers, ...config.identity.breakGlass.principals];
    return {
      ACCOUNT_ID: this.account,
      PARTITION: 'aws',
      DEPLOYMENT: config.name,
      TABLE: names.driftTable,
      BUS: names.driftBus,
      TOPIC_ARN: names.alertTopicArn,
      SETTINGS: names.driftSettings,
      APPROVER_ID: approverId,
      CONTAINMENT: JSON.stringify({ atOnce, ask, expiresHours, approvalMinutes, defenders }),
    };
  }

  /** What the function does besides looking and containing. */
  private channels(queue: DriftQueue): PolicyStatement[] {
    const { account, partition, region } = this;
    const { names } = this.blueprint;
    return [
      new PolicyStatement({
        sid: 'Cases',
        actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        resources: [this.tableArn],
      }),
      new PolicyStatement({
        sid: 'Settings',
        actions: ['ssm:GetParameter'],
        resources: [`arn:${partition}:ssm:${region}:${account}:parameter${names.driftSettings}`],
      }),
      new PolicyStatement({
        sid: 'Bus',
        actions: ['events:PutEvents'],
        resources: [`arn:${partition}:events:${region}:${account}:event-bus/${names.driftBus}`],
      }),
      new PolicyStatement({ sid: 'Contact', actions: ['sns:Publish'], resources: [names.alertTopicArn] }),
      new PolicyStatement({
        sid: 'AuditKey',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.auditKey.keyArn],
      }),
      new PolicyStatement({
        sid: 'Queue',
        actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [queue.queueArn],
      }),
    ];
  }

  /** The function's own rule, once more in IAM: the defenders cannot be contained, whatever the code does. */
  private spareDefenders({ fixer }: DriftFunction): void {
    const { account, partition } = this;
    const { config } = this.blueprint;
    const role = (name: string) => `arn:${partition}:iam::${account}:role/asepsis/${config.name}-${name}`;
    fixer.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'NeverTheDefenders',
        effect: Effect.DENY,
        actions: [
          'iam:DeleteRolePolicy',
          'iam:DeleteUserPolicy',
          'iam:PutRolePolicy',
          'iam:PutUserPolicy',
          'iam:UpdateAccessKey',
        ],
        resources: [
          ...['approver', 'audit-*', 'backup*', 'break-glass', 'contain*', 'detection-*', 'drift-*', 'network-*'].map(
            role,
          ),
          ...['evidence', 'restore'].map(role),
          ...config.containment.approvers,
          ...config.identity.breakGlass.principals,
        ],
      }),
    );
  }
}
