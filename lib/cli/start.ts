/** `asepsis start`: the main job on the local cloud, and what `npm start` runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveKinds } from '../../lambdas/drift/live';
import { type DeployReport, type LocalCloud, type OnProgress, startLocalCloud } from '../../local/cloud';
import { deployLocally } from '../../local/deploy';
import { type ReadBackReport, readBack } from '../../local/readback';
import { walkWorkload } from '../../local/workload';
import { buildApp } from '../app';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { LocalCloudError } from '../errors';
import { type GateReport, templatesOf } from '../gates/gate';
import { physicalLookup } from '../resources/resolve';
import { type NamedTemplate, readTemplates } from '../resources/template';
import type { Output } from './output';
import { renderSummary, type Summary, summarize } from './summary';

export interface StartOptions {
  readonly config: string;
  readonly keep: boolean;
  readonly json: boolean;
}

interface Gated {
  readonly templates: readonly NamedTemplate[];
  readonly report: GateReport | undefined;
}

function synthesize(config: Config, outdir: string): Gated {
  const app = buildApp(config, { outdir });
  return { templates: templatesOf(app.synth()), report: app.gateReport };
}

/** Reads back what was deployed, against the templates as synthesized for AWS. */
export async function readBackDeployment(
  config: Pick<Config, 'account' | 'region'>,
  templates: readonly NamedTemplate[],
  deployment: DeployReport,
  cloud: LocalCloud,
  onProgress?: (message: string) => void,
): Promise<ReadBackReport> {
  const environment = { account: config.account, region: config.region, partition: 'aws' };
  const set = readTemplates(templates, environment);
  const deployed = deployment.stacks
    .flatMap(({ region, resources }) => resources.map((resource) => ({ ...resource, region })))
    .flatMap(({ logicalId, physicalId, region, stack, type }) =>
      physicalId === undefined ? [] : [{ stack, logicalId, type, physicalId, region }],
    );
  return readBack({
    templates: set,
    deployed,
    kinds: liveKinds,
    sdk: cloud.clientConfig,
    lookup: physicalLookup(deployed, environment, set),
    onProgress: (done, total, name) => onProgress?.(`${done}/${total} ${name}`),
  });
}

/** Times what it is given to do, phase by phase. */
function stopwatch() {
  const phases: Record<string, number> = {};
  return {
    phases,
    time: async <T>(phase: string, work: () => T | Promise<T>): Promise<T> => {
      const began = performance.now();
      const result = await work();
      phases[phase] = Math.round(performance.now() - began);
      return result;
    },
  };
}

async function runOn(
  cloud: LocalCloud,
  config: Config,
  folder: string,
  gated: Gated,
  say: (text: string) => void,
  { phases, time }: ReturnType<typeof stopwatch>,
): Promise<Omit<Summary, 'milliseconds'>> {
  const onProgress: OnProgress = ({ done, message, total }) =>
    say(total === undefined ? message : `[${done}/${total}] ${message}`);
  const deployment = await deployLocally({ assemblyDir: folder, cloud, onProgress });
  say('Reading back through the AWS API');
  Object.assign(phases, deployment.timings);
  const readback = await time('readBack', () => readBackDeployment(config, gated.templates, deployment, cloud));
  // Emulators that the caller brought lack our corrections, and would let in whom AWS does not.
  if (cloud.owned) say('Walking the reference workload: sign-in, store, read, refusals');
  const workload = cloud.owned ? await time('workload', () => walkWorkload({ cloud, config, deployment })) : undefined;
  return { ...summarize(config, gated.report, deployment, readback, workload), phases };
}

/** @throws GateError, ConfigError, LocalCloudError; what it started is stopped whatever happens, unless `keep` */
export async function start({ config: file, json, keep }: StartOptions, { err, out }: Output): Promise<void> {
  const began = performance.now();
  const say = (text: string) => err(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const config = loadConfig(file);
  const scratch = mkdtempSync(join(tmpdir(), 'asepsis-'));
  const folder = join(scratch, 'cdk.out');
  let cloud: LocalCloud | undefined;
  let kept = false;
  try {
    say(`Synthesizing ${file} through every gate`);
    const watch = stopwatch();
    const gated = await watch.time('synth', () => synthesize(config, folder));
    say(`Gate: ${gated.report?.resources ?? 0} resources pass`);
    cloud = await watch.time('start', () =>
      startLocalCloud({
        account: config.account,
        region: config.region,
        onProgress: ({ message }) => say(message),
      }),
    );
    const summary = {
      ...(await runOn(cloud, config, folder, gated, say, watch)),
      milliseconds: Math.round(performance.now() - began),
    };
    if (json) out(JSON.stringify(summary, null, 2));
    else out(renderSummary(summary));
    kept = keep;
    if (keep) err(renderKept(cloud));
    refuseBrokenWorkload(summary);
  } finally {
    if (cloud && !kept) await cloud.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The summary has told all; the exit code must not say that all is well. */
function refuseBrokenWorkload({ workload }: Pick<Summary, 'workload'>): void {
  if (workload === undefined || workload.failed.length === 0) return;
  throw new LocalCloudError(
    `The reference workload came out otherwise than it must in ${workload.failed.length} of ${workload.steps} steps.`,
    'The summary lists them. Run npm start -- --keep, and read the logs of the function and of the emulator.',
  );
}

/** Hands the running cloud over to the person who asked for it. */
function renderKept(cloud: LocalCloud): string {
  const pids = cloud.release();
  const variables = Object.entries(cloud.env)
    .filter(([name]) => name.startsWith('AWS_'))
    .map(([name, value]) => `export ${name}=${value}`);
  return [
    'The local cloud keeps running. To use it:',
    ...variables,
    `To stop it: kill -- ${pids.map((pid) => `-${pid}`).join(' ')}`,
  ].join('\n');
}
