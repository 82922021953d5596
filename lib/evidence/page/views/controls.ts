/** Each control: paragraph, resources, rule at synth, detector, fix, last drill. */
import { code, type Html, html } from '../html';
import type { ControlRow, DrillRow, PageModel, ResourceRow } from '../model';
import { areaOf, areas, elsewhere } from '../parts/areas';
import { groupBy } from '../parts/words';
import { codes, line, type Section, shownMark } from './marks';

const cited = (hipaa: readonly string[], items: ReadonlySet<string>): Html =>
  html`${hipaa.map((one, index) => html`${index > 0 ? ', ' : ''}${items.has(one) ? html`<a href="#item-${one}">${one}</a>` : one}`)}`;

const resourceRow = ({ count, logicalId, path, source }: ResourceRow): Html =>
  html`<tr><td>${code(path)}${count > 1 ? html` <span class="note">in each of ${count}</span>` : ''}</td><td class="code" dir="ltr">${logicalId}</td><td class="code" dir="ltr">${source ?? ''}</td></tr>`;

/** A table that a keyboard can scroll where it is wider than the page. */
function resourcesOf({ id, resourceCount, resources }: ControlRow): Html | undefined {
  if (resources.length === 0) return undefined;
  return html`<details class="plain"><summary>${resourceCount} ${resourceCount === 1 ? 'resource' : 'resources'}<span class="hide"> of ${id}</span></summary>
<div class="wide" tabindex="0" role="group" aria-label="Resources of ${id}"><table><thead><tr><th scope="col">Construct path</th><th scope="col">Logical id</th><th scope="col">Made at</th></tr></thead><tbody>${resources.map(resourceRow)}</tbody></table></div></details>`;
}

const drillRow = ({ how, outcome, passed, times, why }: DrillRow): Html =>
  html`<li>${how}: <b class="${passed ? 'good' : 'bad'}">${outcome}</b>${times ? `, ${times}` : ''}${why ? html`. <span class="note">${why}</span>` : ''}</li>`;

const list = (rows: readonly Html[]): Html | undefined =>
  rows.length > 0 ? html`<ul class="inner">${rows}</ul>` : undefined;

const controlBody = (control: ControlRow, items: ReadonlySet<string>): Html => html`<div class="body"><dl class="lines">
${line('45 CFR', cited(control.hipaa, items))}
${line('Shown by', html`${control.shownBy ?? 'nothing'}${control.where ? `, ${control.where}` : ''}${control.at ? `, ${control.at}` : ''}`)}
${line('Resources', resourcesOf(control) ?? html`none is declared here`)}
${line('At synth', html`${control.atSynth} <span class="note">To mend it in a template: ${control.remedy}</span>`)}
${line('AWS Config rule', control.configRule ? html`<a href="#rule-${control.configRule}">${code(control.configRule)}</a>` : undefined)}
${line('Detector', control.detector.length > 0 ? html`These calls in CloudTrail, and the sweep: ${codes(control.detector)}` : html`the sweep`)}
${line('Fix', html`<b>${control.fix.mode}</b>. ${control.fix.says}`)}
${line('With', control.fix.permissions.length > 0 && codes(control.fix.permissions))}
${line('Last drill', list(control.drills.map(drillRow)) ?? html`none`)}
${line('Keeps it from more', list(control.gaps.map((gap) => html`<li>${gap}</li>`)))}
</dl></div>`;

const controlRow = (
  control: ControlRow,
  items: ReadonlySet<string>,
): Html => html`<li data-row="control" data-shown="${control.shown}" data-severity="${control.severity}" data-drift="${control.fix.mode}">
<details id="control-${control.id}"><summary><span class="title">${control.title}</span><span class="id">${control.id}</span><span class="need">${control.severity}</span>${shownMark(control.shown, control.response)}</summary>
${controlBody(control, items)}</details></li>`;

export function controlsSection({ controls, items }: PageModel): Section {
  const ids = new Set(items.map(({ id }) => id));
  // What looks at nothing here comes last.
  const ordered = [
    ...controls.filter(({ shown }) => shown !== 'not shown'),
    ...controls.filter(({ shown }) => shown === 'not shown'),
  ];
  const found = groupBy(ordered, ({ kind }) => areaOf(kind));
  const groups = [...areas.map(({ title }) => title), elsewhere].map(
    (title) => [title, found.get(title) ?? []] as const,
  );
  return {
    id: 'controls',
    title: 'Controls',
    lead: 'Each is one requirement on one kind of resource: the same predicate fails a synth and recognises a violation at run time.',
    count: controls.length,
    body: html`${groups.map(
      ([title, rows]) =>
        rows.length > 0 &&
        html`<div class="family"><h3>${title}</h3><ul class="rows">${rows.map((row) => controlRow(row, ids))}</ul></div>`,
    )}`,
  };
}
