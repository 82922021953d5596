/** Which heading of docs/runbook.md tells a person what to do about a record. Pure. */
import type { DriftRecord, Outcome } from './record';

/** What is said under a heading of the runbook, and the words of a record's reason that lead there. */
interface ByReason {
  readonly heading: string;
  readonly reason: RegExp;
}

/** The first that fits is meant: a storm over something that was deleted is a storm. */
export const byReason: readonly ByReason[] = [
  { heading: "The fixers' role in other hands", reason: /^the role of fixes was used/ },
  { heading: 'A fix would delete', reason: /it would delete records that exist/ },
  {
    heading: 'Not attested',
    reason: /^not attested: |^the deployed template is not attested|^nothing attests what is/,
  },
  { heading: 'Storm', reason: /somebody works against it/ },
  { heading: 'Deleted', reason: /^it was deleted/ },
  { heading: 'The settings cannot be read', reason: /^the settings cannot be read/ },
  { heading: 'The exceptions cannot be read', reason: /^the exceptions cannot be read/ },
  { heading: 'Declared too weak', reason: /^what is declared is itself too weak/ },
  { heading: 'Something cannot be known', reason: /cannot be known/ },
  { heading: 'Cut short', reason: /its function was ended before it could look again/ },
  { heading: 'Held', reason: /^a person took this fix back/ },
  { heading: 'Fixes are stopped', reason: /^fixes are stopped/ },
  { heading: 'Only observed', reason: /^it is only observed/ },
  { heading: 'In no stack of ours', reason: /^it is in no stack of ours/ },
  { heading: 'Nothing declares it', reason: /^nothing declares what it should be/ },
  {
    heading: 'The API cannot change it',
    reason: /^the API cannot change it|^it is written together with something that must/,
  },
];

/** Where no reason says more. */
export const byOutcome: Readonly<Record<Outcome, string>> = {
  fixing: 'Being put back',
  fixed: 'Fixed',
  recreated: 'Recreated',
  unverified: 'Unverified',
  failed: 'Failed',
  reported: 'Reported',
  alarmed: 'Alarmed',
  undone: 'Undone',
};

/** The heading for a record. */
export const headingFor = ({ outcome, why = '' }: Pick<DriftRecord, 'outcome' | 'why'>): string =>
  byReason.find(({ reason }) => reason.test(why))?.heading ?? byOutcome[outcome];

/** A heading's anchor, as Markdown is shown on the web: lower case, hyphens for spaces, no punctuation. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

/** What a message says: file and anchor. */
export const runbookFor = (record: Pick<DriftRecord, 'outcome' | 'why'>): string =>
  `docs/runbook.md#${anchorOf(headingFor(record))}`;
