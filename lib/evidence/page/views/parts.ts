/** Pictures, and the parts that the page takes as they are: who can reach PHI, what it costs. */

import type { Picture } from '../../picture/picture';
import { type Html, html, name } from '../html';
import type { Cell, PageModel, Part, Table } from '../model';
import type { Section } from './marks';

/** As an image: in one, nothing runs and nothing is fetched, whatever the document holds. */
const sourceOf = (svg: string): string => `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;

const pictureOf = ({ caption, file, id, svg, title }: Picture): Html =>
  html`<figure id="${id}"><h3>${title}</h3><div class="wide" tabindex="0" role="group" aria-label="${title}"><img src="${sourceOf(svg)}" alt="${caption}" decoding="async"></div><figcaption>${caption} <a href="${file}">${file}</a></figcaption></figure>`;

export const picturesSection = ({ pictures }: PageModel): Section => ({
  id: 'pictures',
  title: 'The network, and where PHI flows',
  lead: 'Drawn from the templates.',
  body: pictures?.length ? html`${pictures.map(pictureOf)}` : html`<p>No picture was drawn for this page.</p>`,
});

const cellOf = (cell: Cell): Html =>
  typeof cell === 'string'
    ? name(cell)
    : html`<details class="plain"><summary>${name(cell.text)}</summary>${cell.list.map((one) => html`<p class="note">${name(one)}</p>`)}</details>`;

function tableOf({ columns, numeric = [], rows, title }: Table, label: string): Html {
  const kind = (column: number) => (numeric.includes(column) ? 'num' : '');
  const row = (cells: readonly Cell[]) =>
    html`<tr data-row>${cells.map((cell, column) => html`<td class="${kind(column)}">${cellOf(cell)}</td>`)}</tr>`;
  return html`${title ? html`<h3>${title}</h3>` : ''}<div class="wide" tabindex="0" role="group" aria-label="${title ?? label}"><table><thead><tr>${columns.map((column, index) => html`<th scope="col" class="${kind(index)}">${column}</th>`)}</tr></thead><tbody>${rows.map(row)}</tbody></table></div>`;
}

const bodyOf = (
  { figures = [], lead, notes = [], tables }: Part,
  label: string,
): Html => html`<p class="lead">${lead}</p>
${figures.length > 0 ? html`<dl class="figures">${figures.map((one) => html`<div><dt>${one.label}</dt><dd><span class="value">${one.value}</span>${one.note ? html`<span class="note">${one.note}</span>` : ''}</dd></div>`)}</dl>` : ''}
${tables.map((table) => tableOf(table, label))}
${notes.map((note) => html`<p class="note">${note}</p>`)}`;

export const reachSection = ({ reach }: PageModel): Section => ({
  id: 'reach',
  title: 'Who can reach PHI',
  body: reach ? bodyOf(reach, 'Who can reach PHI') : html`<p>This was not evaluated for this page.</p>`,
});

export const operationSection = ({ operation }: PageModel): Section => ({
  id: 'operation',
  title: 'Operation over time',
  body: operation
    ? bodyOf(operation, 'Operation over time')
    : html`<p>No archive was read for this page: “asepsis evidence --from-account” gathers the increments of a period.</p>`,
});

export const costSection = ({ cost }: PageModel): Section => ({
  id: 'cost',
  title: 'What it costs',
  body: cost ? bodyOf(cost, 'What it costs') : html`<p>This was not reckoned for this page.</p>`,
});
