/** A store of objects of one practice: reached from the network, by that practice's people, or not at all. */
import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnBucket, type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { MalwareProtection } from './malware-protection';
import { type PracticePerimeter, practiceDenies } from './practice-perimeter';
import { uphold } from './safeguards';
import { type DataClass, type ObjectLock, SecureBucket } from './secure-bucket';

/** Classes of data that a practice keeps. Each has a store of its own, with the safeguards of PHI. */
export type PracticeDataClass = Extract<DataClass, 'phi' | 'billing' | 'deidentified' | 'operational'>;

const practiceDataClasses: readonly string[] = [
  'phi',
  'billing',
  'deidentified',
  'operational',
] satisfies PracticeDataClass[];

export interface PhiBucketProps {
  /** Starts with the deployment's name, ends in account and region. A change replaces the bucket. */
  readonly bucketName: string;
  readonly dataClass: PracticeDataClass;
  readonly encryptionKey: IKey;
  readonly accessLogBucketName: string;
  readonly perimeter: PracticePerimeter;
  /** Name of the role that scans for malware. */
  readonly scanRoleName: string;
  /** Years that objects and their versions are kept, then expired. */
  readonly retentionYears: number;
  /** Days within which a version cannot be deleted. @default no lock, for what is not PHI or where the config says so */
  readonly objectLock?: ObjectLock;
  readonly removalPolicy: RemovalPolicy;
}

/** What touches data, and nothing that touches policy or configuration. */
const objectActions = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:GetObject',
  's3:GetObjectAttributes',
  's3:GetObjectTagging',
  's3:GetObjectVersion',
  's3:GetObjectVersionTagging',
  's3:PutObject',
  's3:PutObjectTagging',
  's3:PutObjectVersionTagging',
  's3:RestoreObject',
];

/** Days of so many years, leap days included. */
const daysOf = (years: number) => Math.ceil(years * 365.25);

/**
 * KMS under the practice's key with a bucket key, TLS 1.2, every version kept as long as its object, a lock, access
 * logs, malware scans, and denies on data actions: from outside the network, by another practice, under another key, of
 * what a scan found infected. 45 CFR 164.312(a)(1), (a)(2)(iv), (c)(1), (e)(1), 164.308(a)(5)(ii)(B).
 */
export class PhiBucket extends SecureBucket {
  private readonly retentionDays: number;

  constructor(scope: Construct, id: string, props: PhiBucketProps) {
    const retentionDays = daysOf(props.retentionYears);
    refuse(`${scope.node.path}/${id}`, props, retentionDays);
    super(scope, id, {
      bucketName: props.bucketName,
      dataClass: props.dataClass,
      encryptionKey: props.encryptionKey,
      accessLogBucketName: props.accessLogBucketName,
      objectLock: props.objectLock,
      lifecycleRules: [],
      removalPolicy: props.removalPolicy,
    });
    this.retentionDays = retentionDays;
    this.addLifecycleRule({
      id: 'retention',
      transitions: [{ storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(180) }],
      expiration: Duration.days(retentionDays),
      noncurrentVersionExpiration: Duration.days(retentionDays),
    });
    Tags.of(this).add('practice', props.perimeter.practice);
    Tags.of(this).add('backup', 'daily');
    (this.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    const scanRoleArn = `arn:${this.stack.partition}:iam::${this.stack.account}:role/asepsis/${props.scanRoleName}`;
    const objects = [this.arnForObjects('*')];
    for (const deny of practiceDenies(this, props.perimeter, objectActions, objects, scanRoleArn))
      this.addToResourcePolicy(deny);
    for (const deny of contentDenies(objects, props.encryptionKey, scanRoleArn)) this.addToResourcePolicy(deny);
    new MalwareProtection(this, 'MalwareProtection', {
      bucket: this,
      bucketName: props.bucketName,
      encryptionKey: props.encryptionKey,
      roleName: props.scanRoleName,
    });
  }

  /**
   * @throws SafeguardError for a rule that would delete objects, or versions of them, before their retention ends
   */
  override addLifecycleRule(rule: LifecycleRule): void {
    const { expiration, expirationDate, noncurrentVersionExpiration, noncurrentVersionsToRetain } = rule;
    const days = [expiration, noncurrentVersionExpiration].flatMap((one) => (one ? [one.toDays()] : []));
    const early = days.find((one) => one < this.retentionDays);
    // SecureBucket's constructor adds rules that delete nothing before `retentionDays` is set: undefined compares false.
    if (early !== undefined || expirationDate || noncurrentVersionsToRetain !== undefined) {
      const given = early === undefined ? 'an expiry by date or number of versions' : `an expiry after ${early} days`;
      throw new SafeguardError(
        this.node.path,
        given,
        `${this.retentionDays} days or more, the retention`,
        'Change retention.phiYears instead.',
      );
    }
    super.addLifecycleRule(rule);
  }
}

/** @throws SafeguardError for a store whose class is no practice data */
export function refuseOtherClasses(path: string, dataClass: string): void {
  uphold(path, [
    [
      practiceDataClasses.includes(dataClass),
      `data class ${String(dataClass)}`,
      practiceDataClasses.join(', '),
      'Say what the store holds: roles and controls decide by it.',
    ],
  ]);
}

function refuse(
  path: string,
  { dataClass, objectLock, removalPolicy, retentionYears }: PhiBucketProps,
  retentionDays: number,
): void {
  refuseOtherClasses(path, dataClass);
  if (!(retentionYears >= 1)) {
    throw new SafeguardError(
      path,
      `a retention of ${retentionYears} years`,
      'a year or more',
      'Set retention.phiYears.',
    );
  }
  if (objectLock && objectLock.days > retentionDays) {
    throw new SafeguardError(
      path,
      `a lock of ${objectLock.days} days`,
      `${retentionDays} days at most, the retention`,
      'Shorten logArchive.phiLockDays.',
    );
  }
  if (objectLock?.mode === 'GOVERNANCE' && removalPolicy === RemovalPolicy.RETAIN) {
    throw new SafeguardError(
      path,
      'a governance lock in production',
      'COMPLIANCE',
      'A governance lock can be lifted: it is for trials.',
    );
  }
}

/**
 * What may be written and read at all. A put without an encryption header is fine: the bucket then encrypts under the
 * practice's key. A negated condition on an absent header is true, hence the `Null` tests.
 */
function contentDenies(resources: string[], key: IKey, scanRoleArn: string): PolicyStatement[] {
  const deny = (sid: string, action: string, conditions: Record<string, Record<string, unknown>>) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [action],
      resources,
      conditions,
    });
  const header = 's3:x-amz-server-side-encryption';
  return [
    deny('KmsOnly', 's3:PutObject', { Null: { [header]: 'false' }, StringNotEquals: { [header]: 'aws:kms' } }),
    deny('OwnKeyOnly', 's3:PutObject', {
      Null: { [`${header}-aws-kms-key-id`]: 'false' },
      StringNotEquals: { [`${header}-aws-kms-key-id`]: key.keyArn },
    }),
    deny('NoCustomerProvidedKeys', 's3:PutObject', { Null: { [`${header}-customer-algorithm`]: 'false' } }),
    deny('NothingInfected', 's3:GetObject', {
      StringEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'THREATS_FOUND' },
      ArnNotLike: { 'aws:PrincipalArn': scanRoleArn },
    }),
  ];
}
