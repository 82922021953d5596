/**
 * What several files of one run need alike, such as the templates of a clinic: worked out by the first that asks, read from a
 * folder of the run by the others. Each file of tests loads its modules anew, and the CDK alone takes seconds.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const variable = 'ASEPSIS_TEST_ONCE';

/** Said by the setup, in the environment that test workers inherit. */
export function shareOnce(): void {
  process.env[variable] = mkdtempSync(join(tmpdir(), 'asepsis-once-'));
}

export function removeOnce(): void {
  const folder = process.env[variable];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** Two workers may make the same at once: the file is whole whenever it is there. */
function keep(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

/**
 * @param name says all that `make` depends on, the sources aside: they do not change within a run
 * @param make gives plain data; everybody gets a copy of it, whoever made it
 */
export function once<T>(name: string, make: () => T): T {
  const folder = process.env[variable];
  if (folder === undefined) return JSON.parse(JSON.stringify(make())) as T;
  const file = join(folder, createHash('sha256').update(name).digest('hex'));
  if (!existsSync(file)) keep(file, JSON.stringify(make()));
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
