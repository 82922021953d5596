/**
 * `npm test`: static checks, then pure tests, those on the local cloud and those of bundles, side by side. Everything runs even when
 * something fails, so that one run tells all. The last line is `N passed, N failed`; the exit code is 0 when none failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
}

const root = join(__dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

/**
 * Runs a command and gives its exit code. Its output is shown as it comes, or when `quiet` only where it fails. It is piped:
 * two runs of jest that each redraw the terminal would undo each other's lines.
 */
function run(
  command: string,
  args: readonly string[],
  quiet: boolean,
  variables: NodeJS.ProcessEnv = {},
): Promise<number> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...variables };
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const take = (chunk: Buffer) => (quiet ? void output.push(chunk) : void process.stderr.write(chunk));
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => {
      if (code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code ?? 1);
    });
  });
}

const staticChecks: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ['linter and formatter', bin('biome'), ['ci', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['--noEmit']],
  ['dead code', bin('knip'), []],
];

async function checkStatically(): Promise<Tally> {
  const codes = await Promise.all(
    staticChecks.map(async ([name, command, args]) => {
      const code = await run(command, args, true);
      process.stdout.write(`${code === 0 ? 'PASS' : 'FAIL'} ${name}\n`);
      return code;
    }),
  );
  const passed = codes.filter((code) => code === 0).length;
  return { passed, failed: codes.length - passed };
}

/** @param folder everything temporary of the run is made in it, and removed with it: a synth without a place of its own leaves one */
async function runJest(projects: readonly string[], folder: string): Promise<Tally> {
  const file = join(folder, `${projects.join('-')}.json`);
  const code = await run(
    bin('jest'),
    ['--selectProjects', ...projects, '--silent', '--json', '--outputFile', file, ...workers(projects)],
    false,
    { TMPDIR: folder },
  );
  try {
    const results = JSON.parse(readFileSync(file, 'utf8')) as JestResults;
    // A suite that does not load, and a test that is skipped, are failures too: neither shows anything.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + results.numPendingTests;
    return { passed: results.numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/**
 * Tests on a local cloud run one after the other, and wait for their emulators a third of the time. Pure tests take every
 * processor meanwhile: in workers, which jest replaces once they are large; in one process they get slower file by file.
 */
const workers = (projects: readonly string[]): readonly string[] =>
  projects.includes('pure') ? ['--maxWorkers', String(Math.max(2, cpus().length))] : ['--runInBand'];

/** Projects that run side by side; those of one row after each other. Two of the three wait for a drill, or for emulators. */
const rows = [['pure'], ['cloud'], ['bundles']] as const;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-test-'));
  const tallies: Tally[] = [];
  try {
    tallies.push(await checkStatically());
    tallies.push(...(await Promise.all(rows.map((projects) => runJest(projects, folder)))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
