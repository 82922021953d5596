/** Reads a configuration file: whole or not at all, with all its problems at once. */
import { readFileSync, statSync } from 'node:fs';
import { ConfigError, type ConfigProblem } from '../errors';
import { parseConfig } from './parse';
import type { Config } from './schema';

/** Bytes that a configuration may have; the largest that is useful, for a hundred practices, has about 20,000. */
export const maximumBytes = 1_000_000;

const fail = (file: string, given: string, allowed: string): never => {
  throw new ConfigError(file, [{ path: '', given, allowed } satisfies ConfigProblem]);
};

/** What the file system says of a file that cannot be read: a loop of links, no right to it, a name that cannot be one. */
function orRefuse<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return fail(file, error instanceof Error ? error.message : String(error), 'a file that can be read');
  }
}

function readText(file: string): string {
  const stats = orRefuse(file, () => statSync(file, { throwIfNoEntry: false }));
  if (!stats) return fail(file, 'no such file', 'a YAML file such as config/clinic.yaml; `asepsis init` writes one');
  if (!stats.isFile()) return fail(file, 'something that is not a file', 'a YAML file');
  if (stats.size > maximumBytes) return fail(file, `${stats.size} bytes`, `${maximumBytes} bytes at most`);
  const bytes = orRefuse(file, () => readFileSync(file));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail(file, 'bytes that are not UTF-8', 'a YAML file in UTF-8');
  }
}

export interface LoadOptions {
  /** The day by which dates are judged. @default today */
  readonly today?: Date;
}

/**
 * Loads and validates a configuration.
 *
 * @throws ConfigError that lists every problem with its place in the file; nothing is written then
 */
export function loadConfig(file: string, { today = new Date() }: LoadOptions = {}): Config {
  const result = parseConfig(readText(file), today);
  if (result.problems) throw new ConfigError(file, result.problems);
  return result.config;
}
