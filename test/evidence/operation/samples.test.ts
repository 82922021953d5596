/** What records of drift show of a control: an answer as it was promised, or that it fell short. */
import { sampleOf, sampleText } from '../../../lib/evidence/operation/samples';
import { driftItem } from '../made-operation';

const enforce = { fix: { mode: 'enforce' as const } };
const observe = { fix: { mode: 'observe' as const, reason: 'a person decides' } };
const none = { fix: { mode: 'none' as const, reason: 'nothing to do' } };
const at = (outcome: string, hour: number) =>
  driftItem({ outcome, record: `r-${hour}`, noticedAt: new Date(Date.UTC(2026, 10, 19, hour)).toISOString() });

test.each([
  [enforce, 'fixed', false],
  [enforce, 'recreated', false],
  [enforce, 'reported', true],
  [enforce, 'alarmed', true],
  [enforce, 'failed', true],
  [enforce, 'unverified', true],
  // Written before anything is changed: what stays so was cut short.
  [enforce, 'fixing', true],
  [observe, 'reported', false],
  [observe, 'alarmed', false],
  [observe, 'failed', true],
  [none, 'reported', false],
])('%j: %s falls short: %s', (control, outcome, fellShort) => {
  expect(sampleOf(control, [at(outcome, 1)])).toMatchObject({ records: 1, fellShort });
});

test('the last one counts, in whatever order they come, and a fix that a person took back does not', () => {
  const records = [at('undone', 9), at('fixed', 5), at('failed', 2)];
  expect(sampleOf(enforce, records)).toEqual({
    records: 2,
    outcomes: { failed: 1, fixed: 1 },
    first: '2026-11-19T02:00:00.000Z',
    last: '2026-11-19T05:00:00.000Z',
    fellShort: false,
  });
  expect(sampleOf(enforce, [at('fixed', 2), at('failed', 5)])?.fellShort).toBe(true);
});

test('no record, and one that was taken back, show nothing', () => {
  expect(sampleOf(enforce, [])).toBeUndefined();
  expect(sampleOf(enforce, [at('undone', 1)])).toBeUndefined();
});

test('is told with its days', () => {
  const sample = sampleOf(enforce, [at('fixed', 1)]);
  expect(sample && sampleText(sample)).toBe('1 record of drift of 2026-11-19: 1 fixed');
  expect(sample && sampleText({ ...sample, records: 2, last: '2026-11-21T00:00:00.000Z' })).toBe(
    '2 records of drift from 2026-11-19 to 2026-11-21: 1 fixed',
  );
});
