/**
 * What we know about one property: a literal, a symbol, or nothing.
 *
 * A **literal** is plain data. A **symbolic** text holds one or more marks `{{stack/LogicalId.Attribute}}` that only a
 * deployment can turn into physical values; it can be compared and reasoned about ("the key of this stack"). Marks can
 * never be confused with IAM policy variables, which are written `${…}`. **Unknown** says why nothing is known, and is
 * the only value that makes a control undecidable.
 */
export interface Unknown {
  /** Why the value cannot be known, for a person. */
  readonly unknown: string;
}

/** A property that may be unknown. Texts may be symbolic. */
export type Value<T> = T | Unknown;

/** Plain data as templates and APIs hold it, with unknowns in their places. */
export type Data = string | number | boolean | null | Unknown | readonly Data[] | { readonly [key: string]: Data };

export const unknown = (why: string): Unknown => ({ unknown: why });

export function isUnknown(value: unknown): value is Unknown {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 1 &&
    'unknown' in value
  );
}

export function isKnown<T>(value: Value<T>): value is T {
  return !isUnknown(value);
}

/** A mark for what a deployment gives: `mark('stack', 'Key', 'Arn')` is `{{stack/Key.Arn}}`, the `Ref` without attribute. */
export function mark(stack: string, logicalId: string, attribute?: string): string {
  return attribute === undefined ? `{{${stack}/${logicalId}}}` : `{{${stack}/${logicalId}.${attribute}}}`;
}

/** Whether a text needs a deployment (or a dynamic reference such as `{{resolve:secretsmanager:…}}`) to be complete. */
export function isSymbolic(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{');
}

/** The first unknown anywhere inside, with its path, or undefined where all is known. */
export function findUnknown(value: unknown, path = ''): { readonly path: string; readonly why: string } | undefined {
  if (isUnknown(value)) return { path, why: value.unknown };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const found = findUnknown(child, path === '' ? key : `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}

/** Data as a text: a scalar as it is written, anything else as JSON. Unlike `String` it throws at no data. */
export const asText = (data: unknown): string =>
  typeof data === 'object' && data !== null ? (JSON.stringify(data) ?? '') : String(data);
