/** One request: a finding, a person's decision, the clock, or a call in our fixer's name. */
import { contain, type Outcome, release } from './act';
import {
  approve,
  type Case,
  caseId,
  caseOfSession,
  extend,
  isExpired,
  isOpen,
  lapse,
  mayApprove,
  open,
  statusOf,
} from './case';
import { decide, type Subject } from './decide';
import type { Finding } from './finding';
import type { ContainPorts } from './ports';
import type { Request } from './request';
import { nameOfSuspect } from './suspect';

/** Something did not come through. The message is tried again; what was done is on record. */
export class ContainmentError extends Error {
  override readonly name = 'ContainmentError';
}

/** Tells of a case as it is, and writes that it was told: a telling that is cut short is made up for later. */
async function tellOnce(one: Case, ports: ContainPorts): Promise<Case> {
  if (one.told) return one;
  await ports.tell(one);
  return ports.cases.write({ ...one, told: true });
}

async function conclude({ failures, one }: Outcome, ports: ContainPorts): Promise<Case> {
  const told = await tellOnce(one, ports);
  if (failures.length > 0)
    throw new ContainmentError(`${failures.length} steps of ${one.id} did not come through`, { cause: failures[0] });
  return told;
}

/** More than this many ends of one finding's cases, and the last is taken up again. */
const mostGenerations = 50;

interface Standing {
  readonly one: Case | undefined;
  readonly generation: number;
  /** Whether a person took back what this finding had contained. */
  readonly releasedBefore: boolean;
}

const byPerson = ({ releasedBy }: Case): boolean => releasedBy !== undefined && releasedBy !== 'expiry';

/** The case that a finding belongs to now: the one that is open, or was seen last; or the next one's number. */
async function standingOf(finding: Finding, { cases }: ContainPorts): Promise<Standing> {
  let releasedBefore = false;
  for (let generation = 1; ; generation += 1) {
    const one = await cases.find(caseId(finding.id, generation));
    if (one === undefined) return { one, generation, releasedBefore };
    releasedBefore ||= byPerson(one);
    // Over, and seen again since: what was contained goes on.
    const seenSince = one.closedAt !== undefined && one.closedAt < finding.lastSeen.toISOString();
    if (!seenSince || generation === mostGenerations) return { one, generation, releasedBefore };
  }
}

/** Suspects as they are found. One that cannot be looked up does not keep the others from being contained. */
async function lookUp(finding: Finding, { log, look }: ContainPorts) {
  const looked = await Promise.allSettled(finding.suspects.map((suspect) => look(suspect)));
  const failures: unknown[] = [];
  const subjects = looked.flatMap((one, index): readonly Subject[] => {
    if (one.status === 'fulfilled') return one.value;
    failures.push(one.reason);
    const suspect = finding.suspects[index];
    log.error('a suspect cannot be looked up', { error: one.reason instanceof Error ? one.reason.name : 'unknown' });
    return suspect ? [{ name: nameOfSuspect(suspect), sure: suspect.sure, why: 'it cannot be looked up' }] : [];
  });
  return { subjects, failures };
}

async function onFinding(finding: Finding, ports: ContainPorts): Promise<Case | undefined> {
  const { one: standing, generation, releasedBefore } = await standingOf(finding, ports);
  if (standing !== undefined && !isOpen(standing) && statusOf(standing) !== 'reported')
    return tellOnce(standing, ports);
  const [settings, { failures, subjects }] = await Promise.all([ports.settings(), lookUp(finding, ports)]);
  const { defenders, levels } = ports;
  const plan = decide({ finding, subjects, settings, levels, defenders, releasedBefore });
  if (standing === undefined && plan.steps.length === 0 && plan.notes.length === 0) return undefined;
  const now = ports.clock();
  const planned = extend(standing ?? open(finding, generation, now), plan, finding, now, ports.spans);
  const written = planned === standing ? planned : await ports.cases.write(planned);
  const one = await conclude(await contain(written, ports), ports);
  // What could not be read is read again: the message comes again.
  if (settings === undefined || failures.length > 0)
    throw new ContainmentError(`not all of ${one.id} could be read`, { cause: failures[0] });
  return one;
}

