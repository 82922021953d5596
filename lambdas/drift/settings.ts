/** What a person sets at run time, in one parameter: stop everything, or change the mode of one control. No deploy. */
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { controls } from '../../lib/controls';
import type { Settings } from './decide';

const ids: ReadonlySet<string> = new Set(controls.map(({ id }) => id));

/** A mode of no control is a slip of the pen: whoever wrote it believes that something is off which is not. */
const controlId = z.string().refine((id) => ids.has(id), 'the id of a control');

/** The parameter's content, JSON: `{"stop": false, "modes": {"s3.bucket.versioning": "observe"}}`. */
export const settingsSchema = z.strictObject({
  stop: z.boolean().default(false),
  modes: z.record(controlId, z.enum(['enforce', 'observe', 'off'])).default({}),
  stormFixes: z.number().int().min(1).max(1_000).optional(),
});

/** How long a read is good for: a stop takes hold within this. */
export const freshMilliseconds = 5_000;

/** Parses the parameter. Undefined where it is not understood: then nothing is changed. */
export function parseSettings(text: string | undefined): Settings | undefined {
  try {
    const parsed = settingsSchema.safeParse(JSON.parse(text ?? ''));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the settings, and again after a few seconds. Undefined where they cannot be read.
 *
 * @param clock milliseconds
 */
export function settingsFrom(
  ssm: SSMClient,
  Name: string,
  clock: () => number,
  log: (message: string, more: object) => void,
): () => Promise<Settings | undefined> {
  let last: { readonly at: number; readonly settings: Settings } | undefined;
  return async () => {
    if (last && clock() - last.at < freshMilliseconds) return last.settings;
    try {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
      const settings = parseSettings(Parameter?.Value);
      last = settings && { at: clock(), settings };
      if (!settings) log('the settings are not understood', { parameter: Name });
      return settings;
    } catch (error) {
      last = undefined;
      log('the settings cannot be read', {
        parameter: Name,
        error: error instanceof Error ? error.name : typeof error,
      });
      return undefined;
    }
  };
}
