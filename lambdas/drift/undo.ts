/** Takes a fix back: each changed property as it was before, and held so for a while, so that the loop does not fix it again. */
import type { Live } from './live/live';
import type { DriftRecord } from './record';

/** What taking back needs of the world. */
export interface UndoPorts {
  readonly live: Live<unknown>;
  /** Writes that a property is held as it is until a moment. */
  readonly hold: (record: DriftRecord, path: string, until: Date) => Promise<void>;
  readonly write: (record: DriftRecord) => Promise<void>;
  readonly clock: () => Date;
}

/** A state with the value at a dotted path replaced. Pure. */
export function withValue(state: unknown, path: string, value: unknown): unknown {
  const [key = '', ...rest] = path.split('.');
  const record = typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {};
  return { ...record, [key]: rest.length === 0 ? value : withValue(record[key], rest.join('.'), value) };
}

/**
 * Holds first, then changes: a loop that looks in between leaves it alone.
 *
 * @param hours how long the properties are held as they were
 * @throws RangeError for a record that changed nothing, or a resource that is gone
 */
export async function undo(record: DriftRecord, hours: number, ports: UndoPorts): Promise<DriftRecord> {
  const { physicalId } = record.resource;
  if (record.changes.length === 0) throw new RangeError(`${record.id} changed nothing: there is nothing to take back`);
  const live = await ports.live.read(physicalId);
  if (live === undefined) throw new RangeError(`${physicalId} does not exist any more`);
  const until = new Date(ports.clock().getTime() + hours * 3_600_000);
  for (const { path } of record.changes) await ports.hold(record, path, until);
  const wanted = record.changes.reduce<unknown>((state, { before, path }) => withValue(state, path, before), live);
  const paths = record.changes.map(({ path }) => path);
  const puts = new Set(paths.map((path) => ports.live.puts[path]).filter((put) => put !== undefined));
  for (const put of puts) await put(physicalId, wanted, live);
  const undone: DriftRecord = { ...record, outcome: 'undone', why: `taken back; held until ${until.toISOString()}` };
  await ports.write(undone);
  return undone;
}
