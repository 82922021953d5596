/** What several files share is made once, and is nobody's to change for another. */
import { once } from './once';

const name = 'test/once.test.ts';

test('is made by the first that asks, and everybody gets a copy', () => {
  const make = jest.fn(() => ({ list: [1, 2] }));
  const first = once(name, make);
  first.list.push(3);
  expect(once(name, make)).toEqual({ list: [1, 2] });
  expect(make).toHaveBeenCalledTimes(1);
});

test('is told apart by its name', () => {
  expect([once(`${name} a`, () => 'a'), once(`${name} b`, () => 'b')]).toEqual(['a', 'b']);
});

test('what cannot be made is not kept', () => {
  const fail = () => {
    throw new Error('no');
  };
  expect(() => once(`${name} fails`, fail)).toThrow('no');
  expect(once(`${name} fails`, () => 'made')).toBe('made');
});

test('outside of a run of ours it is made each time', () => {
  const folder = process.env.ASEPSIS_TEST_ONCE;
  delete process.env.ASEPSIS_TEST_ONCE;
  try {
    const make = jest.fn(() => 1);
    expect([once(name, make), once(name, make)]).toEqual([1, 1]);
    expect(make).toHaveBeenCalledTimes(2);
  } finally {
    process.env.ASEPSIS_TEST_ONCE = folder;
  }
});
