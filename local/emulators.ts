/** The two emulator processes: started on free loopback ports, waited for, always ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCloudError } from '../lib/errors';
import { preload, serviceEndpoints } from './clients';

export type EmulatorName = 'ministack' | 'moto';

export interface Emulator {
  readonly name: EmulatorName;
  readonly url: string;
  /** Leader of a process group of its own, in which function workers are too. */
  readonly pid: number;
  /** Lets it live on when this process ends. */
  release(): void;
  /** Ends the group and waits for that. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  readonly python: string;
  readonly account: string;
  readonly region: string;
  /** Folder for logs and for what the emulators write while they run. */
  readonly folder: string;
  /** Where moto answers: functions that MiniStack runs call it for what MiniStack lacks. */
  readonly motoUrl?: string;
}

const launcher = join(__dirname, 'emulator', 'launch.py');
const healthPaths: Readonly<Record<EmulatorName, string>> = { ministack: '/_ministack/health', moto: '/moto-api/' };
const startLimit = 60_000;

/** A port that was free a moment ago, on the loopback interface. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

function environmentOf(options: EmulatorOptions, name: EmulatorName, url: string): Record<string, string> {
  const temporary = join(options.folder, `${name}-tmp`);
  mkdirSync(temporary, { recursive: true });
  return {
    // Functions run on the Node that runs this, whatever else is on PATH.
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    HOME: temporary,
    TMPDIR: temporary,
    PYTHONUNBUFFERED: '1',
    MINISTACK_ACCOUNT_ID: options.account,
    MOTO_ACCOUNT_ID: options.account,
    MINISTACK_REGION: options.region,
    AWS_ACCESS_KEY_ID: options.account,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: options.region,
    BIND_HOST: '127.0.0.1',
    AUTH: 'true',
    // Side listeners on fixed ports that nothing here uses.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    LAMBDA_EXECUTOR: 'local',
    LOG_LEVEL: 'INFO',
    // Functions inherit it: the drill reads from their logs which calls they made.
    ASEPSIS_TRACE: '1',
    NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
    NODE_NO_WARNINGS: '1',
    ...serviceEndpoints({ ministack: url, moto: options.motoUrl }),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Ends a process group: asks first, and makes sure. A group that is gone already is fine. */
async function endGroup(child: ChildProcess, pid: number): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  child.ref();
  signal('SIGTERM');
  const patience = new AbortController();
  await Promise.race([ended, sleep(3_000, undefined, { signal: patience.signal }).catch(() => {})]);
  patience.abort();
  // The leader may be gone before its function workers are.
  signal('SIGKILL');
  await ended;
}

/** Starts one emulator and waits until it answers. @throws LocalCloudError with the end of its log when it does not. */
export async function startEmulator(
  name: EmulatorName,
  options: EmulatorOptions,
  givenPort?: number,
): Promise<Emulator> {
  mkdirSync(options.folder, { recursive: true });
  const port = givenPort ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const log = join(options.folder, `${name}.log`);
  const descriptor = openSync(log, 'w');
  const child = spawn(options.python, [launcher, name, String(port)], {
    cwd: options.folder,
    env: environmentOf(options, name, url),
    stdio: ['pipe', descriptor, descriptor],
    detached: true,
  });
  closeSync(descriptor);
  // The launcher ends itself when this pipe closes, so a write to one that is gone is no news.
  child.stdin?.on('error', () => {});
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const { pid } = child;
  const stop = async () => {
    if (pid !== undefined) await endGroup(child, pid);
    rmSync(join(options.folder, `${name}-tmp`), { recursive: true, force: true });
  };
  const deadline = Date.now() + startLimit;
  while (!(await answers(`${url}${healthPaths[name]}`))) {
    const ended = failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    if (!ended && Date.now() < deadline) {
      await sleep(100);
      continue;
    }
    await stop();
    const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-15).join('\n') : '';
    throw new LocalCloudError(
      `${name} ${ended ? 'ended while it started' : `did not answer within ${startLimit / 1000} s`}:\n${failure?.message ?? tail}`,
      `Its whole log is ${log}. Deleting the folder .local makes the next run install the emulators afresh.`,
      failure,
    );
  }
  // Neither the process nor its pipe keeps this process from ending by itself.
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return { name, url, pid: pid as number, stop, release: () => void child.stdin?.end('k') };
}
