/** One call of esbuild for all functions: the same bytes on every path, and errors that say whose they are. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  bundleFunctions,
  functionBundle,
  functionBundles,
  functionEntries,
} from '../../lib/constructs/function-bundles';
import { BundleError } from '../../lib/errors';

const root = join(__dirname, '../..');
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'asepsis-bundles-'));
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Three functions: two share a file, one stands alone. */
const sources = {
  'lambdas/admit/handler.ts': "import { name } from '../shared';\nexport const handler = () => `admit ${name}`;\n",
  'lambdas/discharge/handler.ts':
    "import { name } from '../shared';\nexport const handler = () => `discharge ${name}`;\n",
  'lambdas/drift/functions/watch.ts': "import { used } from 'a-package';\nexport const handler = () => used();\n",
  'lambdas/drift/handler.ts': 'export const shared = 1;\n',
  'lambdas/shared.ts': "export const name: string = 'patient';\n",
  'node_modules/a-package/index.js': "export { used } from './used.js';\nexport { unused } from './unused.js';\n",
  'node_modules/a-package/package.json': '{ "name": "a-package", "sideEffects": false, "module": "index.js" }',
  'node_modules/a-package/unused.js': 'export const unused = () => process.arch;\n',
  'node_modules/a-package/used.js': 'export const used = () => process.version;\n',
};

/** A repository of these sources, with some changed. */
function repository(name: string, changes: Partial<Record<keyof typeof sources, string>> = {}): string {
  const folder = join(scratch, name);
  for (const [file, text] of Object.entries({ ...sources, ...changes })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

const bundlesOf = (folder: string) => bundleFunctions(folder, functionEntries(folder));

function refusalOf(work: () => unknown): BundleError {
  try {
    work();
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('functions are the handlers of rooms, and those of the drift loop', () => {
  const folder = repository('entries');
  expect(functionEntries(folder)).toEqual([
    'lambdas/admit/handler.ts',
    'lambdas/discharge/handler.ts',
    'lambdas/drift/functions/watch.ts',
  ]);
  expect(bundlesOf(folder).map(({ entry }) => entry)).toEqual(functionEntries(folder));
});

test('a bundle names the files of which it holds code, and no other', () => {
  const watch = bundlesOf(repository('files')).find(({ entry }) => entry.endsWith('watch.ts'));
  expect([...(watch?.files ?? [])].sort()).toEqual([
    'lambdas/drift/functions/watch.ts',
    'node_modules/a-package/used.js',
  ]);
});

test('the same sources are the same bytes on another path, in one call or each alone', () => {
  const here = bundlesOf(repository('here'));
  const folder = repository('another/path');
  const alone = functionEntries(folder).flatMap((entry) => bundleFunctions(folder, [entry]));
  expect(alone).toEqual(here);
});

test('no path of this machine is in a bundle of this repository', () => {
  const bundles = [...functionBundles().values()];
  expect(bundles.map(({ entry }) => entry)).toEqual(functionEntries());
  expect(bundles.filter(({ contents }) => Buffer.from(contents).includes(root))).toEqual([]);
  expect(bundles.flatMap(({ files }) => files.filter((file) => file.startsWith('/')))).toEqual([]);
}, 60_000);

test('they are bundled once', () => {
  expect(functionBundles()).toBe(functionBundles());
});

describe('what cannot be bundled', () => {
  test('is named with the function, the line and what esbuild says', () => {
    const folder = repository('broken', { 'lambdas/admit/handler.ts': 'export const handler = () => 1;\nlet = ;\n' });
    const { code, message, remedy } = refusalOf(() => bundlesOf(folder));
    expect(message).toMatch(/^cannot bundle lambdas\/admit\/handler\.ts:\n/);
    expect(message).toMatch(/lambdas\/admit\/handler\.ts:2:\d+/);
    expect(message).toMatch(/Unexpected|Expected/);
    expect(code).toBe('BUNDLE_FAILED');
    expect(remedy).toContain('npm run types');
  });

  test('in a shared file is named with every function that it breaks, and none beside', () => {
    const folder = repository('shared', { 'lambdas/shared.ts': "export { name } from './nowhere';\n" });
    const { entries, message } = refusalOf(() => bundlesOf(folder));
    expect(entries).toEqual(['lambdas/admit/handler.ts', 'lambdas/discharge/handler.ts']);
    expect(message).toContain('Could not resolve "./nowhere"');
  });

  test('is a file that is no function: the bill of materials would not know of it', () => {
    const { message } = refusalOf(() => functionBundle('lambdas/drift/handler.ts'));
    expect(message).toMatch(/^cannot bundle lambdas\/drift\/handler\.ts:\nfunctions are lambdas\//);
  });
});
