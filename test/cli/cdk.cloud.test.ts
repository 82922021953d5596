/** `npx cdk synth|diff|deploy -c config=…`, as CDK users type it; deploy and diff on the local cloud. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BroughtCloud, bringCloud } from './brought-cloud';

jest.setTimeout(180_000);

const root = join(__dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'asepsis-npx-'));
let brought: BroughtCloud;

beforeAll(async () => {
  brought = await bringCloud();
});
afterAll(async () => {
  await brought.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** One `npx cdk`, and all that it said. */
async function cdk(config: string, ...given: readonly string[]): Promise<{ code: number; text: string }> {
  const output = join(scratch, given[0] ?? '');
  const flags = ['-c', `config=${config}`, '--output', output, '--no-notices', '--no-color', '--ci'];
  // CloudFormation's own rules are most of a synth: the first, which shows that every template is written, is held to them.
  const validation = given[0] === 'synth' ? {} : { CDK_VALIDATION: 'false' };
  const env = { ...process.env, ...brought.cloud.env, ...validation, HOME: scratch, CDK_DISABLE_VERSION_CHECK: '1' };
  const run = promisify(execFile)('npx', ['cdk', ...given, ...flags], { cwd: root, env, maxBuffer: 1 << 26 });
  return run.then(
    ({ stderr, stdout }) => ({ code: 0, text: stdout + stderr }),
    (error: { code: number; stderr: string; stdout: string }) => ({
      code: error.code,
      text: error.stdout + error.stderr,
    }),
  );
}

test('synth writes every stack', async () => {
  const { code } = await cdk('config/solo.yaml', 'synth', '-q');
  expect(code).toBe(0);
  const [stage = ''] = readdirSync(join(scratch, 'synth')).filter((name) => name.startsWith('assembly-'));
  const templates = readdirSync(join(scratch, 'synth', stage)).filter((name) => name.endsWith('.template.json'));
  expect(templates).toHaveLength(9);
});

test('synth of a file that is not there ends with a message, and writes no template', async () => {
  const { code, text } = await cdk('config/no-such.yaml', 'ls');
  expect(code).not.toBe(0);
  expect(text).toContain('config/no-such.yaml');
  expect(existsSync(join(scratch, 'ls', 'manifest.json'))).toBe(false);
});

test('deploy deploys, and diff then finds no difference', async () => {
  // Of this stack alone: otherwise the CDK bundles the functions of all the others too, three times.
  const one = ['Asepsis/Perimeter', '--exclusively'];
  expect(await brought.asepsis('bootstrap', '--yes', '--config', 'config/solo.yaml')).toMatchObject({ code: 0 });
  const before = await cdk('config/solo.yaml', 'diff', ...one);
  expect(before.text).toContain('[+] AWS::IAM::ManagedPolicy');
  expect(await cdk('config/solo.yaml', 'deploy', ...one, '--require-approval', 'never')).toMatchObject({ code: 0 });
  const after = await cdk('config/solo.yaml', 'diff', ...one);
  expect(after.text).toContain('There were no differences');
});
