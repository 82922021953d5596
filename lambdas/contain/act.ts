/** The steps of a case, taken and taken back: look, write down, change, look again, write down. */
import { asTold, type Case, closeIfDone, expiryOf, type Step, sessionOf, withStep } from './case';
import type { Mark, Measure } from './measures/measure';
import { type ContainPorts, Superseded } from './ports';
import { holdsOf, keyOf, type Target } from './target';

/** Waits between looks after a change, in milliseconds: a service may show the old state for a moment. */
const patience: readonly number[] = [0, 100, 400, 1_500];

/** Milliseconds that the drift loop keeps away beyond the end, so that the release comes first. */
const holdMargin = 60 * 60_000;

const whyOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);

async function shows(look: () => Promise<boolean>, { wait }: ContainPorts): Promise<boolean> {
  for (const pause of patience) {
    if (pause > 0) await wait(pause);
    if (await look()) return true;
  }
  return false;
}

/** Steps of other open cases that may have changed the same target. */
async function othersOn(target: Target, one: Case, ports: ContainPorts): Promise<readonly Step[]> {
  const others = (await ports.cases.open()).filter(({ id }) => id !== one.id);
  return others
    .flatMap(({ steps }) => steps)
    .filter(({ before, status }) => before !== undefined && ['begun', 'contained', 'failed'].includes(status))
    .filter((step) => keyOf(step.target) === keyOf(target));
}

/** What stood there before any containment: what another open case wrote down, where one holds the same target. */
async function beforeOf(one: Case, step: Step, reader: Measure, ports: ContainPorts): Promise<unknown> {
  if (step.before !== undefined) return step.before;
  const [other] = await othersOn(step.target, one, ports);
  return other?.before ?? reader.look(step.target);
}

async function containStep(one: Case, step: Step, ports: ContainPorts): Promise<Case> {
  const { target } = step;
  const key = keyOf(target);
  const reader = ports.reader(target);
  const before = await beforeOf(one, step, reader, ports);
  if (before === undefined)
    return ports.cases.write({ ...withStep(one, key, { status: 'lapsed', why: 'it is gone' }), told: false });
  const now = ports.clock();
  const mark: Mark = { caseId: one.id, at: now };
  const expiresAt = expiryOf(one, now, ports.spans);
  const begun = await ports.cases.write({ ...withStep(one, key, { status: 'begun', before }), expiresAt, told: false });
  await ports.cases.hold(holdsOf(target), one.id, new Date(Date.parse(expiresAt) + holdMargin));
  const fixer = await ports.fixer(target, sessionOf(one.id));
  const made = await fixer.contain(target, before, mark);
  const holds = await shows(() => reader.holds(target, made, mark), ports);
  const result: Partial<Step> = holds
    ? { status: 'contained', before: made, containedAt: now.toISOString(), why: undefined }
    : { status: 'failed', before: made, why: 'a second look did not show the containment' };
  return ports.cases.write(withStep(begun, key, result));
}

/** What a step ended with that did not come through. */
export interface Outcome {
  readonly one: Case;
  readonly failures: readonly unknown[];
}

/**
 * Takes every step that is due: planned, cut short, or failed before. One that fails does not keep the others from their
 * turn; it is written down.
 */
export async function contain(start: Case, ports: ContainPorts): Promise<Outcome> {
  let one = start;
  const failures: unknown[] = [];
  for (const { target } of start.steps) {
    const step = one.steps.find((candidate) => keyOf(candidate.target) === keyOf(target));
    if (!step || !['planned', 'begun', 'failed'].includes(step.status)) continue;
    try {
      one = await containStep(one, step, ports);
    } catch (error) {
      // Somebody else has gone on with this case: what is written down is theirs.
      if (error instanceof Superseded) throw error;
      failures.push(error);
      one = await failed(one, step, error, ports);
    }
  }
  return { one: one === start ? one : await ports.cases.write(asTold(start, one)), failures };
}

/** Writes a failure down. The state may have moved on before it failed: it is read again. */
async function failed(one: Case, step: Step, error: unknown, ports: ContainPorts): Promise<Case> {
  const current = (await ports.cases.find(one.id)) ?? one;
  ports.log.error('a step failed', { case: one.id, target: keyOf(step.target), error: whyOf(error) });
  return ports.cases.write(withStep(current, keyOf(step.target), { status: 'failed', why: whyOf(error) }));
}

async function releaseStep(one: Case, step: Step, ports: ContainPorts): Promise<Partial<Step>> {
  const { before, target } = step;
  const releasedAt = ports.clock().toISOString();
  const others = await othersOn(target, one, ports);
  if (others.length > 0) return { status: 'released', releasedAt, why: 'another open case contains it still' };
  const mark: Mark = { caseId: one.id, at: ports.clock() };
  const fixer = await ports.fixer(target, sessionOf(one.id));
  await fixer.release(target, before, mark);
  const reader = ports.reader(target);
  if (!(await shows(() => reader.isReleased(target, before, mark), ports)))
    return { why: 'it was released, but a second look did not show that' };
  // Only now may the drift loop look at it again: what stands there is what was there before.
  await ports.cases.unhold(holdsOf(target));
  return { status: 'released', releasedAt, why: undefined };
}

/** Takes back, by what was written down, everything that was changed; what was only asked lapses. */
export async function release(start: Case, by: string, ports: ContainPorts): Promise<Outcome> {
  let one = await ports.cases.write({ ...start, releasedBy: by, told: false });
  const failures: unknown[] = [];
  for (const step of start.steps) {
    const key = keyOf(step.target);
    if (step.status === 'released' || step.status === 'lapsed') continue;
    // A step that was cut short or failed may have changed something: its way back is taken as well.
    if (step.before === undefined) {
      one = withStep(one, key, { status: 'lapsed' });
      continue;
    }
    try {
      one = withStep(one, key, await releaseStep(one, step, ports));
    } catch (error) {
      failures.push(error);
      ports.log.error('a release failed', { case: one.id, target: key, error: whyOf(error) });
      one = withStep(one, key, { why: `not released: ${whyOf(error)}` });
    }
  }
  return { one: await ports.cases.write(asTold(start, closeIfDone(one, ports.clock()))), failures };
}
