/** What was found out about a thing stays known as long as the thing does. */
export function remembered<K extends object, V>(memory: WeakMap<K, Map<string, V>>, of: K): Map<string, V> {
  const known = memory.get(of);
  if (known) return known;
  const fresh = new Map<string, V>();
  memory.set(of, fresh);
  return fresh;
}
