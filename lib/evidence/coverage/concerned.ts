/** Which declared resources each control concerns: one that it passes over shows nothing of it. Pure. */
import { controls } from '../../controls';
import type { AnyControl } from '../../controls/control';
import { guardedPaths } from '../../controls/guards';
import { notConcerned } from '../../controls/verdict';
import type { EvidenceFacts, Origin } from '../facts';

export interface Concerned {
  readonly origin: Origin;
  /** As its template declares it. */
  readonly state: unknown;
}

export interface ConcernedBy {
  readonly concerned: readonly Concerned[];
  /** How many others of its kind are declared. */
  readonly others: number;
}

/** By control, of the whole registry. Each resource is read once a kind. */
export function concernedBy({ origins, set }: EvidenceFacts): ReadonlyMap<AnyControl, ConcernedBy> {
  const places = new Map(origins.map((origin) => [`${origin.stack}/${origin.logicalId}`, origin]));
  const states = new Map<AnyControl['resource'], readonly Concerned[]>();
  const statesOf = (kind: AnyControl['resource']): readonly Concerned[] => {
    const known = states.get(kind);
    if (known) return known;
    const read = kind.types
      .flatMap((type) => set.ofType(type))
      .map((resource) => {
        const { logicalId, stack } = resource;
        const name = `${stack}/${logicalId}`;
        return {
          origin: places.get(name) ?? { stack, logicalId, path: name },
          state: kind.read(resource, set),
        };
      });
    states.set(kind, read);
    return read;
  };
  return new Map(
    controls.map((control) => {
      const all = statesOf(control.resource);
      const concerned = all.filter(({ state }) => control.evaluate(state) !== notConcerned);
      return [control, { concerned, others: all.length - concerned.length }];
    }),
  );
}

/** Whether a control looks at an owned property, or at a part of it. */
export const looksAt = (control: AnyControl, { state }: Concerned, path: string): boolean =>
  guardedPaths(control, state).some(
    (owned) => owned === path || path.startsWith(`${owned}.`) || owned.startsWith(`${path}.`),
  );
