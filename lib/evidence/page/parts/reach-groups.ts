/**
 * Rows of who can reach PHI, or change who does, that differ only by the practice, as one: a hundred practices are told once, and what is not as
 * in the others stands alone. Nothing is lost: `ungrouped` gives the same rows. Pure.
 */
import type { ReachStore } from '../../../reach/reach';
import type { Row } from '../../../reach/rows';

/** Stands for a practice's stack. */
export const anyStack = '{practice}';

/** Rows that are the same but for the stack of a practice. */
export interface RowGroup<T = Row> {
  /** With `{practice}` where each has its stack; where there are no stacks, the row as it is. */
  readonly row: T;
  readonly stacks: readonly string[];
}

/** Stacks of one practice each, with its id: every store of PHI in them carries the same. */
export function practiceStacks(stores: readonly ReachStore[]): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string | undefined>>();
  for (const { id, practice } of stores) {
    const [stack = ''] = id.split('/');
    found.set(stack, (found.get(stack) ?? new Set()).add(practice));
  }
  return new Map(
    [...found].flatMap(([stack, practices]) => {
      const [practice, ...others] = practices;
      return practice !== undefined && others.length === 0 ? [[stack, practice] as const] : [];
    }),
  );
}

/** Every text of a row. */
const textsOf = (node: unknown): readonly string[] => {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(textsOf) : [];
};

/** A row with each of its texts changed. */
function withTexts<T>(node: T, change: (text: string) => string): T {
  if (typeof node === 'string') return change(node) as T;
  if (Array.isArray(node)) return node.map((item: unknown) => withTexts(item, change)) as T;
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withTexts(value, change)])) as T;
}

/** The stack of an id, `stack/logicalId`, wherever one stands in a text. */
const stackOfId = /[A-Za-z][A-Za-z0-9-]*(?=\/)/g;

/** The one practice's stack that a row speaks of; a row of several, or of none, is like no other. */
function onlyStack(row: unknown, known: ReadonlySet<string>): string | undefined {
  const texts = textsOf(row);
  if (texts.some((text) => text.includes(anyStack))) return undefined;
  let only: string | undefined;
  for (const text of texts) {
    for (const stack of text.match(stackOfId) ?? []) {
      if (!known.has(stack) || stack === only) continue;
      // Most rows that speak of several practices speak of all.
      if (only !== undefined) return undefined;
      only = stack;
    }
  }
  return only;
}

/** In the order in which each first appears. @param stacks those of practices */
export function grouped<T>(rows: readonly T[], stacks: Iterable<string>): readonly RowGroup<T>[] {
  const known = new Set(stacks);
  const groups = new Map<string, { readonly row: T; readonly stacks: string[] }>();
  for (const [index, row] of rows.entries()) {
    const stack = onlyStack(row, known);
    if (stack === undefined) {
      groups.set(String(index), { row, stacks: [] });
      continue;
    }
    const pattern = withTexts(row, (text) => text.replace(stackOfId, (found) => (found === stack ? anyStack : found)));
    const key = JSON.stringify(pattern);
    const group = groups.get(key);
    if (group) group.stacks.push(stack);
    else groups.set(key, { row: pattern, stacks: [stack] });
  }
  return [...groups.values()];
}

/** The rows of a group. */
export const ungrouped = <T>({ row, stacks }: RowGroup<T>): readonly T[] =>
  stacks.length === 0 ? [row] : stacks.map((stack) => withTexts(row, (text) => text.replaceAll(anyStack, stack)));
