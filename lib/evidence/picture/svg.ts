/** Small means to draw: text that cannot become markup, boxes of lines, arrows between them. Pure, no package. */

/** Characters that no XML document may hold, and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as text, in an element or in a quoted attribute. */
export const escapeXml = (text: string): string =>
  text.replace(unprintable, '\uFFFD').replace(/[&<>"']/g, (found) => entities[found] ?? '');

export const lineHeight = 18;
export const padding = 12;

/** Width of a character at 13 px, on average: Latin, and what is as wide as it is high; bold is wider. */
const narrow = 7.3;
const wide = 13.5;
const boldness = 1.16;

const square =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]|\p{Extended_Pictographic}/u;

/** About as wide as the text is drawn: no font is at hand to measure it by. */
export const widthOf = (text: string, bold = false): number =>
  [...text].reduce((sum, one) => sum + (square.test(one) ? wide : narrow), 0) * (bold ? boldness : 1);

/** The text, cut to a width with an ellipsis. */
export function fitted(text: string, width: number, bold = false): string {
  if (widthOf(text, bold) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, bold) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** A line of a box: a heading, something quieter, or plain. */
export interface Line {
  readonly text: string;
  readonly as?: 'head' | 'quiet' | 'bad';
}

/** A line broken at its spaces, so that each part is no wider; a heading stays one line. */
export function broken(line: Line, width: number): readonly Line[] {
  if (line.as === 'head' || widthOf(line.text) <= width) return [line];
  const parts: string[] = [];
  for (const word of line.text.split(' ')) {
    const last = parts.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= width) parts[parts.length - 1] = `${last} ${word}`;
    else parts.push(word);
  }
  return parts.map((text) => ({ ...line, text }));
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How tall a box of so many lines is. */
export const heightOf = (lines: readonly Line[]): number => lines.length * lineHeight + 2 * padding - 6;

/**
 * One line of text. Its direction is its own: a name that is read from the right stays in its place and turns nothing
 * around it.
 */
const textAt = (x: number, y: number, { as, text }: Line, width: number): string => {
  const shown = fitted(text, width, as === 'head' || as === 'bad');
  const whole = shown === text ? '' : `<title>${escapeXml(text)}</title>`;
  return `<text x="${x}" y="${y}"${as ? ` class="${as}"` : ''}>${whole}${escapeXml(shown)}</text>`;
};

/** A box of lines. */
export function box(place: Place, lines: readonly Line[], kind = 'box'): string {
  const texts = lines.map((line, index) =>
    textAt(place.x + padding, place.y + padding + 11 + index * lineHeight, line, place.width - 2 * padding),
  );
  return `<g><rect class="${kind}" x="${place.x}" y="${place.y}" width="${place.width}" height="${place.height}" rx="6"/>${texts.join('')}</g>`;
}

/** A frame around others, its label at the top. */
export const frame = (place: Place, label: string): string =>
  `<g><rect class="frame" x="${place.x}" y="${place.y}" width="${place.width}" height="${place.height}" rx="10"/>${textAt(place.x + padding, place.y + 20, { text: label, as: 'head' }, place.width - 2 * padding)}</g>`;

export const label = (x: number, y: number, text: string, width: number): string =>
  textAt(x, y, { text, as: 'quiet' }, width);

const middle = ({ height, y }: Place): number => y + height / 2;

/** An arrow from the right side of one box to the left side of another. */
export function arrow(from: Place, to: Place, marker: string): string {
  const [x1, y1, x2, y2] = [from.x + from.width, middle(from), to.x - 3, middle(to)];
  const bend = Math.max(16, (x2 - x1) / 2);
  return `<path class="flow" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" marker-end="url(#${marker})"/>`;
}

/** An arrow from the bottom of one box to the top of another. */
export function arrowDown(from: Place, to: Place, marker: string): string {
  const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + from.height, to.x + to.width / 2, to.y - 3];
  const bend = Math.max(14, (y2 - y1) / 2);
  return `<path class="flow" d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}" marker-end="url(#${marker})"/>`;
}

/**
 * Colours of the reader's choice, light or dark, and light on paper. An image in a page has no access to the page's colours;
 * drawn into the page, `currentColor` and the page's variables are taken.
 */
const style = `
.picture{--ink:#1b2422;--quiet:#56615e;--line:#8a938f;--rule:#b9beb7;--paper:#fcfbf8;--raised:#ffffff;--accent:#0b5a54;--bad:#98291b}
@media (prefers-color-scheme:dark){.picture{--ink:#e6e6e0;--quiet:#a3ada9;--line:#7d8783;--rule:#4a524f;--paper:#141817;--raised:#1d2322;--accent:#7fcbbf;--bad:#f0a093}}
@media print{.picture{--ink:#1b2422;--quiet:#56615e;--line:#8a938f;--rule:#b9beb7;--paper:#ffffff;--raised:#ffffff;--accent:#0b5a54;--bad:#98291b}}
.picture text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink);unicode-bidi:isolate}
.picture .head{font-weight:600}
.picture .quiet{fill:var(--quiet)}
.picture .bad{fill:var(--bad);font-weight:600}
.picture .paper{fill:var(--paper)}
.picture .box{fill:var(--raised);stroke:var(--rule)}
.picture .phi{fill:var(--raised);stroke:var(--accent);stroke-width:2}
.picture .more{fill:none;stroke:var(--rule);stroke-dasharray:4 4}
.picture .danger{fill:var(--raised);stroke:var(--bad);stroke-width:2}
.picture .frame{fill:none;stroke:var(--line);stroke-dasharray:7 5}
.picture .flow{fill:none;stroke:var(--line);stroke-width:1.5}
.picture .head-of-arrow{fill:var(--line)}
`.trim();

export interface Drawing {
  /** Tells the ids of several pictures in one page apart. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in words. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly parts: readonly string[];
}

export const markerOf = (id: string): string => `${id}-arrow`;

/** The whole document, for a file and for an image in a page. */
export function svg({ description, height, id, parts, title, width }: Drawing): string {
  const ids = `${id}-title ${id}-description`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-labelledby="${ids}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="${id}-title">${escapeXml(title)}</title>`,
    `<desc id="${id}-description">${escapeXml(description)}</desc>`,
    `<style>${style}</style>`,
    `<defs><marker id="${markerOf(id)}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head-of-arrow" d="M0 0 8 4 0 8z"/></marker></defs>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
