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
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { FileError, InputError } from '../../errors';
import type { BundleFiles } from '../../evidence/facts';
import { type FoundFolder, listedIn } from '../../evidence/manifest/verify';

/** A bundle holds a few dozen files; a folder with more is something else. */
const mostFiles = 10_000;

/** What stands at a path; nothing does below a file, or where nobody may look. */
function standingAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

const isFolder = (path: string): boolean => standingAt(path)?.isDirectory() === true;

/**
 * Everything below a folder. No link is followed: it would lead out of the bundle.
 *
 * @throws InputError where there is no folder
 */
export function readBundle(folder: string): FoundFolder {
  if (!isFolder(folder))
    throw new InputError(`${folder} is no folder`, 'Give the folder that `asepsis evidence --out` wrote.');
  const files = new Map<string, Uint8Array>();
  const others = new Map<string, string>();
  const walk = (below: string) => {
    const entries = readdirSync(join(folder, below), { withFileTypes: true });
    if (entries.length === 0 && below !== '') others.set(`${below}/`, 'an empty folder');
    for (const entry of entries) {
      const path = posix.join(below, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) files.set(path, readFileSync(join(folder, path)));
      else others.set(path, entry.isSymbolicLink() ? 'a link' : 'neither a file nor a folder');
      if (files.size + others.size > mostFiles)
        throw new InputError(`${folder} holds more than ${mostFiles} files`, 'Is it a bundle?');
    }
  };
  walk('');
  return { files, others };
}

/** Something in a folder that no bundle wrote there, where there is something. */
function foreignIn(folder: string): string | undefined {
  const { files, others } = readBundle(folder);
  const listed = listedIn(files);
  return [...files.keys(), ...others.keys()].find((path) => !listed.has(path));
}

/** @throws InputError where a folder holds anything but an older bundle: nothing of anybody's is written over */
export function refuseForeign(folder: string): void {
  if (standingAt(folder) === undefined) return;
  const foreign = isFolder(folder) ? foreignIn(folder) : '';
  if (foreign === undefined) return;
  const what = foreign === '' ? 'exists and is no folder' : `holds ${foreign}, which is of no bundle of evidence`;
  throw new InputError(`${folder} ${what}`, 'Move it away, or name another folder with --out.');
}

/** Whether it is what a call to the system was answered with, and no defect of ours. */
const isOfSystem = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'syscall' in error;

/** Works in a new folder beside a place, and leaves nothing of it. @throws FileError where the file system refuses */
function beside(place: string, work: (fresh: string) => void): void {
  let fresh: string | undefined;
  try {
    mkdirSync(dirname(place), { recursive: true });
    fresh = mkdtempSync(join(dirname(place), '.asepsis-evidence-'));
    work(fresh);
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    throw new FileError(
      `${place} cannot be written: ${error.message}`,
      'What stood there stands as it was. Make room or name another folder with --out.',
      error,
    );
  } finally {
    if (fresh !== undefined) rmSync(fresh, { recursive: true, force: true });
  }
}

/** @throws FileError where no bundle could be written to a folder */
export const refuseUnwritable = (folder: string): void => beside(resolve(folder), () => {});

/**
 * Writes a bundle beside its place and then moves it there: a folder holds all of it or what was there before.
 *
 * @throws InputError where the folder holds anything but an older bundle; FileError
 */
export function writeBundle(folder: string, files: BundleFiles): void {
  const place = resolve(folder);
  refuseForeign(place);
  beside(place, (fresh) => {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), content, { flag: 'wx' });
    }
    exchange(place, fresh);
  });
}

/** Moves a folder to its place. What was there is put back where that fails, and removed only where it does not. */
function exchange(place: string, fresh: string): void {
  const old = `${fresh}-old`;
  if (existsSync(place)) renameSync(place, old);
  try {
    renameSync(fresh, place);
  } catch (error) {
    if (existsSync(old)) renameSync(old, place);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}
