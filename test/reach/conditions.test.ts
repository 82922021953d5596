import fc from 'fast-check';
import { conditionsHold } from '../../lib/reach/conditions';
import type { Context, Fact } from '../../lib/reach/context';
import { hole } from '../../lib/reach/text';

const holds = (operator: string, wanted: readonly string[], fact: Fact, more: Context = {}) =>
  conditionsHold({ conditions: { [operator]: { 'aws:Key': wanted } } }, { 'aws:key': fact, ...more });

// IAM User Guide, "IAM JSON policy elements: Condition operators".
describe('operators', () => {
  test.each<[string, string, string, string]>([
    ['StringEquals', 'a', 'a', 'yes'],
    ['StringEquals', 'a', 'A', 'no'],
    ['StringEquals', 'a*', 'ab', 'no'],
    ['StringNotEquals', 'a', 'b', 'yes'],
    ['StringEqualsIgnoreCase', 'a', 'A', 'yes'],
    ['StringNotEqualsIgnoreCase', 'a', 'A', 'no'],
    ['StringLike', 'a*', 'ab', 'yes'],
    ['StringLike', 'A*', 'ab', 'no'],
    ['StringNotLike', 'a?', 'ab', 'no'],
    ['stringequals', 'a', 'a', 'yes'],
    ['NumericEquals', '10', '10.0', 'yes'],
    ['NumericNotEquals', '10', '11', 'yes'],
    ['NumericLessThan', '1.2', '1.1', 'yes'],
    ['NumericLessThan', '1.2', '1.2', 'no'],
    ['NumericLessThanEquals', '10', '10', 'yes'],
    ['NumericGreaterThan', '10', '11', 'yes'],
    ['NumericGreaterThanEquals', '10', '9', 'no'],
    ['NumericLessThan', '10', 'nine', 'no'],
    ['DateLessThan', '2026-06-30T00:00:00Z', '2026-06-29T23:59:59Z', 'yes'],
    ['DateGreaterThan', '2026-06-30T00:00:00Z', '1751241600', 'no'],
    ['DateGreaterThan', '1751241600', '2026-06-30T00:00:00Z', 'yes'],
    ['DateEquals', '2026-06-30', '2026-06-30T00:00:00Z', 'yes'],
    ['Bool', 'true', 'true', 'yes'],
    ['Bool', 'True', 'true', 'yes'],
    ['Bool', 'false', 'true', 'no'],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'yes'],
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', 'yes'],
    ['IpAddress', '203.0.113.0/24', '203.0.114.7', 'no'],
    ['IpAddress', '203.0.113.7', '203.0.113.7', 'yes'],
    ['IpAddress', '0.0.0.0/0', '198.51.100.1', 'yes'],
    ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678::1', 'yes'],
    ['IpAddress', '2001:db8::/32', '2001:db9::1', 'no'],
    ['IpAddress', '::/0', '203.0.113.7', 'no'],
    ['NotIpAddress', '203.0.113.0/24', '203.0.114.7', 'yes'],
    ['ArnLike', 'arn:aws:sns:*:123456789012:topic-*', 'arn:aws:sns:us-east-1:123456789012:topic-a', 'yes'],
    ['ArnEquals', 'arn:aws:sns:*:123456789012:topic-*', 'arn:aws:sns:us-east-1:123456789012:topic-a', 'yes'],
    // Each part is matched apart: a wildcard does not reach over a colon.
    ['ArnLike', 'arn:aws:s*:123456789012:x', 'arn:aws:sns:us-east-1:123456789012:x', 'no'],
    ['StringLike', 'arn:aws:s*:123456789012:x', 'arn:aws:sns:us-east-1:123456789012:x', 'yes'],
    ['ArnNotLike', 'arn:aws:iam::*:role/x', 'arn:aws:iam::123456789012:role/x', 'no'],
    ['ArnLike', 'arn:aws:iam::*:role/x', 'not an ARN', 'no'],
    ['SomethingNew', 'a', 'a', 'maybe'],
  ])('%s %s of %s: %s', (operator, wanted, actual, expected) => {
    expect(holds(operator, [wanted], [actual])).toBe(expected);
  });

  // "If the key is not present, the values do not match and the condition is false. [...] StringNotLike: true."
  test.each([
    ['StringEquals', 'no'],
    ['StringNotEquals', 'yes'],
    ['StringLike', 'no'],
    ['StringNotLike', 'yes'],
    ['ArnNotLike', 'yes'],
    ['NotIpAddress', 'yes'],
    ['Bool', 'no'],
    ['NumericLessThan', 'no'],
    ['StringEqualsIfExists', 'yes'],
    ['BoolIfExists', 'yes'],
    ['ForAllValues:StringEquals', 'yes'],
    ['ForAnyValue:StringEquals', 'no'],
    ['ForAnyValue:StringNotEquals', 'no'],
    ['ForAnyValue:StringEqualsIfExists', 'yes'],
  ])('%s of an absent key: %s', (operator, expected) => expect(holds(operator, ['a'], 'absent')).toBe(expected));

  test.each<[string, Fact, string]>([
    ['true', 'absent', 'yes'],
    ['true', ['x'], 'no'],
    ['false', ['x'], 'yes'],
    ['false', 'absent', 'no'],
    ['true', 'unknown', 'maybe'],
    ['false', 'open', 'maybe'],
  ])('Null %s of %j: %s', (wanted, fact, expected) => expect(holds('Null', [wanted], fact)).toBe(expected));
});

