import type { Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy, type CfnBucketProps } from 'aws-cdk-lib/aws-s3';
import type { Fixtures } from './fixture';

const deny = (sid: string, condition: object) => ({
  Sid: sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  Condition: condition,
});
const network = deny('Network', { StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } });
const plain = deny('Tls', { Bool: { 'aws:SecureTransport': 'false' } });
const tls = [plain, deny('Tls12', { NumericLessThan: { 's3:TlsVersion': 1.2 } }), network];
const dataClass = (value: string) => [{ key: 'data-class', value }];
const kms = (key: string) => ({
  serverSideEncryptionConfiguration: [
    { serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key }, bucketKeyEnabled: true },
  ],
});

const good: CfnBucketProps = {
  publicAccessBlockConfiguration: {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  bucketEncryption: kms('arn:aws:kms:us-east-1:111122223333:key/1'),
  versioningConfiguration: { status: 'Enabled' },
  ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
  loggingConfiguration: { destinationBucketName: 'logs' },
  lifecycleConfiguration: { rules: [{ status: 'Enabled', noncurrentVersionExpiration: { noncurrentDays: 365 } }] },
  notificationConfiguration: { eventBridgeConfiguration: { eventBridgeEnabled: true } },
  tags: dataClass('phi'),
};

const bucket =
  (props: Partial<CfnBucketProps> = {}, statements: readonly object[] = tls) =>
  (stack: Stack) => {
    const made = new CfnBucket(stack, 'Bucket', { ...good, ...props });
    new CfnBucketPolicy(stack, 'Policy', {
      bucket: made.ref,
      policyDocument: { Version: '2012-10-17', Statement: statements },
    });
  };

const locked = {
  objectLockEnabled: true,
  objectLockConfiguration: {
    objectLockEnabled: 'Enabled',
    rule: { defaultRetention: { mode: 'GOVERNANCE', days: 1 } },
  },
  tags: dataClass('audit'),
};
/** A bucket that keeps every control, for fixtures that need one. */
export const lockedBucket: CfnBucketProps = { ...good, ...locked };
export const lockedBucketPolicy = { Version: '2012-10-17', Statement: tls };

const allow = (principal: object) => ({
  Sid: 'Planted',
  Effect: 'Allow',
  Principal: principal,
  Action: 's3:GetObject',
  Resource: '*',
});

const rules = (noncurrentVersionExpiration: { noncurrentDays: number }, expirationInDays?: number) => ({
  rules: [{ status: 'Enabled', noncurrentVersionExpiration, expirationInDays }],
});

export const s3BucketFixtures: Fixtures = {
  's3.bucket.public-access-block': {
    violating: bucket({
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: false,
      },
    }),
    compliant: bucket(),
  },
  's3.bucket.policy-public': {
    violating: bucket({}, [...tls, allow({ AWS: '*' })]),
    compliant: bucket({}, [...tls, allow({ AWS: 'arn:aws:iam::111122223333:role/reader' })]),
  },
  's3.bucket.policy-strangers': {
    violating: bucket({}, [...tls, allow({ AWS: 'arn:aws:iam::999988887777:root' })]),
    compliant: bucket({}, [...tls, allow({ AWS: ['111122223333', 'arn:aws:iam::111122223333:role/reader'] })]),
  },
  's3.bucket.tls-only': { violating: bucket({}, [plain, network]), compliant: bucket() },
  's3.bucket.network-only': {
    violating: bucket({}, tls.slice(0, 2)),
    compliant: bucket({ tags: dataClass('config') }, tls.slice(0, 2)),
  },
  's3.bucket.encryption': {
    violating: bucket({ bucketEncryption: kms('arn:aws:kms:us-east-1:111122223333:alias/aws/s3') }),
    compliant: bucket({ bucketEncryption: undefined, loggingConfiguration: undefined, tags: dataClass('access-logs') }),
  },
  's3.bucket.versioning': {
    violating: bucket({ versioningConfiguration: { status: 'Suspended' } }),
    compliant: bucket(),
  },
  's3.bucket.acl': {
    violating: bucket({ ownershipControls: { rules: [{ objectOwnership: 'ObjectWriter' }] } }),
    compliant: bucket({ ownershipControls: undefined }),
  },
  's3.bucket.logging': {
    violating: bucket({ loggingConfiguration: undefined }),
    compliant: bucket({ loggingConfiguration: undefined, tags: dataClass('access-logs') }),
  },
  's3.bucket.object-lock': { violating: bucket({ tags: dataClass('audit') }), compliant: bucket(locked) },
  's3.bucket.version-lifecycle': {
    violating: bucket({ lifecycleConfiguration: rules({ noncurrentDays: 1 }), tags: dataClass('config') }),
    compliant: bucket({ lifecycleConfiguration: rules({ noncurrentDays: 30 }), tags: dataClass('config') }),
  },
  's3.bucket.early-expiry': {
    violating: bucket({ lifecycleConfiguration: rules({ noncurrentDays: 365 }, 1) }),
    compliant: bucket({ lifecycleConfiguration: rules({ noncurrentDays: 365 }, 365) }),
  },
  's3.bucket.events': {
    violating: bucket({ notificationConfiguration: undefined }),
    compliant: bucket({ notificationConfiguration: undefined, tags: dataClass('config') }),
  },
  's3.bucket.data-class': {
    violating: bucket({ tags: dataClass('misc') }),
    compliant: bucket({ tags: dataClass('billing') }),
  },
};
