/** How a case begins and ends in the records, and who hears of it. */
import type { Finding } from './decide';
import type { Deployment } from './deployment';
import { nameOf, type Target } from './examine';
import type { Ports } from './ports';
import { beginRecord, type DriftRecord, recordId } from './record';
import type { Trigger } from './trigger';

/** One resource that is looked at because of one trigger. */
export interface Case {
  readonly target: Target;
  readonly trigger: Trigger;
  readonly deployment: Deployment;
  readonly ports: Ports;
  readonly noticedAt: Date;
}

export function begin(
  one: Case,
  outcome: DriftRecord['outcome'],
  findings: readonly Finding[],
  why?: string,
): DriftRecord {
  const { noticedAt, ports, target, trigger } = one;
  const id = recordId(ports.clock(), ports.digits());
  return beginRecord({ id, outcome, resource: nameOf(target), ...(why ? { why } : {}) }, trigger, noticedAt, findings);
}

/** Writes what is final, tells it, and writes that it was told: a telling that is cut short is made up for later. */
export async function conclude(
  { records, tell }: Pick<Ports, 'records' | 'tell'>,
  record: DriftRecord,
): Promise<DriftRecord> {
  await records.write(record);
  await tell(record);
  const told = { ...record, notified: true };
  await records.write(told);
  return told;
}

/** What a person types to take a fix back. */
export const undoOf = ({ id }: DriftRecord): string => `npm run asepsis -- undo ${id}`;

/** An error in one line, for a record: the SDK adds lines of advice for developers. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
