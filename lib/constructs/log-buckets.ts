/** The buckets that hold records about the deployment: access logs, the audit archive, and AWS Config's. */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type LifecycleRule, StorageClass, type Transition } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { uphold } from './safeguards';
import { type ObjectLock, SecureBucket } from './secure-bucket';

/** Records this old are rarely read. */
const coldAfterDays = 90;

/** Colder storage for what is kept long enough: S3 refuses a rule that expires objects before it moves them. */
function transitionsWithin(days: number): Transition[] {
  if (days <= coldAfterDays) return [];
  return [{ storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(coldAfterDays) }];
}

/** Days of six years with their leap days: how long records are kept. 45 CFR 164.316(b)(2)(i). */
const sixYears = 2192;

/** A bucket whose records expire when their time is over, and by no rule before. */
abstract class RecordBucket extends SecureBucket {
  private leastDays: number | undefined;

  protected keep(days: number): void {
    this.leastDays = days;
  }

  /** @throws SafeguardError for a rule that would expire records before their time */
  override addLifecycleRule(rule: LifecycleRule): void {
    const days = rule.expiration?.toDays();
    const { leastDays = 0 } = this;
    uphold(this.node.path, [
      [
        (days ?? leastDays) >= leastDays && rule.expirationDate === undefined,
        days === undefined ? 'an expiry by date' : `an expiry after ${days} days`,
        `${leastDays} days or more`,
        'Change retention.auditYears or logArchive.accessLogDays instead.',
      ],
    ]);
    super.addLifecycleRule(rule);
  }
}

export interface AccessLogBucketProps {
  readonly bucketName: string;
  /** Days that access logs are kept. */
  readonly days: number;
  /** Source buckets are those of this account whose names start with this. */
  readonly sourcePrefix: string;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Receives S3 server access logs. SSE-S3 and no default retention: S3 delivers access logs to nothing else. Sources are
 * admitted by account and name prefix, so that a practice needs no entry here.
 */
export class AccessLogBucket extends RecordBucket {
  /** @throws SafeguardError for logs that are kept for less than a year, or that any bucket may send */
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    uphold(`${scope.node.path}/${id}`, [
      [props.days >= 365, `access logs kept for ${props.days} days`, '365 or more', 'Raise logArchive.accessLogDays.'],
      [props.sourcePrefix !== '', 'logs of every bucket', 'a prefix of bucket names', 'Set sourcePrefix.'],
    ]);
    super(scope, id, {
      bucketName: props.bucketName,
      dataClass: 'access-logs',
      lifecycleRules: [
        {
          id: 'retention',
          transitions: transitionsWithin(props.days),
          expiration: Duration.days(props.days),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
      removalPolicy: props.removalPolicy,
    });
    this.keep(props.days);
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AccessLogDelivery',
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects('*')],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': SecureBucket.arnOf(this, `${props.sourcePrefix}*`) },
        },
      }),
    );
  }
}

export interface AuditBucketProps {
  readonly bucketName: string;
  readonly encryptionKey: IKey;
  readonly accessLogBucketName: string;
  readonly lock: ObjectLock;
  readonly trailName: string;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The write-once archive of CloudTrail's files. 45 CFR 164.312(b), 164.312(c)(1), 164.316(b)(2)(i): locked for as long
 * as the records must be kept, then expired.
 */
export class AuditBucket extends RecordBucket {
  /** @throws SafeguardError for a lock that ends too early, or that can be lifted, in production */
  constructor(scope: Construct, id: string, props: AuditBucketProps) {
    const { days, mode } = props.lock;
    const production = props.removalPolicy === RemovalPolicy.RETAIN;
    uphold(`${scope.node.path}/${id}`, [
      [!production || mode === 'COMPLIANCE', 'a lock that can be lifted', 'COMPLIANCE', 'GOVERNANCE is for trials.'],
      [!production || days >= sixYears, `a lock of ${days} days`, `${sixYears} or more`, 'Raise retention.auditYears.'],
    ]);
    super(scope, id, {
      bucketName: props.bucketName,
      dataClass: 'audit',
      encryptionKey: props.encryptionKey,
      accessLogBucketName: props.accessLogBucketName,
      objectLock: props.lock,
      lifecycleRules: [
        {
          id: 'retention',
          transitions: transitionsWithin(props.lock.days),
          expiration: Duration.days(props.lock.days + 1),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
      removalPolicy: props.removalPolicy,
    });
    this.keep(props.lock.days);
    const { account, partition, region } = Stack.of(this);
    const fromTrail = {
      StringEquals: { 'aws:SourceArn': `arn:${partition}:cloudtrail:${region}:${account}:trail/${props.trailName}` },
    };
    const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailChecksAcl',
        principals,
        actions: ['s3:GetBucketAcl'],
        resources: [this.bucketArn],
        conditions: fromTrail,
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailDelivery',
        principals,
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: fromTrail,
      }),
    );
  }
}

export interface ConfigBucketProps {
  readonly bucketName: string;
  readonly encryptionKey: IKey;
  readonly accessLogBucketName: string;
  readonly days: number;
  readonly removalPolicy: RemovalPolicy;
}

/** Receives AWS Config's snapshots and history. No default lock: AWS Config cannot deliver to a locked bucket. */
export class ConfigBucket extends RecordBucket {
  /** @throws SafeguardError for history that is kept for less than six years */
  constructor(scope: Construct, id: string, props: ConfigBucketProps) {
    uphold(`${scope.node.path}/${id}`, [
      [
        props.days >= sixYears,
        `history kept for ${props.days} days`,
        `${sixYears} or more`,
        'Raise retention.auditYears.',
      ],
    ]);
    super(scope, id, {
      bucketName: props.bucketName,
      dataClass: 'config',
      encryptionKey: props.encryptionKey,
      accessLogBucketName: props.accessLogBucketName,
      lifecycleRules: [
        { id: 'retention', expiration: Duration.days(props.days), noncurrentVersionExpiration: Duration.days(30) },
      ],
      removalPolicy: props.removalPolicy,
    });
    this.keep(props.days);
    const { account } = Stack.of(this);
    const principals = [new ServicePrincipal('config.amazonaws.com')];
    const fromAccount = { StringEquals: { 'aws:SourceAccount': account } };
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ConfigChecks',
        principals,
        actions: ['s3:GetBucketAcl', 's3:ListBucket'],
        resources: [this.bucketArn],
        conditions: fromAccount,
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ConfigDelivery',
        principals,
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects(`AWSLogs/${account}/Config/*`)],
        conditions: fromAccount,
      }),
    );
  }
}
