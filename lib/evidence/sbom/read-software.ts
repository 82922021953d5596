/** Reads what software there is: the lock file, and the functions bundled as they are deployed. Needs no network. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { readLockFile } from './lock-file';
import type { BundledFunction, Software } from './software';

/** How functions are bundled: `bundling` of `lib/constructs/secure-function.ts`. */
export type BundleSettings = Pick<BuildOptions, 'format' | 'mainFields' | 'minify' | 'target'>;

/** Files that functions are made from: the handler of each room of `lambdas`, and the functions of the drift loop. */
export function functionEntries(root: string): readonly string[] {
  const rooms = readdirSync(join(root, 'lambdas'));
  const handlers = rooms.flatMap((room) =>
    readdirSync(join(root, 'lambdas', room)).flatMap((name) => {
      if (name === 'functions')
        return readdirSync(join(root, 'lambdas', room, name)).map((file) => `lambdas/${room}/${name}/${file}`);
      // The drift loop's own handler is what its functions share.
      return name === 'handler.ts' && room !== 'drift' ? [`lambdas/${room}/${name}`] : [];
    }),
  );
  return handlers.filter((file) => file.endsWith('.ts')).sort();
}

/** The place in the lock file of the package that a bundled file is of; a linked `node_modules` counts as ours. */
export function placeOf(path: string): string | undefined {
  const inside = path.indexOf('node_modules/');
  const name = 'node_modules/(?:@[^/]+/)?[^/]+';
  return inside < 0 ? undefined : new RegExp(`^${name}(?:/${name})*`).exec(path.slice(inside))?.[0];
}

const packagesOf = ({ inputs }: Metafile['outputs'][string]): readonly string[] => {
  const held = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return [...new Set(held.flatMap(([path]) => placeOf(path) ?? []))].sort();
};

/** Bundles all functions at once, in memory, and in a process of its own: esbuild's. */
async function bundleFunctions(
  root: string,
  { format, mainFields, minify, target }: BundleSettings,
): Promise<readonly BundledFunction[]> {
  const { metafile, outputFiles } = await build({
    format,
    mainFields,
    minify,
    target,
    bundle: true,
    platform: 'node',
    entryPoints: [...functionEntries(root)],
    absWorkingDir: root,
    outdir: join(root, 'out'),
    outbase: root,
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const hashes = new Map(
    outputFiles.map(({ contents, path }) => [path, createHash('sha256').update(contents).digest('hex')]),
  );
  return Object.entries(metafile.outputs)
    .flatMap(([path, output]) =>
      output.entryPoint === undefined
        ? []
        : [
            {
              entry: output.entryPoint,
              bytes: output.bytes,
              sha256: hashes.get(join(root, path)) ?? '',
              packages: packagesOf(output),
            },
          ],
    )
    .sort((a, b) => (a.entry < b.entry ? -1 : 1));
}

/** @param root the repository */
export async function readSoftware(root: string, settings: BundleSettings): Promise<Software> {
  const functions = bundleFunctions(root, settings);
  return { ...readLockFile(readFileSync(join(root, 'package-lock.json'), 'utf8')), functions: await functions };
}
