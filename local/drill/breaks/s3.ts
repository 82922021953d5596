/** Breaks of buckets. */
import {
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { s3BucketLive } from '../../../lambdas/drift/live/s3-bucket';
import { dataClassOf, holdsPracticeData } from '../../../lib/controls/data-class';
import { deniesFromOutside } from '../../../lib/controls/statements';
import type { BucketState } from '../../../lib/resources/s3-bucket';
import type { Break } from '../break';
import type { Scene } from '../scene';
import { allow, strangersRoot, withoutStatements, withStatements } from '../statements';

/** The store of a practice's patients' data. */
const ofPatients = holdsPracticeData;
/** The audit archive, which nobody may overwrite. */
const ofRecords = (bucket: BucketState) => dataClassOf(bucket) === 'audit';
/** One without a lock: S3 refuses to suspend the versions of a locked bucket (user guide, "Object Lock considerations"). */
const withoutLock = (bucket: BucketState) => bucket.objectLock.enabled === false;

const bucketThat = (scene: Scene, pick: (bucket: BucketState) => boolean) => {
  const { declared, row } = scene.one(s3BucketLive.kind, (one) => pick(one.declared as BucketState));
  return { declared, physicalId: row.physicalId };
};

const policyOf = async (s3: S3Client, Bucket: string) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
const objects = (Bucket: string) => [`arn:aws:s3:::${Bucket}/*`];

interface Way {
  readonly pick: (bucket: BucketState) => boolean;
  breakIt(s3: S3Client, Bucket: string): Promise<unknown>;
}

const settings: Readonly<Record<string, Way>> = {
  's3.bucket.public-access-block': {
    pick: ofPatients,
    breakIt: (s3, Bucket) => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
  },
  's3.bucket.encryption': {
    pick: ofPatients,
    breakIt: (s3, Bucket) => {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
      return s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    },
  },
  's3.bucket.versioning': {
    pick: withoutLock,
    breakIt: (s3, Bucket) =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })),
  },
  // The first step of who wants to open single objects by their access lists.
  's3.bucket.acl': {
    pick: ofPatients,
    breakIt: (s3, Bucket) =>
      s3.send(
        new PutBucketOwnershipControlsCommand({
          Bucket,
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      ),
  },
  's3.bucket.logging': {
    pick: ofPatients,
    breakIt: (s3, Bucket) => s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
  },
  's3.bucket.object-lock': {
    pick: ofRecords,
    breakIt: (s3, Bucket) => {
      const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const };
      return s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    },
  },
  's3.bucket.version-lifecycle': {
    pick: ofPatients,
    breakIt: (s3, Bucket) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
  },
  // Everything is gone tomorrow, without a single call that deletes.
  's3.bucket.early-expiry': {
    pick: ofPatients,
    breakIt: (s3, Bucket) => {
      const soon = { Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } };
      const Rules = [{ ID: 'tidy', Status: 'Enabled' as const, Filter: { Prefix: '' }, ...soon }];
      return s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    },
  },
  's3.bucket.events': {
    pick: ofPatients,
    breakIt: (s3, Bucket) =>
      s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
  },
  's3.bucket.data-class': {
    pick: ofPatients,
    breakIt: (s3, Bucket) => s3.send(new DeleteBucketTaggingCommand({ Bucket })),
  },
};

const policies: Readonly<Record<string, Way>> = {
  // S3 refuses a public policy while the block stands: who publishes a bucket lifts that first.
  's3.bucket.policy-public': {
    pick: ofPatients,
    breakIt: async (s3, Bucket) => {
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      const Policy = withStatements(await policyOf(s3, Bucket), allow('*', ['s3:GetObject'], objects(Bucket)));
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
  },
  's3.bucket.policy-strangers': {
    pick: ofPatients,
    breakIt: async (s3, Bucket) => {
      const theirs = allow(strangersRoot, ['s3:GetObject'], objects(Bucket));
      const Policy = withStatements(await policyOf(s3, Bucket), theirs);
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
  },
  's3.bucket.tls-only': {
    pick: ofPatients,
    breakIt: (s3, Bucket) => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
  },
  // The perimeter alone is taken out; the rest of the policy stays, so that nobody misses anything.
  's3.bucket.network-only': {
    pick: ofPatients,
    breakIt: async (s3, Bucket) => {
      const Policy = withoutStatements(await policyOf(s3, Bucket), (one) => deniesFromOutside(one, ['s3:GetObject']));
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
  },
};

export const s3Breaks: readonly Break[] = Object.entries({ ...settings, ...policies }).map(
  ([control, { breakIt, pick }]) => ({
    control,
    kind: s3BucketLive,
    async run(scene) {
      const bucket = bucketThat(scene, pick);
      await breakIt(scene.open(S3Client, 's3'), bucket.physicalId);
      return bucket;
    },
  }),
);
