/** The benchmark bundles as a deploy does: both are held against each other. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bundleFunction, partsOf } from '../../../bench/drift/bundles';
import { bundling } from '../../../lib/constructs/secure-function';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-bundles-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is measured is what is deployed, byte for byte', () => {
  const app = new App({ outdir: join(folder, 'cdk.out'), builtinCloudFormationValidation: false });
  const entry = join(__dirname, '../../../lambdas/drift/functions/sweep.ts');
  new NodejsFunction(new Stack(app, 'Stack'), 'Function', { entry, bundling, runtime: Runtime.NODEJS_24_X });
  const { directory } = app.synth();
  const [asset = ''] = readdirSync(directory).filter((name) => name.startsWith('asset.'));
  const { bytes, file, parts } = bundleFunction('sweep', folder);
  expect(readFileSync(file).equals(readFileSync(join(directory, asset, 'index.js')))).toBe(true);
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
