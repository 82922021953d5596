/** Absence told apart from failure: only the errors by which a service says "there is none" mean that. */
import { unknown, type Value } from '../../../lib/resources/value';

/**
 * A handler for `catch` that turns the named errors into `undefined` and throws every other one on.
 *
 * @param names names of the service's errors for what does not exist
 */
export const ifAbsent =
  (...names: readonly string[]) =>
  (error: unknown): undefined => {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  };

/**
 * The same for services whose error for "there is none" also means other things: its message decides.
 *
 * @param name name of the error
 * @param message what the message says where the thing is absent
 */
export const ifAbsentSaying =
  (name: string, message: RegExp) =>
  (error: unknown): undefined => {
    if (error instanceof Error && error.name === name && message.test(error.message)) return undefined;
    throw error;
  };

/**
 * One part of a state that is read by several calls: where its call fails it is unknown, with the reason, and the other
 * parts are still worth knowing. What is unknown is never taken as declared, and never put back.
 */
export async function orUnknown<T>(what: string, reading: Promise<T>): Promise<Value<T>> {
  try {
    return await reading;
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // The SDK adds lines of advice for developers.
    return unknown(`${what} cannot be read: ${why.split('\n')[0]}`);
  }
}
