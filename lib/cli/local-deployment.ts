/** What `start` and `drill` have in common: a configuration synthesized, a local cloud started, deployed to, and stopped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeployReport, type LocalCloud, type OnProgress, startLocalCloud } from '../../local/cloud';
import { deployLocally } from '../../local/deploy';
import { buildApp } from '../app';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { type GateReport, templatesOf } from '../gates/gate';
import type { StackResource } from '../resources/resolve';
import { readTemplates, type TemplateSet } from '../resources/template';

export interface LocalDeployment {
  readonly config: Config;
  readonly cloud: LocalCloud;
  readonly report: DeployReport;
  readonly gate: GateReport | undefined;
  /** The templates as synthesized for AWS: those are the promise. */
  readonly templates: TemplateSet;
  readonly deployed: readonly StackResource[];
}

/** Seconds since the start, and what is going on. */
export type Say = (text: string) => void;

export function stopwatch(err: (text: string) => void): { readonly say: Say; readonly elapsed: () => number } {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  return { elapsed, say: (text) => err(`${(elapsed() / 1000).toFixed(1).padStart(6)} s  ${text}`) };
}

/** Rows of what stands, as `ListStackResources` gives them. */
const rowsOf = ({ stacks }: DeployReport): readonly StackResource[] =>
  stacks
    .flatMap(({ resources }) => resources)
    .flatMap(({ logicalId, physicalId, stack, type }) =>
      physicalId === undefined ? [] : [{ stack, logicalId, type, physicalId }],
    );

/** What is deployed besides what the configuration says. */
export interface Staging {
  /** @default the configuration as it is */
  readonly change?: (config: Config) => Config;
  /** Done in the local cloud before anything is deployed to it. @default nothing */
  readonly prepare?: (cloud: LocalCloud, config: Config) => Promise<void>;
}

/**
 * Synthesizes through every gate, starts a local cloud, deploys, and hands all of it to `work`. What it started is stopped
 * whatever happens.
 *
 * @throws GateError, ConfigError, LocalCloudError
 */
export async function withLocalDeployment<T>(
  file: string,
  say: Say,
  work: (deployment: LocalDeployment) => Promise<T>,
  { change, prepare }: Staging = {},
): Promise<T> {
  const given = loadConfig(file);
  const config = change?.(given) ?? given;
  const scratch = mkdtempSync(join(tmpdir(), 'asepsis-'));
  const outdir = join(scratch, 'cdk.out');
  let cloud: LocalCloud | undefined;
  try {
    say(`Synthesizing ${file} through every gate`);
    const app = buildApp(config, { outdir });
    const named = templatesOf(app.synth());
    say(`Gate: ${app.gateReport?.resources ?? 0} resources pass`);
    cloud = await startLocalCloud({
      account: config.account,
      region: config.region,
      onProgress: ({ message }) => say(message),
    });
    await prepare?.(cloud, config);
    const onProgress: OnProgress = ({ done, message, total }) =>
      say(total === undefined ? message : `[${done}/${total}] ${message}`);
    const report = await deployLocally({ assemblyDir: outdir, cloud, onProgress });
    const environment = { account: config.account, region: config.region, partition: 'aws' };
    const templates = readTemplates(named, environment);
    const deployment = { config, cloud, report, gate: app.gateReport, templates, deployed: rowsOf(report) };
    return await work(deployment);
  } finally {
    await cloud?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
