/** What may be written to AWS: never something that is not known. */
import { isKnown, type Value } from '../../../lib/resources/value';

/** @throws TypeError where the declared value is unknown */
export function writable<T>(value: Value<T>): T {
  if (!isKnown(value)) throw new TypeError(`an unknown value cannot be written: ${JSON.stringify(value)}`);
  return value;
}