// IAM User Guide, "Conditions with multiple context keys or values" and "Set operators for multivalued context keys".
describe('several values', () => {
  test.each<[string, readonly string[], readonly string[], string]>([
    ['StringEquals', ['a', 'b'], ['b'], 'yes'],
    ['StringNotEquals', ['a', 'b'], ['b'], 'no'],
    ['StringNotEquals', ['a', 'b'], ['c'], 'yes'],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a'], 'yes'],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], 'no'],
    ['ForAllValues:StringEquals', ['a'], [], 'yes'],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], 'yes'],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], 'no'],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'c'], 'yes'],
    ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], 'no'],
    ['ForAllValues:StringLike', ['chart#*'], ['chart#1', 'chart#2'], 'yes'],
    ['StringEquals', ['a'], ['a', 'a'], 'yes'],
    ['StringEquals', ['a'], ['a', 'b'], 'maybe'],
  ])('%s %j of %j: %s', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected);
  });
});

// IAM User Guide, "IAM policy elements: Variables and tags".
describe('policy variables', () => {
  const tagged: Context = { 'aws:principaltag/practice': ['derm'], 'aws:principaltag/*': 'absent' };

  test.each<[string, string, string, string, Context]>([
    ['StringEquals', '${aws:PrincipalTag/practice}', 'derm', 'yes', tagged],
    ['StringEquals', '${AWS:principaltag/PRACTICE}', 'derm', 'yes', tagged],
    ['StringEquals', '${aws:PrincipalTag/practice}', 'skin', 'no', tagged],
    ['StringLike', 'x-${aws:PrincipalTag/practice}-*', 'x-derm-1', 'yes', tagged],
    // "There is no equal or like value", and inverted operators "do match against a null value".
    ['StringEquals', '${aws:PrincipalTag/team}', 'derm', 'no', tagged],
    ['StringNotEquals', '${aws:PrincipalTag/team}', 'derm', 'yes', tagged],
    ['StringEquals', "${aws:PrincipalTag/team, 'derm'}", 'derm', 'yes', tagged],
    ['StringEquals', "${aws:PrincipalTag/practice, 'skin'}", 'derm', 'yes', tagged],
    ['StringLike', 'a${*}', 'a*', 'yes', tagged],
    ['StringLike', 'a${*}', 'ab', 'no', tagged],
    ['StringEquals', 'a${$}', 'a$', 'yes', tagged],
    ['StringEquals', '${aws:username}', 'derm', 'maybe', tagged],
    ['StringNotEquals', '${aws:username}', 'derm', 'maybe', tagged],
    ['StringEquals', 'x${aws:username}', 'derm', 'no', tagged],
    // The tag's own star is no wildcard.
    ['StringLike', '${aws:PrincipalTag/practice}', 'derm', 'no', { 'aws:principaltag/practice': ['*'] }],
  ])('%s %s of %s: %s', (operator, wanted, actual, expected, context) => {
    expect(holds(operator, [wanted], [actual], context)).toBe(expected);
  });
});

