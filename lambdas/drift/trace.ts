/** The names of SDK calls, in the log, with the resource of ours that each is about: what is granted is held against it. */
import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import type { CallLogger } from './live/live';

/** The message of one call's line. */
export const callMessage = 'sdk call';

/** In whose name a call is made: the function's own, or the fixers'. */
export type Caller = 'own' | 'fixer';

/** Parameters that name a resource of the deployment. Names alone: never an object's key, an item, a value. */
const resourceNames = [
  ['BackupVaultName', 'Bucket', 'FunctionName', 'IdentityPoolId', 'KeyId', 'logGroupName', 'PermissionsBoundary'],
  ['PolicyArn', 'QueueUrl', 'RoleArn', 'RoleName', 'SecretId', 'StackName', 'TableName', 'TopicArn', 'UserPoolId'],
].flat();

const callSchema = z.object({
  clientName: z.string(),
  commandName: z.string(),
  input: z.record(z.string(), z.unknown()).optional(),
});

/** What of a call's parameters may be noted. */
function resourceOf(input: Readonly<Record<string, unknown>> = {}): { readonly on?: Readonly<Record<string, string>> } {
  const named = resourceNames.flatMap((name) => {
    const value = input[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return named.length > 0 ? { on: Object.fromEntries(named) } : {};
}

/** Notes which command of which client was called, in whose name, on which resource; never what was sent or answered. */
function callLogger(name: Caller, log: Pick<Logger, 'info'>): CallLogger {
  const say = (...content: unknown[]) => {
    const call = callSchema.safeParse(content[0]);
    if (!call.success) return;
    const { clientName: client, commandName: command, input } = call.data;
    log.info(callMessage, { as: name, client, command, ...resourceOf(input) });
  };
  const quiet = () => undefined;
  return { trace: quiet, debug: quiet, info: say, warn: quiet, error: say };
}

/** Whether calls are noted: on a local cloud, which sets this for all its functions. */
export const isTraced = (): boolean => Boolean(process.env.ASEPSIS_TRACE);

/** The setting of an SDK client that notes its calls, where they are noted. */
export const traced = (name: Caller, log: Pick<Logger, 'info'>): { readonly logger?: CallLogger } =>
  isTraced() ? { logger: callLogger(name, log) } : {};
