/** Small marks that several views use: how far something is shown, shares of a whole, lists. */
import { code, type Html, html, name } from '../html';
import type { Fact, Share, Shown } from '../model';

const steps: Readonly<Record<Shown, number>> = { 'not shown': 0, designed: 1, deployed: 2, operating: 3 };

/** Three steps, as many filled as are shown. The word says the same, and that each break was told where none was put right. */
export const shownMark = (shown: Shown, response?: string): Html =>
  html`<span class="shown shown-${steps[shown]}"><svg class="steps" viewBox="0 0 22 10" width="22" height="10" aria-hidden="true" focusable="false">${[0, 1, 2].map((step) => html`<rect x="${step * 8}" y="0.5" width="5" height="9" rx="1" class="${step < steps[shown] ? 'on' : 'off'}"/>`)}</svg>${shown}${response === 'told' ? ', told' : ''}</span>`;

const toneOf = (tone: Share['tone']): string => `tone-${tone.replace(' ', '-')}`;

/** A bar, and its legend in words: the bar alone says nothing to who cannot see it. */
export function shareBar(shares: readonly Share[], size: 'large' | 'small'): Html {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  const parts = shares.map(({ count, tone }) => {
    const x = (before / total) * 100;
    before += count;
    return html`<rect x="${x.toFixed(2)}%" y="0" width="${((count / total) * 100).toFixed(2)}%" height="100%" class="${toneOf(tone)}"/>`;
  });
  const legend = shares.map(
    ({ count, label, tone }) =>
      html`<li><span class="key ${toneOf(tone)}" aria-hidden="true"></span><b>${count}</b> ${label}</li>`,
  );
  return html`<div class="shares shares-${size}"><svg class="bar" aria-hidden="true" focusable="false">${parts}</svg><ul class="legend">${legend}</ul></div>`;
}

export const chips = (texts: readonly string[]): Html =>
  html`<span class="chips">${texts.map((text) => html`<span class="chip">${text}</span>`)}</span>`;

/** Labels and values. */
export const factList = (facts: readonly Fact[], kind = ''): Html =>
  html`<dl class="facts ${kind}">${facts.map(
    ({ isName, label, value }) => html`<div><dt>${label}</dt><dd>${isName ? name(value) : value}</dd></div>`,
  )}</dl>`;

/** One line of what is known of a row; nothing where nothing is known. */
export const line = (label: string, value: Html | undefined | false): Html | undefined =>
  value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : undefined;

export const codes = (texts: readonly string[]): Html =>
  html`<span class="codes">${texts.map((text) => code(text))}</span>`;

export const controlLinks = (ids: readonly string[]): Html =>
  html`<span class="codes">${ids.map((id) => html`<a class="code" dir="ltr" href="#control-${id}">${id}</a>`)}</span>`;

/** A section with its heading; `count` is what the filters leave of `total`. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly body: Html;
  /** How many rows it has, for the contents. */
  readonly count?: number;
}

export const sectionOf = ({ body, id, lead, title }: Section): Html => html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${lead ? html`<p class="lead">${lead}</p>` : ''}
${body}
</section>`;
