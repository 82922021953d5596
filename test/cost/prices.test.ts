import { amountOf, type Price } from '../../lib/cost/price';
import { listPrices, priceIds, priceSheet } from '../../lib/cost/prices';
import { testConfig } from '../configs';

const price = (more: Partial<Price> = {}): Price => ({
  usd: 0.001,
  unit: 'check',
  source: 'a page',
  date: '2026-11-25',
  confirmed: 'AWS',
  ...more,
});
const stepped = price({
  steps: [
    { from: 100_000, usd: 0.0008 },
    { from: 500_000, usd: 0.0005 },
  ],
});

describe('what so many units cost', () => {
  test.each([
    ['nothing', price(), 0, false, 0],
    ['flat', price(), 50, false, 0.05],
    ['below the first step', stepped, 100_000, false, 100],
    ['over the first step', stepped, 150_000, false, 140],
    ['over both', stepped, 600_000, false, 100 + 320 + 50],
    ['an allowance that does not count', price({ free: 10 }), 50, false, 0.05],
    ['an allowance that counts', price({ free: 10 }), 50, true, 0.04],
    ['less than the allowance', price({ free: 100 }), 50, true, 0],
  ])('%s', (_, one, units, countFree, usd) => {
    expect(amountOf(one, units, countFree)).toBeCloseTo(usd, 9);
  });
});

describe('the table', () => {
  test.each(priceIds.map((id) => [id, listPrices[id] as Price] as const))('%s has a source and a day', (_, one) => {
    expect(one.usd).toBeGreaterThan(0);
    expect(one.unit).not.toBe('');
    expect(one.source).toMatch(/\w{4}/);
    expect(one.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    // A page of AWS's is the source of what AWS is said to say.
    expect(one.confirmed === 'AWS').toBe(/^https:\/\/aws\.amazon\.com\//.test(one.source));
    const bounds = (one.steps ?? []).map(({ from }) => from);
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
  });

  test('the configuration overrides a price, steps and all', () => {
    const sheet = priceSheet(testConfig('solo', 'trial', { cost: { prices: { 'config.evaluation': 0.002 } } }));
    expect(sheet['config.evaluation']).toMatchObject({ usd: 0.002, source: 'the configuration' });
    expect(amountOf(sheet['config.evaluation'], 200_000, false)).toBeCloseTo(400, 9);
    expect(sheet['kms.key']).toEqual(listPrices['kms.key']);
  });

  test('a price that is none is refused, and the nearest named', () => {
    const config = testConfig('solo', 'trial', { cost: { prices: { 'kms.keys': 1 } } });
    expect(() => priceSheet(config)).toThrow(/given "kms\.keys"; allowed: one of \d+ prices/);
    try {
      priceSheet(config);
    } catch (error) {
      expect(error).toMatchObject({ code: 'INPUT_INVALID', remedy: 'Did you mean kms.key?' });
    }
  });
});
