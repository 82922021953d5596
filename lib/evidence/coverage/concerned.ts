/** Which declared resources each control concerns: one that it passes over shows nothing of it. Pure. */
import { controls } from '../../controls';
import type { AnyControl } from '../../controls/control';
import { guardedPaths } from '../../controls/guards';
import { notConcerned } from '../../controls/verdict';
import { unknown } from '../../resources/value';
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

/** The same data with nothing known at a path; nothing where there is no such path. */
function hidden(node: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return unknown('it was read back and cannot be compared');
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
  const child = hidden((node as Readonly<Record<string, unknown>>)[key], rest);
  if (child === undefined) return undefined;
  return Array.isArray(node) ? node.map((one, at) => (String(at) === key ? child : one)) : { ...node, [key]: child };
}

/**
 * Whether a control cannot decide without the value at a path. One that does not read it, or only asks whether there is any,
 * answers all the same.
 */
export function needs(control: AnyControl, { state }: Concerned, path: string): boolean {
  const without = hidden(state, path.split('.'));
  if (without !== undefined) return control.evaluate(without).status === 'undecidable';
  // A key with a dot in it: whoever looks anywhere near may need it.
  return guardedPaths(control, state).some((owned) => owned === path || path.startsWith(`${owned}.`));
}
