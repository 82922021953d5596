/**
 * What records of drift show of a control: that it was broken in operation, noticed, and put right where it is to be. A
 * record is a sample; that there is none is no sign of anything. Pure.
 */
import type { ItemOf } from '../../attest/increment';
import type { AnyControl } from '../../controls/control';
import type { OperationFacts } from '../facts';
import { countBy, datedItems, latest } from './items';

type DriftItem = ItemOf<'drift'>;

/** All records of one control in the period. */
export interface Sample {
  readonly records: number;
  /** How many came to which end. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly first: string;
  readonly last: string;
  /** Whether the last of them is of something that was not answered as it is to be. */
  readonly fellShort: boolean;
}

/** Records by the control that they are of. */
export function recordsByControl(operation: OperationFacts | undefined): ReadonlyMap<string, readonly DriftItem[]> {
  const records = operation ? latest(datedItems(operation, 'drift'), ({ record }) => record) : [];
  const found = new Map<string, DriftItem[]>();
  for (const { item } of records)
    for (const control of item.controls) {
      const own = found.get(control);
      if (own) own.push(item);
      else found.set(control, [item]);
    }
  return found;
}

/** Ends that say nothing of the control: a person took a fix back. */
const neutral: readonly string[] = ['undone'];

/** Ends that a control promises, by what it does at drift. */
const promised: Readonly<Record<AnyControl['fix']['mode'], readonly string[]>> = {
  enforce: ['fixed', 'recreated'],
  observe: ['reported', 'alarmed', 'fixed', 'recreated'],
  none: ['reported', 'alarmed', 'fixed', 'recreated'],
};

const momentOf = ({ fixedAt, noticedAt }: DriftItem): string => fixedAt ?? noticedAt;

/** @returns undefined where no record says anything of the control */
export function sampleOf({ fix }: Pick<AnyControl, 'fix'>, records: readonly DriftItem[]): Sample | undefined {
  const telling = records
    .filter(({ outcome }) => !neutral.includes(outcome))
    .sort((a, b) => (momentOf(a) < momentOf(b) ? -1 : 1));
  const [first] = telling;
  const last = telling.at(-1);
  if (!first || !last) return undefined;
  return {
    records: telling.length,
    outcomes: countBy(telling, ({ outcome }) => outcome),
    first: momentOf(first),
    last: momentOf(last),
    fellShort: !promised[fix.mode].includes(last.outcome),
  };
}

/** In a sentence: "3 records of drift from 2026-11-02 to 2026-11-20: 2 fixed, 1 reported". */
export function sampleText({ first, last, outcomes, records }: Sample): string {
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  const ends = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const when = from === to ? `of ${from}` : `from ${from} to ${to}`;
  return `${records} ${records === 1 ? 'record' : 'records'} of drift ${when}: ${ends.join(', ')}`;
}
