/** Runs the real CDK CLI against the local cloud and reads its progress. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LocalCloudError } from '../lib/errors';
import type { LocalCloud } from './cloud';

const fastPolling = join(__dirname, 'fast-polling.cjs');
const cli = join(__dirname, '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** One line of the CLI's event log: `stack | 3/12 | 8:17:06 PM | CREATE_COMPLETE | AWS::KMS::Key | Audit/Key (…)`. */
export interface CdkEvent {
  readonly stack: string;
  readonly status: string;
  readonly type: string;
  readonly resource: string;
  readonly reason?: string;
}

export function parseEvent(line: string): CdkEvent | undefined {
  const parts = line.split(' | ').map((part) => part.trim());
  const at = parts.findIndex((part) => /^[A-Z]+(_[A-Z]+)*_(COMPLETE|IN_PROGRESS|FAILED)$/.test(part));
  const [stack, status, type, resource, ...reason] = [
    parts[0],
    parts[at],
    parts[at + 1],
    parts[at + 2],
    ...parts.slice(at + 3),
  ];
  if (at < 2 || !stack || !status || !type || !resource) return undefined;
  return { stack, status, type, resource, ...(reason.length > 0 ? { reason: reason.join(' | ') } : {}) };
}

/** The CLI's word that it begins or ends with a stack: `Stage/Audit (name-audit): deploying... [1/7]`, ` ✅  Stage/Audit (name-audit)`. */
export function parseTurn(line: string): { readonly stack: string; readonly turn: 'begin' | 'end' } | undefined {
  const begin = /^(\S+)(?: \((\S+)\))?: (?:deploying|destroying)\.\.\./.exec(line);
  const end = /^\s*✅\s+(\S+?):?(?: \((\S+?)\))?(?:: destroyed| \(no changes\))?\s*$/.exec(line);
  const found = begin ?? end;
  return found ? { stack: found[2] ?? found[1] ?? '', turn: begin ? 'begin' : 'end' } : undefined;
}

export interface CdkRun {
  readonly arguments: readonly string[];
  readonly cloud: LocalCloud;
  /** Name of the log file in the cloud's log folder. */
  readonly log: string;
  readonly onEvent?: (event: CdkEvent) => void;
  readonly onTurn?: (stack: string, turn: 'begin' | 'end') => unknown;
}

const noise =
  /^(\(node:|\(Use `node|To continue receiving|More information can be found|versions published|will require node)|NodeVersionSupportWarning/;

/**
 * Runs one command of the CLI to its end.
 *
 * @throws LocalCloudError with the failed resources and the end of the log
 */
export async function runCdk({ arguments: given, cloud, log, onEvent, onTurn }: CdkRun): Promise<void> {
  mkdirSync(cloud.logs, { recursive: true });
  const file = join(cloud.logs, log);
  const sink = createWriteStream(file);
  const flags = ['--no-notices', '--no-color', '--ci', '--progress', 'events'];
  // Its working folder has no cdk.json, so that only what is given here counts.
  const child = spawn(process.execPath, ['--require', fastPolling, cli, ...given, ...flags], {
    cwd: cloud.logs,
    env: { ...process.env, ...cloud.env, CDK_DISABLE_VERSION_CHECK: '1', HOME: cloud.logs },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithParent = () => child.kill('SIGKILL');
  process.once('exit', endWithParent);
  const tail: string[] = [];
  const failures: string[] = [];
  const read = (line: string) => {
    sink.write(`${line}\n`);
    if (line.trim() === '' || noise.test(line)) return;
    const event = parseEvent(line);
    if (!event) tail.push(line);
    else if (event.status.endsWith('FAILED') && event.reason)
      failures.push(`${event.stack}: ${event.type} ${event.resource}: ${event.reason}`);
    if (event) onEvent?.(event);
    const turn = event ? undefined : parseTurn(line);
    if (turn) onTurn?.(turn.stack, turn.turn);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  process.removeListener('exit', endWithParent);
  await new Promise((resolve) => sink.end(resolve));
  if (code === 0) return;
  const news = failures.length > 0 ? failures : tail.slice(-15);
  throw new LocalCloudError(
    `cdk ${given[0]} ended with ${code}:\n${news.map((line) => `  ${line}`).join('\n')}`,
    `The whole log is ${file}.`,
  );
}
