/** What every bucket of ours has: private, owned by us, versioned, TLS 1.2 or newer, a data class. */
import { Duration, type RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { AddToResourcePolicyResult, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { refuseEveryone, uphold } from './safeguards';

/** What a store holds. Every store carries one as its tag `data-class`; controls and roles decide by it. */
export type DataClass = 'phi' | 'billing' | 'deidentified' | 'operational' | 'audit' | 'access-logs' | 'config';

/** Object Lock: `COMPLIANCE` cannot be lifted by anyone, `GOVERNANCE` can, by who may bypass it. */
export interface ObjectLock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly days: number;
}

export interface SecureBucketProps {
  readonly bucketName: string;
  readonly dataClass: DataClass;
  /** Encrypts the objects, with a bucket key. @default SSE-S3, which only log targets need: S3 delivers to nothing else */
  readonly encryptionKey?: IKey;
  /** Name of the bucket that gets the access logs. @default none: only for the log target itself */
  readonly accessLogBucketName?: string;
  /** Default retention of object versions. @default none, as log targets and AWS Config's bucket need it */
  readonly objectLock?: ObjectLock;
  readonly lifecycleRules: readonly LifecycleRule[];
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The base of every bucket construct. Access logs are set by name on the L1: CDK's own option would write each source
 * bucket into the target's policy, and a practice's bucket into the foundation (ADR 2).
 */
export abstract class SecureBucket extends Bucket {
  protected constructor(scope: Construct, id: string, props: SecureBucketProps) {
    const isLogTarget = props.dataClass === 'access-logs';
    uphold(`${scope.node.path}/${id}`, [
      [
        isLogTarget || props.encryptionKey !== undefined,
        'no key',
        'a customer managed key',
        'SSE-S3 is for targets of access logs alone.',
      ],
      [
        isLogTarget || Boolean(props.accessLogBucketName),
        'no access logs',
        'a bucket for them',
        'Only a target of access logs has none of its own.',
      ],
      [
        props.objectLock === undefined || props.objectLock.days >= 1,
        `a lock of ${props.objectLock?.days} days`,
        'a day or more',
        'Leave objectLock out where nothing is to be locked.',
      ],
    ]);
    super(scope, id, {
      bucketName: props.bucketName,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...(props.encryptionKey
        ? { encryption: BucketEncryption.KMS, encryptionKey: props.encryptionKey, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: props.objectLock ? true : undefined,
      eventBridgeEnabled: false,
      lifecycleRules: [
        { id: 'abort-incomplete-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...props.lifecycleRules,
      ],
      removalPolicy: props.removalPolicy,
    });
    Tags.of(this).add('data-class', props.dataClass);
    const bucket = this.node.defaultChild as CfnBucket;
    if (props.accessLogBucketName) {
      bucket.loggingConfiguration = {
        destinationBucketName: props.accessLogBucketName,
        logFilePrefix: `${props.bucketName}/`,
      };
    }
    if (props.objectLock) {
      const { mode, days } = props.objectLock;
      bucket.objectLockConfiguration = { objectLockEnabled: 'Enabled', rule: { defaultRetention: { mode, days } } };
    }
  }

  /**
   * @throws SafeguardError for an Allow to everyone, conditions or not: name the principal instead.
   */
  override addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    refuseEveryone(this.node.path, statement, 'Grant to a role: bucket.grantRead(role).');
    return super.addToResourcePolicy(statement);
  }

  /** The ARN from the name, without a reference: for policies that must not depend on the bucket's stack. */
  static arnOf(scope: Construct, bucketName: string): string {
    return `arn:${Stack.of(scope).partition}:s3:::${bucketName}`;
  }
}
