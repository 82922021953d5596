/** The items of a section over many increments. Pure. */
import type { Increments } from '../../attest/chain';
import type { ItemOf, SectionName } from '../../attest/increment';

/** One item, with the end of the period that the increment speaks for. */
export interface Dated<Name extends SectionName> {
  readonly item: ItemOf<Name>;
  readonly at: string;
}

export function datedItems<Name extends SectionName>(
  { increments }: Pick<Increments, 'increments'>,
  name: Name,
): readonly Dated<Name>[] {
  return increments.flatMap(({ increment: { sections, to } }) => {
    const section = sections[name];
    return section.status === 'gathered'
      ? (section.items as readonly ItemOf<Name>[]).map((item) => ({ item, at: to }))
      : [];
  });
}

/** Each thing once, as the last increment that speaks of it has it: a case stays open over many. */
export const latest = <Name extends SectionName>(
  items: readonly Dated<Name>[],
  idOf: (item: ItemOf<Name>) => string,
): readonly Dated<Name>[] => [...new Map(items.map((one) => [idOf(one.item), one])).values()];

/** How many there are of each, in the order of their names. */
export function countBy<T>(values: readonly T[], keyOf: (value: T) => string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The last of some moments in ISO 8601. */
export const lastOf = (moments: readonly string[]): string | undefined => [...moments].sort().at(-1);
