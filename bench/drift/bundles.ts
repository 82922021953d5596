/**
 * What a function of ours weighs beside nothing but its SDK clients: both bundled as they are deployed, both loaded in
 * processes of their own, turn by turn.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { bundling } from '../../lib/constructs/function-bundles';
import { bareSource, sdkImports } from './imports';

const run = promisify(execFile);
const root = join(__dirname, '../..');

/** What is bundled, and what only its bundle says. */
export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  /** Bytes in the bundle by package, or by room of this repository. */
  readonly parts: Readonly<Record<string, number>>;
}

export interface BundleFigures {
  readonly name: string;
  readonly bytes: number;
  readonly bareBytes: number;
  /** Clients alone, from the modules that esbuild takes unless it is told otherwise. */
  readonly usualBytes: number;
  /** Milliseconds of the processor to load, least of several. */
  readonly loadMs: number;
  readonly bareLoadMs: number;
  readonly usualLoadMs: number;
  /** Bytes that are not the SDK's, most first. */
  readonly ours: readonly (readonly [part: string, bytes: number])[];
}

const partOf = (path: string): string =>
  /node_modules\/(?!.*node_modules)((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');

/** Bytes by part of the one bundle that a metafile is of. */
export function partsOf({ outputs }: Metafile): Readonly<Record<string, number>> {
  const parts: Record<string, number> = {};
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs))
      parts[partOf(path)] = (parts[partOf(path)] ?? 0) + bytesInOutput;
  return parts;
}

function build(file: string, options: BuildOptions): Bundle & { readonly metafile: Metafile } {
  const { metafile } = buildSync({
    ...bundling,
    ...options,
    outfile: file,
    metafile: true,
    absWorkingDir: root,
    logLevel: 'error',
  });
  return { file, bytes: readFileSync(file).byteLength, parts: partsOf(metafile), metafile };
}

/** Bundles one of the drift loop's functions, as it is deployed: a test holds both against each other. */
export const bundleFunction = (name: string, folder: string) => {
  mkdirSync(folder, { recursive: true });
  return build(join(folder, `${name}.js`), { entryPoints: [join('lambdas/drift/functions', `${name}.ts`)] });
};

function bare(name: string, metafile: Metafile, folder: string) {
  const own = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules'));
  const contents = bareSource(sdkImports(own.map((path) => readFileSync(join(root, path), 'utf8'))));
  const stdin = { contents, resolveDir: root, loader: 'ts' } as const;
  return {
    same: build(join(folder, `${name}-bare.js`), { stdin }),
    usual: build(join(folder, `${name}-usual.js`), { stdin, mainFields: ['main', 'module'] }),
  };
}

/** Milliseconds of the processor to load a bundle in a fresh process: other work on the machine disturbs the clock more. */
async function loadOnce(file: string): Promise<number> {
  const code =
    'const b = process.cpuUsage(); require(process.argv[1]); const { system, user } = process.cpuUsage(b); console.log((system + user) / 1000)';
  const env = { PATH: process.env.PATH ?? '', AWS_REGION: 'us-east-1', NODE_NO_WARNINGS: '1' };
  const { stdout } = await run(process.execPath, ['-e', code, file], { env });
  return Number(stdout.trim().split('\n').at(-1));
}

/** The least of several loads of each, turn by turn, so that what disturbs the machine disturbs all. */
async function load(files: readonly string[], times: number): Promise<readonly number[]> {
  const least = files.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < times; turn += 1)
    for (const [index, file] of files.entries()) least[index] = Math.min(least[index] ?? 0, await loadOnce(file));
  return least;
}

const isSdk = (part: string) => /^@(aws-sdk|smithy|aws-crypto)\//.test(part);

/** Bundles and loads a function and its clients alone. */
export async function measureBundle(name: string, folder: string, times: number): Promise<BundleFigures> {
  const own = bundleFunction(name, folder);
  const { same, usual } = bare(name, own.metafile, folder);
  const [loadMs = 0, bareLoadMs = 0, usualLoadMs = 0] = await load([own.file, same.file, usual.file], times);
  const ours = Object.entries(own.parts)
    .filter(([part]) => !isSdk(part) && !(part in same.parts))
    .sort(([, a], [, b]) => b - a);
  const sizes = { bytes: own.bytes, bareBytes: same.bytes, usualBytes: usual.bytes };
  return { name, ...sizes, loadMs, bareLoadMs, usualLoadMs, ours };
}
