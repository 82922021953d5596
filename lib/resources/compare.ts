/** Declared against live, at the owned paths of a kind. Pure. */
import { findUnknown } from './value';

export interface Difference {
  /** Dotted path in the state. */
  readonly path: string;
  readonly declared: unknown;
  readonly live: unknown;
}

export interface Comparison {
  /** Owned paths that the template declares. */
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** Paths where either side holds an unknown: never counted as equal, never a fix target. */
  readonly undecided: readonly { readonly path: string; readonly why: string }[];
}

const lookup = (state: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined),
      state,
    );

/** Data with keys and unordered lists of scalars in one order, so that equal meaning is equal text. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => JSON.stringify(canonical(item)) ?? 'null');
    return items.sort();
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, canonical(child)]),
  );
}

/** Equal in meaning: order of keys and of list items does not matter, as for policies, tags, rules and sets of ids. */
export const sameMeaning = (a: unknown, b: unknown): boolean =>
  JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

/** Compares two states of one kind at its owned paths; a path that the declared state leaves undefined is not a promise. */
export function compareStates(declared: unknown, live: unknown, owned: readonly string[]): Comparison {
  const differences: Difference[] = [];
  const undecided: { path: string; why: string }[] = [];
  let compared = 0;
  for (const path of owned) {
    const promise = lookup(declared, path);
    if (promise === undefined) continue;
    compared += 1;
    const actual = lookup(live, path);
    const hidden = findUnknown(promise, path) ?? findUnknown(actual, path);
    if (hidden) undecided.push(hidden);
    else if (!sameMeaning(promise, actual)) differences.push({ path, declared: promise, live: actual });
  }
  return { compared, differences, undecided };
}
