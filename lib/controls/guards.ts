/**
 * Which owned properties a control guards. Not written down a second time: found by watching what its `evaluate` reads.
 */
import type { AnyControl } from './control';

/** A view of a state that notes every dotted path that is read through it. */
function watched<T>(value: T, path: string, note: (path: string) => void): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const child: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || typeof child === 'function' || Array.isArray(target)) return child;
      const at = path === '' ? key : `${path}.${key}`;
      note(at);
      return watched(child, at, note);
    },
  });
}

const touches = (owned: string, read: string): boolean =>
  owned === read || owned.startsWith(`${read}.`) || read.startsWith(`${owned}.`);

/** The longest of the paths that were read: reading `a.b` reads `a` on its way. */
const leaves = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`)));

/**
 * The owned paths that a control looks at in a state. A difference there is this control's to judge and to put right.
 *
 * @param state a state of the control's kind; which branch `evaluate` takes may depend on it
 */
export function guardedPaths(control: AnyControl, state: unknown): readonly string[] {
  const read = new Set<string>();
  control.evaluate(watched(state, '', (path) => read.add(path)));
  const last = leaves([...read]);
  return control.resource.owned.filter((owned) => last.some((path) => touches(owned, path)));
}
