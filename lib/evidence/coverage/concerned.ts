/** Which declared resources each control concerns: one that it passes over shows nothing of it. Pure. */
import { controls } from '../../controls';
import type { AnyControl } from '../../controls/control';
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

/** Where a path goes on from a record: its own key, which may hold dots, or else what stands before the first. */
function stepOf(node: object, path: string): string {
  const keys = Object.keys(node).filter((key) => path === key || path.startsWith(`${key}.`));
  return keys.sort((a, b) => b.length - a.length)[0] ?? path.replace(/\..*$/s, '');
}

/** The same data with nothing known at a path, dotted as differences have it. */
function hidden(node: unknown, path: string): unknown {
  if (path === '' || typeof node !== 'object' || node === null)
    return unknown('it was read back and cannot be compared');
  const key = stepOf(node, path);
  const child = hidden((node as Readonly<Record<string, unknown>>)[key], path.slice(key.length + 1));
  return Array.isArray(node) ? node.map((one, at) => (String(at) === key ? child : one)) : { ...node, [key]: child };
}

/**
 * Whether a control cannot decide without the value at a path. One that does not read it, or only asks whether there is any,
 * answers all the same.
 */
export const needs = (control: AnyControl, { state }: Concerned, path: string): boolean =>
  control.evaluate(hidden(state, path)).status === 'undecidable';
