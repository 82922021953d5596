/** S3 buckets, live. */
import {
  DeleteBucketPolicyCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { readPolicy, writePolicy } from '../../../lib/resources/policy';
import { type BucketState, s3Bucket } from '../../../lib/resources/s3-bucket';
import { unknown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { known } from './known';
import { defineLive, type Put } from './live';
import { putLifecycle, readLifecycleRules } from './s3-lifecycle';
import { asTags, ownTags } from './tags';

async function readAccess(s3: S3Client, Bucket: string) {
  const [block, ownership, policy] = await Promise.all([
    s3.send(new GetPublicAccessBlockCommand({ Bucket })).catch(ifAbsent('NoSuchPublicAccessBlockConfiguration')),
    s3.send(new GetBucketOwnershipControlsCommand({ Bucket })).catch(ifAbsent('OwnershipControlsNotFoundError')),
    s3.send(new GetBucketPolicyCommand({ Bucket })).catch(ifAbsent('NoSuchBucketPolicy')),
  ]);
  const flags = block?.PublicAccessBlockConfiguration;
  return {
    publicAccessBlock: {
      blockPublicAcls: flags?.BlockPublicAcls ?? false,
      blockPublicPolicy: flags?.BlockPublicPolicy ?? false,
      ignorePublicAcls: flags?.IgnorePublicAcls ?? false,
      restrictPublicBuckets: flags?.RestrictPublicBuckets ?? false,
    },
    // A bucket without controls is an old one, whose ACLs still work.
    ownership: ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? 'ObjectWriter',
    policy: readPolicy(policy?.Policy),
  };
}

async function readProtection(s3: S3Client, Bucket: string) {
  const [encryption, versioning, lock] = await Promise.all([
    s3
      .send(new GetBucketEncryptionCommand({ Bucket }))
      .catch(ifAbsent('ServerSideEncryptionConfigurationNotFoundError')),
    s3.send(new GetBucketVersioningCommand({ Bucket })),
    s3.send(new GetObjectLockConfigurationCommand({ Bucket })).catch(ifAbsent('ObjectLockConfigurationNotFoundError')),
  ]);
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const retention = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention;
  return {
    encryption: {
      algorithm: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? 'AES256',
      keyArn: rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
      bucketKey: rule?.BucketKeyEnabled ?? false,
    },
    versioning: versioning.Status ?? 'Suspended',
    objectLock: {
      enabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
      mode: retention?.Mode,
      days: retention?.Days,
    },
  };
}

async function read(s3: S3Client, Bucket: string, declared?: BucketState): Promise<BucketState | undefined> {
  if (!(await s3.send(new HeadBucketCommand({ Bucket })).catch(ifAbsent('NotFound', 'NoSuchBucket')))) return undefined;
  const [access, protection, lifecycle, logging, notification, tagging] = await Promise.all([
    readAccess(s3, Bucket),
    readProtection(s3, Bucket),
    readLifecycleRules(s3, Bucket, declared),
    s3.send(new GetBucketLoggingCommand({ Bucket })),
    s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    s3.send(new GetBucketTaggingCommand({ Bucket })).catch(ifAbsent('NoSuchTagSet')),
  ]);
  return {
    name: Bucket,
    // S3 tells nobody whose account a bucket is in; a bucket that is declared is in that of its stack.
    account: declared?.account ?? unknown('the account of a bucket that no template declares'),
    ...access,
    ...protection,
    lifecycle,
    logging: { target: logging.LoggingEnabled?.TargetBucket, prefix: logging.LoggingEnabled?.TargetPrefix },
    eventBridge: notification.EventBridgeConfiguration !== undefined,
    tags: ownTags(tagging?.TagSet),
  };
}

function putsOf(s3: S3Client): Record<string, Put<BucketState>> {
  const encrypt: Put<BucketState> = async (Bucket, { encryption }) => {
    const ApplyServerSideEncryptionByDefault = {
      SSEAlgorithm: known(encryption.algorithm) as 'aws:kms',
      KMSMasterKeyID: known(encryption.keyArn),
    };
    const rule = { ApplyServerSideEncryptionByDefault, BucketKeyEnabled: known(encryption.bucketKey) };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
  };
  const log: Put<BucketState> = async (Bucket, { logging }) => {
    const TargetBucket = known(logging.target);
    const LoggingEnabled =
      TargetBucket === undefined ? undefined : { TargetBucket, TargetPrefix: known(logging.prefix) ?? '' };
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
  };
  const lock: Put<BucketState> = async (Bucket, { objectLock }) => {
    const Mode = known(objectLock.mode) as 'GOVERNANCE' | 'COMPLIANCE' | undefined;
    const Rule = Mode === undefined ? undefined : { DefaultRetention: { Mode, Days: known(objectLock.days) } };
    await s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule },
      }),
    );
  };
  return {
    publicAccessBlock: async (Bucket, { publicAccessBlock: block }) => {
      const PublicAccessBlockConfiguration = {
        BlockPublicAcls: known(block.blockPublicAcls),
        BlockPublicPolicy: known(block.blockPublicPolicy),
        IgnorePublicAcls: known(block.ignorePublicAcls),
        RestrictPublicBuckets: known(block.restrictPublicBuckets),
      };
      await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    },
    'encryption.algorithm': encrypt,
    'encryption.keyArn': encrypt,
    'encryption.bucketKey': encrypt,
    versioning: async (Bucket, { versioning }) => {
      await s3.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: known(versioning) as 'Enabled' } }),
      );
    },
    'objectLock.mode': lock,
    'objectLock.days': lock,
    'logging.target': log,
    'logging.prefix': log,
    ownership: async (Bucket, { ownership }) => {
      const Rules = [{ ObjectOwnership: known(ownership) as 'BucketOwnerEnforced' }];
      await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
    },
    eventBridge: async (Bucket, { eventBridge }) => {
      // Read, merge, write: other notifications of the bucket stay.
      const {
        $metadata: _metadata,
        EventBridgeConfiguration: _event,
        ...kept
      } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
      const NotificationConfiguration = { ...kept, ...(known(eventBridge) ? { EventBridgeConfiguration: {} } : {}) };
      await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    },
    lifecycle: putLifecycle(s3),
    policy: async (Bucket, { policy }) => {
      const Policy = writePolicy(policy);
      await (known(policy).statements.length === 0
        ? s3.send(new DeleteBucketPolicyCommand({ Bucket }))
        : s3.send(new PutBucketPolicyCommand({ Bucket, Policy })));
    },
    tags: async (Bucket, { tags }) => {
      await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: asTags(known(tags)) } }));
    },
  };
}

export const s3BucketLive = defineLive<BucketState>({
  kind: s3Bucket,
  open(sdk) {
    const s3 = new S3Client({ ...sdk('s3'), forcePathStyle: true });
    return { read: (bucket, declared) => read(s3, bucket, declared), puts: putsOf(s3) };
  },
});
