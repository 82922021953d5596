/**
 * Bundles of evidence as commands write them, each written once for all tests of the project `bundles`: of every tier's
 * configuration in `config/`, of a deployment that `asepsis start` showed, and of facts full of hostile names.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localSigner } from '../../../lib/cli/bundle/signers';
import { writeEvidence } from '../../../lib/cli/bundle/write';
import { run } from '../../../lib/cli/program';
import type { Summary } from '../../../lib/cli/summary';
import { tierSchema } from '../../../lib/config/schema';
import { hostileFacts } from '../../evidence/hostile-facts';
import { sharedPlace } from './shared-place';

const root = join(__dirname, '../../..');

export const tiers = tierSchema.options;

/** What every bundle is checked as. */
export const bundleNames = [...tiers, 'shown on the local cloud', 'hostile names'] as const;
export type BundleName = (typeof bundleNames)[number];

/** The key that signs them all but what `asepsis start` writes. */
export const keyFile = (): string => sharedPlace('key.pem');

/** The moment that they speak for, in seconds since 1970. */
export const epoch = 1_795_000_000;

export interface Written {
  readonly folder: string;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a command said is kept beside what it wrote: whichever test asks first has it written. */
async function once(name: string, write: (folder: string) => Promise<Omit<Written, 'folder'>>): Promise<Written> {
  const folder = sharedPlace(name.replaceAll(' ', '-'));
  const said = `${folder}.said.json`;
  if (!existsSync(said)) writeFileSync(said, JSON.stringify({ folder, ...(await write(folder)) }));
  return JSON.parse(readFileSync(said, 'utf8')) as Written;
}

/** `asepsis evidence`, whole, in a process of its own. */
function asepsisEvidence(
  tier: string,
  out: string,
  more: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Omit<Written, 'folder'>> {
  const command = ['evidence', '--config', `config/${tier}.yaml`, '--out', out, '--key', keyFile(), '--json'];
  const argv = ['--import', 'tsx', ...more, join(root, 'bin/asepsis.ts'), ...command];
  const env = { ...process.env, NODE_NO_WARNINGS: '1', SOURCE_DATE_EPOCH: `${epoch}`, ...variables };
  return new Promise((resolve) =>
    execFile(process.execPath, argv, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), out: stdout, err: stderr }),
    ),
  );
}

/** The bundle of a tier's configuration. */
export const tierBundle = (tier: string): Promise<Written> =>
  once(tier, (folder) => asepsisEvidence(tier, folder, [], {}));

/** The same another time: in another place, on another day, where people speak otherwise. */
export const tierBundleAgain = (tier: string): Promise<Written> =>
  once(`${tier} again`, (folder) =>
    asepsisEvidence(tier, folder, ['--require', join(__dirname, 'later.cjs')], {
      TZ: 'Pacific/Auckland',
      LC_ALL: 'de_DE.UTF-8',
      TMPDIR: sharedPlace(''),
    }),
  );

/** All of a tier at once: a machine has two cores, and the tests of this project use one. */
export async function everyTierBundle(): Promise<void> {
  // Makes the key, which is one.
  localSigner(keyFile());
  await Promise.all([tierBundle('hospital'), tierBundle('solo')]);
  await Promise.all([tierBundle('clinic'), tierBundleAgain('solo')]);
}

const hostileBundle = (): Promise<Written> =>
  once('hostile names', async (folder) => {
    const summary = await writeEvidence(hostileFacts(), folder, { signer: localSigner(keyFile()) });
    return { code: 0, out: JSON.stringify(summary), err: '' };
  });

/** `asepsis start` on the local cloud, with the drill. */
export const startedBundle = (): Promise<Written> =>
  once('shown on the local cloud', async (folder) => {
    const said = { out: [] as string[], err: [] as string[] };
    const code = await run(['node', 'asepsis', 'start', '--json', '--out', folder], {
      out: (text) => void said.out.push(text),
      err: (text) => void said.err.push(text),
    });
    return { code, out: said.out.join('\n'), err: said.err.join('\n') };
  });

/** What `asepsis start` said on stdout, which is nothing but JSON. */
export const startSummary = ({ out }: Written): Summary => JSON.parse(out) as Summary;

/** All bundles by name: the folder of each. */
export async function everyBundle(): Promise<ReadonlyMap<BundleName, string>> {
  await everyTierBundle();
  const [started, hostile] = [await startedBundle(), await hostileBundle()];
  const ofTiers = await Promise.all(tiers.map(async (tier) => [tier, (await tierBundle(tier)).folder] as const));
  return new Map<BundleName, string>([
    ...ofTiers,
    ['shown on the local cloud', started.folder],
    ['hostile names', hostile.folder],
  ]);
}

/** The files of a folder by their path in it. */
export const filesIn = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => join(parentPath, name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), readFileSync(file)]),
  );
