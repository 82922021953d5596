import fc from 'fast-check';
import { equals, hole, instanceOf, matches, readable } from '../../lib/reach/text';

const key = hole('uuid', 'stack/Key');
const otherKey = hole('uuid', 'stack/OtherKey');
const bucket = hole('name', 'stack/Bucket');
const otherBucket = hole('name', 'stack/OtherBucket');
const elsewhere = hole('value', 'other practice', ['derm']);
const some = hole('value', 'object');

describe('a pattern and a text', () => {
  // IAM User Guide, "IAM JSON policy elements: Resource": `*` is any combination of characters, `?` any single one.
  test.each([
    ['*', 'anything', 'yes'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a/b:c', 'yes'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', 'no'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/', 'yes'],
    ['b?d', 'bed', 'yes'],
    ['b?d', 'bd', 'no'],
    ['b.d', 'bed', 'no'],
    ['B*', 'bed', 'no'],
    ['(a|b)', 'a', 'no'],
    // What is not known.
    [`arn:aws:s3:::${bucket}/*`, `arn:aws:s3:::${bucket}/x`, 'yes'],
    [`arn:aws:s3:::${bucket}/*`, `arn:aws:s3:::${otherBucket}/x`, 'no'],
    [`arn:aws:s3:::${bucket}/*`, 'arn:aws:s3:::named/x', 'maybe'],
    ['arn:aws:s3:::named/*', `arn:aws:s3:::${bucket}/x`, 'maybe'],
    ['arn:aws:s3:::*/x', `arn:aws:s3:::${bucket}/x`, 'yes'],
    ['key/????????-????-????-????-????????????', `key/${key}`, 'yes'],
    ['key/????????', `key/${key}`, 'no'],
    ['key/1234abcd-12ab-34cd-56ef-1234567890ab', `key/${key}`, 'maybe'],
    ['key/mrk-1234abcd12ab34cd56ef1234567890ab', `key/${key}`, 'no'],
    [`key/${key}`, `key/${key}`, 'yes'],
    [`key/${otherKey}`, `key/${key}`, 'no'],
    [`lakeside-${elsewhere}-phi`, 'lakeside-derm-phi', 'no'],
    [`lakeside-${elsewhere}-phi`, 'lakeside-skin-phi', 'maybe'],
    // A practice of the name `derm-phi` would have it: what a wildcard leaves open is not decided.
    [`lakeside-${elsewhere}-*`, 'lakeside-derm-phi-1', 'maybe'],
    ['b/images/*', `b/${some}`, 'maybe'],
    ['c/images/*', `b/${some}`, 'no'],
    ['b/*', `b/${some}`, 'yes'],
  ])('%s and %s: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

  test.each([
    ['a*', 'a*', 'yes'],
    ['a*', 'ab', 'no'],
    ['derm', elsewhere, 'no'],
    ['skin', elsewhere, 'maybe'],
    [elsewhere, elsewhere, 'yes'],
  ])('without wildcards %s and %s: %s', (pattern, text, expected) => expect(equals(pattern, text)).toBe(expected));

  const letters = fc.constantFrom('a', 'b', '-', '/');
  const patterns = fc
    .array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 })
    .map((parts) => parts.join(''));
  const texts = fc.array(letters, { maxLength: 6 }).map((parts) => parts.join(''));

  test('filling a hole gives an answer that was left open', () => {
    fc.assert(
      fc.property(patterns, texts, texts, texts, (pattern, before, filling, after) => {
        fc.pre(filling !== '');
        const open = matches(pattern, `${before}${some}${after}`);
        const filled = matches(pattern, `${before}${filling}${after}`);
        return open === 'maybe' || open === filled;
      }),
      { numRuns: 2000 },
    );
  });

  test('filling a hole of the pattern does, too', () => {
    fc.assert(
      fc.property(texts, texts, texts, texts, (before, filling, after, text) => {
        fc.pre(filling !== '');
        const open = matches(`${before}${some}${after}*`, text);
        return open === 'maybe' || open === matches(`${before}${filling}${after}*`, text);
      }),
      { numRuns: 2000 },
    );
  });

  test('an instance of a pattern is matched by it', () => {
    fc.assert(fc.property(patterns, (pattern) => matches(pattern, instanceOf(pattern, 'a')) === 'yes'));
  });
});

test('holes are read as what they stand for', () => {
  expect(readable(`arn:aws:s3:::${elsewhere}/x`)).toBe('arn:aws:s3:::<other practice>/x');
});
