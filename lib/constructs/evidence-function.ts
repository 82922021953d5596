/** Writes what a deployment can show of its operation to the audit archive: once a period, signed, and never changed. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DriftBoundary } from './drift-boundary';
import { DeadLetterQueue } from './drift-queue';
import { startBySchedule } from './drift-schedule';
import type { AuditBucket } from './log-buckets';
import { SecureFunction } from './secure-function';
import type { SigningKey } from './signing-key';
import { DeadLettersAlarm, SilenceAlarm } from './waking-alarm';

/** Where increments lie in the archive: `incrementPrefix` in lib/attest/increment.ts, held against it by a test. */
export const evidencePrefix = 'evidence/';

/** IAM writes its credential report within some seconds, and the table of records is read whole. */
const functionTimeout = Duration.minutes(5);

/** Days without an increment until somebody is woken. */
const silentDays = 2;

export interface EvidenceFunctionProps {
  /** Name of the deployment. */
  readonly deployment: string;
  /** The TypeScript file with the exported `handler`. */
  readonly entry: string;
  readonly archive: AuditBucket;
  readonly signingKey: SigningKey;
  /** Name of the drift loop's table: it stands in a stack that comes later. */
  readonly tableName: string;
  /** Name of the user pool of people. */
  readonly poolName: string;
  /** Hours between two increments; a divisor of a day or a whole number of days. */
  readonly hours: number;
  /** Encrypts the archive, the table, the dead letters, logs and environment. */
  readonly encryptionKey: IKey;
  readonly alerts: ITopic;
  readonly logPrefix: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly allowedRegions: readonly string[];
}

/**
 * Control plane: it stays outside the network and touches no PHI. It reads what others wrote and writes below one prefix,
 * where nobody else may write; the archive's lock keeps it from ever changing what it wrote. An alarm tells of what it could
 * not do, another that it has not run. 45 CFR 164.308(a)(8), 164.316(b)(1)(ii), 164.316(b)(2)(i).
 */
export class EvidenceFunction extends Construct {
  readonly handler: SecureFunction;

  constructor(scope: Construct, id: string, props: EvidenceFunctionProps) {
    super(scope, id);
    const name = `${props.deployment}-evidence`;
    const { encryptionKey } = props;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      queueName: `${name}-dead-letters`,
      encryptionKey,
    });
    this.handler = this.function(name, props, deadLetters);
    const statements = this.statements(props);
    for (const statement of statements) this.handler.addToRolePolicy(statement);
    new DriftBoundary(this, 'Boundary', {
      roles: [this.handler.role],
      actions: statements.flatMap(({ actions }) => actions),
      allowedRegions: props.allowedRegions,
    });
    if (this.handler.role) props.signingKey.signedBy(this.handler.role);
    this.keepOthersOut(name, props.archive);
    startBySchedule(this, {
      name,
      description: 'Increments of operating evidence',
      expression: `rate(${props.hours} hours)`,
      window: 15,
      starts: this.handler,
      deadLetters,
      encryptionKey,
    });
    this.watch(name, props.alerts, deadLetters);
  }

  private function(name: string, props: EvidenceFunctionProps, deadLetters: DeadLetterQueue): SecureFunction {
    const { archive, deployment, encryptionKey, entry, logPrefix, logRetention, removalPolicy, signingKey } = props;
    return new SecureFunction(this, 'Function', {
      functionName: name,
      roleName: name,
      description: 'Writes operating evidence to the archive, as signed increments',
      entry,
      environment: {
        ACCOUNT_ID: Stack.of(this).account,
        DEPLOYMENT: deployment,
        TABLE: props.tableName,
        ARCHIVE: archive.bucketName,
        SIGNING_KEY: signingKey.keyArn,
        USER_POOL: props.poolName,
      },
      encryptionKey,
      logPrefix,
      logRetention,
      removalPolicy,
      timeout: functionTimeout,
      // Two at once would follow the same increment.
      reservedConcurrency: 1,
      deadLetterQueue: deadLetters,
    });
  }

  private statements({ archive, deployment, encryptionKey, signingKey, tableName }: EvidenceFunctionProps) {
    const { account, partition, region } = Stack.of(this);
    const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
    return [
      new PolicyStatement({
        sid: 'Records',
        actions: ['dynamodb:Query', 'dynamodb:Scan'],
        resources: [arn('dynamodb', `table/${tableName}`)],
      }),
      // Each lists all that there is, whose names nobody knows before: none takes a resource then.
      new PolicyStatement({
        sid: 'RulesRestoresAndAccess',
        actions: [
          'backup:ListRestoreJobs',
          'cognito-idp:ListUserPools',
          'config:DescribeComplianceByConfigRule',
          'iam:GenerateCredentialReport',
          'iam:GetAccountAuthorizationDetails',
          'iam:GetCredentialReport',
        ],
        resources: ['*'],
      }),
      // The pool is of a later stack: known by its tag, since its id is Cognito's to give.
      new PolicyStatement({
        sid: 'People',
        actions: ['cognito-idp:DescribeUserPool', 'cognito-idp:ListGroups', 'cognito-idp:ListUsersInGroup'],
        resources: [arn('cognito-idp', 'userpool/*')],
        conditions: { StringEquals: { 'aws:ResourceTag/asepsis:deployment': deployment } },
      }),
      new PolicyStatement({
        sid: 'FindTheLast',
        actions: ['s3:ListBucket'],
        resources: [archive.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${evidencePrefix}*` } },
      }),
      new PolicyStatement({
        sid: 'Increments',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [archive.arnForObjects(`${evidencePrefix}*`)],
      }),
      new PolicyStatement({
        sid: 'AuditKey',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [encryptionKey.keyArn],
      }),
      new PolicyStatement({
        sid: 'SigningKey',
        actions: ['kms:GetPublicKey', 'kms:Sign'],
        resources: [signingKey.keyArn],
      }),
    ];
  }

  /** Whoever else may write to the archive cannot put a forged increment beside ours, not even an unsigned one. */
  private keepOthersOut(name: string, archive: AuditBucket): void {
    const { account, partition } = Stack.of(this);
    archive.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyItsWriterAddsEvidence',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [archive.arnForObjects(`${evidencePrefix}*`)],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/asepsis/${name}` } },
      }),
    );
  }

  private watch(name: string, alerts: ITopic, deadLetters: DeadLetterQueue): void {
    new DeadLettersAlarm(this, 'DeadLettersAlarm', {
      alarmName: `${name}-dead-letters`,
      alarmDescription: 'An increment of evidence could not be written: docs/runbook.md, "Evidence"',
      alerts,
      deadLetters,
    });
    new SilenceAlarm(this, 'SilenceAlarm', {
      alarmName: `${name}-silence`,
      alarmDescription: 'No increment of evidence was written for two days: docs/runbook.md, "Evidence"',
      alerts,
      runs: this.handler,
      period: Duration.days(1),
      periods: silentDays,
    });
  }
}
