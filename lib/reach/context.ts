/** What is known of a request's context: AWS's condition keys with their values, or why there is none. */

/**
 * The values of a condition key; or that the request has none; or that nothing is known of it; or that who makes the
 * request may choose it, absence included.
 */
export type Fact = readonly string[] | 'absent' | 'unknown' | 'open';

/**
 * By key, in small letters: keys compare without case. A key that ends in `/*` stands for its family, for example
 * `aws:principaltag/*`. What is not named here is unknown.
 */
export type Context = Readonly<Record<string, Fact>>;

export function factOf(context: Context, key: string): Fact {
  const name = key.toLowerCase();
  if (Object.hasOwn(context, name)) return context[name] ?? 'unknown';
  const family = `${name.slice(0, Math.max(name.indexOf('/'), name.indexOf(':', name.indexOf(':') + 1)))}/*`;
  return Object.hasOwn(context, family) ? (context[family] ?? 'unknown') : 'unknown';
}
