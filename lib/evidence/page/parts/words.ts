/** Words that several parts use. Pure. */
import type { Config } from '../../../config/schema';

/** What operating means, wherever the page says it. */
export const operatingWords =
  'broken in a drill or in operation, noticed, and put right or, where a person must decide, told';

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** Groups in the order in which each first appears. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}

/** A construct path with the practice left open, where there are several, so that theirs are told once. */
export function withoutPractice(path: string, practices: Config['practices']): string {
  if (practices.length < 2) return path;
  const segments = new Set(practices.map(({ id }) => `Practice-${id}`));
  return path
    .split('/')
    .map((segment) => (segments.has(segment) ? 'Practice-{practice}' : segment))
    .join('/');
}
