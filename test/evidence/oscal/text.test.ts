/** Texts of any origin in OSCAL: they come out as their characters and nothing else. */
import { counted, escaped, markup, plain } from '../../../lib/evidence/oscal/text';

test.each([
  ['a tag', '<script>', '&lt;script&gt;'],
  ['an entity', 'a &lt; b', 'a &amp;lt; b'],
  ['a link', '[a](javascript:b)', '\\[a\\](javascript:b)'],
  ['emphasis and code', '*a* _b_ `c` ~d~ ^e^', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\^e\\^'],
  ['an insertion of a parameter', '{{ insert: param, x }}', '\\{\\{ insert: param, x \\}\\}'],
  ['quotes and a backslash', '"a" \'b\' \\', '\\"a\\" \'b\' \\\\'],
  ['other scripts, right to left', 'עברית العربية 中文 🏥', 'עברית العربية 中文 🏥'],
  ['lines', 'a\r\n\u2028b\tc', 'a b c'],
  ['what turns the reading direction', 'a\u202Eb\u2066c', 'a b c'],
  ['half of a character', 'a\uD800b', 'a\uFFFDb'],
  ['nothing', ' \n', '(empty)'],
])('%s is escaped in markup', (_, given, expected) => {
  expect(escaped(given)).toBe(expected);
});

test('a plain text keeps its characters, on one line', () => {
  expect(plain(' <b> & "c"\n*d* ')).toBe('<b> & "c" *d*');
});

test('what is filled into markup is escaped, what is around it stands, and spaces stay', () => {
  expect(markup`**a**${' *b*'}, ${3}${''}.`).toBe('**a** \\*b\\*, 3.');
});

test.each([
  [0, '0 resources'],
  [1, '1 resource'],
  [2, '2 resources'],
])('%i are counted', (count, expected) => {
  expect(counted(count, 'resource')).toBe(expected);
});
