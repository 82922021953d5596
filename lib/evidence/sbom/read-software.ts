/** Reads what software there is: the lock file, and the functions bundled as they are deployed. Needs no network. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLockFile } from './lock-file';
import type { BundledFunction, Software } from './software';

/** A bundle as `lib/constructs/function-bundles.ts` makes it for the templates. */
export interface Bundle {
  readonly entry: string;
  readonly contents: Uint8Array;
  /** The files of which it holds code. */
  readonly files: readonly string[];
}

/** The place in the lock file of the package that a bundled file is of; a linked `node_modules` counts as ours. */
export function placeOf(path: string): string | undefined {
  const inside = path.indexOf('node_modules/');
  const name = 'node_modules/(?:@[^/]+/)?[^/]+';
  return inside < 0 ? undefined : new RegExp(`^${name}(?:/${name})*`).exec(path.slice(inside))?.[0];
}

const functionOf = ({ contents, entry, files }: Bundle): BundledFunction => ({
  entry,
  bytes: contents.byteLength,
  sha256: createHash('sha256').update(contents).digest('hex'),
  packages: [...new Set(files.flatMap((file) => placeOf(file) ?? []))].sort(),
});

/** @param root the repository */
export function readSoftware(root: string, bundles: Iterable<Bundle>): Software {
  const functions = [...bundles].map(functionOf).sort((a, b) => (a.entry < b.entry ? -1 : 1));
  return { ...readLockFile(readFileSync(join(root, 'package-lock.json'), 'utf8')), functions };
}
