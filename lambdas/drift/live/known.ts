import { isKnown, type Value } from '../../../lib/resources/value';

/**
 * A declared value that is written must be known.
 *
 * @throws TypeError where it is unknown: what is not known must never be written
 */
export function known<T>(value: Value<T>): T {
  if (!isKnown(value)) throw new TypeError(`an unknown value cannot be written: ${JSON.stringify(value)}`);
  return value;
}
