/** `asepsis approve <case>`: lets a containment that was asked go on. */
import { type ApproverOptions, decide } from './approver';
import type { Output } from './output';

/** @throws AsepsisError for a case that is not there, and for a caller who may not decide */
export const approve = (id: string, options: ApproverOptions, output: Output): Promise<void> =>
  decide(id, 'approve', options, output);
