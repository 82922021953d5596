/** Controls on S3 buckets. What a bucket is held to depends on its data class, its tag `data-class`. */
import { map } from '../resources/read';
import { s3Bucket } from '../resources/s3-bucket';
import { expiries, type LifecycleRule } from '../resources/s3-lifecycle';
import { defineControl } from './control';
import { dataClasses, dataClassOf, holdsPracticeData } from './data-class';
import { all, check, notConcerned } from './verdict';

/** Lifecycle rules that are put back only where nothing is deleted by it: the put itself refuses otherwise. */
const lifecycleFix = {
  brokenBy: ['s3:PutBucketLifecycle', 's3:DeleteBucketLifecycle'],
  fix: { mode: 'enforce' },
  permissions: ['s3:GetLifecycleConfiguration', 's3:ListAllMyBuckets', 's3:PutLifecycleConfiguration'],
} as const;

/** The shortest retention that a configuration may ask: a year. */
const leastDays = 365;
const tooEarly = (rules: readonly LifecycleRule[]): readonly LifecycleRule[] =>
  rules.filter(
    ({ enabled, expirationDate, expirationDays, noncurrentDays }) =>
      enabled &&
      (expirationDate !== null || [expirationDays, noncurrentDays].some((days) => days !== null && days < leastDays)),
  );

