/**
 * Texts in OSCAL. A plain text is one line. A markup text is Markdown, and a reader turns it into HTML: what a person wrote
 * into a configuration must come out as the same characters and nothing else.
 */

/** Control characters, line ends of any kind, and what turns the reading direction of all that follows. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** On one line, without what cannot be seen. */
const online = (text: string): string =>
  text
    .replace(unseen, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\s+/g, ' ');

/** A plain text. OSCAL knows none that is empty, or that begins or ends with a space. */
export const plain = (text: string): string => online(text).trim() || '(empty)';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Its characters and nothing else: no tag, no link, no emphasis, no insertion of a parameter. */
const literal = (text: string): string =>
  online(text)
    .replace(/[\\`*_~^[\]{}|#"]/g, '\\$&')
    .replace(/[&<>]/g, (found) => entities[found] ?? found);

/** A text as markup that reads as the text. */
export const escaped = (text: string): string => literal(plain(text));

/** Markup of our own around texts of any origin: what is filled in is escaped. */
export const markup = (strings: TemplateStringsArray, ...texts: readonly (string | number)[]): string =>
  strings.map((ours, index) => ours + (index < texts.length ? literal(String(texts[index])) : '')).join('');

/** `1 resource`, `2 resources`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
