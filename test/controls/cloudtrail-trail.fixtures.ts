import type { Stack } from 'aws-cdk-lib';
import { CfnTrail, type CfnTrailProps } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { Fixtures } from './fixture';
import { lockedBucket, lockedBucketPolicy } from './s3-bucket.fixtures';

const equals = (field: string, ...values: string[]) => ({ field, equalTo: values });
const management = { fieldSelectors: [equals('eventCategory', 'Management')] };
const objects = (...tests: CfnTrail.AdvancedFieldSelectorProperty[]) => ({
  fieldSelectors: [equals('eventCategory', 'Data'), equals('resources.type', 'AWS::S3::Object'), ...tests],
});
const store = (name: string) => ({ field: 'resources.ARN', startsWith: [`arn:aws:s3:::${name}`] });

const trail =
  (props: Partial<CfnTrailProps> = {}, store?: string) =>
  (stack: Stack) => {
    const archive = new CfnBucket(stack, 'Archive', { ...lockedBucket, bucketName: 'planted-archive' });
    new CfnBucketPolicy(stack, 'ArchivePolicy', { bucket: archive.ref, policyDocument: lockedBucketPolicy });
    if (store !== undefined) {
      const tags = [{ key: 'data-class', value: 'operational' }];
      const made = new CfnBucket(stack, 'Store', { ...lockedBucket, bucketName: store, tags });
      new CfnBucketPolicy(stack, 'StorePolicy', { bucket: made.ref, policyDocument: lockedBucketPolicy });
    }
    new CfnTrail(stack, 'Trail', {
      s3BucketName: archive.ref,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: '8f1d3c1e-0000-4000-8000-000000000000',
      cloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/planted:*',
      cloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/trail',
      advancedEventSelectors: [management, objects()],
      ...props,
    });
  };

const basic = (dataResources: CfnTrail.DataResourceProperty[], excluded: string[] = []) => ({
  advancedEventSelectors: undefined,
  eventSelectors: [{ readWriteType: 'All', dataResources, excludeManagementEventSources: excluded }],
});
const everyObject = [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }];

export const cloudtrailTrailFixtures: Fixtures = {
  'cloudtrail.trail.logging': { violating: trail({ isLogging: false }), compliant: trail() },
  'cloudtrail.trail.everywhere': { violating: trail({ isMultiRegionTrail: false }), compliant: trail() },
  'cloudtrail.trail.validation': { violating: trail({ enableLogFileValidation: undefined }), compliant: trail() },
  'cloudtrail.trail.encryption': { violating: trail({ kmsKeyId: undefined }), compliant: trail() },
  'cloudtrail.trail.log-group': { violating: trail({ cloudWatchLogsRoleArn: undefined }), compliant: trail() },
  'cloudtrail.trail.archive': { violating: trail({ s3BucketName: 'elsewhere' }), compliant: trail() },
  'cloudtrail.trail.management-events': {
    violating: trail(basic(everyObject, ['kms.amazonaws.com'])),
    compliant: trail(basic(everyObject)),
  },
  'cloudtrail.trail.data-events': {
    violating: trail({ advancedEventSelectors: [management, objects(store('other'))] }, 'planted-store'),
    compliant: trail({ advancedEventSelectors: [management, objects(store('planted-'))] }, 'planted-store'),
  },
};
