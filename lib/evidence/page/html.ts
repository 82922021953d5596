/**
 * HTML with escaping by construction: what stands in the template is markup, what is put in is text. Nothing that comes out
 * of a configuration can become markup, since only this file makes `Html`. Pure.
 */

/** Markup. Made by `html`, or by `trusted` from what this repository itself wrote. */
export class Html {
  private constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }

  /** The one door. Not for text that anybody outside of this folder wrote. */
  static of(markup: string): Html {
    return new Html(markup);
  }
}

/** What may stand in a template. `false` and `undefined` are nothing, so that `condition && html...` reads well. */
export type Child = string | number | Html | false | undefined | readonly Child[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** C0 and C1 control characters, and halves of surrogate pairs: no document of HTML may hold them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]|\p{Surrogate}/gu;

/** Text that is only text, in an element and in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(unprintable, '\uFFFD').replace(/[&<>"'`]/g, (found) => entities[found] ?? '');

function render(child: Child): string {
  if (child === false || child === undefined) return '';
  if (child instanceof Html) return child.toString();
  if (typeof child === 'string') return escapeHtml(child);
  if (typeof child === 'number') return String(child);
  return child.map(render).join('');
}

/** Attributes are always written with double quotes. */
export const html = (strings: TemplateStringsArray, ...children: readonly Child[]): Html =>
  Html.of(strings.map((text, index) => `${text}${render(children[index])}`).join(''));

/** A name that a person gave, in any script: its direction is its own, and does not turn the sentence around it. */
export const name = (text: string): Html => html`<bdi>${text}</bdi>`;

/** A whole text that a person wrote. */
export const prose = (text: string): Html => html`<p dir="auto">${text}</p>`;

/** What a machine calls something: never reordered. */
export const code = (text: string): Html => html`<code dir="ltr">${text}</code>`;
