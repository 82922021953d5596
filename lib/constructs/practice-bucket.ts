/** A store of objects of one practice: reached from the network, by that practice's people, or not at all. */
import { Duration, type RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { type DataClass, type ObjectLock, SecureBucket } from './secure-bucket';

export interface PracticeBucketProps {
  readonly bucketName: string;
  readonly practice: string;
  readonly dataClass: Extract<DataClass, 'phi' | 'billing' | 'deidentified' | 'operational'>;
  readonly encryptionKey: IKey;
  readonly accessLogBucketName: string;
  /** The network that data actions must come from. */
  readonly vpcId: string;
  /** Roles that reach the data from outside the network: AWS Backup's. */
  readonly exemptRoleArns: readonly string[];
  readonly retentionYears: number;
  readonly objectLock?: ObjectLock;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Actions that touch data. The network deny names these alone: one on policy or configuration actions would lock
 * everyone out, the deployment included.
 */
export const dataActions = [
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

/**
 * KMS under the practice's key, TLS 1.2, versions, lock, access logs, malware scans, and three denies on data actions:
 * from outside the network, by another practice, under another key. 45 CFR 164.312(a)(1), (a)(2)(iv), (c)(1), (e)(1).
 */
export class PracticeBucket extends SecureBucket {
  constructor(scope: Construct, id: string, props: PracticeBucketProps) {
    if (props.objectLock && props.objectLock.days > props.retentionYears * 365) {
      throw new SafeguardError(`${scope.node.path}/${id}`, `a lock of ${props.objectLock.days} days over a retention of ${props.retentionYears} years`, 'a lock that ends with the retention', 'Shorten logArchive.phiLockDays.');
    }
    super(scope, id, {
      bucketName: props.bucketName,
      dataClass: props.dataClass,
      encryptionKey: props.encryptionKey,
      accessLogBucketName: props.accessLogBucketName,
      objectLock: props.objectLock,
      lifecycleRules: [
        {
          id: 'retention',
          transitions: [{ storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(180) }],
          expiration: Duration.days(props.retentionYears * 365),
          noncurrentVersionExpiration: Duration.days(Math.max(90, props.objectLock?.days ?? 0)),
        },
      ],
      removalPolicy: props.removalPolicy,
    });
    Tags.of(this).add('practice', props.practice);
    Tags.of(this).add('backup', 'daily');
    (this.node.defaultChild as CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    for (const statement of this.denies(props)) this.addToResourcePolicy(statement);
  }

  private denies({ encryptionKey, exemptRoleArns, practice, vpcId }: PracticeBucketProps): PolicyStatement[] {
    const objects = this.arnForObjects('*');
    // AWS's services act for us (malware scans, replication), and AWS Backup has no place in the network.
    const unlessService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' }, Bool: { 'aws:ViaAWSService': 'false' } };
    const malwareScan = `arn:aws:iam::${Stack.of(this).account}:role/asepsis/*-malware-scan`;
    const unlessExempt = { ArnNotLike: { 'aws:PrincipalArn': [...exemptRoleArns, malwareScan] } };
    const deny = (sid: string, actions: string[], conditions: Record<string, Record<string, unknown>>) =>
      new PolicyStatement({ sid, effect: Effect.DENY, principals: [new AnyPrincipal()], actions, resources: [objects], conditions });
    return [
      deny('FromTheNetworkOnly', dataActions, { ...unlessService, ...unlessExempt, StringNotEquals: { 'aws:SourceVpc': vpcId } }),
      deny('OwnPracticeOnly', dataActions, { ...unlessService, ...unlessExempt, StringNotEquals: { 'aws:PrincipalTag/practice': practice } }),
      deny('OwnKeyOnly', ['s3:PutObject'], { StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption-aws-kms-key-id': encryptionKey.keyArn } }),
    ];
  }
}
