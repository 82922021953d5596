/** What lifecycle rules delete that others keep. */
import { earliestNewExpiry, expiries, type LifecycleRule, readLifecycle } from '../../lib/resources/s3-lifecycle';
import { isKnown, unknown } from '../../lib/resources/value';

function rules(...list: object[]): readonly LifecycleRule[] {
  const read = readLifecycle({ LifecycleConfiguration: { Rules: list } } as never);
  if (!isKnown(read)) throw new Error('known rules read as unknown');
  return read;
}
const expire = (days: number, more: object = {}) => ({ Status: 'Enabled', ExpirationInDays: days, ...more });
const old = (days: number, more: object = {}) => ({
  Status: 'Enabled',
  NoncurrentVersionExpiration: { NoncurrentDays: days },
  ...more,
});

describe('lifecycle rules', () => {
  test.each([
    ['the same rules', [expire(30)], [expire(30)], undefined],
    ['a later expiry', [expire(90)], [expire(30)], undefined],
    ['an earlier one', [expire(30)], [expire(90)], 30],
    ['one where there was none', [expire(30), old(10)], [], 10],
    ['one where it was switched off', [expire(30)], [expire(30, { Status: 'Disabled' })], 30],
    ['one that is itself switched off', [expire(30, { Status: 'Disabled' })], [], undefined],
    ['one of other objects', [expire(30)], [expire(1, { Prefix: 'logs/' })], 30],
    ['one of other tags', [expire(30, { TagFilters: [{ Key: 'a', Value: 'b' }] })], [expire(1)], 30],
    ['old versions, where only objects expired', [old(30)], [expire(1)], 30],
    ['a date', [{ Status: 'Enabled', ExpirationDate: '2027-01-01T00:00:00.000Z' }], [], 0],
    [
      'the same date',
      [{ Status: 'Enabled', ExpirationDate: '2027-01-01' }],
      [{ Status: 'Enabled', ExpirationDate: '2027-01-01' }],
      undefined,
    ],
    ['nothing that expires', [{ Status: 'Enabled', Transitions: [] }], [], undefined],
  ])('%s', (_name, declared, live, expected) => {
    expect(earliestNewExpiry(rules(...declared), rules(...live))).toBe(expected);
  });

  test('the older singular properties mean the same', () => {
    const [rule] = rules({
      Status: 'Enabled',
      NoncurrentVersionExpirationInDays: 30,
      Transition: { StorageClass: 'GLACIER', TransitionInDays: '90' },
      NoncurrentVersionTransition: { StorageClass: 'GLACIER', TransitionInDays: 10 },
    });
    expect(expiries(rule ? [rule] : [])).toEqual({ current: [], noncurrent: [30] });
    expect(rule?.transitions).toEqual([{ days: 90, date: null, storageClass: 'GLACIER', newerVersions: null }]);
    expect(rule?.noncurrentTransitions).toHaveLength(1);
  });

  test('an unknown anywhere hides them all', () => {
    const Rules = [{ Status: 'Enabled', ExpirationInDays: unknown('why') }];
    expect(readLifecycle({ LifecycleConfiguration: { Rules } })).toEqual(
      unknown('the lifecycle rules at 0.ExpirationInDays: why'),
    );
  });
});
