/** What one side of a comparison has and the other has not. */
import { sameMeaning } from '../../../lib/resources/compare';
import { isKnown, type Value } from '../../../lib/resources/value';

/** Items on one side only, compared by meaning. Nothing where either side is unknown: nothing is then changed. */
export function difference<T>(
  declared: Value<readonly T[]>,
  live: Value<readonly T[]>,
): { readonly missing: readonly T[]; readonly extra: readonly T[] } {
  if (!isKnown(declared) || !isKnown(live)) return { missing: [], extra: [] };
  const within = (items: readonly T[]) => (item: T) => items.some((other) => sameMeaning(item, other));
  return {
    missing: declared.filter((item) => !within(live)(item)),
    extra: live.filter((item) => !within(declared)(item)),
  };
}
