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
export type Facts = Readonly<Record<string, Fact>>;

/** Facts, or several in order: the first that has a key wins, its own name before its family. */
export type Context = Facts | readonly Facts[];

const familyOf = (name: string): string =>
  `${name.slice(0, Math.max(name.indexOf('/'), name.indexOf(':', name.indexOf(':') + 1)))}/*`;

interface KeyName {
  readonly name: string;
  readonly family: string;
}

const names = new Map<string, KeyName>();

/** A key as policies write it: they name few, and often. */
function nameOf(key: string): KeyName {
  const known = names.get(key);
  if (known) return known;
  const name = key.toLowerCase();
  const made = { name, family: familyOf(name) };
  names.set(key, made);
  return made;
}

const inOne = (facts: Facts, name: string, family: string): Fact | undefined =>
  facts[name] ?? (family === '/*' ? undefined : facts[family]);

/** The caller has picked: what is open still is left out. */
export const leftOut: Facts = { '(what is open)': 'absent' };

export function factOf(context: Context, key: string): Fact {
  const { family, name } = nameOf(key);
  // Every key of AWS's has a service before it; what has none is no key.
  if (!name.includes(':')) return 'unknown';
  if (!isList(context)) return inOne(context, name, family) ?? 'unknown';
  for (const facts of context) {
    const found = inOne(facts, name, family);
    if (found !== undefined) return found === 'open' && context[0] === leftOut ? 'absent' : found;
  }
  return 'unknown';
}

const isList = (context: Context): context is readonly Facts[] => Array.isArray(context);

/** Facts before those of a context. */
export const before = (facts: Facts, context: Context): readonly Facts[] =>
  isList(context) ? [facts, ...context] : [facts, context];
