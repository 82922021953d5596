/** A fix: written down, made with narrowed credentials, read back, written down again, told. */
import { isDeepStrictEqual } from 'node:util';
import type { AnyControl } from '../../lib/controls/control';
import { wholeResource } from '../../lib/drift/promises';
import { AsepsisError } from '../../lib/errors';
import { begin, type Case, conclude, reasonOf, undoOf } from './conclude';
import type { Decision, Finding } from './decide';
import { type Examination, leftIn, reexamine } from './examine';
import { covers } from './findings';
import type { Live } from './live/live';
import { type Change, type DriftRecord, sessionName } from './record';

/** A fix that did not come through. The message is tried again; what was done so far is recorded. */
export class DriftError extends Error {
  override readonly name = 'DriftError';

  constructor(
    message: string,
    readonly record: DriftRecord,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** Waits between reads after a fix, in milliseconds: a service may show the old state for a moment. */
const patience: readonly number[] = [0, 100, 400, 1_500];

const valueAt = (state: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined),
      state,
    );

const pathsOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ path }) => path))];

const changesIn = (paths: readonly string[], before: unknown, after: unknown): readonly Change[] =>
  paths.map((path) => ({ path, before: valueAt(before, path), after: valueAt(after, path) }));

/**
 * The puts for some paths, each once, since one call may put several. In the order in which the kind lists them: a key
 * whose deletion is scheduled can be enabled only after that is cancelled.
 */
function putsFor({ puts }: Live<unknown>, paths: readonly string[]) {
  const wanted = Object.keys(puts).filter((key) => paths.some((path) => covers(key, path)));
  return [...new Set(wanted.map((key) => puts[key]))].filter((put) => put !== undefined);
}

/** Reads until what was asked for shows, for a little while. The last examination, and whether it shows. */
async function lookAgain(one: Case, examination: Examination, shows: (now: Examination) => boolean) {
  const { ports, target } = one;
  const reader = ports.reader(target.kind);
  let last = examination;
  for (const pause of patience) {
    if (pause > 0) await ports.wait(pause);
    last = reexamine(target, examination, await reader.read(target.physicalId, examination.declared));
    if (shows(last)) return { last, holds: true };
  }
  return { last, holds: false };
}

/** Opens a fixer for some paths. A promise that no control asks for is put back by the leave of all of the kind. */
function fixerFor(one: Case, record: DriftRecord, paths: readonly Finding[]): Promise<Live<unknown>> {
  const { kind, controls: all, physicalId } = one.target;
  const isOwn = (finding: Finding) => finding.controls.some(({ fix }) => fix.mode === 'enforce');
  const named = new Set<AnyControl>(paths.flatMap(({ controls }) => controls));
  const controls = paths.every(isOwn) ? [...named] : all;
  return one.ports.fixer({ kind, physicalId, controls, paths: pathsOf(paths), session: sessionName(record.id) });
}

/** Security Hub hears of what is known and not yet put right. It is a copy: a fix does not wait for it, nor fail with it. */
async function openFinding({ ports }: Case, record: DriftRecord): Promise<void> {
  try {
    await ports.open(record);
  } catch (error) {
    ports.log.error('the finding was not opened', { record: record.id, why: reasonOf(error) });
  }
}

/** Writes a failure down, best effort, and makes the error that has the message tried again. */
async function failed({ ports }: Case, begun: DriftRecord, error: unknown): Promise<DriftError> {
  const why = reasonOf(error);
  const record: DriftRecord = { ...begun, outcome: 'failed', why };
  try {
    await conclude(ports, record);
  } catch (second) {
    ports.log.error('a failure could not be written down or told', { record: record.id, why: reasonOf(second) });
  }
  const { kind, physicalId } = record.resource;
  return new DriftError(`${kind} ${physicalId} was not put back: ${why}`, record, error);
}

/**
 * Does the work of a fix between its two records. Nothing is changed before the first is written; telling comes after the
 * second, so that what cannot be told is done nevertheless, and told later.
 *
 * @param work gives the final record; what it says to have touched by then is kept where it fails
 */
async function recorded(
  one: Case,
  begun: DriftRecord,
  work: (touch: () => void) => Promise<DriftRecord>,
): Promise<DriftRecord> {
  await one.ports.records.write(begun);
  const opening = openFinding(one, begun);
  let touched = false;
  const touch = () => {
    touched = true;
  };
  const final = await work(touch).catch(async (error: unknown) => {
    await opening;
    const left = touched && begun.changes.length > 0 ? { undo: undoOf(begun) } : { changes: [] };
    throw await failed(one, { ...begun, ...left }, error);
  });
  await opening;
  return conclude(one.ports, final);
}

