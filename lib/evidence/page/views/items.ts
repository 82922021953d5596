/** The items of the Security Rule, and the rules of AWS's conformance pack. */
import { type Html, html, prose } from '../html';
import type { ItemRow, PackRow, PageModel } from '../model';
import { groupBy } from '../parts/words';
import { chips, codes, controlLinks, factList, line, type Section, shownMark } from './marks';

const needOf = ({ addressable, required }: ItemRow): string =>
  required ? 'required' : `addressable: ${addressable?.state ?? 'undecided'}`;

const shownLine = ({ at, shownBy, where }: ItemRow): Html | undefined =>
  shownBy
    ? html`${shownBy}${where ? `; ${where}` : ''}${at ? html`, <time datetime="${at}">${at}</time>` : ''}`
    : undefined;

/** Where nothing technical shows it, who answers it says more than that. */
function markOf({ answers, notApplicable, response, shown }: ItemRow): Html {
  if (shown !== 'not shown') return shownMark(shown, response);
  if (notApplicable) return html`<span class="shown">not applicable</span>`;
  if (answers.includes('not covered')) return html`<span class="shown open">not covered</span>`;
  return html`<span class="shown">${answers.includes('inherited from AWS') ? 'by AWS' : 'by the practice'}</span>`;
}

const itemBody = (item: ItemRow): Html => html`<div class="body">
<p class="says">${item.says}</p>
<dl class="lines">
${line('Answered', chips(item.answers))}
${line('Shown by', shownLine(item))}
${line('Not applicable', item.notApplicable ? html`${item.notApplicable}` : undefined)}
${line('Supported by', item.support ? html`${item.support.shownBy}${item.support.where ? `; ${item.support.where}` : ''}. <span class="note">Mechanisms help; what the item asks for, people do.</span>` : undefined)}
${line(`Fall short (${item.short.length})`, item.short.length > 0 && controlLinks(item.short))}
${line('Open', item.open ? html`<span class="open">${item.open}</span>` : undefined)}
${line('The practice', item.practice ? prose(item.practice) : undefined)}
${line('Addressable', item.addressable && html`${item.addressable.state}${factList(item.addressable.facts, 'inner')}`)}
${line(`Controls (${item.controls.length})`, item.controls.length > 0 && controlLinks(item.controls))}
${item.places.map(({ kind, names }) => line(kind.charAt(0).toUpperCase() + kind.slice(1), codes(names)))}
</dl></div>`;

const itemRow = (
  item: ItemRow,
): Html => html`<li data-row="item" data-shown="${item.shown}" data-answered="${item.answers.join('|')}">
<details id="item-${item.id}"><summary><span class="id">${item.id}</span><span class="title">${item.title}</span><span class="need">${needOf(item)}</span>${item.open ? html`<span class="flag">something open</span>` : ''}${markOf(item)}</summary>
${itemBody(item)}</details></li>`;

export function itemsSection({ items }: PageModel): Section {
  const families = [...groupBy(items, ({ family }) => family)];
  return {
    id: 'security-rule',
    title: 'The Security Rule, item by item',
    lead: '45 CFR 164.308 to 164.316, in our own words: the CFR is the authority. Each item says who answers it, how far that is shown, and where to look.',
    count: items.length,
    body: html`${families.map(
      ([family, rows]) => html`<div class="family"><h3>${family}</h3><ul class="rows">${rows.map(itemRow)}</ul></div>`,
    )}`,
  };
}

const packRow = ({
  answers,
  controls,
  differs,
  hipaa,
  name,
  reason,
  response,
  shown,
}: PackRow): Html => html`<li data-row="rule" data-shown="${shown}" data-answered="${answers.join('|')}">
<details id="rule-${name}"><summary><span class="title mono">${name}</span><span class="need">${answers.join(', ')}</span>${differs.length > 0 ? html`<span class="flag">differs</span>` : ''}${shownMark(shown, response)}</summary>
<div class="body"><dl class="lines">
${line('45 CFR', hipaa.length > 0 ? html`${hipaa.join(', ')}` : html`no source cites a paragraph`)}
${line('Why', reason ? html`${reason}` : undefined)}
${line('Differs', differs.length > 0 && html`<ul class="inner">${differs.map((one) => html`<li>${one}</li>`)}</ul>`)}
${line('Controls', controls.length > 0 && controlLinks(controls))}
</dl></div></details></li>`;

export const packSection = ({ packRules }: PageModel): Section => ({
  id: 'pack',
  title: 'AWS’s conformance pack for HIPAA',
  lead: 'Each rule of “Operational Best Practices for HIPAA Security”, with what answers it here, and how that differs from AWS’s rule.',
  count: packRules.length,
  body: html`<div><ul class="rows">${packRules.map(packRow)}</ul></div>`,
});
