import fc from 'fast-check';
import { code, escapeHtml, html, name } from '../../../lib/evidence/page/html';

describe('html', () => {
  test.each([
    ['markup', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['an end of an attribute', '" onload="alert(1)', '&quot; onload=&quot;alert(1)'],
    ['quotes and backticks', "'`", '&#39;&#96;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['the end of a comment', '--><b>', '--&gt;&lt;b&gt;'],
    ['Unicode', 'Zoë 診療所 🩺', 'Zoë 診療所 🩺'],
    ['right to left', 'عيادة ليكسايد', 'عيادة ليكسايد'],
    ['a control character', 'a\u0000b\u001bc', 'a\uFFFDb\uFFFDc'],
    ['half of a pair', 'a\uD800b', 'a\uFFFDb'],
  ])('%s is text', (_what, given, expected) => {
    expect(html`<p title="${given}">${given}</p>`.toString()).toBe(`<p title="${expected}">${expected}</p>`);
  });

  test('whatever is put in, it is no markup, and it reads as it was', () => {
    const back = (text: string) =>
      text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&#96;', '`')
        .replaceAll('&amp;', '&');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        const written = escapeHtml(given);
        expect(written).not.toMatch(/[<>"'`]/);
        expect(back(written)).toBe(given);
      }),
    );
  });

  test('markup that html made stays markup; nothing is nothing; lists follow each other', () => {
    const row = (text: string) => html`<li>${text}</li>`;
    expect(html`<ul>${['<', 'b'].map(row)}${undefined}${false}${0}</ul>`.toString()).toBe(
      '<ul><li>&lt;</li><li>b</li>0</ul>',
    );
  });

  test('an object that looks like markup is not taken for it', () => {
    const forged = { markup: '<b>', toString: () => '<script>' } as unknown as string;
    expect(() => html`<p>${forged}</p>`).toThrow();
  });

  test('names have a direction of their own, and what a machine calls something has one', () => {
    expect(name('عيادة').toString()).toBe('<bdi>عيادة</bdi>');
    expect(code('s3:GetObject').toString()).toBe('<code dir="ltr">s3:GetObject</code>');
  });
});
