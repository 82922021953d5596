/** Writes a new control into the folders of a repository, all of its files or none. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AsepsisError } from '../../errors';
import { type Answers, kindOf, problemsWith } from './answers';
import type { Catalogue } from './catalogue';
import { filesOf, indexes, type NewFile, rooms } from './texts';

const refused = (problems: readonly string[]) =>
  new AsepsisError(
    `the control has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.map((one) => `  ${one}`).join('\n')}`,
    { code: 'INPUT_INVALID', remedy: 'Nothing was written. `npm run new:control -- --help` has an example.' },
  );

/** The index of a folder, from its files. */
function indexOf(root: string, room: keyof typeof rooms): NewFile {
  const files = readdirSync(join(root, rooms[room])).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  const names = files.map((name) => name.slice(0, -'.ts'.length)).sort();
  return { file: `${rooms[room]}/index.ts`, text: indexes[room](names) };
}

/** @throws AsepsisError where the formatter of the repository refuses: its own message says what */
function format(root: string, files: readonly string[]): void {
  const biome = join(root, 'node_modules/.bin/biome');
  const { error, status, stderr } = spawnSync(biome, ['check', '--write', ...files], { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  const remedy = 'Run `npm ci`, then `npm run format`; the files are written.';
  throw new AsepsisError(`biome: ${error?.message ?? stderr}`, { code: 'FORMAT', remedy });
}

/**
 * Writes the control, its cases and its break, and the indexes that name them.
 *
 * @returns the files that a person goes on with
 * @throws AsepsisError with all problems at once; nothing is written then
 */
export function writeControl(root: string, answers: Answers, catalogue: Catalogue): readonly string[] {
  const kind = kindOf(answers, catalogue);
  const problems = problemsWith(answers, catalogue);
  if (!kind || problems.length > 0) throw refused(problems);
  const files = filesOf(answers, kind);
  const there = files.filter(({ file }) => existsSync(join(root, file)));
  if (there.length > 0) throw refused(there.map(({ file }) => `${file} exists`));
  for (const { file, text } of files) writeFileSync(join(root, file), text);
  const lists = (Object.keys(rooms) as (keyof typeof rooms)[]).map((room) => indexOf(root, room));
  for (const { file, text } of lists) writeFileSync(join(root, file), text);
  format(
    root,
    [...files, ...lists].map(({ file }) => file),
  );
  return files.map(({ file }) => file);
}
