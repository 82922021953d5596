/** A deployment on a local cloud of its own, for the commands that need one: started, handed over, stopped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeployReport, type LocalCloud, type OnProgress, startLocalCloud } from '../../local/cloud';
import { deployLocally, localFolderOf } from '../../local/deploy';
import type { DeployedResource } from '../../local/readback';
import { type AsepsisApp, buildApp } from '../app';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { type GateReport, templatesOf } from '../gates/gate';
import type { StackResource } from '../resources/resolve';
import { type NamedTemplate, readTemplates, type TemplateSet } from '../resources/template';
import { attestAfter, digestsIn } from './attest-templates';
import type { Watch } from './stopwatch';

export interface LocalDeployment {
  readonly config: Config;
  readonly cloud: LocalCloud;
  readonly report: DeployReport;
  readonly gate: GateReport | undefined;
  readonly app: AsepsisApp;
  /** The templates as synthesized, unread. */
  readonly named: readonly NamedTemplate[];
  /** The templates as synthesized for AWS: those are the promise. */
  readonly templates: TemplateSet;
  readonly deployed: readonly (StackResource & DeployedResource)[];
}

/** Rows of what stands, as `ListStackResources` gives them, with the region of their stack. */
export const rowsOf = ({ stacks }: Pick<DeployReport, 'stacks'>): LocalDeployment['deployed'] =>
  stacks
    .flatMap(({ region, resources }) => resources.map((resource) => ({ ...resource, region })))
    .flatMap(({ logicalId, physicalId, region, stack, type }) =>
      physicalId === undefined ? [] : [{ stack, logicalId, type, physicalId, region }],
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
 * whatever happens, unless `work` released it.
 *
 * @throws GateError, ConfigError, LocalCloudError
 */
export async function withLocalDeployment<T>(
  file: string,
  { phases, say, time }: Watch,
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
    const { app, named } = await time('synth', () => {
      const app = buildApp(config, { outdir });
      return { app, named: templatesOf(app.synth()) };
    });
    say(`Gate: ${app.gateReport?.resources ?? 0} resources pass`);
    const { account, region } = config;
    const started = await time('start', () =>
      startLocalCloud({ account, region, onProgress: ({ message }) => say(message) }),
    );
    cloud = started;
    await prepare?.(started, config);
    const onProgress: OnProgress = ({ done, message, total }) =>
      say(total === undefined ? message : `[${done}/${total}] ${message}`);
    const report = await deployLocally({ assemblyDir: outdir, cloud, onProgress });
    Object.assign(phases, report.timings);
    // As `asepsis up` does: the drift loop takes no other template for declared.
    await attestAfter(config, cloud.clientConfig, digestsIn(localFolderOf(outdir)), new Date());
    say(`${report.stacks.length} templates are attested`);
    const templates = readTemplates(named, { account, region, partition: 'aws' });
    return await work({ config, cloud, report, app, named, gate: app.gateReport, templates, deployed: rowsOf(report) });
  } finally {
    await cloud?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