/** Whether nothing is left at some paths of a resource that is there. */
const holdsAt =
  (paths: readonly string[]) =>
  (now: Examination): boolean =>
    now.live !== undefined && !leftIn(now).some((left) => paths.some((path) => covers(path, left.path)));

const readOf = ({ ports, target }: Case, { declared }: Examination): Promise<unknown> =>
  ports.reader(target.kind).read(target.physicalId, declared);

/** Why a put was refused because it would have deleted something, and what to do. @throws any other error */
function refusalIn(error: unknown): string {
  if (error instanceof AsepsisError && error.code === 'FIX_WOULD_DELETE') return `${error.message}. ${error.remedy}`;
  throw error;
}

/** A person decides: to try again would come to the same. What other puts changed can be taken back. */
function refused(begun: DriftRecord, refusals: readonly string[], all: readonly Change[]): DriftRecord {
  const changes = all.filter(({ after, before }) => !isDeepStrictEqual(after, before));
  const undo = changes.length > 0 ? { undo: undoOf(begun) } : {};
  return { ...begun, outcome: 'alarmed', why: refusals.join(' '), changes, refused: true, ...undo };
}

/** Puts what differs, and looks again. What goes wrong is recorded with what may have been changed by then. */
export function fix(
  one: Case,
  examination: Examination,
  { others, paths }: Extract<Decision, { act: 'fix' }>,
): Promise<DriftRecord> {
  const { ports, target } = one;
  const { declared, live } = examination;
  const wanted = pathsOf(paths);
  const begun = {
    ...begin(one, 'fixing', [...paths, ...others]),
    changes: changesIn(wanted, live, declared),
  };
  return recorded(one, begun, async (touch) => {
    const fixer = await fixerFor(one, begun, paths);
    const refusals: string[] = [];
    for (const put of putsFor(fixer, wanted)) {
      touch();
      await put(target.physicalId, declared, live).catch((error: unknown) => refusals.push(refusalIn(error)));
    }
    if (refusals.length > 0) return refused(begun, refusals, changesIn(wanted, live, await readOf(one, examination)));
    const { holds, last } = await lookAgain(one, examination, holdsAt(wanted));
    const changes = changesIn(wanted, live, last.live);
    const fixedAt = ports.clock().toISOString();
    return { ...begun, outcome: holds ? 'fixed' : 'unverified', changes, fixedAt, undo: undoOf(begun) };
  });
}

/** Makes a deleted resource anew under its own name, puts what its making left out, and looks again. */
export function recreate(one: Case, examination: Examination, controls: readonly AnyControl[]): Promise<DriftRecord> {
  const { ports, target } = one;
  const { declared } = examination;
  const { kind, controls: all, physicalId } = target;
  const finding = { path: wholeResource, controls, found: 'nothing: it was deleted', expected: 'the resource' };
  const begun = begin(one, 'fixing', [finding]);
  return recorded(one, begun, async (touch) => {
    const paths = [wholeResource, ...examination.facts.puts.keys()];
    // The whole of it is made, whatever controls asked: by the leave of all of the kind.
    const fixer = await ports.fixer({ kind, physicalId, controls: all, paths, session: sessionName(begun.id) });
    touch();
    await fixer.recreate?.(physicalId, declared);
    const there = await lookAgain(one, examination, ({ live }) => live !== undefined);
    const missing = there.last.facts.differences.map(({ path }) => path);
    for (const put of putsFor(fixer, missing)) await put(physicalId, declared, there.last.live);
    const { holds } = await lookAgain(one, examination, (now) => now.live !== undefined && leftIn(now).length === 0);
    const fixedAt = ports.clock().toISOString();
    return { ...begun, outcome: holds ? 'recreated' : 'unverified', fixedAt };
  });
}

/**
 * The end of a fix whose function was ended before it could look again: what it wrote down is held against what is there
 * now. Where that is as it should be it held, and its undo is not lost.
 */
export function endOfCutShort(record: DriftRecord, now: Examination, at: Date): DriftRecord {
  const paths = record.changes.map(({ path }) => path);
  const why = 'its function was ended before it could look again';
  if (!holdsAt(paths)(now)) return { ...record, outcome: 'failed', why };
  const changes = record.changes.map((change) => ({ ...change, after: valueAt(now.live, change.path) }));
  const undo = changes.length > 0 ? { undo: undoOf(record) } : {};
  return { ...record, outcome: 'fixed', changes, why, fixedAt: at.toISOString(), ...undo };
}
