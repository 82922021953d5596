/** A trail: what it records, where to, and what shows that nobody changed it. */
import { type EventSelector, readEventSelectors } from './event-selectors';
import { keyArn } from './key-arn';
import { defineKind } from './kind';
import { bool, str, tags } from './read';
import { namesOnly } from './says-all';
import type { TemplateResource, TemplateSet } from './template';
import { asText, isUnknown, mark, type Value } from './value';

export interface TrailState {
  readonly name: Value<string>;
  readonly logging: Value<boolean>;
  readonly multiRegion: Value<boolean>;
  readonly globalEvents: Value<boolean>;
  readonly validation: Value<boolean>;
  readonly keyArn: Value<string | null>;
  readonly bucket: Value<string>;
  readonly prefix: Value<string | null>;
  /** What the bucket is: ours and locked, ours and not locked, or elsewhere. Not owned: it follows from `bucket`. */
  readonly archive: Value<Archive>;
  readonly logGroup: Value<string | null>;
  readonly logRole: Value<string | null>;
  readonly selectors: Value<readonly EventSelector[]>;
  /** ARNs of the stores of practice data in these templates, whose use must be recorded: object or item prefixes. */
  readonly stores: Value<readonly Store[]>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

export type Archive = 'locked' | 'unlocked' | 'elsewhere';

export interface Store {
  /** The type that selectors call it: `AWS::S3::Object` or `AWS::DynamoDB::Table`. */
  readonly type: string;
  /** What the ARNs of its objects, or its own, start with. */
  readonly arn: string;
}

function archiveOf(set: TemplateSet, bucket: Value<string>): Value<Archive> {
  if (isUnknown(bucket)) return bucket;
  const buckets = set.ofType('AWS::S3::Bucket');
  const found = buckets.find((one) => one === set.target(bucket) || one.properties.BucketName === bucket);
  if (!found) return 'elsewhere';
  const locked = bool(found.properties, 'ObjectLockEnabled', false);
  return isUnknown(locked) ? locked : locked ? 'locked' : 'unlocked';
}

/** Records about records would have no end: the stores of logs are left out, by their data class. */
const recordClasses = ['access-logs', 'audit', 'config'];

function storesOf(set: TemplateSet): readonly Store[] {
  const { account, partition, region } = set.environment;
  const name = ({ logicalId, properties, stack }: TemplateResource, property: string) =>
    asText(properties[property] ?? mark(stack, logicalId));
  const buckets = set
    .ofType('AWS::S3::Bucket')
    .filter(({ properties }) => {
      const own = tags(properties);
      return isUnknown(own) || !recordClasses.includes(own['data-class'] ?? '');
    })
    .map((one) => ({ type: 'AWS::S3::Object', arn: `arn:${partition}:s3:::${name(one, 'BucketName')}/` }));
  const tables = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    set.ofType(type).map((one) => ({
      type: 'AWS::DynamoDB::Table',
      arn: `arn:${partition}:dynamodb:${region}:${account}:table/${name(one, 'TableName')}`,
    })),
  );
  return [...buckets, ...tables];
}

/** Properties of a trail that its state holds. */
const held = [
  'AdvancedEventSelectors',
  'CloudWatchLogsLogGroupArn',
  'CloudWatchLogsRoleArn',
  'EnableLogFileValidation',
  'EventSelectors',
  'IncludeGlobalServiceEvents',
  'IsLogging',
  'IsMultiRegionTrail',
  'KMSKeyId',
  'S3BucketName',
  'S3KeyPrefix',
  'Tags',
  'TrailName',
];

export const cloudtrailTrail = defineKind<TrailState>({
  name: 'cloudtrail.trail',
  types: ['AWS::CloudTrail::Trail'],
  owned: [
    'logging',
    'multiRegion',
    'globalEvents',
    'validation',
    'keyArn',
    'bucket',
    'prefix',
    'logGroup',
    'logRole',
    'selectors',
    'tags',
  ],
  saysAll: (trail) => namesOnly(trail, held),
  read: ({ stack, logicalId, properties }, set) => {
    const bucket = str(properties, 'S3BucketName', '');
    return {
      name: str(properties, 'TrailName', mark(stack, logicalId)),
      logging: bool(properties, 'IsLogging', false),
      multiRegion: bool(properties, 'IsMultiRegionTrail', false),
      globalEvents: bool(properties, 'IncludeGlobalServiceEvents', true),
      validation: bool(properties, 'EnableLogFileValidation', false),
      keyArn: keyArn(set, str(properties, 'KMSKeyId', null)),
      bucket,
      prefix: str(properties, 'S3KeyPrefix', null),
      archive: archiveOf(set, bucket),
      logGroup: str(properties, 'CloudWatchLogsLogGroupArn', null),
      logRole: str(properties, 'CloudWatchLogsRoleArn', null),
      selectors: readEventSelectors(properties.AdvancedEventSelectors, properties.EventSelectors),
      stores: storesOf(set),
      tags: tags(properties),
    };
  },
});
