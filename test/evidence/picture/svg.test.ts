import { collapse, moreLikeIt, without } from '../../../lib/evidence/picture/collapse';
import { box, broken, escapeXml, fitted, svg, widthOf } from '../../../lib/evidence/picture/svg';

describe('text cannot become markup', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['" onload="x', '&quot; onload=&quot;x'],
    ["it's & so", 'it&#39;s &amp; so'],
    [']]>', ']]&gt;'],
    ['a\u0000b\u001bc', 'a\uFFFDb\uFFFDc'],
    ['half \uD800 of a pair', 'half \uFFFD of a pair'],
    ['عيادة 皮膚科 🏥', 'عيادة 皮膚科 🏥'],
  ])('%j', (text, escaped) => {
    expect(escapeXml(text)).toBe(escaped);
  });

  test('a box and a document hold names as text, cut or whole', () => {
    const name = `</text><script>x</script>${'"&'.repeat(40)}`;
    const place = { x: 0, y: 0, width: 200, height: 50 };
    const drawn = svg({
      id: 'p',
      title: name,
      description: name,
      width: 10,
      height: 10,
      parts: [box(place, [{ text: name }])],
    });
    expect(drawn).not.toMatch(/<script|" on|"&"/);
    expect(drawn.match(/<text/g)).toHaveLength(1);
    // What was cut can be read whole.
    expect(drawn).toContain('<title>&lt;/text&gt;&lt;script&gt;');
  });
});

describe('text is made to fit', () => {
  test.each([
    ['short', 100, 'short'],
    ['a name that is much too long for it', 100, 'a name that…'],
    ['皮膚科クリニック皮膚科クリニック', 100, '皮膚科クリニ…'],
    ['', 10, ''],
  ])('%j in %d', (text, width, shown) => {
    expect(fitted(text, width)).toBe(shown);
    expect(widthOf(fitted(text, width))).toBeLessThanOrEqual(width);
  });

  test('a line is broken at its spaces, a heading is not', () => {
    const text = 'reads and writes: clinician, billing, front-desk';
    const parts = broken({ text, as: 'quiet' }, 150);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((part) => part.text).join(' ')).toBe(text);
    expect(parts.every((part) => part.as === 'quiet' && widthOf(part.text) <= 150)).toBe(true);
    expect(broken({ text, as: 'head' }, 150)).toHaveLength(1);
  });
});

describe('many of the same', () => {
  const shape = (name: string) => name[0] ?? '';
  test.each([
    [['a1'], ['a1'], [[]]],
    [
      ['a1', 'a2', 'a3'],
      ['a1', 'a2', 'a3'],
      [[], [], []],
    ],
    [
      ['a1', 'a2', 'a3', 'a4'],
      ['a1', 'a2'],
      [[], ['a3', 'a4']],
    ],
    [
      ['a1', 'b1', 'a2', 'b2', 'a3', 'a4'],
      ['a1', 'a2', 'b1', 'b2'],
      [[], ['a3', 'a4'], [], []],
    ],
  ])('%j', (all, drawn, more) => {
    const shown = collapse(all, shape, (name) => name);
    expect(shown.map(({ one }) => one)).toEqual(drawn);
    expect(shown.map((each) => each.more)).toEqual(more);
  });

  test('how many more there are is said', () => {
    expect(moreLikeIt(['a'])).toBe('and 1 more like it');
    expect(moreLikeIt(['a', 'b'])).toBe('and 2 more like these');
  });
});

test.each([
  ['x-pci-imaging', 'pci', 'x-*-imaging'],
  ['vpcisolated x-pci', 'pci', 'vpcisolated x-*'],
  ['pci1 1pci', 'pci', 'pci1 1pci'],
  ['x-a-b-files, a-b', 'a-b', 'x-*-files, *'],
  ['"a.b" axb', 'a.b', '"*" axb'],
])('in %s, without the practice %s, is %s', (text, practice, expected) =>
  expect(without(text, practice)).toBe(expected),
);
