/** Many of the same: a few are drawn, and it is said how many more there are like them. Pure. */

/** Up to so many of one shape are drawn; of more, all but one of these, and a word on the rest. */
const mostOfAShape = 3;

export interface Shown<T> {
  readonly one: T;
  /** How many more there are of its shape, which are not drawn; their names. */
  readonly more: readonly string[];
}

/**
 * Groups by shape, in the order of the first of each; draws all of a small group, and two of a large one.
 *
 * @param shapeOf equal for those that differ by their names alone
 */
export function collapse<T>(
  all: readonly T[],
  shapeOf: (one: T) => string,
  nameOf: (one: T) => string,
): readonly Shown<T>[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(shapeOf(one), [...(groups.get(shapeOf(one)) ?? []), one]);
  return [...groups.values()].flatMap((group) => {
    const drawn = group.length > mostOfAShape ? group.slice(0, mostOfAShape - 1) : group;
    const rest = group.slice(drawn.length).map(nameOf);
    return drawn.map((one, index) => ({ one, more: index === drawn.length - 1 ? rest : [] }));
  });
}

/** What is said of those that are not drawn. */
export const moreLikeIt = (names: readonly string[]): string =>
  `and ${names.length} more like ${names.length === 1 ? 'it' : 'these'}`;

/** A text without the name of its practice, so that equals are found; `pci` is no part of `VpcIsolated`. */
export const without = (text: string, practice: string): string =>
  text.replace(new RegExp(`(?<![A-Za-z0-9])${practice.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'g'), '*');
