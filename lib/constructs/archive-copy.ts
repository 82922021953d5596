/** Copies records that cannot be delivered to a locked bucket into the write-once archive. */
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { AsepsisRole } from './asepsis-role';
import type { AuditBucket } from './log-buckets';
import { SecureBucket } from './secure-bucket';

export interface ArchiveCopyProps {
  readonly archive: AuditBucket;
  readonly archiveName: string;
  /** The archive's key: copies of what is under a key are under this one. */
  readonly encryptionKey: IKey;
}

export interface CopiedBucket {
  readonly bucket: SecureBucket;
  readonly bucketName: string;
  /** What is copied, by the beginning of its name. */
  readonly prefix: string;
  /** Whether its objects are under a KMS key. Under SSE-S3, as access logs must be, their copies are too. */
  readonly underKey: boolean;
}

/**
 * S3 replicates each new object within minutes, within the region. In the archive the default retention takes hold of the
 * copy, whatever becomes of the original; a deletion is not copied. 45 CFR 164.312(b), 164.312(c)(1), 164.316(b)(2)(i).
 */
export class ArchiveCopy extends Construct {
  private readonly role: AsepsisRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ArchiveCopyProps,
  ) {
    super(scope, id);
    const archive = SecureBucket.arnOf(this, props.archiveName);
    this.role = new AsepsisRole(this, 'Role', {
      // S3 states no source when it replicates: a condition on it would stop the copies.
      assumedBy: new ServicePrincipal('s3.amazonaws.com'),
      description: 'S3 copies access logs and configuration history to the audit archive',
      statements: [
        new PolicyStatement({
          sid: 'WriteCopies',
          actions: ['s3:ReplicateObject', 's3:ReplicateTags'],
          resources: [`${archive}/*`],
        }),
      ],
    });
  }

  /**
   * @throws SafeguardError for the archive itself, whose copies would be copied again
   */
  add({ bucket, bucketName, prefix, underKey }: CopiedBucket): void {
    const { archive, archiveName, encryptionKey } = this.props;
    if (bucketName === archiveName)
      throw new SafeguardError(this.node.path, 'the archive as a source', 'other buckets', 'The archive is the copy.');
    const source = SecureBucket.arnOf(this, bucketName);
    for (const statement of this.reading(source, bucket.node.id, prefix)) this.role.addToPrincipalPolicy(statement);
    if (underKey)
      for (const statement of this.keyUse(source, bucket.node.id)) this.role.addToPrincipalPolicy(statement);
    (bucket.node.defaultChild as CfnBucket).replicationConfiguration = {
      role: this.role.roleArn,
      rules: [
        {
          id: 'to-the-archive',
          status: 'Enabled',
          priority: 1,
          filter: { prefix },
          deleteMarkerReplication: { status: 'Disabled' },
          ...(underKey ? { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } } } : {}),
          destination: {
            bucket: SecureBucket.arnOf(this, archiveName),
            ...(underKey ? { encryptionConfiguration: { replicaKmsKeyId: encryptionKey.keyArn } } : {}),
          },
        },
      ],
    };
    // S3 refuses a replication to a bucket that does not exist yet.
    bucket.node.addDependency(archive, this.role);
  }

  private reading(source: string, id: string, prefix: string): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: `List${id}`,
        actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        resources: [source],
      }),
      new PolicyStatement({
        sid: `Read${id}`,
        actions: ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
        resources: [`${source}/${prefix}*`],
      }),
    ];
  }

  /** The key through S3 alone, for these two buckets' contents alone. */
  private keyUse(source: string, id: string): PolicyStatement[] {
    const archive = SecureBucket.arnOf(this, this.props.archiveName);
    const through = (bucket: string) => ({
      StringEquals: { 'kms:ViaService': `s3.${this.role.stack.region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket, `${bucket}/*`] },
    });
    const resources = [this.props.encryptionKey.keyArn];
    return [
      new PolicyStatement({ sid: `Decrypt${id}`, actions: ['kms:Decrypt'], resources, conditions: through(source) }),
      new PolicyStatement({
        sid: `EncryptCopiesOf${id}`,
        actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
        resources,
        conditions: through(archive),
      }),
    ];
  }
}
