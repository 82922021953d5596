/** `asepsis release <case>`: takes a containment back to what stood there before. */
import { type ApproverOptions, decide } from './approver';
import type { Output } from './output';

/** @throws AsepsisError for a case that is not there, and for a caller who may not decide */
export const release = (id: string, options: ApproverOptions, output: Output): Promise<void> =>
  decide(id, 'release', options, output);
