/** The benchmark bundles as a deploy does: both are held against each other. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction, partsOf } from '../../../bench/drift/bundles';
import { functionBundle } from '../../../lib/constructs/function-bundles';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-bundles-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is measured is what is deployed, byte for byte', () => {
  const { bytes, file, parts } = bundleFunction('sweep', folder);
  // Alone here, and there with all others in one call.
  const deployed = functionBundle('lambdas/drift/functions/sweep.ts');
  expect(readFileSync(file).equals(deployed.contents)).toBe(true);
  expect(bytes).toBe(readFileSync(file).byteLength);
  expect(Object.keys(parts)).toEqual(expect.arrayContaining(['zod', '@aws-sdk/client-sqs', 'lambdas/drift']));
});

test('bytes count for the package nearest to the file, or for a room', () => {
  const inputs = {
    'node_modules/zod/v4/core/util.js': { bytesInOutput: 3 },
    '../up/node_modules/zod/index.js': { bytesInOutput: 4 },
    'node_modules/@a/b/node_modules/@c/d/index.js': { bytesInOutput: 5 },
    'lib/controls/kms-key.ts': { bytesInOutput: 6 },
  };
  const output = { bytes: 18, inputs, imports: [], exports: [] };
  expect(partsOf({ inputs: {}, outputs: { 'out.js': output } })).toEqual({ zod: 7, '@c/d': 5, 'lib/controls': 6 });
});
