import fc from 'fast-check';
import { findUnknown, isKnown, isSymbolic, isUnknown, mark, unknown } from '../../lib/resources/value';

describe('marks', () => {
  test.each([
    [['stack', 'Key'], '{{stack/Key}}'],
    [['stack', 'Key', 'Arn'], '{{stack/Key.Arn}}'],
  ] as const)('%j', (parts, expected) => {
    const [stack, logicalId, attribute] = parts as readonly [string, string, string?];
    expect(mark(stack, logicalId, attribute)).toBe(expected);
    expect(isSymbolic(expected)).toBe(true);
  });

  test.each([['plain'], ['${aws:PrincipalTag/practice}'], [7], [undefined], [{ a: '{{' }]])(
    '%j is not symbolic',
    (value) => {
      expect(isSymbolic(value)).toBe(false);
    },
  );
});

describe('unknowns', () => {
  test.each([
    [unknown('why'), true],
    [{ unknown: 'x', more: 1 }, false],
    [['unknown'], false],
    [null, false],
    ['unknown', false],
  ])('%j', (value, expected) => {
    expect(isUnknown(value)).toBe(expected);
    expect(isKnown(value)).toBe(!expected);
  });

  test.each([
    [unknown('whole'), { path: '', why: 'whole' }],
    [{ a: [{ b: 1 }, { b: unknown('deep') }] }, { path: 'a.1.b', why: 'deep' }],
    [{ a: { b: 1 } }, undefined],
    ['text', undefined],
  ])('the first in %j', (value, expected) => {
    expect(findUnknown(value)).toEqual(expected);
  });

  test('the path that is found leads to an unknown', () => {
    const hidden = fc.jsonValue().map((value) => ({ around: value, deep: [{ here: unknown('hidden') }] }));
    fc.assert(
      fc.property(hidden, (value) => {
        const found = findUnknown(value);
        expect(found).toBeDefined();
        expect(found?.why).not.toBe('');
      }),
    );
  });
});
