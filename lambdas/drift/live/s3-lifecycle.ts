/** Lifecycle rules of a bucket, live. */
import {
  GetBucketLifecycleConfigurationCommand,
  ListBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
  type LifecycleRule as Rule,
  type S3Client,
  type TransitionStorageClass,
} from '@aws-sdk/client-s3';
import type { BucketState } from '../../../lib/resources/s3-bucket';
import { earliestNewExpiry, type LifecycleRule } from '../../../lib/resources/s3-lifecycle';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { known } from './known';
import type { Put } from './live';
import { asTags } from './tags';
import { day, wouldDelete } from './would-delete';

const iso = (date: Date | undefined): string | null => date?.toISOString() ?? null;

function filterOf({ Filter, Prefix }: Rule) {
  const every = Filter?.And ?? { ...Filter, Tags: Filter?.Tag ? [Filter.Tag] : [] };
  return {
    prefix: every.Prefix ?? Prefix ?? '',
    objectTags: Object.fromEntries((every.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    largerThan: every.ObjectSizeGreaterThan ?? null,
    smallerThan: every.ObjectSizeLessThan ?? null,
  };
}

function ruleOf(one: Rule, withId: boolean): LifecycleRule {
  return {
    id: withId ? one.ID : undefined,
    enabled: one.Status === 'Enabled',
    ...filterOf(one),
    expirationDays: one.Expiration?.Days ?? null,
    expirationDate: iso(one.Expiration?.Date),
    expiredMarkers: one.Expiration?.ExpiredObjectDeleteMarker ?? false,
    noncurrentDays: one.NoncurrentVersionExpiration?.NoncurrentDays ?? null,
    newerVersions: one.NoncurrentVersionExpiration?.NewerNoncurrentVersions ?? null,
    abortDays: one.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? null,
    transitions: (one.Transitions ?? []).map((step) => ({
      days: step.Days ?? null,
      date: iso(step.Date),
      storageClass: step.StorageClass ?? '',
      newerVersions: null,
    })),
    noncurrentTransitions: (one.NoncurrentVersionTransitions ?? []).map((step) => ({
      days: step.NoncurrentDays ?? null,
      date: null,
      storageClass: step.StorageClass ?? '',
      newerVersions: step.NewerNoncurrentVersions ?? null,
    })),
  };
}

const get = (s3: S3Client, Bucket: string) =>
  s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })).catch(ifAbsent('NoSuchLifecycleConfiguration'));

/** Names of rules count where the declared ones have names: S3 makes up those that are missing. */
export async function readLifecycleRules(
  s3: S3Client,
  Bucket: string,
  declared?: BucketState,
): Promise<readonly LifecycleRule[]> {
  const rules = declared && isKnown(declared.lifecycle) ? declared.lifecycle : [];
  const withIds = rules.length === 0 || rules.some(({ id }) => id !== undefined);
  return ((await get(s3, Bucket))?.Rules ?? []).map((one) => ruleOf(one, withIds));
}

const or = <T>(value: T | null): T | undefined => value ?? undefined;
const dateOr = (value: string | null) => (value === null ? undefined : new Date(value));

/** S3 takes one test plainly, several under `And`, and none as an empty prefix. */
function filterInput({ largerThan, objectTags, prefix, smallerThan }: LifecycleRule): Rule['Filter'] {
  const tags = asTags(objectTags);
  const sizes = { ObjectSizeGreaterThan: or(largerThan), ObjectSizeLessThan: or(smallerThan) };
  const tests = [largerThan, smallerThan].filter((one) => one !== null).length + tags.length + (prefix === '' ? 0 : 1);
  if (tests > 1) return { And: { Prefix: prefix, Tags: tags.length > 0 ? tags : undefined, ...sizes } };
  if (tags[0]) return { Tag: tags[0] };
  return largerThan === null && smallerThan === null ? { Prefix: prefix } : sizes;
}

function ruleInput(rule: LifecycleRule): Rule {
  const { abortDays, expirationDate, expirationDays, expiredMarkers, newerVersions, noncurrentDays } = rule;
  const expires = expirationDays !== null || expirationDate !== null || expiredMarkers;
  const transitions = rule.transitions.map(({ date, days, storageClass }) => ({
    Days: or(days),
    Date: dateOr(date),
    StorageClass: storageClass as TransitionStorageClass,
  }));
  const noncurrent = rule.noncurrentTransitions.map(({ days, newerVersions: newer, storageClass }) => ({
    NoncurrentDays: or(days),
    NewerNoncurrentVersions: or(newer),
    StorageClass: storageClass as TransitionStorageClass,
  }));
  return {
    ID: rule.id,
    Status: rule.enabled ? 'Enabled' : 'Disabled',
    Filter: filterInput(rule),
    Expiration: expires
      ? {
          Days: or(expirationDays),
          Date: dateOr(expirationDate),
          ExpiredObjectDeleteMarker: expiredMarkers || undefined,
        }
      : undefined,
    NoncurrentVersionExpiration:
      noncurrentDays === null
        ? undefined
        : { NoncurrentDays: noncurrentDays, NewerNoncurrentVersions: or(newerVersions) },
    AbortIncompleteMultipartUpload: abortDays === null ? undefined : { DaysAfterInitiation: abortDays },
    Transitions: transitions.length > 0 ? transitions : undefined,
    NoncurrentVersionTransitions: noncurrent.length > 0 ? noncurrent : undefined,
  };
}

/** Days since the bucket was made: nothing in it is older. */
async function ageOf(s3: S3Client, name: string): Promise<number> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({ Prefix: name }));
  const made = Buckets.find((one) => one.Name === name)?.CreationDate;
  return made === undefined ? Number.POSITIVE_INFINITY : (Date.now() - made.getTime()) / day;
}

/**
 * Puts the rules as a whole, as S3 does. Rules that delete later than the live ones stop a loss, and are put at once;
 * rules that delete what the live ones keep are put only where the bucket is younger than their shortest expiry.
 */
export const putLifecycle =
  (s3: S3Client): Put<BucketState> =>
  async (Bucket, declared) => {
    const rules = known(declared.lifecycle);
    const live = await get(s3, Bucket);
    const earliest = earliestNewExpiry(
      rules,
      (live?.Rules ?? []).map((one) => ruleOf(one, true)),
    );
    if (rules.length === 0) return;
    if (earliest !== undefined && (await ageOf(s3, Bucket)) >= earliest) {
      throw wouldDelete(
        `an expiry after ${earliest} days on ${Bucket}`,
        'See what is older, then put the rules back by a deploy: what expires in versioned buckets cannot be had again.',
      );
    }
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        // Left out, S3 sets its own default again.
        TransitionDefaultMinimumObjectSize: live?.TransitionDefaultMinimumObjectSize,
        LifecycleConfiguration: { Rules: rules.map(ruleInput) },
      }),
    );
  };
