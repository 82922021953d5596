/** The emulators start, answer as the account that the configuration names, and never outlive the one who started them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startLocalCloud } from '../../local/cloud';
import { isAlive } from '../../local/venv';

jest.setTimeout(120_000);

interface Started {
  readonly pids: readonly number[];
  readonly endpoints: { readonly ministack: string };
  readonly released: readonly number[];
}

function hang(...given: string[]): { readonly child: ChildProcess; readonly started: Promise<Started> } {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'hanging-cloud.ts'), ...given], {
    cwd: join(__dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const started = new Promise<Started>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', (line) =>
      resolve(JSON.parse(line) as Started),
    );
    child.once('error', reject);
  });
  return { child, started };
}

const exited = (child: ChildProcess) =>
  new Promise<void>((resolve) =>
    child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', () => resolve()),
  );

async function gone(pids: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 50 && pids.some(isAlive); tries += 1) await sleep(100);
  return !pids.some(isAlive);
}

test('both answer as the account and region of the configuration, and stop', async () => {
  const cloud = await startLocalCloud({ account: '444455556666', region: 'eu-central-1' });
  try {
    expect(cloud.owned).toBe(true);
    const { Account, Arn } = await new STSClient({ ...cloud.clientConfig('sts') }).send(
      new GetCallerIdentityCommand({}),
    );
    expect([Account, Arn]).toEqual(['444455556666', 'arn:aws:iam::444455556666:root']);
    const guardDuty = new GuardDutyClient({ ...cloud.clientConfig('guardduty') });
    const { DetectorId } = await guardDuty.send(new CreateDetectorCommand({ Enable: true }));
    expect((await guardDuty.send(new ListDetectorsCommand({}))).DetectorIds).toEqual([DetectorId]);
    for (const url of Object.values(cloud.endpoints)) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  } finally {
    await cloud.stop();
  }
  expect(cloud.processes).toHaveLength(2);
  expect(await gone(cloud.processes)).toBe(true);
  await cloud.stop();
});

test('two of one process keep out of each other’s folder', async () => {
  const [one, other] = [
    await startLocalCloud({ account: '444455556666', region: 'eu-central-1' }),
    await startLocalCloud({ account: '444455556666', region: 'eu-central-1' }),
  ];
  try {
    await other.stop();
    expect(one.logs).not.toBe(other.logs);
    expect(existsSync(join(one.logs, 'ministack-tmp'))).toBe(true);
  } finally {
    await Promise.all([one.stop(), other.stop()]);
  }
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  '%s to the one who started them leaves no process',
  async (signal) => {
    const { child, started } = hang();
    const { pids } = await started;
    expect(pids).toHaveLength(2);
    expect(pids.every(isAlive)).toBe(true);
    child.kill(signal);
    await exited(child);
    expect(await gone(pids)).toBe(true);
  },
);

test('released, they live on, and end when they are told to', async () => {
  const { child, started } = hang('release');
  const { pids, endpoints, released } = await started;
  expect(released).toEqual(pids);
  await exited(child);
  await sleep(500);
  try {
    expect((await fetch(`${endpoints.ministack}/_ministack/health`)).ok).toBe(true);
  } finally {
    for (const pid of pids) process.kill(-pid, 'SIGKILL');
  }
  expect(await gone(pids)).toBe(true);
});

test('emulators that the caller brought are used, and left alone', async () => {
  const own = await startLocalCloud({ account: '444455556666', region: 'eu-central-1' });
  const { AWS_ENDPOINT_URL, ASEPSIS_MOTO_URL } = process.env;
  try {
    process.env.AWS_ENDPOINT_URL = own.endpoints.ministack;
    process.env.ASEPSIS_MOTO_URL = own.endpoints.moto;
    const brought = await startLocalCloud({ account: '777788889999', region: 'eu-west-1' });
    expect(brought).toMatchObject({ owned: false, endpoints: own.endpoints, processes: [] });
    await brought.stop();
    expect(own.processes.every(isAlive)).toBe(true);
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9';
    await expect(startLocalCloud({ account: '777788889999', region: 'eu-west-1' })).rejects.toThrow(
      'nothing answers there',
    );
  } finally {
    restore('AWS_ENDPOINT_URL', AWS_ENDPOINT_URL);
    restore('ASEPSIS_MOTO_URL', ASEPSIS_MOTO_URL);
    await own.stop();
  }
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
