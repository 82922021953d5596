/** The folder of the bundles of evidence that the tests of the project `bundles` share: made by global-setup.ts, filled as they ask. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const variable = 'ASEPSIS_TEST_BUNDLES';

/** Said by the setup, in the environment that test workers inherit. */
export function shareBundles(): void {
  process.env[variable] = mkdtempSync(join(tmpdir(), 'asepsis-bundles-'));
}

export function removeBundles(): void {
  const folder = process.env[variable];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** Where something of this name lies, in the folder that all share. */
export function sharedPlace(name: string): string {
  const folder = process.env[variable];
  if (folder === undefined)
    throw new Error(`${variable} is not set: run this with \`npx jest --selectProjects bundles\``);
  return join(folder, name);
}
