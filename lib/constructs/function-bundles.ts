/** The code of every function: all of them bundled by one call of esbuild, once a process. */
import { readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type BuildFailure, type BuildOptions, buildSync, formatMessagesSync, type Metafile, stop } from 'esbuild';
import { BundleError } from '../errors';

/** The repository. */
const root = join(__dirname, '../..');

/** One function as it is deployed. */
export interface FunctionBundle {
  /** The file with its handler, relative to the repository. */
  readonly entry: string;
  readonly contents: Uint8Array;
  /** The files of which it holds code, relative to the repository; what esbuild left out is not there. */
  readonly files: readonly string[];
}

/**
 * How every function is bundled. The SDK goes in, so that what was tested is what runs, whatever SDK the runtime carries
 * that day; and from its ES modules, of which esbuild leaves out the commands that nobody calls: two thirds of the size,
 * and of the time to load it (docs/performance.md).
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  minify: true,
  sourcemap: false,
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
} satisfies BuildOptions;

const slashed = (path: string): string => path.split(sep).join('/');

/** Files that functions are made from: the handler of each room of `lambdas`, and what is in its folder `functions`. */
export function functionEntries(folder = root): readonly string[] {
  const files = readdirSync(join(folder, 'lambdas'), { recursive: true, encoding: 'utf8' }).map(slashed);
  // The drift loop's own handler is what its functions share.
  const handlers = files.filter(
    (file) => /^[^/]+\/(handler|functions\/[^/]+)\.ts$/.test(file) && file !== 'drift/handler.ts',
  );
  return handlers.map((file) => `lambdas/${file}`).sort();
}

const isFailure = (error: unknown): error is BuildFailure =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);

/** In memory: two processes that bundle at once share nothing. No path of this machine gets into the output. */
function build(folder: string, entries: readonly string[]) {
  return buildSync({
    ...bundling,
    entryPoints: [...entries],
    absWorkingDir: folder,
    outdir: join(folder, 'out'),
    outbase: folder,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
}

/** esbuild says which file is wrong, and not whose: each function is bundled alone to find out. */
function failuresOf(folder: string, entries: readonly string[]): readonly string[] {
  return entries.filter((entry) => {
    try {
      build(folder, [entry]);
      return false;
    } catch {
      return true;
    }
  });
}

function refused(folder: string, entries: readonly string[], error: unknown): BundleError {
  if (!isFailure(error)) return new BundleError(entries, String(error), error);
  const said = formatMessagesSync(error.errors, { kind: 'error' }).join('').trim();
  return new BundleError(failuresOf(folder, entries), said, error);
}

const filesOf = ({ inputs }: Metafile['outputs'][string]): readonly string[] =>
  Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));

/**
 * @param folder a repository
 * @throws BundleError that names the functions, and what esbuild says of their sources
 */
export function bundleFunctions(folder: string, entries: readonly string[]): readonly FunctionBundle[] {
  try {
    const { metafile, outputFiles } = build(folder, entries);
    const contents = new Map(outputFiles.map((one) => [one.path, one.contents]));
    return Object.entries(metafile.outputs).flatMap(([path, output]) => {
      const text = contents.get(join(folder, path));
      if (output.entryPoint === undefined || text === undefined) return [];
      return [{ entry: output.entryPoint, contents: text, files: filesOf(output) }];
    });
  } catch (error) {
    throw refused(folder, entries, error);
  }
}

let bundled: ReadonlyMap<string, FunctionBundle> | undefined;

/** Every function of this repository, by its entry. @throws BundleError */
export function functionBundles(): ReadonlyMap<string, FunctionBundle> {
  try {
    bundled ??= new Map(bundleFunctions(root, functionEntries()).map((one) => [one.entry, one]));
    return bundled;
  } finally {
    // esbuild's own process would keep more than a gigabyte until ours ends. Nothing else is bundled while this is.
    void stop();
  }
}

/** @throws BundleError for a file that is no function of this repository: the bill of materials would not know of it */
export function functionBundle(file: string): FunctionBundle {
  const entry = slashed(relative(root, resolve(file)));
  const found = functionBundles().get(entry);
  if (found) return found;
  throw new BundleError([entry], 'functions are lambdas/<room>/handler.ts and lambdas/<room>/functions/<name>.ts');
}
