/** What `custodian.py` writes, one JSON object a line. Pure. */
import { z } from 'zod';
import type { Fixed } from './fixer';

const startSchema = z.strictObject({ startMs: z.number().positive() });
const fixSchema = z.strictObject({ ms: z.number().positive(), calls: z.array(z.string().regex(/^[a-z0-9-]+:\w+$/)) });

function parse<T>(schema: z.ZodType<T>, line: string): T {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new TypeError(`Cloud Custodian's process wrote what is no JSON: ${line.slice(0, 200)}`);
  }
  return schema.parse(json);
}

/** @throws TypeError, ZodError for anything but the first line */
export const parseStart = (line: string): number => parse(startSchema, line).startMs;

/** @throws TypeError, ZodError for anything but the line of a fix */
export const parseFixed = (line: string): Fixed => parse(fixSchema, line);
