/** Small readers of evaluated properties. Each returns a value, a provider's default, or an unknown that says why. */
import { type Data, isUnknown, type Unknown, unknown, type Value } from './value';

type Properties = { readonly [key: string]: Data };

/** The data at a dotted path, `undefined` where nothing is declared, the unknown where one hides it. */
export function at(properties: Data | undefined, path: string): Data | undefined {
  let node: Data | undefined = properties;
  for (const key of path.split('.')) {
    if (node === undefined || isUnknown(node)) return node;
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Properties)[key];
  }
  return node;
}

function typed<T>(properties: Data, path: string, fallback: T, parse: (data: Data) => T | undefined): Value<T> {
  const found = at(properties, path);
  if (found === undefined) return fallback;
  if (isUnknown(found)) return found;
  const value = parse(found);
  return value === undefined
    ? unknown(`${path} is ${JSON.stringify(found)}, which is not of the expected type`)
    : value;
}

/** A boolean; CloudFormation also accepts the texts `true` and `false`. */
export const bool = <D>(properties: Data, path: string, fallback: D): Value<boolean | D> =>
  typed<boolean | D>(properties, path, fallback, (data) =>
    typeof data === 'boolean' ? data : data === 'true' ? true : data === 'false' ? false : undefined,
  );

/** A number; CloudFormation also accepts its text. */
export const num = <D>(properties: Data, path: string, fallback: D): Value<number | D> =>
  typed<number | D>(properties, path, fallback, (data) => {
    const value =
      typeof data === 'number' ? data : typeof data === 'string' && data.trim() !== '' ? Number(data) : Number.NaN;
    return Number.isFinite(value) ? value : undefined;
  });

/** A text, possibly symbolic. */
export const str = <D>(properties: Data, path: string, fallback: D): Value<string | D> =>
  typed<string | D>(properties, path, fallback, (data) => (typeof data === 'object' ? undefined : String(data)));

/** A list of texts; a single text counts as a list of one. */
export const strs = (properties: Data, path: string): Value<readonly string[]> =>
  typed<readonly string[]>(properties, path, [], (data) => {
    const list = Array.isArray(data) ? data : [data];
    return list.every((item) => typeof item === 'string' || typeof item === 'number') ? list.map(String) : undefined;
  });

/** A list of records. An unknown inside the list makes the whole list unknown: nothing may hide there. */
export function records(properties: Data, path: string): Value<readonly Properties[]> {
  const found = at(properties, path);
  if (found === undefined) return [];
  if (isUnknown(found)) return found;
  const list: readonly Data[] = Array.isArray(found) ? found : [found];
  const hidden = list.find((item): item is Unknown => isUnknown(item));
  return hidden ?? (list as readonly Properties[]);
}

/** Tags as a record, from CloudFormation's list of `Key` and `Value` or from a plain record. */
export function tags(properties: Data, path = 'Tags'): Value<Readonly<Record<string, string>>> {
  const found = at(properties, path);
  if (found === undefined) return {};
  if (isUnknown(found)) return found;
  if (!Array.isArray(found)) {
    return Object.fromEntries(Object.entries(found as Properties).map(([key, value]) => [key, String(value)]));
  }
  return Object.fromEntries(found.map((tag) => [String(at(tag, 'Key')), String(at(tag, 'Value'))]));
}

/** Applies a function to a known value and passes an unknown through. */
export const map = <T, U>(value: Value<T>, change: (known: T) => U): Value<U> =>
  isUnknown(value) ? value : change(value);
