/** Whom a principal can act as, and which roles it can change, by the powers that it has or comes to have. */
import type { Outcome } from '../evaluate';
import type { PowerRow } from './holders';
import type { Target } from './targets';
import type { Part } from './widened';

export type Sure = Exclude<Outcome, 'denied'>;

export const weaker = (a: Sure, b: Sure): Sure => (a === 'allowed' ? b : a);

/** One use of a power. */
export interface Step {
  readonly power: string;
  /** Ids of what is changed: a role, a function, a pool, stores. */
  readonly targets: readonly string[];
  /** The statements that allow it. */
  readonly by: readonly string[];
  readonly through?: readonly string[];
}

/** A role that a principal can act as. */
export interface Acted {
  readonly id: string;
  readonly outcome: Sure;
  readonly steps: readonly Step[];
}

/** How each part of a role can be changed. */
export type Changes = Partial<Record<Part, { readonly outcome: Sure; readonly steps: readonly Step[] }>>;

interface Edge {
  readonly to: string;
  readonly outcome: Sure;
  readonly step: Step;
}

export const grouping = <T>(list: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> => {
  const found = new Map<string, T[]>();
  for (const one of list) {
    const same = found.get(key(one));
    if (same) same.push(one);
    else found.set(key(one), [one]);
  }
  return found;
};

export const stepOf = (
  { by, through }: Pick<PowerRow, 'by' | 'through'>,
  power: string,
  targets: readonly string[],
): Step => ({ power, targets, by, ...(through ? { through } : {}) });

const isPart = (effect: string): effect is Part => effect === 'widen' || effect === 'loosen' || effect === 'unbound';

export class Acting {
  private readonly targets: ReadonlyMap<string, Target>;
  private readonly powers: ReadonlyMap<string, readonly PowerRow[]>;
  private readonly known = new Map<string, readonly Edge[]>();

  constructor(powers: readonly PowerRow[], targets: readonly Target[]) {
    this.targets = new Map(targets.map((one) => [one.id, one]));
    this.powers = grouping(powers, ({ principal }) => principal);
  }

  /** Itself first, then roles by fewest steps: all that is allowed, and then what is not sure. */
  by(principal: string): readonly Acted[] {
    const found = new Map<string, Acted>([[principal, { id: principal, outcome: 'allowed', steps: [] }]]);
    for (const wanted of ['allowed', 'undecided'] as const) {
      const queue = [...found.values()];
      for (const from of queue) {
        for (const { outcome, step, to } of this.edges(from.id)) {
          if (found.has(to) || (wanted === 'allowed' && outcome !== 'allowed')) continue;
          const next = { id: to, outcome: weaker(from.outcome, outcome), steps: [...from.steps, step] };
          found.set(to, next);
          queue.push(next);
        }
      }
    }
    return [...found.values()];
  }

  /** Which changes of roles those can make, by role: the surest way, of these the first. */
  changes(acted: readonly Acted[]): ReadonlyMap<string, Changes> {
    const found = new Map<string, Changes>();
    for (const from of acted) {
      for (const row of this.powers.get(from.id) ?? []) {
        const { effect } = row;
        if (!isPart(effect)) continue;
        const outcome = weaker(from.outcome, row.outcome);
        for (const target of row.targets) {
          const before = found.get(target) ?? {};
          const known = before[effect];
          if (known && (known.outcome === 'allowed' || outcome === 'undecided')) continue;
          const steps = [...from.steps, stepOf(row, row.power, [target])];
          found.set(target, { ...before, [effect]: { outcome, steps } });
        }
      }
    }
    return found;
  }

  /** What a function does with an event, and whom a pool admits, no template says. */
  private edges(from: string): readonly Edge[] {
    const known = this.known.get(from);
    if (known) return known;
    const found = (this.powers.get(from) ?? []).flatMap((row) => {
      if (!['become', 'use', 'admit'].includes(row.effect)) return [];
      const outcome = row.effect === 'become' ? row.outcome : 'undecided';
      return row.targets.flatMap((target) => {
        const step = stepOf(row, row.power, [target]);
        return (this.targets.get(target)?.roles ?? []).map((to): Edge => ({ to, outcome, step }));
      });
    });
    this.known.set(from, found);
    return found;
  }
}
