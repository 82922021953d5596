/** What the security contact is told: who, what, when, which paragraph, what was done, how to take it back. Pure. */
import type { DriftRecord } from './record';
import { runbookFor } from './runbook';

const done: Readonly<Record<DriftRecord['outcome'], string>> = {
  fixing: 'It is being put back.',
  fixed: 'It was put back to what the deployed template declares, read again, and holds.',
  recreated: 'It had been deleted; it was made anew under its own name, read again, and holds.',
  unverified: 'It was put back, but a second look did not confirm that. Look at it now.',
  failed: 'It could not be put back. Look at it now.',
  reported: 'Nothing was changed.',
  alarmed: 'Nothing was changed. Look at it now.',
  undone: 'A fix was taken back by a person.',
};

/** An alarm may come of a fix that was made in part. */
const doneOf = ({ changes, outcome }: DriftRecord): string =>
  outcome === 'alarmed' && changes.length > 0
    ? `Not all could be put back; what else differed was put back: ${changes.map(({ path }) => path).join(', ')}. Look at it now.`
    : done[outcome];

/** SNS takes fewer than 100 characters of ASCII without line breaks as a subject. */
const asSubject = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 99)
    .trim();

/** What others named may hold line breaks, or marks that turn the direction of a line: it must not write lines of ours. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

const place = ({ resource: { kind, logicalId, physicalId, stack } }: DriftRecord): string =>
  `${kind} ${physicalId}${stack === undefined ? ' (in no stack of ours)' : ` (${logicalId} of ${stack})`}`;

const cause = ({ trigger }: DriftRecord): string =>
  trigger.kind === 'visit'
    ? 'found by the sweep; who did it stands in CloudTrail'
    : `${trigger.name} by ${trigger.actor} from ${trigger.address || 'an unknown address'}, event ${trigger.id}`;

/** A change set is of a whole stack: who runs it must have seen what else it would put back. */
function wayBackLines({ wayBack }: DriftRecord): readonly string[] {
  if (wayBack === undefined) return [];
  if ('missing' in wayBack)
    return [`Way back  a drift-aware change set of its stack; none was made: ${wayBack.missing}`];
  return [
    'Way back  a drift-aware change set of its whole stack waits for you. See what it would change, then run it:',
    `          ${wayBack.look}`,
    `          ${wayBack.run}`,
  ];
}

export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Subject and text of a mail, for a person who is woken by it. */
export function messageOf(record: DriftRecord, titles: (control: string) => string): Message {
  const { controls, findings, id, outcome, paragraphs, severity, trigger, undo, why } = record;
  const lines = [
    `What      ${place(record)}`,
    ...controls.map((control) => `Control   ${control}: ${titles(control)}`),
    ...findings.map(
      ({ expected, found, path }) => `Found     ${path || 'the resource'} is ${found}; expected ${expected}`,
    ),
    `Who       ${cause(record)}`,
    `When      ${trigger.at}, noticed ${record.noticedAt}`,
    paragraphs.length > 0 ? `Law       45 CFR ${paragraphs.join(', ')}` : undefined,
    `Done      ${doneOf(record)}${why === undefined ? '' : ` Why: ${why}.`}`,
    ...wayBackLines(record),
    undo === undefined ? undefined : `Undo      ${undo}`,
    `Record    ${id}`,
    `Runbook   ${runbookFor(record)}`,
  ];
  return {
    subject: asSubject(
      `[${severity}] ${outcome}: ${controls[0] ?? record.resource.kind} ${record.resource.physicalId}`,
    ),
    text: lines.flatMap((line) => (line === undefined ? [] : [oneLine(line)])).join('\n'),
  };
}
