/** Python environments of our own, the emulators' first: made once, keyed by their pinned requirements, offline afterwards. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { LocalCloudError } from '../lib/errors';
import type { OnProgress } from './cloud';

const run = promisify(execFile);

/** Everything the local cloud writes, ignored by git. */
export const localFolder = join(__dirname, '..', '.local');

/** An environment: what is pinned in it, and what it is called. */
export interface PythonKit {
  /** Path of the pinned requirements, with hashes. */
  readonly requirements: string;
  /** Its folder is this and a hash of the requirements. */
  readonly prefix: string;
  /** What a person calls it. */
  readonly title: string;
  /** The oldest Python 3 that it runs on. @default 10 */
  readonly minor?: number;
  /** What else a machine without a usable Python can do. */
  readonly otherwise?: string;
}

const emulators: PythonKit = {
  requirements: join(__dirname, 'requirements.txt'),
  prefix: 'venv',
  title: 'the local cloud',
  otherwise:
    'Or bring emulators of your own: set AWS_ENDPOINT_URL to a running MiniStack, and ASEPSIS_MOTO_URL to a moto server.',
};

const oldest = ({ minor = 10 }: PythonKit): string => `3.${minor}`;

/** The ways out for a machine without a usable Python. */
const withoutPython = (kit: PythonKit): string =>
  [
    `Install Python ${oldest(kit)} or newer with its venv module (Debian, Ubuntu: apt-get install python3-venv; macOS: brew install python).`,
    ...(kit.otherwise ? [kit.otherwise] : []),
  ].join('\n');

export interface VenvOptions {
  /** Where the environment is made. @default `.local` of the repository */
  readonly folder?: string;
  /** Where Python is looked for. @default this process's PATH */
  readonly path?: string;
  readonly onProgress?: OnProgress;
}

/** Newest first: the plain name may be an old release that the system keeps for itself. */
const candidates = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

const probe = ({ minor = 10 }: PythonKit): string =>
  `import sys, venv, ensurepip; assert sys.version_info >= (3, ${minor}); print("%d.%d" % sys.version_info[:2])`;

/** The first Python that is new enough and can make environments, with its version. */
async function findPython(
  path: string,
  kit: PythonKit,
): Promise<{ readonly command: string; readonly version: string }> {
  const refusals: string[] = [];
  for (const command of candidates) {
    try {
      const { stdout } = await run(command, ['-c', probe(kit)], { env: { PATH: path }, timeout: 20_000 });
      return { command, version: stdout.trim() };
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!missing) refusals.push(command);
    }
  }
  const found =
    refusals.length === 0
      ? 'no Python was found on PATH'
      : `${refusals.join(', ')} is older than ${oldest(kit)} or lacks the venv module`;
  throw new LocalCloudError(`Python ${oldest(kit)} or newer is needed for ${kit.title}: ${found}.`, withoutPython(kit));
}

/** Runs pip and reports each package it takes up. */
async function install(python: string, { requirements, title }: PythonKit, onProgress?: OnProgress): Promise<void> {
  const total = readFileSync(requirements, 'utf8').match(/^[a-z0-9-]+==/gm)?.length ?? 0;
  const args = [
    '-m',
    'pip',
    'install',
    '--require-hashes',
    '--no-compile',
    '--no-input',
    '--disable-pip-version-check',
  ];
  const child = spawn(python, [...args, '-r', requirements], { stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  let done = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const name = /^Collecting ([^ ]+)/.exec(line)?.[1];
    if (name) onProgress?.({ phase: 'install', message: `Installing ${name}`, done: ++done, total });
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code === 0) return;
  throw new LocalCloudError(
    `What is needed for ${title} could not be installed (pip exited with ${code}):\n${errors.slice(-12).join('\n')}`,
    'The first run needs the network, later ones do not. Check the connection and pip’s settings, and run the command again.',
  );
}

/** Environments of earlier requirements, and half-made ones of processes that are gone. */
function removeStale(folder: string, prefix: string, keep: string): void {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(`${prefix}-`))) {
    const maker = /\.making-(\d+)$/.exec(name)?.[1];
    const stale = maker === undefined ? name !== keep : !isAlive(Number(maker));
    if (stale) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Whether a process of that id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Renames a finished environment into place. Another process may have been faster: then its one is as good. */
function putInPlace(made: string, place: string): void {
  const usable = () => existsSync(join(place, 'bin', 'python'));
  if (existsSync(place) && !usable()) rmSync(place, { recursive: true, force: true });
  try {
    renameSync(made, place);
  } catch (error) {
    if (!usable()) throw error;
  }
}

/**
 * Path of a Python that has the emulators.
 *
 * @throws LocalCloudError without a usable Python, or when the installation fails.
 */
export const emulatorPython = (options: VenvOptions = {}): Promise<string> => pythonWith(emulators, options);

/**
 * Path of a Python that has what a kit pins. Made aside and renamed into place, so that two processes may race and none
 * ever sees half an environment.
 *
 * @throws LocalCloudError without a usable Python, or when the installation fails.
 */
export async function pythonWith(kit: PythonKit, options: VenvOptions = {}): Promise<string> {
  const folder = options.folder ?? localFolder;
  const hash = createHash('sha256').update(readFileSync(kit.requirements)).digest('hex').slice(0, 12);
  mkdirSync(folder, { recursive: true });
  const name = `${kit.prefix}-${hash}`;
  const python = join(folder, name, 'bin', 'python');
  // A Python that the system has since removed leaves a dangling link behind: make the environment again.
  if (existsSync(python)) return python;
  const { command, version } = await findPython(options.path ?? process.env.PATH ?? '', kit);
  const making = join(folder, `${name}.making-${process.pid}`);
  options.onProgress?.({
    phase: 'install',
    message: `Making an environment for ${kit.title} with Python ${version} (once)`,
  });
  try {
    await run(command, ['-m', 'venv', making], { env: { ...process.env, PATH: options.path ?? process.env.PATH } });
    await install(join(making, 'bin', 'python'), kit, options.onProgress);
    putInPlace(making, join(folder, name));
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  removeStale(folder, kit.prefix, name);
  return python;
}
