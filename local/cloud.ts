/**
 * The local cloud, for callers: start it, deploy a synthesized cloud assembly to it, stop it.
 *
 * Two emulators stand for AWS, each on a free loopback port: MiniStack (CloudFormation, Lambda and most APIs) and moto's
 * server (the APIs that MiniStack lacks). An emulator is not AWS: see docs/local-cloud.md for what is proven on it.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SdkConfig } from '../lambdas/drift/live/live';
import { LocalCloudError } from '../lib/errors';
import { childEnvironment, clientSettings, type Endpoints } from './clients';
import { type Emulator, type EmulatorOptions, freePort, startEmulator } from './emulators';
import { emulatorPython, isAlive, localFolder } from './venv';

// SDK clients of this process reach `<account>.localhost` too.
require('./localhost.cjs');

/** One line of news for a person. `phase` is stable; `message` is a whole sentence without a trailing full stop. */
export interface Progress {
  readonly phase: 'install' | 'start' | 'transform' | 'bootstrap' | 'deploy' | 'destroy';
  readonly message: string;
  /** Steps of this phase that are finished, and how many there are, where known. */
  readonly done?: number;
  readonly total?: number;
}

export type OnProgress = (progress: Progress) => void;

export interface LocalCloudOptions {
  /** 12 digits: the account that the configuration names. Both emulators then answer as this account. */
  readonly account: string;
  /** The region that the configuration names. */
  readonly region: string;
  readonly onProgress?: OnProgress;
}

export interface LocalCloud {
  readonly account: string;
  readonly region: string;
  /** False when the caller brought the emulators (`AWS_ENDPOINT_URL`): then `stop` leaves them alone. */
  readonly owned: boolean;
  /** Base URLs, for people and for logs. */
  readonly endpoints: { readonly ministack: string; readonly moto?: string };
  /** What a child process needs so that any AWS SDK or CLI in it speaks to this cloud and to nothing else. */
  readonly env: Readonly<Record<string, string>>;
  /** Settings for an AWS SDK v3 client, by the suffix of its package: `s3`, `cognito-identity-provider`, `guardduty`. */
  readonly clientConfig: SdkConfig;
  /** Folder with the emulators' logs. */
  readonly logs: string;
  /** Ids of the process groups that this cloud started; empty when the caller brought the emulators. */
  readonly processes: readonly number[];
  /** Ends every process this cloud started and waits for their end. Safe to call twice. */
  stop(): Promise<void>;
  /** Lets the emulators live on after this process. Gives the ids of the process groups to end (`kill -- -<id>`). */
  release(): readonly number[];
}

/** How a resource of the template came to stand in the local cloud. */
export type Route =
  /** The emulator's CloudFormation made it. */
  | 'native'
  /** A `Custom::Local…` resource made it through the emulator's API. */
  | 'api'
  /** No emulator has an API for it: left out of the local templates, by name. */
  | 'left-out';

/** One resource of the synthesized templates, as it was deployed. */
export interface DeployedResource {
  readonly stack: string;
  readonly logicalId: string;
  /** As synthesized for AWS, for example `AWS::CloudTrail::Trail`; never a `Custom::Local…`. */
  readonly type: string;
  readonly route: Route;
  /** What CloudFormation calls it; absent when left out. */
  readonly physicalId?: string;
  /** Why it was left out. */
  readonly reason?: string;
}

export interface DeployedStack {
  readonly stack: string;
  readonly region: string;
  readonly status: string;
  readonly seconds: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly DeployedResource[];
}

export interface DeployFigures {
  readonly resources: number;
  readonly native: number;
  readonly api: number;
  readonly leftOut: number;
  /** `leftOut` of `resources`, 0 to 1. */
  readonly leftOutShare: number;
}

export interface DeployReport {
  readonly stacks: readonly DeployedStack[];
  readonly figures: DeployFigures;
  /** Milliseconds by phase. */
  readonly timings: { readonly transform: number; readonly bootstrap: number; readonly deploy: number };
  /** The transformed cloud assembly that was deployed. */
  readonly localAssembly: string;
}

export interface DeployOptions {
  /** The cloud assembly that `app.synth()` wrote (`cdk.out`). It is read, never changed. */
  readonly assemblyDir: string;
  readonly cloud: LocalCloud;
  /** Its bootstrap stands already. @default false */
  readonly bootstrapped?: boolean;
  readonly onProgress?: OnProgress;
}

