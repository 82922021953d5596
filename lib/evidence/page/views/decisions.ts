/** What is open, what is excepted by whom until when, and what was granted and used. */
import { code, type Html, html, name, prose } from '../html';
import type { ExceptionRow, GrantRow, OpenGroup, OpenRow, PageModel } from '../model';
import { plural } from '../parts/words';
import { codes, line, type Section } from './marks';

const openRow = ({ anchor, what, why }: OpenRow): Html =>
  html`<li data-row>${anchor ? html`<a href="#${anchor}">${what}</a>` : html`<b>${what}</b>`}${why ? html`<p>${why}</p>` : ''}</li>`;

const openGroup = ({ lead, rows, title }: OpenGroup): Html =>
  html`<div class="family"><h3>${title} <span class="count">${rows.length}</span></h3><p class="note">${lead}</p><ul class="opens">${rows.map(openRow)}</ul></div>`;

export const openSection = ({ open }: PageModel): Section => ({
  id: 'open',
  title: 'What is not covered',
  lead: 'What nothing here answers, what waits for a decision, and what this page has not looked at.',
  count: open.reduce((sum, { rows }) => sum + rows.length, 0),
  body: open.length > 0 ? html`${open.map(openGroup)}` : html`<p>Nothing is known to be open.</p>`,
});

const few = (texts: readonly string[], what: string): Html =>
  texts.length > 3
    ? html`<details class="plain"><summary>${texts.length} ${what}</summary>${codes(texts)}</details>`
    : codes(texts);

/** Days in which an exception is to be mended or decided again: it stands out. */
const soon = 30;

const exceptionRow = ({
  daysLeft,
  expires,
  findings,
  owner,
  paths,
  reason,
  rules,
}: ExceptionRow): Html => html`<li class="exception" data-row="exception">
<div class="left"><p><b class="${daysLeft <= soon ? 'bad' : ''}">${daysLeft.toLocaleString('en-US')}</b> ${daysLeft === 1 ? 'day' : 'days'} left</p><p>until <time datetime="${expires}">${expires}</time></p><p>Owner: ${name(owner)}</p></div>
<div>${prose(reason)}
<dl class="lines">
${line(rules.length === 1 ? 'Rule' : 'Rules', few(rules, 'rules'))}
${line(paths.length === 1 ? 'Place' : 'Places', few(paths, 'places'))}
${line('Covers', html`${plural(findings, 'finding')}`)}
</dl></div></li>`;

export const exceptionsSection = ({ exceptionCount, exceptions }: PageModel): Section => ({
  id: 'exceptions',
  title: 'Exceptions in force',
  lead: `Where a rule is knowingly not kept: why, by whose decision, and until when. One that is expired fails the synth. ${exceptionCount}.`,
  count: exceptions.length,
  body:
    exceptions.length > 0
      ? html`<div><ul class="exceptions">${exceptions.map(exceptionRow)}</ul></div>`
      : html`<p>There are none.</p>`,
});

const unusedOf = ({
  missing,
  role,
  unexplained,
  unused,
}: GrantRow): Html => html`<details class="plain"><summary>What was not used<span class="hide"> by ${role}</span></summary><dl class="lines">
${unused.map(({ actions, reason }) => line(reason, codes(actions)))}
${line('Not called in this drill', unexplained.length > 0 && codes(unexplained))}
${line('Used without a grant', missing.length > 0 && codes(missing))}
</dl></details>`;

const sum = (groups: GrantRow['unused']): number => groups.reduce((total, { actions }) => total + actions.length, 0);

const grantRow = (grant: GrantRow): Html =>
  html`<tr data-row><th scope="row">${code(grant.role)}${unusedOf(grant)}</th><td class="num">${grant.granted}</td><td class="num">${grant.used}</td><td class="num">${sum(grant.unused)}</td><td class="num">${grant.unexplained.length}</td><td class="num">${grant.missing.length}</td></tr>`;

const grantTable = (
  grants: readonly GrantRow[],
): Html => html`<div class="wide" tabindex="0" role="group" aria-label="Granted and used"><table>
<thead><tr><th scope="col">Role</th><th scope="col" class="num">Granted</th><th scope="col" class="num">Used</th><th scope="col" class="num">Unused, with a reason</th><th scope="col" class="num">Not called</th><th scope="col" class="num">Used, not granted</th></tr></thead>
<tbody>${grants.map(grantRow)}</tbody></table></div>`;

export const grantsSection = ({ grants }: PageModel): Section => ({
  id: 'grants',
  title: 'What was granted and used',
  lead: 'The roles that put drift right: the actions that each may take, and those that it took in the drill.',
  ...(grants ? { count: grants.length } : {}),
  body: grants ? grantTable(grants) : html`<p>Nothing was drilled, and so no use was recorded.</p>`,
});
