/** Absence told apart from failure: only the errors by which a service says "there is none" mean that. */

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
