/** Days that a person gives, and the period that they mean. */
import { periodOf } from '../../../lib/cli/bundle/period';

const at = new Date('2026-11-25T04:08:01.000Z');
const told = (periodFrom?: string, periodTo?: string, moment = at) => {
  const { from, to } = periodOf({ ...(periodFrom ? { periodFrom } : {}), ...(periodTo ? { periodTo } : {}) }, moment);
  return [from.toISOString(), to.toISOString()];
};

test.each([
  ['nothing: the twelve months before', told(), ['2025-11-25T04:08:01.000Z', at.toISOString()]],
  ['a first day', told('2026-06-01'), ['2026-06-01T00:00:00.000Z', at.toISOString()]],
  ['a last day, whole', told(undefined, '2026-10-31'), ['2025-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z']],
  ['one day', told('2026-10-31', '2026-10-31'), ['2026-10-31T00:00:00.000Z', '2026-11-01T00:00:00.000Z']],
  ['today, up to now', told('2026-11-25', '2026-11-25'), ['2026-11-25T00:00:00.000Z', at.toISOString()]],
  ['a day to come, up to now', told('2026-11-01', '2027-01-01'), ['2026-11-01T00:00:00.000Z', at.toISOString()]],
  [
    'the twelve months before a 29th of February',
    told(undefined, undefined, new Date('2028-02-29T12:00:00.000Z')),
    ['2027-03-01T12:00:00.000Z', '2028-02-29T12:00:00.000Z'],
  ],
])('%s', (_what, found, expected) => {
  expect(found).toEqual(expected);
});

test.each([
  ['2026-02-31', undefined, '--period-from is 2026-02-31, which is no day'],
  ['last year', undefined, 'no day'],
  [undefined, '2026-1-1', '--period-to is 2026-1-1, which is no day'],
  ['2026-10-02', '2026-10-01', 'would begin on 2026-10-02 and end before that'],
  ['2027-01-01', undefined, 'would begin on 2027-01-01 and end before that'],
])('%s to %s is refused', (from, to, message) => {
  expect(() => told(from, to)).toThrow(message);
});
