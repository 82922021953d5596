import fc from 'fast-check';
import { compareStates, sameMeaning } from '../../lib/resources/compare';
import { unknown } from '../../lib/resources/value';

describe('sameMeaning', () => {
  test.each([
    ['order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['order of items', ['a', 'b'], ['b', 'a'], true],
    ['order deep inside', { a: [{ x: 1 }, { y: [2, 3] }] }, { a: [{ y: [3, 2] }, { x: 1 }] }, true],
    ['an undefined key', { a: 1, b: undefined }, { a: 1 }, true],
    ['a null key', { a: 1, b: null }, { a: 1 }, false],
    ['text and number', '1', 1, false],
    ['a list and its only item', ['a'], 'a', false],
    ['a doubled item', ['a', 'a'], ['a'], false],
    ['false and nothing', false, undefined, false],
  ])('%s', (_name, a, b, expected) => {
    expect(sameMeaning(a, b)).toBe(expected);
    expect(sameMeaning(b, a)).toBe(expected);
  });

  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled).reverse();
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, child]) => [key, shuffled(child)]),
    );
  };

  test('is reflexive, symmetric, and blind to order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(sameMeaning(a, a)).toBe(true);
        expect(sameMeaning(a, shuffled(a))).toBe(true);
        expect(sameMeaning(a, b)).toBe(sameMeaning(b, a));
      }),
    );
  });
});

describe('compareStates', () => {
  const declared = {
    rotation: true,
    days: 365,
    tags: { a: '1' },
    nested: { on: true, off: undefined },
    hidden: unknown('why'),
  };
  test('compares what is declared, at owned paths alone', () => {
    const live = {
      rotation: false,
      days: 365,
      tags: { a: '1' },
      nested: { on: false, off: true },
      hidden: 1,
      extra: 2,
    };
    const result = compareStates(declared, live, ['rotation', 'days', 'nested.on', 'nested.off', 'hidden', 'absent']);
    expect(result).toEqual({
      compared: 4,
      differences: [
        { path: 'rotation', declared: true, live: false },
        { path: 'nested.on', declared: true, live: false },
      ],
      undecided: [{ path: 'hidden', why: 'why' }],
    });
  });

  test('an unknown on the live side is undecided too, never equal and never different', () => {
    const result = compareStates({ policy: { a: 1 } }, { policy: { a: unknown('denied') } }, ['policy']);
    expect(result).toEqual({ compared: 1, differences: [], undecided: [{ path: 'policy.a', why: 'denied' }] });
  });

  test('what does not exist differs wherever something is declared', () => {
    expect(compareStates({ a: 1 }, undefined, ['a', 'b']).differences).toEqual([
      { path: 'a', declared: 1, live: undefined },
    ]);
  });

  test('a state never differs from itself', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (state) => {
        const { differences } = compareStates(state, structuredClone(state), Object.keys(state));
        expect(differences).toEqual([]);
      }),
    );
  });
});
