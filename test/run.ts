/**
 * `npm test`: static checks, then pure tests, then the ones on the local cloud. Every stage runs even when an earlier
 * one fails, so that one run tells all. The last line is `N passed, N failed`; the exit code is 0 when none failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** Runs a command and gives its exit code; its output is shown when `quiet` is false or when it fails. */
function run(command: string, args: readonly string[], quiet: boolean): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    const output: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
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

async function runJest(project: string, folder: string): Promise<Tally> {
  const file = join(folder, `${project}.json`);
  const code = await run(
    bin('jest'),
    ['--selectProjects', project, '--silent', '--json', '--outputFile', file, ...workers(project)],
    false,
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

/** Tests on the local cloud share one: they run one after the other. */
const workers = (project: string): readonly string[] => (project === 'cloud' ? ['--runInBand'] : ['--maxWorkers', '2']);

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-test-'));
  const tallies: Tally[] = [];
  try {
    tallies.push(await checkStatically());
    for (const project of ['pure', 'cloud']) tallies.push(await runJest(project, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
