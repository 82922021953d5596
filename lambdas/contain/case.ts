/** A case: one finding, what was contained because of it, and how to take that back. Plain data, and its transitions. Pure. */
import { createHash } from 'node:crypto';
import type { Plan } from './decide';
import type { Finding } from './finding';
import { keyOf, type Target } from './target';

export type StepStatus =
  /** To be contained now. */
  | 'planned'
  /** Waits for a person. */
  | 'asked'
  /** Written before anything is changed: what stays so was cut short, and is taken up again. */
  | 'begun'
  | 'contained'
  | 'failed'
  /** Nobody approved in time. */
  | 'lapsed'
  | 'released';

export interface Step {
  readonly target: Target;
  readonly status: StepStatus;
  /** What stood there before: the way back. The measure's own data. */
  readonly before?: unknown;
  readonly containedAt?: string;
  readonly releasedAt?: string;
  readonly why?: string;
}

export interface Case {
  readonly id: string;
  readonly finding: Pick<Finding, 'id' | 'from' | 'type' | 'title' | 'severity'> & { readonly lastSeen: string };
  readonly openedAt: string;
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
  readonly alarm: boolean;
  /** Until when an approval counts. */
  readonly askUntil?: string;
  /** When the containment ends by itself. */
  readonly expiresAt?: string;
  readonly approvedBy?: string;
  /** Who ended it: a person's session, or `expiry`. */
  readonly releasedBy?: string;
  readonly closedAt?: string;
  /** Whether the security contact was told of it as it is. */
  readonly told: boolean;
  /** Counts its writes: two that go on from the same state do not both win. */
  readonly version: number;
}

export type CaseStatus = 'reported' | 'asked' | 'containing' | 'contained' | 'failed' | 'lapsed' | 'released';

/** What a person is told that the case is. */
export function statusOf({ steps }: Pick<Case, 'steps'>): CaseStatus {
  const has = (...statuses: readonly StepStatus[]) => steps.some(({ status }) => statuses.includes(status));
  if (steps.length === 0) return 'reported';
  if (has('failed')) return 'failed';
  if (has('planned', 'begun')) return 'containing';
  if (has('contained')) return 'contained';
  if (has('asked')) return 'asked';
  return has('released') ? 'released' : 'lapsed';
}

/** Whether something of it is still in force, or waits. */
export const isOpen = (one: Pick<Case, 'steps'>): boolean =>
  ['asked', 'containing', 'contained', 'failed'].includes(statusOf(one));

/** The same finding is the same case, however often it comes; after an end, the next one of its kind. */
export function caseId(findingId: string, generation: number): string {
  const digest = createHash('sha256').update(findingId).digest('hex').slice(0, 12);
  return generation === 1 ? `case-${digest}` : `case-${digest}-${generation}`;
}

/** Name of the session in which a case's measures are taken: by it their own events are known again. */
export const sessionOf = (id: string): string => `contain-${id}`;

export const caseOfSession = (session: string): string | undefined =>
  /^contain-(case-[0-9a-f]{12}(?:-\d+)?)$/.exec(session)?.[1];

export interface Spans {
  readonly expiresHours: number;
  readonly approvalMinutes: number;
}

const later = (at: Date, minutes: number): string => new Date(at.getTime() + minutes * 60_000).toISOString();

/** A case as it begins. */
export function open(finding: Finding, generation: number, now: Date): Case {
  const { from, id, severity, title, type } = finding;
  return {
    id: caseId(id, generation),
    finding: { id, from, type, title, severity, lastSeen: finding.lastSeen.toISOString() },
    openedAt: now.toISOString(),
    steps: [],
    notes: [],
    alarm: false,
    told: false,
    version: 0,
  };
}

/** The case with what a plan adds: new targets, and what is no longer only asked. The same plan again adds nothing. */
export function extend(one: Case, plan: Plan, finding: Finding, now: Date, { approvalMinutes }: Spans): Case {
  const planned = new Map(plan.steps.map((step) => [keyOf(step.target), step]));
  const known = new Set(one.steps.map(({ target }) => keyOf(target)));
  const raised = one.steps.map((step): Step => {
    const atOnce = planned.get(keyOf(step.target))?.mode === 'at-once';
    return atOnce && step.status === 'asked' ? { ...step, status: 'planned' } : step;
  });
  const added = plan.steps
    .filter(({ target }) => !known.has(keyOf(target)))
    .map(({ mode, target }): Step => ({ target, status: mode === 'at-once' ? 'planned' : 'asked' }));
  const notes = [...new Set([...one.notes, ...plan.notes])];
  const same =
    added.length === 0 && notes.length === one.notes.length && raised.every((step, at) => step === one.steps[at]);
  if (same && one.version > 0) return one;
  return {
    ...one,
    finding: { ...one.finding, severity: finding.severity, lastSeen: finding.lastSeen.toISOString() },
    steps: [...raised, ...added],
    notes,
    alarm: one.alarm || plan.alarm,
    told: false,
    ...(added.some(({ status }) => status === 'asked') ? { askUntil: later(now, approvalMinutes) } : {}),
  };
}

const asked = (one: Case, status: StepStatus, changes: Partial<Case>): Case => ({
  ...one,
  ...changes,
  told: false,
  steps: one.steps.map((step) => (step.status === 'asked' ? { ...step, status } : step)),
});

/** Whether a person may still approve: something is asked, and in time. */
export const mayApprove = ({ askUntil, steps }: Case, now: Date): boolean =>
  steps.some(({ status }) => status === 'asked') && askUntil !== undefined && Date.parse(askUntil) > now.getTime();

export const approve = (one: Case, by: string): Case => asked(one, 'planned', { approvedBy: by });

/** What nobody approved in time is left. The same case where nothing is asked any more, or there is time. */
export function lapse(one: Case, now: Date): Case {
  if (mayApprove(one, now) || !one.steps.some(({ status }) => status === 'asked')) return one;
  return closeIfDone(asked(one, 'lapsed', {}), now);
}

/** A case that is over carries when. */
export const closeIfDone = (one: Case, now: Date): Case =>
  isOpen(one) || statusOf(one) === 'reported' || one.closedAt !== undefined
    ? one
    : { ...one, closedAt: now.toISOString() };

const newsOf = ({ approvedBy, notes, releasedBy, steps }: Case): string =>
  JSON.stringify([approvedBy, releasedBy, notes, steps.map(({ status, why }) => [status, why ?? ''])]);

/** The case as it went on from `start`: it is told again only where something about it is new. */
export const asTold = (start: Case, one: Case): Case => ({
  ...one,
  told: start.told && newsOf(start) === newsOf(one),
});

export const isExpired = ({ expiresAt }: Case, now: Date): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime();

/** The end of a containment that begins now; one that lasts longer already keeps its own. */
export function expiryOf({ expiresAt }: Case, now: Date, { expiresHours }: Spans): string {
  const end = later(now, expiresHours * 60);
  return expiresAt !== undefined && expiresAt > end ? expiresAt : end;
}

/** The case with one step replaced. */
export const withStep = (one: Case, key: string, changes: Partial<Step>): Case => ({
  ...one,
  steps: one.steps.map((step) => (keyOf(step.target) === key ? { ...step, ...changes } : step)),
});
