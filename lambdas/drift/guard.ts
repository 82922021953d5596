/** The loop around one resource: read, decide, write down, fix, read again, decide again, write down, tell. */
import { begin, type Case, conclude, reasonOf } from './conclude';
import { type Decision, decide, stormMinutes } from './decide';
import type { Deployment } from './deployment';
import { type Examination, examine, nameOf, type Target } from './examine';
import { endOfCutShort, fix, recreate } from './fix';
import type { History, Ports } from './ports';
import type { DriftRecord } from './record';
import type { Trigger } from './trigger';

/** What came of looking at one resource. */
export type Result =
  | { readonly did: 'nothing' }
  | { readonly did: 'postponed'; readonly why: string }
  | { readonly did: 'recorded'; readonly record: DriftRecord };

/** Ends what earlier rounds left open. What cannot be told now must not keep anything from being fixed: it is thrown last. */
async function makeUp({ ports }: Case, records: readonly DriftRecord[]): Promise<unknown> {
  let failure: unknown;
  for (const record of records) {
    try {
      await conclude(ports, record);
    } catch (error) {
      failure = error;
      ports.log.error('a record could not be told', { record: record.id, why: reasonOf(error) });
    }
  }
  return failure;
}

const sameMatter = (record: DriftRecord, last: DriftRecord): boolean =>
  last.outcome === record.outcome &&
  last.why === record.why &&
  JSON.stringify(last.findings) === JSON.stringify(record.findings);

/**
 * Whether the newest that was told of a resource already says this: what the sweep finds unchanged, and what the same
 * caller does again within the storm's window, so that nobody buries an alarm under a thousand of its kind.
 */
function isToldAlready(record: DriftRecord, last: DriftRecord | undefined, trigger: Trigger): boolean {
  if (last === undefined || !sameMatter(record, last)) return false;
  if (trigger.kind === 'visit') return true;
  const age = Date.parse(record.noticedAt) - Date.parse(last.noticedAt);
  return last.trigger.actor === trigger.actor.arn && age < stormMinutes * 60_000;
}

/** Whether the newest that was told is that this very fix would delete what exists. */
function isRefusedAlready(
  one: Case,
  { others, paths }: Extract<Decision, { act: 'fix' }>,
  last?: DriftRecord,
): boolean {
  if (!last?.refused) return false;
  return isToldAlready(begin(one, last.outcome, [...paths, ...others], last.why), last, one.trigger);
}

/** What is told does not wait for the way back to be there, nor is it left untold where there is none. */
async function readyWayBack({ ports, target: { row } }: Case, record: DriftRecord): Promise<DriftRecord> {
  if (!row) return record;
  try {
    return { ...record, wayBack: await ports.wayBack(row.stack, record.id) };
  } catch (error) {
    return { ...record, wayBack: { missing: reasonOf(error) } };
  }
}

async function act(one: Case, examination: Examination, decision: Decision, history: History): Promise<Result> {
  switch (decision.act) {
    case 'nothing':
      return { did: 'nothing' };
    case 'postpone':
      return { did: 'postponed', why: decision.why };
    case 'fix':
      if (isRefusedAlready(one, decision, history.lastTold)) return { did: 'nothing' };
      return { did: 'recorded', record: await fix(one, examination, decision) };
    case 'recreate':
      return { did: 'recorded', record: await recreate(one, examination, decision.controls) };
    default: {
      const outcome = decision.act === 'alarm' ? 'alarmed' : 'reported';
      const record = begin(one, outcome, decision.findings, decision.why);
      if (isToldAlready(record, history.lastTold, one.trigger)) return { did: 'nothing' };
      const ready = decision.byDeploy ? await readyWayBack(one, record) : record;
      return { did: 'recorded', record: await conclude(one.ports, ready) };
    }
  }
}

/** Looks at one resource and does what is right. @throws DriftError, and whatever a read or a telling throws */
export async function guard(target: Target, trigger: Trigger, deployment: Deployment, ports: Ports): Promise<Result> {
  const noticedAt = ports.clock();
  const one: Case = { target, trigger, deployment, ports, noticedAt };
  const history = await ports.records.history(nameOf(target), noticedAt);
  const untold = await makeUp(one, history.untold);
  const examination = await examine(target, deployment, ports, history);
  const decision = decide(examination.facts);
  const ended = decision.act === 'postpone' ? [] : history.cutShort;
  const endings = await makeUp(
    one,
    ended.map((record) => endOfCutShort(record, examination, ports.clock())),
  );
  const result = await act(one, examination, decision, history);
  const failure = untold ?? endings;
  if (failure !== undefined) throw failure;
  return result;
}
