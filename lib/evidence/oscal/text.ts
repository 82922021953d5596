/**
 * Texts in OSCAL. A plain text is one line. A markup text is Markdown, and a reader turns it into HTML: what a person wrote
 * into a configuration must come out as the same characters and nothing else.
 */

/** Control characters, line ends of any kind, and what turns the reading direction of all that follows. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** One line without what cannot be seen. */
export function plain(text: string): string {
  const line = text
    .replace(unseen, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\s+/g, ' ')
    .trim();
  // OSCAL knows no empty text.
  return line === '' ? '(empty)' : line;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as markup that reads as the text: no tag, no link, no parameter insertion of OSCAL. */
export const escaped = (text: string): string =>
  plain(text)
    .replace(/[\\`*_~^[\]{}|#"]/g, '\\$&')
    .replace(/[&<>]/g, (found) => entities[found] ?? found);

/** Markup of our own around texts of any origin: what is filled in is escaped. */
export const markup = (strings: TemplateStringsArray, ...texts: readonly (string | number)[]): string =>
  strings.map((ours, index) => ours + (index < texts.length ? escaped(String(texts[index])) : '')).join('');

/** `1 resource`, `2 resources`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
