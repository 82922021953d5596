/** What production keeps, until when. */
import { dayAfter, keptBy, renderKept } from '../../lib/cli/kept';
import { testConfig } from '../configs';

const today = new Date('2026-11-10T12:00:00Z');
const of = (changes: Record<string, unknown> = {}) => keptBy(testConfig('clinic', 'production', changes), today);
const until = (what: string, changes?: Record<string, unknown>) =>
  of(changes).find((one) => one.what.includes(what))?.until;

test.each([
  [0, '2026-11-10'],
  [35, '2026-12-15'],
  [2192, '2032-11-10'],
])('%i days from today', (days, expected) => {
  expect(dayAfter(today, days)).toBe(expected);
});

test.each([
  ['audit', {}, '2032-11-10'],
  ['audit', { retention: { auditYears: 10 } }, '2036-11-10'],
  ['derm-phi', {}, '2032-11-10'],
  ['derm-phi', { retention: { phiYears: 7 } }, '2033-11-10'],
  ['derm-phi', { logArchive: { phiLockDays: 60 } }, 'before 2027-01-09'],
  ['lakeside-vault', { backup: { retentionDays: 90 } }, '2027-02-08'],
  ['access-logs', {}, '2032-11-10'],
  ['log groups', {}, '2027-11-10'],
])('%s with %j until %s', (what, changes, expected) => {
  expect(until(what, changes)).toContain(expected);
});

test('without a lock on PHI it speaks of none, and an adopted recorder’s history is not ours', () => {
  expect(until('derm-phi', { logArchive: { lockPhi: false } })).not.toContain('before');
  expect(until('lakeside-config-', { existing: { configRecorder: 'adopt' } })).toBeUndefined();
  expect(until('lakeside-config-')).toBeDefined();
});

test('each says its paragraph, and a person’s steps follow', () => {
  for (const { why } of of()) expect(why).toMatch(/45 CFR 164\.\d{3}/);
  const text = renderKept(testConfig('clinic', 'production'), today);
  expect(text).toContain('deletes nothing');
  expect(text).toMatch(/ {2}1\. Tell/);
});