async function onDecision(request: Extract<Request, { kind: 'decision' }>, ports: ContainPorts): Promise<Case> {
  const one = await ports.cases.find(request.case);
  if (one === undefined) throw new ContainmentError(`there is no case ${request.case}`);
  const now = ports.clock();
  if (request.action === 'release')
    return conclude(isOpen(one) ? await release(one, request.by, ports) : { one, failures: [] }, ports);
  if (mayApprove(one, now)) {
    // A stop that a person set holds for approvals too.
    const settings = await ports.settings();
    if (settings === undefined || settings.stop) {
      await ports.alarm(
        `[alarm] ${one.id} was approved and is not contained`,
        'Fixes are stopped, or the settings cannot be read. Mend that, then approve again.',
      );
      return one;
    }
    const approved = await ports.cases.write(approve(one, request.by));
    return conclude(await contain(approved, ports), ports);
  }
  // Approved already, or too late.
  const lapsed = lapse(one, now);
  return tellOnce(lapsed === one ? one : await ports.cases.write(lapsed), ports);
}

/** What the clock brings for one case: its end, the end of asking, and what was cut short. */
async function onClock(one: Case, ports: ContainPorts): Promise<void> {
  const now = ports.clock();
  if (!isOpen(one)) {
    await tellOnce(one, ports);
    return;
  }
  if (isExpired(one, now)) {
    await tellOnce((await release(one, 'expiry', ports)).one, ports);
    return;
  }
  const lapsed = lapse(one, now);
  const written = lapsed === one ? one : await ports.cases.write(lapsed);
  const settings = await ports.settings();
  const mayAct = settings !== undefined && !settings.stop;
  await tellOnce(mayAct ? (await contain(written, ports)).one : written, ports);
}

/** The clock comes again: what does not come through for one case waits for it, and keeps no other from its turn. */
async function onTick(ports: ContainPorts): Promise<void> {
  for (const one of await ports.cases.open()) {
    try {
      await onClock(one, ports);
    } catch (error) {
      ports.log.error('a case waits for the next tick', {
        case: one.id,
        error: error instanceof Error ? `${error.name}: ${error.message}` : typeof error,
      });
    }
  }
}

/** A call in the fixer's name belongs to a case of ours that was open then, or its credentials are in other hands. */
async function onCall(call: Extract<Request, { kind: 'call' }>, ports: ContainPorts): Promise<void> {
  const id = caseOfSession(call.session);
  const one = id === undefined ? undefined : await ports.cases.find(id);
  // CloudTrail's clock has whole seconds.
  if (one !== undefined && Date.parse(one.openedAt) <= call.at.getTime() + 1_000) return;
  await ports.alarm(
    '[critical] the role of containment was used by somebody else',
    [
      `What      ${call.name} in the session ${call.session || 'without a name'}, event ${call.id}`,
      `When      ${call.at.toISOString()}`,
      'Why       No case of ours is on record for it: the credentials of the fixer are in other hands.',
      'Do now    docs/runbook-containment.md, "The fixer is not us"',
    ].join('\n'),
  );
}

/** @throws what makes the message come again */
export async function handle(request: Request, ports: ContainPorts): Promise<void> {
  switch (request.kind) {
    case 'finding': {
      const one = await onFinding(request.finding, ports);
      ports.log.info('finding handled', { finding: request.finding.type, case: one?.id, is: one && statusOf(one) });
      return;
    }
    case 'decision': {
      const one = await onDecision(request, ports);
      ports.log.info('decision handled', { case: one.id, action: request.action, by: request.by, is: statusOf(one) });
      return;
    }
    case 'call':
      return onCall(request, ports);
    default:
      return onTick(ports);
  }
}
