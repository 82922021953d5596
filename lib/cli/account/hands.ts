/** What acts on an account: SDK clients, and the real CDK CLI; at AWS, or on an emulator that somebody brought. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { runCdk } from '../../../local/cdk';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { type CdkHooks, runCdkCli } from '../../cdk-cli';
import type { Config } from '../../config/schema';
import { AccountError, PreflightError } from '../../errors';
import { callerOf } from './read';
import { accountSdk } from './sdk';

export interface Hands {
  readonly sdk: SdkConfig;
  /** @throws AccountError or LocalCloudError with the failed resources and the end of the log */
  readonly cdk: (given: readonly string[], log: string, hooks?: CdkHooks) => Promise<void>;
  /** Where AWS_ENDPOINT_URL names one: it lacks resource types, so templates are transformed before they are deployed. */
  readonly emulator?: LocalCloud;
}

/** @throws LocalCloudError when AWS_ENDPOINT_URL is set and nothing answers there */
export async function openHands({ account, region }: Config): Promise<Hands> {
  const sdk = accountSdk(account, region);
  if (process.env.AWS_ENDPOINT_URL) {
    const cloud = await startLocalCloud({ account, region });
    return {
      sdk,
      emulator: cloud,
      cdk: (given, log, hooks) => runCdk({ ...hooks, arguments: given, cloud, log }),
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-cdk-'));
  return {
    sdk,
    cdk: (given, log, hooks) =>
      runCdkCli({
        ...hooks,
        arguments: given,
        folder,
        log,
        env: { AWS_REGION: region },
        failure: (message, remedy) => new AccountError(message, remedy),
      }),
  };
}

/** @throws PreflightError when the credentials are of another account; AccountError when AWS does not say whose they are */
export async function refuseStranger({ account }: Config, { sdk }: Hands): Promise<void> {
  const caller = await callerOf(sdk).catch((error: unknown) => {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new AccountError(
      `whose credentials these are could not be read: ${why}`,
      'Give credentials to the SDK.',
      error,
    );
  });
  if (caller === account) return;
  throw new PreflightError(`the credentials are of account ${caller}, the configuration is for ${account}`);
}
