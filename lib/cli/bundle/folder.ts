/** A bundle on disk: read as it lies there, written whole or not at all. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { InputError } from '../../errors';
import type { BundleFiles } from '../../evidence/facts';
import { envelopeFile } from '../../evidence/manifest/manifest';
import type { FoundFiles } from '../../evidence/manifest/verify';

/** A bundle holds a few dozen files; a folder with more is something else. */
const mostFiles = 10_000;

/**
 * Every file below a folder.
 *
 * @throws InputError where there is no folder, or where something in it is neither a file nor a folder: a link leads out
 */
export function readBundle(folder: string): FoundFiles {
  if (!existsSync(folder) || !lstatSync(folder).isDirectory())
    throw new InputError(`${folder} is no folder`, 'Give the folder that `asepsis evidence --out` wrote.');
  const found = new Map<string, Uint8Array>();
  const walk = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = posix.join(below, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.set(path, readFileSync(join(folder, path)));
      else throw new InputError(`${path} in ${folder} is neither a file nor a folder`, 'A bundle holds no links.');
      if (found.size > mostFiles)
        throw new InputError(`${folder} holds more than ${mostFiles} files`, 'Is it a bundle?');
    }
  };
  walk('');
  return found;
}

/** @throws InputError where the folder holds anything but an older bundle: nothing of anybody's is written over */
export function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  const isBundle = lstatSync(folder).isDirectory() && existsSync(join(folder, envelopeFile));
  if (isBundle || (lstatSync(folder).isDirectory() && readdirSync(folder).length === 0)) return;
  throw new InputError(`${folder} exists and is no bundle of evidence`, 'Name another folder with --out.');
}

/**
 * Writes a bundle beside its place and then moves it there: a folder holds all of it or what was there before.
 *
 * @throws InputError where the folder holds anything but an older bundle
 */
export function writeBundle(folder: string, files: BundleFiles): void {
  const place = resolve(folder);
  refuseForeign(place);
  mkdirSync(dirname(place), { recursive: true });
  const fresh = mkdtempSync(join(dirname(place), '.asepsis-evidence-'));
  const old = `${fresh}-old`;
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), content, { flag: 'wx' });
    }
    if (existsSync(place)) renameSync(place, old);
    try {
      renameSync(fresh, place);
    } catch (error) {
      if (existsSync(old)) renameSync(old, place);
      throw error;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
