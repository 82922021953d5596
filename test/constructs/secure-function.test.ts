/** The code of functions: bundled where a stack is deployed, refused as our own error, untouched where nobody needs it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { functionBundle } from '../../lib/constructs/function-bundles';
import { BundleError } from '../../lib/errors';
import { fn } from './right';
import { testApp, testStack } from './scaffold';

const root = join(__dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-function-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundlingApp = (outdir: string) =>
  new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });

/** The digest of the code that the template names, and where the function stands in it. */
function codeOf(app: App, stack: Stack) {
  const { template } = app.synth().getStackByName(stack.stackName);
  const functions = Object.entries(template.Resources as Record<string, { Type: string; Properties: never }>);
  const [id, { Properties }] = functions.find(([, { Type }]) => Type === 'AWS::Lambda::Function') ?? [
    '',
    { Properties: {} },
  ];
  const { Code, Handler } = Properties as { Code?: { S3Key?: string }; Handler?: string };
  return { id, handler: Handler, digest: Code?.S3Key?.replace('.zip', '') };
}

test('is a folder with one file in the cloud assembly, of the same digest wherever that is', () => {
  const [here, there] = ['here', 'there/deeper'].map((name) => {
    const outdir = join(folder, name);
    const app = bundlingApp(outdir);
    const stack = testStack(app);
    fn(stack);
    return { ...codeOf(app, stack), outdir };
  });
  expect(here?.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(there?.digest).toBe(here?.digest);
  const code = join(here?.outdir ?? '', `asset.${here?.digest}`);
  expect(readdirSync(code)).toEqual(['index.js']);
  expect(readFileSync(join(code, 'index.js')).equals(functionBundle('lambdas/pre-token/handler.ts').contents)).toBe(
    true,
  );
  // A handler that the file exports, and a logical id that does not hang on how it is bundled.
  expect(here?.handler).toBe('index.handler');
  expect(here?.id).toMatch(/^Function[0-9A-F]{8}$/);
});

describe('a source that cannot be bundled', () => {
  const entry = () => join(folder, 'handler.ts');
  beforeAll(() => writeFileSync(entry(), 'export const handler = ;'));

  test('fails the synth with an error of ours, not with one of the CDK around it', () => {
    const stack = testStack(bundlingApp(join(folder, 'refused')));
    expect(() => fn(stack, { entry: entry() })).toThrow(BundleError);
  });

  test('is not looked at where no stack is bundled', () => {
    const app = testApp();
    const stack = testStack(app);
    fn(stack, { entry: entry() });
    expect(codeOf(app, stack).digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('no bundle is left in the repository', () => {
  functionBundle(join(root, 'lambdas/pre-token/handler.ts'));
  expect(readdirSync(root)).not.toContain('out');
});
