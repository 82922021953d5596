import fc from 'fast-check';
import { exponentOf, withoutFixedCost } from '../../bench/fit';

const sizes = [1, 10, 50, 100];
const growing = (exponent: number, factor = 3) => sizes.map((size) => ({ size, cost: factor * size ** exponent }));

test.each([[0], [0.5], [1], [1.05], [2]])('growth by the power of %d is found', (exponent) =>
  expect(exponentOf(growing(exponent))).toBeCloseTo(exponent, 10),
);

test('neither the unit of size nor of cost matters', () =>
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
      (exponent, unit) => {
        const points = growing(exponent).map(({ cost, size }) => ({ size: size * unit, cost: cost / unit }));
        expect(exponentOf(points)).toBeCloseTo(exponent, 6);
      },
    ),
  ));

test('a fixed cost hides growth by the square, until it is taken out', () => {
  const points = [0, ...sizes].map((size) => ({ size: size + 1, cost: 100_000 + size ** 2 }));
  expect(exponentOf(points)).toBeLessThan(0.5);
  expect(exponentOf(withoutFixedCost(points))).toBeCloseTo(2, 10);
});

test.each([
  ['no points', []],
  [
    'one size',
    [
      { size: 1, cost: 1 },
      { size: 1, cost: 2 },
    ],
  ],
  [
    'a cost of nought',
    [
      { size: 1, cost: 0 },
      { size: 2, cost: 2 },
    ],
  ],
  [
    'a size below nought',
    [
      { size: -1, cost: 1 },
      { size: 2, cost: 2 },
    ],
  ],
  [
    'a cost that is no number',
    [
      { size: 1, cost: Number.NaN },
      { size: 2, cost: 2 },
    ],
  ],
])('%s is refused', (_, points) => expect(() => exponentOf(points)).toThrow(RangeError));

test('without points there is no fixed cost', () => expect(() => withoutFixedCost([])).toThrow(RangeError));
