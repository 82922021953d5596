/** Which attack techniques the controls hear of, and what they do about them: `docs/threat-coverage.md`. Pure. */
import type { AnyControl } from '../controls/control';
import { familyOf } from './families';
import { techniques } from './techniques';

const hears =
  (calls: readonly string[]) =>
  ({ brokenBy, fix, resource }: AnyControl): boolean =>
    fix.mode !== 'none' && familyOf(resource.name) !== undefined && brokenBy.some((call) => calls.includes(call));

/** The controls whose loop is set in motion by one of a technique's calls. */
export const controlsHearing = (calls: readonly string[], controls: readonly AnyControl[]): readonly AnyControl[] =>
  controls.filter(hears(calls));

const list = (items: readonly string[]): string =>
  items.length === 0 ? '—' : items.map((item) => `\`${item}\``).join(', ');

function rowOf(technique: string, calls: readonly string[], controls: readonly AnyControl[]): string {
  const heard = controlsHearing(calls, controls);
  const of = (mode: AnyControl['fix']['mode']) =>
    list(heard.filter(({ fix }) => fix.mode === mode).map(({ id }) => id));
  return `| ${technique} | ${list(calls)} | ${of('enforce')} | ${of('observe')} |`;
}

/** The page, in Markdown. */
export function threatCoverage(controls: readonly AnyControl[]): string {
  const rows = Object.entries(techniques);
  const changing = rows.filter(([, calls]) => calls.length > 0);
  const heard = changing.filter(([, calls]) => controlsHearing(calls, controls).length > 0);
  return `# Attack techniques and the controls that hear of them

Generated from \`lib/controls\` by \`npm run docs\`: do not edit. The techniques and their calls are those of Stratus Red
Team's detonation logs, which the tests replay.

Of ${rows.length} techniques, ${changing.length} change something; controls hear of ${heard.length} of these. What a control hears of is read live and held
against what the deployed template declares: a resource of the deployment is put back where the control enforces, and a
person is told where it only observes. A call about somebody else's resource changes nothing. What only reads (secrets,
passwords, user data), or works on the data plane (a session, a command, a model), leaves no configuration that drifts:
GuardDuty and the trail's data events are there for these.

| technique | calls that change something | put back by | told by |
|---|---|---|---|
${rows.map(([technique, calls]) => rowOf(technique, calls, controls)).join('\n')}
`;
}
