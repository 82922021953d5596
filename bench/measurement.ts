/** What one measured process says, and the best of several. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { StackSize } from './limits';

const sides = ['gated', 'ungated', 'unvalidated', 'plain'] as const;

/**
 * Ours with its gates; ours as the CDK synthesizes any app, which validates templates by itself; ours without that too;
 * and an app with none of our constructs, as the CDK synthesizes it.
 */
export type Side = (typeof sides)[number];

export const isSide = (text: string): text is Side => sides.some((side) => side === text);

/** Milliseconds of one build and synth. */
export interface Pass {
  /** Of the processor, all threads: other work on the machine disturbs it less than the clock. */
  readonly cpu: number;
  /** By the clock. */
  readonly wall: number;
  readonly build: number;
  readonly synth: number;
  /** Of `synth`, by the clock. */
  readonly gates: number;
}

export interface Measurement {
  readonly side: Side;
  /** Practices; for the plain app, resources asked for. */
  readonly size: number;
  readonly resources: number;
  readonly stacks: readonly StackSize[];
  /** Most memory that the process held in its first pass, in MiB. */
  readonly peakMiB: number;
  readonly cold: Pass;
  readonly warm: Pass;
}

const root = join(__dirname, '..');

/** Runs a command of this repository and gives what it wrote to stdout. @throws Error with its exit code and stderr */
export function outputOf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${args.join(' ')} ended with ${code}:\n${Buffer.concat(err).toString().slice(-2000)}`));
    });
  });
}

async function once(side: Side, size: number): Promise<Measurement> {
  const env = { CDK_VALIDATION: side === 'unvalidated' ? 'false' : 'true' };
  const lines = (await outputOf(['bench/child.ts', side, String(size)], env)).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '') as Measurement;
}

/** The least of each: what disturbs a run makes it longer, never shorter. */
const lesser = (a: Pass, b: Pass): Pass => ({
  cpu: Math.min(a.cpu, b.cpu),
  wall: Math.min(a.wall, b.wall),
  build: Math.min(a.build, b.build),
  synth: Math.min(a.synth, b.synth),
  gates: Math.min(a.gates, b.gates),
});

/** The best of several runs; of their memory, the most. Pure. */
export function bestOf(runs: readonly Measurement[]): Measurement {
  const [first] = runs;
  if (first === undefined) throw new RangeError('nothing was measured');
  return {
    ...first,
    cold: runs.map(({ cold }) => cold).reduce(lesser),
    warm: runs.map(({ warm }) => warm).reduce(lesser),
    peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
  };
}

/**
 * Measures several sides at one size, turn by turn, so that what disturbs the machine disturbs all of them.
 *
 * @param runs how often each is measured; the best counts
 */
export async function compare(
  cases: readonly (readonly [side: Side, size: number])[],
  runs: number,
  say: (text: string) => void,
): Promise<readonly Measurement[]> {
  const all = cases.map((): Measurement[] => []);
  for (let run = 1; run <= runs; run += 1) {
    for (const [index, [side, size]] of cases.entries()) {
      say(`run ${run} of ${runs}: ${side}, ${size}`);
      all[index]?.push(await once(side, size));
    }
  }
  return all.map(bestOf);
}
