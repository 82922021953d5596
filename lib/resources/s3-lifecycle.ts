/** What a bucket moves and deletes by itself, and when. */
import { at, bool, map, num, records, str, tags } from './read';
import { type Data, findUnknown, unknown, type Value } from './value';

interface Transition {
  readonly days: number | null;
  readonly date: string | null;
  readonly storageClass: string;
  readonly newerVersions: number | null;
}

export interface LifecycleRule {
  /** `undefined` where the template names none and S3 makes one up. */
  readonly id: string | undefined;
  readonly enabled: boolean;
  /** Which objects: all where prefix and tags are empty and sizes are null. */
  readonly prefix: string;
  readonly objectTags: Readonly<Record<string, string>>;
  readonly largerThan: number | null;
  readonly smallerThan: number | null;
  /** Days after which an object expires; with versions, it becomes a version that is no longer current. */
  readonly expirationDays: number | null;
  readonly expirationDate: string | null;
  readonly expiredMarkers: boolean;
  /** Days after which a version that is no longer current is deleted for good. */
  readonly noncurrentDays: number | null;
  readonly newerVersions: number | null;
  readonly abortDays: number | null;
  readonly transitions: readonly Transition[];
  readonly noncurrentTransitions: readonly Transition[];
}

/** Rules are unknown as a whole where anything in them is: inside a rule values are known. */
const known = <T>(value: Value<T>): T => value as T;
const list = (data: Data, path: string): readonly Data[] => known(records(data, path));

const transition =
  (days: string) =>
  (data: Data): Transition => ({
    days: known(num(data, days, null)),
    date: known(str(data, 'TransitionDate', null)),
    storageClass: known(str(data, 'StorageClass', '')),
    newerVersions: known(num(data, 'NewerNoncurrentVersions', null)),
  });

/** A rule as CloudFormation writes it, the older singular properties included. */
function rule(data: Data): LifecycleRule {
  const id = at(data, 'Id');
  const both = (plural: string, singular: string) => [...list(data, plural), ...list(data, singular)];
  return {
    id: id === undefined ? undefined : String(id),
    enabled: at(data, 'Status') === 'Enabled',
    prefix: known(str(data, 'Prefix', '')),
    objectTags: known(tags(data, 'TagFilters')),
    largerThan: known(num(data, 'ObjectSizeGreaterThan', null)),
    smallerThan: known(num(data, 'ObjectSizeLessThan', null)),
    expirationDays: known(num(data, 'ExpirationInDays', null)),
    expirationDate: known(str(data, 'ExpirationDate', null)),
    expiredMarkers: known(bool(data, 'ExpiredObjectDeleteMarker', false)),
    noncurrentDays:
      known(num(data, 'NoncurrentVersionExpiration.NoncurrentDays', null)) ??
      known(num(data, 'NoncurrentVersionExpirationInDays', null)),
    newerVersions: known(num(data, 'NoncurrentVersionExpiration.NewerNoncurrentVersions', null)),
    abortDays: known(num(data, 'AbortIncompleteMultipartUpload.DaysAfterInitiation', null)),
    transitions: both('Transitions', 'Transition').map(transition('TransitionInDays')),
    noncurrentTransitions: both('NoncurrentVersionTransitions', 'NoncurrentVersionTransition').map(
      transition('TransitionInDays'),
    ),
  };
}

export function readLifecycle(properties: Data): Value<readonly LifecycleRule[]> {
  const rules = at(properties, 'LifecycleConfiguration.Rules');
  const hidden = findUnknown(rules);
  if (hidden) return unknown(`the lifecycle rules at ${hidden.path}: ${hidden.why}`);
  return map(records(properties, 'LifecycleConfiguration.Rules'), (found) => found.map(rule));
}

/** Days after which enabled rules expire objects, and delete versions that are no longer current. */
export const expiries = (rules: readonly LifecycleRule[]) => {
  const enabled = rules.filter((one) => one.enabled);
  const days = (path: 'expirationDays' | 'noncurrentDays') =>
    enabled.map((one) => one[path]).filter((one) => one !== null);
  return { current: days('expirationDays'), noncurrent: days('noncurrentDays') };
};

type Range = Pick<LifecycleRule, 'largerThan' | 'objectTags' | 'prefix' | 'smallerThan'>;
const rangeOf = ({ largerThan, objectTags, prefix, smallerThan }: Range) =>
  JSON.stringify([prefix, largerThan, smallerThan, Object.entries(objectTags).sort()]);

const noLater = (live: number | null, declared: number | null) =>
  declared === null || (live !== null && live <= declared);

/**
 * The shortest expiry of the declared rules that is not in force in the live ones already; `undefined` where putting the
 * declared rules deletes nothing that the live ones would keep.
 *
 * A date in a declared rule counts as no days at all: what is older is gone when it is put.
 */
export function earliestNewExpiry(
  declared: readonly LifecycleRule[],
  live: readonly LifecycleRule[],
): number | undefined {
  const inForce = live.filter((one) => one.enabled);
  const fresh = declared
    .filter((one) => one.enabled)
    .flatMap((one) => {
      const same = inForce.filter((other) => rangeOf(other) === rangeOf(one));
      const days = (path: 'expirationDays' | 'noncurrentDays') =>
        one[path] === null || same.some((other) => noLater(other[path], one[path])) ? [] : [one[path]];
      const date =
        one.expirationDate === null || same.some((other) => other.expirationDate === one.expirationDate) ? [] : [0];
      return [...days('expirationDays'), ...days('noncurrentDays'), ...date];
    });
  return fresh.length === 0 ? undefined : Math.min(...fresh);
}
