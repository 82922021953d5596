/** `asepsis start`: the main job on the local cloud, and what `npm start` runs. */
import type { LocalCloud } from '../../local/cloud';
import { firstSweep } from '../../local/drill/first-sweep';
import { Loop } from '../../local/drill/loop';
import { type DrillReport, runDrill, shortOf } from '../../local/drill/run';
import { drillTable } from '../../local/drill/table';
import { walkWorkload } from '../../local/workload';
import { LocalCloudError } from '../errors';
import { type LocalDeployment, stopwatch, type Watch, withLocalDeployment } from './local-deployment';
import type { Output } from './output';
import { renderSummary, type Summary, summarize } from './summary';

export interface StartOptions {
  readonly config: string;
  readonly keep: boolean;
  readonly json: boolean;
  /** Breaks every control too. */
  readonly drill: boolean;
}

/** Everything that is shown on a deployment, each part on what the one before it left. */
async function show(
  deployment: LocalDeployment,
  { say, time }: Watch,
  drills: boolean,
): Promise<Omit<Summary, 'milliseconds' | 'phases'>> {
  const { cloud, config, deployed, gate, report, templates } = deployment;
  const loop = new Loop(cloud.clientConfig, config.name);
  try {
    say('First sweep of the drift loop: its fixers put right what the emulator’s CloudFormation ignored');
    const sweep = await time('sweep', () => firstSweep({ deployed, sdk: cloud.clientConfig, templates }, loop));
    const parts = { config, gate, deployment: report, sweep };
    // Emulators that the caller brought lack our corrections, and would let in whom AWS does not.
    if (!cloud.owned) return summarize(parts);
    say('Walking the reference workload: sign-in, store, read, refusals');
    const workload = await time('workload', () => walkWorkload({ cloud, config, deployment: report }));
    const drill = drills ? await time('drill', () => runAll(deployment, say)) : undefined;
    return summarize({ ...parts, workload, drill });
  } finally {
    loop.close();
  }
}

function runAll({ cloud, config, deployed, templates }: LocalDeployment, say: Watch['say']): Promise<DrillReport> {
  say('Drill: every control is broken by a real call, noticed, put back, and looked at again');
  const { account, name, region } = config;
  return runDrill({
    deployment: name,
    account,
    region,
    sdk: cloud.clientConfig,
    templates,
    deployed,
    // A sign-in by an organisation, its policies: `npm run drill` stages them, this shows the configuration as it is.
    absentPasses: true,
    onProgress: (done, total, { control, passed }) => {
      if (!passed || done % 20 === 0 || done === total)
        say(`[${done}/${total}] ${passed ? 'drilled' : `${control} FALLS SHORT`}`);
    },
  });
}

/** @throws GateError, ConfigError, LocalCloudError; what it started is stopped whatever happens, unless `keep` */
export async function start({ config: file, drill, json, keep }: StartOptions, { err, out }: Output): Promise<void> {
  const watch = stopwatch(err);
  await withLocalDeployment(file, watch, async (deployment) => {
    const shown = await show(deployment, watch, drill);
    const summary = { ...shown, phases: watch.phases, milliseconds: watch.elapsed() };
    if (json) out(JSON.stringify(summary, null, 2));
    else out(renderSummary(summary));
    if (keep) err(renderKept(deployment.cloud));
    refuseWhatFellShort(summary);
  });
}

/** The summary has told all; the exit code must not say that all is well. */
function refuseWhatFellShort({ drill, workload }: Pick<Summary, 'drill' | 'workload'>): void {
  if (workload !== undefined && workload.failed.length > 0)
    throw new LocalCloudError(
      `The reference workload came out otherwise than it must in ${workload.failed.length} of ${workload.steps} steps.`,
      'The summary lists them. Run npm start -- --keep, and read the logs of the function and of the emulator.',
    );
  const short = drill ? shortOf(drill) : [];
  if (short.length > 0)
    throw new LocalCloudError(
      `${short.length} controls fell short of the drill.\n${drillTable(short)}`,
      `Try one alone: npm run drill -- --only ${short[0]?.control}`,
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
