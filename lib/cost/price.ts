/** What a price is. The table of them is in `prices.ts`. */

/** How a figure was confirmed, on the day that stands beside it. */
export type Confirmed =
  /** AWS's own page or documentation says it. */
  | 'AWS'
  /** A public source of somebody else says it. */
  | 'seen'
  /** General knowledge: no source of it was at hand. Look it up before you rely on it. */
  | 'unconfirmed';

/** One of AWS's list prices, on demand. */
export interface Price {
  /** Dollars a unit. */
  readonly usd: number;
  /** What one unit is, for a person: `key and month`, `million requests`. */
  readonly unit: string;
  /** Cheaper from a number of units on, in one account, region and month. @default the same for all */
  readonly steps?: readonly { readonly from: number; readonly usd: number }[];
  /** Units that AWS gives every account for nothing each month, without end. @default none */
  readonly free?: number;
  readonly source: string;
  /** When it was looked up, as YYYY-MM-DD. */
  readonly date: string;
  readonly confirmed: Confirmed;
}

/** What a number of units costs, by the steps of its price. */
export function amountOf({ free = 0, steps = [], usd }: Price, units: number, countFree: boolean): number {
  const paid = Math.max(0, units - (countFree ? free : 0));
  const bounds = [{ from: 0, usd }, ...steps];
  return bounds.reduce((sum, step, index) => {
    const until = bounds[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return sum + Math.max(0, Math.min(paid, until) - step.from) * step.usd;
  }, 0);
}
