/** `asepsis start`: the main job on the local cloud, and what `npm start` runs. */
import type { LocalCloud } from '../../local/cloud';
import { shortOf } from '../../local/drill/run';
import { drillTable } from '../../local/drill/table';
import { LocalCloudError } from '../errors';
import { readied, writeEvidence } from './bundle/write';
import { factsOfDeployment } from './evidence';
import { withLocalDeployment } from './local-deployment';
import type { Output } from './output';
import { show } from './show';
import { stopwatch } from './stopwatch';
import { renderSummary, type Summary } from './summary';

export interface StartOptions {
  readonly config: string;
  readonly keep: boolean;
  readonly json: boolean;
  /** Breaks every control too. */
  readonly drill: boolean;
  /** Where the bundle of evidence is written. */
  readonly out: string;
}

/** @throws GateError, ConfigError, LocalCloudError; what it started is stopped whatever happens, unless `keep` */
export async function start(options: StartOptions, { err, out }: Output): Promise<void> {
  const { config: file, drill, json, keep, out: folder } = options;
  const ready = await readied(file, folder, {});
  const watch = stopwatch(err);
  await withLocalDeployment(file, watch, async (deployment) => {
    const shown = await show(deployment, watch, drill);
    watch.say('Writing the evidence');
    const facts = factsOfDeployment(deployment, file, shown.deployed);
    const evidence = await watch.time('evidence', () => writeEvidence(facts, folder, ready));
    const summary = { ...shown.summary, evidence, phases: watch.phases, milliseconds: watch.elapsed() };
    if (json) out(JSON.stringify(summary, null, 2));
    else out(renderSummary(summary));
    if (keep) err(renderKept(deployment.cloud));
    refuseWhatFellShort(summary);
  });
}

/** The summary has told all; the exit code must not say that all is well. */
function refuseWhatFellShort({ drill, replayed, workload }: Pick<Summary, 'drill' | 'replayed' | 'workload'>): void {
  if (workload !== undefined && workload.failed.length > 0)
    throw new LocalCloudError(
      `The reference workload came out otherwise than it must in ${workload.failed.length} of ${workload.steps} steps.`,
      'The summary lists them. Run npm start -- --keep, and read the logs of the function and of the emulator.',
    );
  const otherwise = replayed ? [...replayed.refused, ...replayed.leaked] : [];
  if (otherwise.length > 0)
    throw new LocalCloudError(
      `${otherwise.length} calls come out otherwise by the declared policies than they must:\n${otherwise.join('\n')}`,
      'reach.json names the statements; an emulator that lets a call through is not AWS.',
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
