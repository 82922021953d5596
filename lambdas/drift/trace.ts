/** The names of SDK calls, in the log: what a function is granted is then held against what it uses. */
import type { Logger } from '@aws-lambda-powertools/logger';
import { z } from 'zod';
import type { CallLogger } from './live/live';

/** The message of one call's line. */
export const callMessage = 'sdk call';

/** In whose name a call is made: the function's own, or the fixers'. */
export type Caller = 'own' | 'fixer';

const callSchema = z.object({ clientName: z.string(), commandName: z.string() });

/** Notes which command of which client was called, and in whose name; never what was sent or answered. */
function callLogger(name: Caller, log: Pick<Logger, 'info'>): CallLogger {
  const say = (...content: unknown[]) => {
    const call = callSchema.safeParse(content[0]);
    if (call.success) log.info(callMessage, { as: name, client: call.data.clientName, command: call.data.commandName });
  };
  const quiet = () => undefined;
  return { trace: quiet, debug: quiet, info: say, warn: quiet, error: say };
}

/** Whether calls are noted: on a local cloud, which sets this for all its functions. */
export const isTraced = (): boolean => Boolean(process.env.ASEPSIS_TRACE);

/** The setting of an SDK client that notes its calls, where they are noted. */
export const traced = (name: Caller, log: Pick<Logger, 'info'>): { readonly logger?: CallLogger } =>
  isTraced() ? { logger: callLogger(name, log) } : {};
