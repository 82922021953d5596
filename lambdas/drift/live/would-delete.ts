import { AsepsisError } from '../../../lib/errors';

/** Putting a resource back would delete what it holds: no fixer does that, a person decides. */
export const wouldDelete = (what: string, remedy: string): AsepsisError =>
  new AsepsisError(`${what}: refused, since it would delete records that exist`, { code: 'FIX_WOULD_DELETE', remedy });

/** Milliseconds of a day. */
export const day = 86_400_000;
