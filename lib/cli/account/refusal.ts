/** Says what could not be had of an account, and what to do, where AWS says only no. */
import { AccountError, AsepsisError } from '../../errors';

const missing = /^(NoSuchBucket|NotFoundException|NotFound)$/;

/**
 * For a promise's `catch`.
 *
 * @param what that was asked for
 * @param absent what to do where it does not exist
 */
export function refusal(what: string, absent: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof AsepsisError || !(error instanceof Error)) throw error;
    const reason = `${error.name}: ${error.message.split('\n')[0]}`;
    if (missing.test(error.name)) throw new AccountError(`${what} does not exist (${reason})`, absent, error);
    throw new AccountError(
      `${what} could not be read: ${reason}`,
      'Give the reader what docs/auditors.md lists under "What the reader of an account needs".',
      error,
    );
  };
}
