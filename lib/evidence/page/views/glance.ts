/** The head of the page: who, what, how far it is shown. */
import { type Html, html, name } from '../html';
import type { PageModel, ProtectionRow } from '../model';
import { operatingWords } from '../parts/words';
import { factList, type Section, shareBar, shownMark } from './marks';

const dayOf = (at: string): string =>
  new Date(at).toLocaleDateString('en-US', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Practices in a list of their own, so that a hundred do not push the rest away. */
function practicesOf(practices: readonly string[]): Html {
  if (practices.length === 1) return html``;
  return html`<details class="plain"><summary>${practices.length} practices</summary><ul class="names">${practices.map((one) => html`<li>${name(one)}</li>`)}</ul></details>`;
}

export const mastheadOf = ({ at, atWasGiven, facts, organisation, practices }: PageModel): Html => html`
<header class="masthead">
<p class="kind">Evidence of safeguards</p>
<h1>${name(organisation)}</h1>
<p class="date">${atWasGiven ? 'as of ' : ''}<time datetime="${at}">${dayOf(at)}</time></p>
${factList(facts, 'across')}
${practicesOf(practices)}
</header>`;

/** Counted apart: mechanisms that help are no answer to what people are asked to do. */
function supportOf({ support }: PageModel['glance']): Html {
  const count = support.reduce((total, one) => total + one.count, 0);
  return count === 0
    ? html``
    : html`<h3>Mechanisms that support ${count} items that people answer</h3>
${shareBar(support, 'large')}
<p class="said">That they work does not say that the item is met.</p>`;
}

export function glanceSection({ glance, items }: PageModel): Section {
  const [first, ...others] = glance.lead;
  return {
    id: 'glance',
    title: 'At a glance',
    body: html`<p class="opening">${first}</p>${others.map((text) => html`<p class="said">${text}</p>`)}
<h3>The ${items.length} items of the Security Rule</h3>
${shareBar(glance.shares, 'large')}
${supportOf(glance)}
<dl class="figures">${glance.figures.map(
      ({ label, note, value }) =>
        html`<div><dt>${label}</dt><dd><span class="value">${value}</span>${note ? html`<span class="note">${note}</span>` : ''}</dd></div>`,
    )}</dl>`,
  };
}

const guarded = ({ controls, shares, title, what }: ProtectionRow): Html => html`<li class="guarded" data-row>
<h3>${title}</h3>
<p class="what">${what || 'What must not be there'}</p>
${shareBar(shares, 'small')}
<details class="plain"><summary>${controls.length} ${controls.length === 1 ? 'control' : 'controls'}<span class="hide"> of ${title}</span></summary>
<ul class="promises">${controls.map(
  (control) =>
    html`<li><a href="#control-${control.id}">${control.title}</a> ${shownMark(control.shown, control.response)}</li>`,
)}</ul></details>
</li>`;

export const protectionSection = ({ protection }: PageModel): Section => ({
  id: 'protected',
  title: 'What is protected, and how',
  lead: `Each part of the deployment with the controls that guard it. A control is operating where it was ${operatingWords}; deployed where it was read back as declared; designed where it stands in the templates. What concerns nothing here is shown as nothing.`,
  count: protection.length,
  body: html`<ul class="guards">${protection.map(guarded)}</ul>`,
});