/** moto's server of emulators that the caller brought; what `start --keep` prints says it by its services. */
export const motoUrl = ({ ASEPSIS_MOTO_URL, AWS_ENDPOINT_URL_GUARDDUTY }: NodeJS.ProcessEnv): string | undefined =>
  ASEPSIS_MOTO_URL || AWS_ENDPOINT_URL_GUARDDUTY || undefined;

/** Emulators that the caller brought. */
async function broughtEndpoints(url: string): Promise<Endpoints> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5_000) });
  } catch (error) {
    throw new LocalCloudError(
      `AWS_ENDPOINT_URL is ${url}, and nothing answers there.`,
      'Start your MiniStack there, or unset AWS_ENDPOINT_URL to have the local cloud started for you.',
      error,
    );
  }
  return { ministack: url, moto: motoUrl(process.env) };
}

/** The logs of a few ended runs stay, for whoever wants to know what went wrong. */
const keptRuns = 4;

/** File in a run's folder with the ids of its emulators, which may outlive the process that started them. */
const pidFile = 'emulators.pid';

/** Whether nobody uses a run's folder any more: neither the process that made it nor its emulators. */
function isEnded(folder: string, name: string): boolean {
  const file = join(folder, name, pidFile);
  const emulators = existsSync(file) ? readFileSync(file, 'utf8').split(' ').map(Number) : [];
  const maker = Number(/^run-(\d+)/.exec(name)?.[1]);
  return ![maker, ...emulators].some(isAlive);
}

function removeEndedRuns(folder: string): void {
  const ended = readdirSync(folder)
    .filter((name) => /^run-\d+/.test(name) && isEnded(folder, name))
    .map((name) => ({
      path: join(folder, name),
      changed: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.changed - a.changed);
  for (const { path } of ended.slice(keptRuns)) rmSync(path, { recursive: true, force: true });
}

/**
 * Starts both emulators and waits until they answer; the first time, installs them into `.local`. Whatever it started is
 * ended by `stop`, and also when this process ends, however it does: the emulators watch a pipe that only it holds.
 *
 * @throws LocalCloudError without Python ≥ 3.10 (with the two ways out), or when an emulator does not come up.
 */
export async function startLocalCloud({ account, region, onProgress }: LocalCloudOptions): Promise<LocalCloud> {
  mkdirSync(localFolder, { recursive: true });
  // One process may start several: each has a folder of its own, which its `stop` empties.
  const logs = mkdtempSync(join(localFolder, `run-${process.pid}-`));
  const brought = process.env.AWS_ENDPOINT_URL;
  const emulators: Emulator[] = [];
  const stop = async () => {
    await Promise.all(emulators.splice(0).map((emulator) => emulator.stop()));
  };
  const cloud = (endpoints: Endpoints, processes: readonly number[]): LocalCloud => ({
    account,
    region,
    owned: !brought,
    endpoints,
    env: childEnvironment(endpoints, account, region),
    clientConfig: clientSettings(endpoints, account, region),
    logs,
    processes,
    stop,
    release: () => {
      const released = emulators.splice(0);
      for (const emulator of released) emulator.release();
      return released.map(({ pid }) => pid);
    },
  });
  if (brought) return cloud(await broughtEndpoints(brought), []);
  removeEndedRuns(localFolder);
  const python = await emulatorPython({ onProgress });
  onProgress?.({ phase: 'start', message: 'Starting the emulators' });
  const endpoints = await startBoth({ python, account, region, folder: logs }, emulators, stop);
  const processes = emulators.map(({ pid }) => pid);
  writeFileSync(join(logs, pidFile), processes.join(' '));
  return cloud(endpoints, processes);
}

/** moto first by a moment: MiniStack hands moto's address to the functions it runs. */
async function startBoth(
  options: EmulatorOptions,
  emulators: Emulator[],
  stop: () => Promise<void>,
): Promise<Endpoints> {
  const motoPort = await freePort();
  const moto = `http://127.0.0.1:${motoPort}`;
  const start = async (starting: Promise<Emulator>) => emulators.push(await starting);
  const outcomes = await Promise.allSettled([
    start(startEmulator('moto', options, motoPort)),
    start(startEmulator('ministack', { ...options, motoUrl: moto })),
  ]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const ministack = emulators.find(({ name }) => name === 'ministack');
  return { ministack: ministack?.url ?? '', moto };
}