const operators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ForAllValues:StringEquals',
].concat([
  'ForAnyValue:StringLike',
  'StringEqualsIfExists',
  'ForAllValues:StringNotEquals',
  'Null',
  'Bool',
  'NumericLessThan',
]);
const values = fc.constantFrom('a', 'b', 'true', 'false', '1', 'a*', '*', '${aws:Other}');
const facts: fc.Arbitrary<Fact> = fc.oneof(
  fc.constant<Fact>('absent'),
  fc.array(fc.constantFrom('a', 'b', 'ab', 'true', '1', '2'), { maxLength: 2 }),
);

test('what is decided of an unknown key stays so, whatever the key turns out to be', () => {
  const wanted = fc.array(values, { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(fc.constantFrom(...operators), wanted, facts, facts, (operator, list, fact, other) => {
      const known = holds(operator, list, fact, { 'aws:other': other });
      return (['unknown', 'open'] as const).every((blank) =>
        [
          holds(operator, list, blank, { 'aws:other': other }),
          holds(operator, list, fact, { 'aws:other': blank }),
          holds(operator, list, blank, { 'aws:other': blank }),
        ].every((open) => open === 'maybe' || open === known),
      );
    }),
    { numRuns: 3000 },
  );
});

test('a value of which only a part is known decides what the part decides', () => {
  const arn = `arn:aws:iam::123456789012:role/${hole('name', 'stack/Role')}`;
  expect(holds('ArnNotLike', ['arn:aws:iam::123456789012:role/aws-service-role/*'], [arn])).toBe('maybe');
  expect(holds('ArnNotLike', ['arn:aws:iam::999999999999:role/*'], [arn])).toBe('yes');
  expect(holds('NumericLessThan', ['10'], [hole('value', 'age')])).toBe('maybe');
  // A whole ARN of which nothing is known but that it is not a certain one; that one's colons are no parts of it.
  const boundary = 'arn:aws:iam::123456789012:policy/asepsis/ours';
  const another = hole('value', 'another boundary', [boundary]);
  expect(holds('ArnLike', ['arn:aws:iam::123456789012:policy/asepsis/*'], [another])).toBe('maybe');
  expect(holds('ArnNotLike', ['arn:aws:iam::123456789012:policy/asepsis/*'], [another])).toBe('maybe');
  expect(holds('ArnEquals', [boundary], [another])).toBe('no');
});

/** Texts of which a part is not known, with what it may turn out to be. A value may be a whole ARN; a part of one has no colons. */
const arnOf = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const named = hole('name', arnOf('x'));
const whole = hole('value', `another of ${arnOf('x')}`, [arnOf('x')]);
const partlyKnown = fc.constantFrom<readonly [text: string, turnsOut: string]>(
  [arnOf(named), arnOf('y')],
  [arnOf(named), arnOf('x')],
  [`arn:aws:iam::${hole('value', 'account')}:role/x`, arnOf('x')],
  [`arn:aws:iam::${hole('value', 'account')}:role/x`, 'arn:aws:iam::999999999999:role/x'],
  [whole, arnOf('y')],
  [whole, 'arn:aws:s3:::bucket/a:b'],
  [whole, 'nothing of the sort'],
  [hole('value', 'number'), '7'],
  [hole('value', 'practice', ['derm']), 'skin'],
);
const compared = fc.constantFrom(
  ...['StringEquals', 'StringLike', 'StringEqualsIgnoreCase', 'ArnLike', 'ArnEquals', 'NumericLessThan', 'Bool'],
  ...['StringNotEquals', 'StringNotLike', 'ArnNotLike', 'ArnNotEquals', 'ForAnyValue:StringLike'],
);
const patterns = fc.constantFrom(
  ...['*', 'derm', 'skin', 's*', '7', '10', 'arn:aws:iam::*:role/*', 'arn:*:*:*:*:*', 'arn:aws:iam::123456789012:*'],
  ...[arnOf('x'), arnOf('y'), arnOf('*'), 'arn:aws:s3:::bucket/*', 'arn:aws:iam::999999999999:role/x', '*:role/x'],
);

test('what is decided of a value of which a part is known holds, whatever the rest turns out to be', () => {
  fc.assert(
    fc.property(
      compared,
      fc.array(patterns, { minLength: 1, maxLength: 2 }),
      partlyKnown,
      (operator, wanted, value) => {
        const [text, turnsOut] = value;
        const found = holds(operator, wanted, [text]);
        return found === 'maybe' || found === holds(operator, wanted, [turnsOut]);
      },
    ),
    { numRuns: 3000 },
  );
});
