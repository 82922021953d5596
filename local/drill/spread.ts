/** How measured times are spread. Pure. */

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly least: number;
}

/**
 * Percentiles by nearest rank: each is a time that was measured. Of fewer than twenty the 95th is the longest.
 *
 * @throws RangeError without values
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [least] = sorted;
  if (least === undefined) throw new RangeError('nothing was measured');
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? least;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), least };
}
