/** Runs the real CDK CLI against the local cloud. */
import { join } from 'node:path';
import { type CdkHooks, runCdkCli } from '../lib/cdk-cli';
import { LocalCloudError } from '../lib/errors';
import type { LocalCloud } from './cloud';

const fastPolling = join(__dirname, 'fast-polling.cjs');

export interface CdkRun extends CdkHooks {
  readonly arguments: readonly string[];
  readonly cloud: LocalCloud;
  /** Name of the log file in the cloud's log folder. */
  readonly log: string;
}

/** @throws LocalCloudError with the failed resources and the end of the log */
export const runCdk = ({ cloud, ...run }: CdkRun): Promise<void> =>
  runCdkCli({
    ...run,
    folder: cloud.logs,
    env: { ...cloud.env, HOME: cloud.logs },
    node: ['--require', fastPolling],
    failure: (message, remedy) => new LocalCloudError(message, remedy),
  });
