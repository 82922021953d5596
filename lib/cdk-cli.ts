/** Runs the real CDK CLI to the end of one command and reads its progress, on AWS and on the local cloud alike. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

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

export interface CdkHooks {
  readonly onEvent?: (event: CdkEvent) => void;
  readonly onTurn?: (stack: string, turn: 'begin' | 'end') => unknown;
}

export interface CdkCommand extends CdkHooks {
  readonly arguments: readonly string[];
  /** Working folder, and where the log goes. It has no cdk.json, so that only what is given here counts. */
  readonly folder: string;
  /** Name of the log file. */
  readonly log: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Arguments of Node itself. @default none */
  readonly node?: readonly string[];
  /** The error of a command that failed. */
  readonly failure: (message: string, remedy: string) => Error;
}

const noise =
  /^(\(node:|\(Use `node|To continue receiving|More information can be found|versions published|will require node)|NodeVersionSupportWarning/;

/** @throws what `failure` makes of the failed resources and the end of the log */
export async function runCdkCli(command: CdkCommand): Promise<void> {
  const { arguments: given, env, failure, folder, log, node = [], onEvent, onTurn } = command;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, log);
  const sink = createWriteStream(file);
  const flags = ['--no-notices', '--no-color', '--ci', '--progress', 'events'];
  const child = spawn(process.execPath, [...node, cli, ...given, ...flags], {
    cwd: folder,
    env: { ...process.env, ...env, CDK_DISABLE_VERSION_CHECK: '1' },
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
  throw failure(
    `cdk ${given[0]} ended with ${code}:\n${news.map((line) => `  ${line}`).join('\n')}`,
    `The whole log is ${file}.`,
  );
}
