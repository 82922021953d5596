/** Reads a lock file of npm (version 3) into packages. Pure. */
import { z } from 'zod';
import type { LockedPackage, Software } from './software';

const names = z.record(z.string(), z.string()).default({});

const entrySchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  link: z.boolean().default(false),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
});

const lockSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), entrySchema) });

type Entry = z.output<typeof entrySchema>;

const marker = 'node_modules/';

/** Where a package finds another one: beside it, or beside one of those that it stands in, as Node.js looks. */
function resolve(from: string, name: string, known: ReadonlySet<string>): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(marker) - 1))) {
    const place = `${folder === '' ? '' : `${folder}/`}${marker}${name}`;
    if (known.has(place)) return place;
    if (folder === '') return undefined;
  }
}

function dependenciesOf(path: string, entry: Entry, known: ReadonlySet<string>): readonly string[] {
  const wanted = [entry.dependencies, entry.optionalDependencies, entry.peerDependencies].flatMap((one) =>
    Object.keys(one),
  );
  const places = wanted.flatMap((name) => resolve(path, name, known) ?? []);
  return [...new Set(places)].sort();
}

/** @throws ZodError for what is no lock file of version 3 */
export function readLockFile(text: string): Omit<Software, 'functions'> {
  const { packages } = lockSchema.parse(JSON.parse(text));
  const known = new Set(Object.keys(packages));
  const root = entrySchema.parse(packages[''] ?? {});
  const locked = Object.entries(packages)
    .filter(([path, { link }]) => path.includes(marker) && !link)
    .map(
      ([path, entry]): LockedPackage => ({
        path,
        name: entry.name ?? path.slice(path.lastIndexOf(marker) + marker.length),
        version: entry.version ?? '0',
        ...(entry.integrity ? { integrity: entry.integrity } : {}),
        ...(entry.license ? { license: entry.license } : {}),
        dev: entry.dev,
        optional: entry.optional || entry.devOptional,
        dependsOn: dependenciesOf(path, entry, known),
      }),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const direct = dependenciesOf('', { ...root, optionalDependencies: root.devDependencies }, known);
  return {
    name: root.name ?? 'unnamed',
    version: root.version ?? '0',
    license: root.license ?? 'NOASSERTION',
    dependsOn: direct,
    packages: locked,
  };
}
