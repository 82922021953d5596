import { timesAMonth } from '../../lib/cost/schedules';

const month = 365 / 12;

describe('how often a schedule starts something in a month', () => {
  test.each([
    ['rate(5 minutes)', 8_760],
    ['rate(1 hour)', 730],
    ['rate(6 hours)', 730 / 6],
    ['rate(1 day)', month],
    ['cron(0 5 * * ? *)', month],
    ['cron(0 6 1 * ? *)', 1],
    ['cron(0 6 1,15 * ? *)', 2],
    ['cron(0/15 * * * ? *)', month * 96],
    ['cron(0 6 ? * MON *)', month / 7],
    ['cron(0 6 1 1 ? *)', 1 / 12],
  ])('%s: %d', (expression, times) => {
    expect(timesAMonth(expression)).toBeCloseTo(times, 6);
  });

  test.each(['', 'rate(often)', 'rate(5 fortnights)', 'cron(0 6 L * ? *)', 'cron(0 5)', 'at(2026-01-01T00:00:00)'])(
    '%s is not understood, rather than taken for never',
    (expression) => {
      expect(timesAMonth(expression)).toBeUndefined();
    },
  );
});
