import { spreadOf } from '../../../local/drill/spread';

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test.each([
  ['one', [7], { count: 1, p50: 7, p95: 7, least: 7 }],
  ['two: the lower is the middle', [9, 3], { count: 2, p50: 3, p95: 9, least: 3 }],
  ['fewer than twenty: the longest is the 95th', [5, 1, 2, 4, 3], { count: 5, p50: 3, p95: 5, least: 1 }],
  ['twenty', upTo(20), { count: 20, p50: 10, p95: 19, least: 1 }],
  ['a hundred, in any order', upTo(100).reverse(), { count: 100, p50: 50, p95: 95, least: 1 }],
])('%s', (_name, values, expected) => {
  expect(spreadOf(values)).toEqual(expected);
});

test('of nothing there is no spread', () => {
  expect(() => spreadOf([])).toThrow(RangeError);
});
