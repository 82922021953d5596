/** Search and filters. Without the script they are not there, and everything is. */
import { type Html, html } from '../html';
import type { PageModel } from '../model';
import { unique } from '../parts/words';

interface Choice {
  readonly key: string;
  readonly label: string;
  readonly values: readonly string[];
}

const choiceOf = ({ key, label, values }: Choice): Html =>
  html`<label><span>${label}</span><select name="${key}"><option value="">any</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>`;

/** Only values that something on the page has, in the order that readers expect. */
function choicesOf({ controls, items, packRules }: PageModel): readonly Choice[] {
  const rows = [...items, ...packRules, ...controls];
  const present = (order: readonly string[], found: readonly string[]) => order.filter((one) => found.includes(one));
  return [
    {
      key: 'shown',
      label: 'Shown as',
      values: present(
        ['operating', 'deployed', 'designed', 'not shown'],
        rows.map(({ shown }) => shown),
      ),
    },
    { key: 'answered', label: 'Answered', values: unique([...items, ...packRules].flatMap(({ answers }) => answers)) },
    {
      key: 'severity',
      label: 'Severity',
      values: present(
        ['critical', 'high', 'medium', 'low'],
        controls.map(({ severity }) => severity),
      ),
    },
    { key: 'drift', label: 'At drift', values: unique(controls.map(({ fix }) => fix.mode)) },
  ];
}

export const filtersOf = (
  model: PageModel,
): Html => html`<form id="filters" role="search" aria-label="Search and filters" hidden>
<label class="find"><span>Search</span><input type="search" name="q" autocomplete="off" spellcheck="false" placeholder="word or paragraph"></label>
${choicesOf(model).map(choiceOf)}
<button type="reset">Clear</button>
<output aria-live="polite"></output>
</form>`;
