/** The loop around one resource: read, decide, write down, fix, read again, decide again, write down, tell. */
import type { AnyControl } from '../../lib/controls/control';
import { type Decision, decide, type Finding } from './decide';
import type { Deployment } from './deployment';
import { compareWith, type Examination, examine, nameOf, type Target } from './examine';
import type { Live } from './live/live';
import type { Ports } from './ports';
import { beginRecord, type DriftRecord, recordId, sessionName } from './record';
import type { Trigger } from './trigger';

/** What came of looking at one resource. */
export type Result =
  | { readonly did: 'nothing' }
  | { readonly did: 'postponed'; readonly why: string }
  | { readonly did: 'recorded'; readonly record: DriftRecord };

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

interface Case {
  readonly target: Target;
  readonly trigger: Trigger;
  readonly deployment: Deployment;
  readonly ports: Ports;
  readonly noticedAt: Date;
}

const at = (state: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined),
      state,
    );

function begin(one: Case, outcome: DriftRecord['outcome'], findings: readonly Finding[], why?: string): DriftRecord {
  const { noticedAt, ports, target, trigger } = one;
  const id = recordId(ports.clock(), ports.digits());
  return beginRecord({ id, outcome, resource: nameOf(target), ...(why ? { why } : {}) }, trigger, noticedAt, findings);
}

/** Writes what is final, tells it, and writes that it was told: a telling that is cut short is made up for later. */
async function conclude({ ports }: Case, record: DriftRecord): Promise<DriftRecord> {
  await ports.records.write(record);
  await ports.tell(record);
  const told = { ...record, notified: true };
  await ports.records.write(told);
  return told;
}

/** The puts for some paths, each once: several paths may be put by one call. */
function putsFor(live: Live<unknown>, paths: readonly Finding[]) {
  const keys = Object.keys(live.puts);
  const wanted = paths.flatMap(({ path }) => keys.filter((key) => key === path || path.startsWith(`${key}.`)));
  return [...new Set(wanted.map((key) => live.puts[key]))].filter((put) => put !== undefined);
}

/** Reads until the fix shows, for a little while. */
async function verify(one: Case, declared: unknown, paths: readonly Finding[]) {
  const { ports, target } = one;
  const reader = ports.reader(target.kind);
  let live: unknown;
  for (const pause of patience) {
    if (pause > 0) await ports.wait(pause);
    live = await reader.read(target.physicalId, declared);
    const { differences } = compareWith(target, declared, live);
    const asked = paths.flatMap(({ controls }) => controls);
    const compliant = [...new Set(asked)].every((control) => control.evaluate(live).status === 'compliant');
    const same = paths.every(({ path }) => !differences.some((difference) => difference.path === path));
    if (live !== undefined && compliant && same) return { live, holds: true };
  }
  return { live, holds: false };
}

async function apply(one: Case, examination: Examination, record: DriftRecord, paths: readonly Finding[]) {
  const { kind, physicalId, controls: all } = one.target;
  const named = [...new Set(paths.flatMap(({ controls }) => controls))];
  // A promise that no control asks for is put back with what the kind's fixes need.
  const controls = named.length > 0 ? named : all;
  const fixer = await one.ports.fixer({ kind, physicalId, controls, session: sessionName(record.id) });
  for (const put of putsFor(fixer, paths)) await put(physicalId, examination.declared, examination.live);
}

async function fix(
  one: Case,
  examination: Examination,
  { others, paths }: Extract<Decision, { act: 'fix' }>,
): Promise<DriftRecord> {
  const { ports } = one;
  const begun = begin(one, 'fixing', [...paths, ...others]);
  await Promise.all([ports.records.write(begun), ports.open(begun)]);
  const changes = (live: unknown) =>
    paths.map(({ path }) => ({ path, before: at(examination.live, path), after: at(live, path) }));
  try {
    await apply(one, examination, begun, paths);
    const { holds, live } = await verify(one, examination.declared, paths);
    return await conclude(one, {
      ...begun,
      outcome: holds ? 'fixed' : 'unverified',
      changes: changes(live),
      fixedAt: ports.clock().toISOString(),
      undo: `npm run asepsis -- undo ${begun.id}`,
    });
  } catch (error) {
    throw await failed(one, begun, error);
  }
}

async function recreate(one: Case, { declared }: Examination, controls: readonly AnyControl[]): Promise<DriftRecord> {
  const { ports, target } = one;
  const finding = { path: '', controls, found: 'nothing: it was deleted', expected: 'the resource' };
  const begun = begin(one, 'fixing', [finding]);
  await Promise.all([ports.records.write(begun), ports.open(begun)]);
  try {
    const fixer = await ports.fixer({ ...target, controls, session: sessionName(begun.id) });
    await fixer.recreate?.(target.physicalId, declared);
    const live = await ports.reader(target.kind).read(target.physicalId, declared);
    const { differences } = compareWith(target, declared, live);
    const missing = differences.map(({ path }) => ({ path, controls, found: '', expected: '' }));
    for (const put of putsFor(fixer, missing)) await put(target.physicalId, declared, live);
    const { holds } = await verify(one, declared, missing);
    const fixedAt = ports.clock().toISOString();
    return await conclude(one, { ...begun, outcome: holds ? 'recreated' : 'unverified', fixedAt });
  } catch (error) {
    throw await failed(one, begun, error);
  }
}

/** Writes a failure down, best effort, and makes the error that has the message tried again. */
async function failed(one: Case, begun: DriftRecord, error: unknown): Promise<DriftError> {
  if (error instanceof DriftError) return error;
  const why = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  const record: DriftRecord = { ...begun, outcome: 'failed', why };
  try {
    await conclude(one, record);
  } catch (second) {
    one.ports.log.error('a failure could not be written down or told', {
      record: record.id,
      error: second instanceof Error ? second.name : typeof second,
    });
  }
  return new DriftError(
    `${record.resource.kind} ${record.resource.physicalId} was not put back: ${why}`,
    record,
    error,
  );
}

const sameAs = (record: DriftRecord, last: DriftRecord | undefined): boolean =>
  last !== undefined &&
  last.outcome === record.outcome &&
  JSON.stringify(last.findings) === JSON.stringify(record.findings);

/** Looks at one resource and does what is right. @throws DriftError, and whatever a read throws */
export async function guard(target: Target, trigger: Trigger, deployment: Deployment, ports: Ports): Promise<Result> {
  const noticedAt = ports.clock();
  const one: Case = { target, trigger, deployment, ports, noticedAt };
  const history = await ports.records.history(nameOf(target), noticedAt);
  for (const record of history.untold) await conclude(one, record);
  const examination = await examine(target, deployment, ports, history);
  const decision = decide(examination.facts);
  switch (decision.act) {
    case 'nothing':
      return { did: 'nothing' };
    case 'postpone':
      return { did: 'postponed', why: decision.why };
    case 'fix':
      return { did: 'recorded', record: await fix(one, examination, decision) };
    case 'recreate':
      return { did: 'recorded', record: await recreate(one, examination, decision.controls) };
    default: {
      const outcome = decision.act === 'alarm' ? 'alarmed' : 'reported';
      const record = begin(one, outcome, decision.findings, decision.why);
      // What the sweep finds unchanged since it was last told is not told again.
      if (trigger.kind === 'visit' && sameAs(record, history.lastTold)) return { did: 'nothing' };
      return { did: 'recorded', record: await conclude(one, record) };
    }
  }
}