export const s3BucketControls = [
  defineControl({
    id: 's3.bucket.public-access-block',
    title: 'Buckets block public access in all four ways',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)', '164.312(e)(1)'],
    configRule: 's3-bucket-public-read-prohibited',
    severity: 'critical',
    resource: s3Bucket,
    evaluate: ({ publicAccessBlock }) =>
      all(
        ...Object.entries(publicAccessBlock).map(([flag, on]) =>
          check(`publicAccessBlock.${flag}`, on, 'true', (known) => known),
        ),
      ),
    remedy: 'Set blockPublicAccess: BlockPublicAccess.BLOCK_ALL.',
    brokenBy: ['s3:PutBucketPublicAccessBlock', 's3:DeleteBucketPublicAccessBlock'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  }),
  defineControl({
    id: 's3.bucket.encryption',
    title: 'Buckets encrypt under a key of the account; log targets, which S3 allows no key, under SSE-S3',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    configRule: 's3-default-encryption-kms',
    severity: 'high',
    resource: s3Bucket,
    evaluate: (bucket) =>
      dataClassOf(bucket) === 'access-logs'
        ? notConcerned
        : all(
            check('encryption.algorithm', bucket.encryption.algorithm, 'aws:kms', (algorithm) =>
              algorithm.startsWith('aws:kms'),
            ),
            check(
              'encryption.keyArn',
              bucket.encryption.keyArn,
              'a key of the account',
              (key) => key !== undefined && !key.includes('alias/aws/'),
            ),
          ),
    remedy: 'Set encryption: BucketEncryption.KMS with an AsepsisKey.',
    brokenBy: ['s3:PutBucketEncryption', 's3:DeleteBucketEncryption'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetEncryptionConfiguration', 's3:PutEncryptionConfiguration'],
  }),
  defineControl({
    id: 's3.bucket.versioning',
    title: 'Buckets keep versions',
    hipaa: ['164.308(a)(7)(ii)(A)', '164.312(c)(1)', '164.312(c)(2)'],
    configRule: 's3-bucket-versioning-enabled',
    severity: 'high',
    resource: s3Bucket,
    evaluate: (bucket) => all(check('versioning', bucket.versioning, 'Enabled', (status) => status === 'Enabled')),
    remedy: 'Set versioned: true.',
    brokenBy: ['s3:PutBucketVersioning'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetBucketVersioning', 's3:PutBucketVersioning'],
  }),
  defineControl({
    id: 's3.bucket.acl',
    title: 'Buckets have access lists switched off',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    configRule: 's3-bucket-acl-prohibited',
    severity: 'medium',
    resource: s3Bucket,
    evaluate: (bucket) =>
      all(
        check('ownership', bucket.ownership, 'BucketOwnerEnforced', (ownership) => ownership === 'BucketOwnerEnforced'),
      ),
    remedy: 'Set objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED.',
    brokenBy: ['s3:PutBucketOwnershipControls', 's3:DeleteBucketOwnershipControls', 's3:PutBucketAcl'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetBucketOwnershipControls', 's3:PutBucketOwnershipControls'],
  }),
  defineControl({
    id: 's3.bucket.logging',
    title: 'Buckets log every access; the log target itself cannot',
    hipaa: ['164.308(a)(3)(ii)(A)', '164.312(b)'],
    configRule: 's3-bucket-logging-enabled',
    severity: 'medium',
    resource: s3Bucket,
    evaluate: (bucket) =>
      dataClassOf(bucket) === 'access-logs'
        ? notConcerned
        : all(
            check(
              'logging.target',
              bucket.logging.target,
              'a bucket for access logs',
              (target) => target !== undefined,
            ),
          ),
    remedy: 'Set LoggingConfiguration, as SecureBucket does.',
    brokenBy: ['s3:PutBucketLogging'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetBucketLogging', 's3:PutBucketLogging'],
  }),
  defineControl({
    id: 's3.bucket.object-lock',
    title: 'The audit archive cannot be overwritten: every object is locked for a time',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.312(c)(1)', '164.316(b)(2)(i)'],
    configRule: 's3-bucket-default-lock-enabled',
    severity: 'high',
    resource: s3Bucket,
    evaluate: (bucket) =>
      dataClassOf(bucket) === 'audit'
        ? all(
            check('objectLock.enabled', bucket.objectLock.enabled, 'Object Lock', (on) => on),
            check('objectLock.days', bucket.objectLock.days, 'a default retention', (days) => (days ?? 0) > 0),
          )
        : notConcerned,
    remedy: 'Use AuditBucket, which is locked for as long as audit records are kept.',
    brokenBy: ['s3:PutBucketObjectLockConfiguration'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetBucketObjectLockConfiguration', 's3:PutBucketObjectLockConfiguration'],
  }),
  defineControl({
    id: 's3.bucket.version-lifecycle',
    title: 'Buckets let old versions expire after a stated time, not before 30 days',
    hipaa: ['164.310(d)(2)(i)', '164.316(b)(2)(i)'],
    configRule: 's3-version-lifecycle-policy-check',
    severity: 'low',
    resource: s3Bucket,
    evaluate: ({ lifecycle }) =>
      all(
        check(
          'lifecycle',
          map(lifecycle, (rules) => expiries(rules).noncurrent),
          'an expiry of old versions, 30 days or later',
          (days) => days.length > 0 && days.every((one) => one >= 30),
        ),
      ),
    remedy: 'Add a lifecycle rule with noncurrentVersionExpiration.',
    ...lifecycleFix,
  }),
  defineControl({
    id: 's3.bucket.early-expiry',
    title: 'Buckets of practice data delete nothing within a year',
    hipaa: ['164.308(a)(7)(ii)(A)', '164.312(c)(1)', '164.316(b)(2)(i)'],
    severity: 'critical',
    resource: s3Bucket,
    evaluate: (bucket) =>
      holdsPracticeData(bucket)
        ? all(
            check(
              'lifecycle',
              bucket.lifecycle,
              `no expiry before ${leastDays} days, and none by date`,
              (rules) => tooEarly(rules).length === 0,
              tooEarly,
            ),
          )
        : notConcerned,
    remedy: 'Use PhiBucket, whose objects expire when their retention ends.',
    ...lifecycleFix,
  }),
  defineControl({
    id: 's3.bucket.events',
    title: 'Buckets of practice data tell EventBridge of every change',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    configRule: 's3-event-notifications-enabled',
    severity: 'low',
    resource: s3Bucket,
    evaluate: (bucket) =>
      holdsPracticeData(bucket) ? all(check('eventBridge', bucket.eventBridge, 'true', (on) => on)) : notConcerned,
    remedy: 'Use PhiBucket, which tells EventBridge.',
    brokenBy: ['s3:PutBucketNotification'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetBucketNotification', 's3:PutBucketNotification'],
  }),
  defineControl({
    id: 's3.bucket.data-class',
    title: 'Buckets say what they hold',
    hipaa: ['164.308(a)(1)(ii)(A)', '164.310(d)(1)'],
    severity: 'medium',
    resource: s3Bucket,
    evaluate: (bucket) =>
      all(check('tags', bucket.tags, 'a tag data-class', (tags) => dataClasses.includes(tags['data-class'] ?? ''))),
    remedy: 'Use a bucket construct of the house; each sets its data class.',
    brokenBy: ['s3:PutBucketTagging', 's3:DeleteBucketTagging'],
    fix: { mode: 'enforce' },
    permissions: ['s3:GetBucketTagging', 's3:PutBucketTagging'],
  }),
];
