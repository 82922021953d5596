/**
 * Whether the controls of an item hold, each wherever it applies, and nothing is known to stay open beside them. That is less than that the item is met, and it is asked only
 * where the item is one that mechanisms can answer. Pure.
 */
import type { ControlCoverage, ItemCoverage } from './model';

export interface Verdict {
  readonly holds: boolean;
  /** Ids of controls that fall short, by an exception in force or as they were seen. */
  readonly short: readonly string[];
  /** Ids of controls that cannot decide without a value which could not be compared. */
  readonly undecided: readonly string[];
  /** Ids of controls of which the templates alone, or nothing, is known. */
  readonly notSeen: readonly string[];
  /** What stays open at the item, however well its controls hold. */
  readonly open?: string;
}

/** Its controls, where an item asks for a mechanism and has any. What people do is judged by people. */
export const judgedControls = (
  { controls, core }: ItemCoverage,
  byId: ReadonlyMap<string, ControlCoverage>,
): readonly ControlCoverage[] => (core === 'mechanism' ? controls.flatMap((id) => byId.get(id) ?? []) : []);

const ids = (controls: readonly ControlCoverage[]) => controls.map(({ id }) => id);

export function verdictOf({ open, short }: ItemCoverage, controls: readonly ControlCoverage[]): Verdict {
  const undecided = ids(controls.filter((one) => one.undecided.length > 0));
  const known = new Set([...short, ...undecided]);
  const notSeen = ids(
    controls.filter(({ id, standing }) => !known.has(id) && (!standing || standing.level === 'designed')),
  );
  const holds = short.length + undecided.length + notSeen.length === 0 && open === undefined;
  return { holds, short, undecided, notSeen, ...(open ? { open } : {}) };
}
