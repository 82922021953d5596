/**
 * Every denial, told shortly: what is refused of one store is mostly refused of the others for the same reason, and to most
 * principals. A cell is one session of one principal, one store and one action.
 */

import { Positions } from './positions';
import type { Bearing } from './sessions';
import type { StoreType } from './stores';

/** Actions that are refused for one reason. */
export interface Refusal {
  /** Position in `reasons`. */
  readonly reason: number;
  readonly actions: readonly string[];
}

/** What is refused of a store of one type. */
export interface Pattern {
  readonly type: StoreType;
  readonly refusals: readonly Refusal[];
}

export interface DeniedRow {
  /** Ids of principals. */
  readonly principals: readonly string[];
  readonly session: Bearing;
  /** Position in `patterns`. */
  readonly pattern: number;
  /** Positions in `stores` of the pattern's type, as ranges: `0-4,7`. */
  readonly stores: string;
}

/** Those that nothing allows: by class of access they are counted, by action they are told. */
export interface Denied {
  /** Sessions, stores and classes of access of which every action is denied. */
  readonly cells: number;
  readonly byLayer: Readonly<Record<string, number>>;
  /** By statement, or by the layer in which none allows. */
  readonly byReason: readonly { readonly reason: string; readonly cells: number }[];
  readonly reasons: readonly string[];
  readonly patterns: readonly Pattern[];
  /** Ids of stores by their type: what ranges count in. */
  readonly stores: Readonly<Partial<Record<StoreType, readonly string[]>>>;
  readonly rows: readonly DeniedRow[];
}

/** Positions, in order, as ranges. */
export function rangesOf(positions: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const position of [...positions].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && position <= last[1] + 1) last[1] = position;
    else ranges.push([position, position]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/** The positions of ranges. */
export const positionsOf = (ranges: string): readonly number[] =>
  ranges.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });

/** Actions of one store with the reason that refuses each. */
export type Refused = readonly (readonly [action: string, reason: string])[];

/** Notes denials as they are found. */
export class Denials {
  private readonly noted = new WeakMap<Refused, number>();
  private readonly counts = new Map<string, number>();
  private readonly reasons = new Positions();
  private readonly patterns = new Positions();
  private readonly stores = new Map<StoreType, Positions>();
  /** Positions of stores, by principal, session and pattern. */
  private readonly rows = new Map<string, number[]>();

  /** @param reason that decides about a whole class of access */
  count(reason: string, cells = 1): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + cells);
  }

  /** @param refused actions of one store with the reason of each */
  note(
    principal: string,
    session: Bearing,
    { id, type }: { readonly id: string; readonly type: StoreType },
    refused: Refused,
  ): void {
    if (refused.length === 0) return;
    const pattern = this.patternOf(type, refused);
    const known = this.stores.get(type) ?? new Positions();
    this.stores.set(type, known);
    const key = `${principal}\n${session}\n${pattern}`;
    const same = this.rows.get(key);
    if (same) same.push(known.of(id));
    else this.rows.set(key, [known.of(id)]);
  }

  /** The same list is the same pattern: most are refused everything. */
  private patternOf(type: StoreType, refused: Refused): number {
    const before = this.noted.get(refused);
    if (before !== undefined) return before;
    const byReason = new Map<number, string[]>();
    for (const [action, reason] of refused) {
      const place = this.reasons.of(reason);
      byReason.set(place, [...(byReason.get(place) ?? []), action]);
    }
    const refusals = [...byReason].map(([reason, actions]): Refusal => ({ reason, actions }));
    const pattern = this.patterns.of(JSON.stringify({ type, refusals } satisfies Pattern));
    this.noted.set(refused, pattern);
    return pattern;
  }

  private told(): readonly DeniedRow[] {
    const merged = new Map<string, { row: Omit<DeniedRow, 'principals'>; principals: string[] }>();
    for (const [key, positions] of this.rows) {
      const [principal = '', session = '', pattern = ''] = key.split('\n');
      const row = { session: session as Bearing, pattern: Number(pattern), stores: rangesOf(positions) };
      const same = JSON.stringify(row);
      const known = merged.get(same);
      if (known) known.principals.push(principal);
      else merged.set(same, { row, principals: [principal] });
    }
    return [...merged.values()].map(({ principals, row }) => ({ principals, ...row }));
  }

  denied(): Denied {
    const byReason = [...this.counts]
      .map(([reason, cells]) => ({ reason, cells }))
      .sort((a, b) => b.cells - a.cells || (a.reason < b.reason ? -1 : 1));
    const byLayer: Record<string, number> = {};
    for (const { cells, reason } of byReason) {
      const layer = /^[a-z]+/.exec(reason)?.[0] ?? reason;
      byLayer[layer] = (byLayer[layer] ?? 0) + cells;
    }
    return {
      cells: byReason.reduce((sum, { cells }) => sum + cells, 0),
      byLayer,
      byReason,
      reasons: this.reasons.all(),
      patterns: this.patterns.all().map((text) => JSON.parse(text) as Pattern),
      stores: Object.fromEntries([...this.stores].map(([type, positions]) => [type, positions.all()])),
      rows: this.told(),
    };
  }
}
