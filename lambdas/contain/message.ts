/** What the security contact is told of a case: what was found, what was done or is asked, until when, what to type. Pure. */
import { type Case, type Step, statusOf } from './case';
import { keyOf } from './target';

const said: Readonly<Record<ReturnType<typeof statusOf>, string>> = {
  reported: 'Nothing was contained.',
  asked: 'Nothing was contained yet: it waits for you.',
  containing: 'It is being contained.',
  contained: 'It is contained.',
  failed: 'It could not be contained whole. Look at it now.',
  lapsed: 'Nobody approved in time: nothing was contained.',
  released: 'The containment was taken back.',
};

const what: Readonly<Record<Step['target']['kind'], string>> = {
  'iam.role': 'refuse its sessions older than the containment',
  'iam.user': 'refuse its sessions older than the containment (its password is not touched)',
  'iam.access-key': 'deactivate it',
  'ec2.instance': 'keep its volumes in snapshots, then let nothing in or out',
  'ec2.network-interface': 'let nothing in or out',
  's3.bucket': 'close it to that principal',
  'cognito.user': 'disable it and sign it out everywhere',
};

const stepLine = ({ status, target, why }: Step): string =>
  `${status.padEnd(9)} ${keyOf(target)}: ${what[target.kind]}${why === undefined ? '' : ` (${why})`}`;

/** SNS takes 100 characters of ASCII without line breaks as a subject. */
const asSubject = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 100)
    .trim();

/** A finding's own words are somebody else's: on one line, and short. */
const quoted = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 300);

/** Subject and text of a mail, for a person who is woken by it. There is no link in it: opening a mail decides nothing. */
export function messageOf(one: Case): { readonly subject: string; readonly text: string } {
  const status = statusOf(one);
  const { approvedBy, askUntil, expiresAt, finding, id, notes, openedAt, releasedBy, steps } = one;
  const isAsked = steps.some((step) => step.status === 'asked');
  const isContained = steps.some((step) => step.status === 'contained');
  const lines = [
    `Case      ${id}`,
    `Found     ${finding.type}, severity ${finding.severity}: ${quoted(finding.title)}`,
    `Finding   ${quoted(finding.id)}${finding.from === 'suspicion' ? ' (a suspicion, not GuardDuty)' : ''}`,
    `When      last seen ${finding.lastSeen}, opened ${openedAt}`,
    'Law       45 CFR 164.308(a)(6)(ii)',
    `Done      ${said[status]}`,
    ...steps.map((step) => `          ${stepLine(step)}`),
    ...notes.map((note) => `Note      ${note}`),
    approvedBy === undefined ? undefined : `Approved  by ${approvedBy}`,
    releasedBy === undefined ? undefined : `Released  by ${releasedBy}`,
    isAsked && askUntil !== undefined
      ? `Approve   npm run asepsis -- approve ${id}\n          with your second factor, until ${askUntil}; after that nothing is done`
      : undefined,
    isContained
      ? `Release   npm run asepsis -- release ${id}\n          or it ends by itself at ${expiresAt ?? 'no time that is known'}`
      : undefined,
  ];
  const level = one.alarm || status === 'failed' ? 'alarm' : `severity ${finding.severity}`;
  return {
    subject: asSubject(`[${level}] ${status}: ${finding.type} ${id}`),
    text: lines.filter((line) => line !== undefined).join('\n'),
  };
}
