/** Everything that is shown on a local deployment: the first sweep, the read-back, the workload, the drill. */
import { firstSweep } from '../../local/drill/first-sweep';
import { Loop } from '../../local/drill/loop';
import { type Drilled, runDrill } from '../../local/drill/run';
import { replayMade } from '../../local/reach-replay';
import { type WorkloadReport, walkWorkload } from '../../local/workload';
import type { Config } from '../config/schema';
import type { Shown as DeployedShown } from './bundle/facts';
import type { LocalDeployment } from './local-deployment';
import type { Watch } from './stopwatch';
import { type Summary, summarize } from './summary';

/** What was shown: as a person is told it, and as evidence takes it. */
export interface Shown {
  readonly summary: Omit<Summary, 'milliseconds' | 'phases' | 'evidence'>;
  readonly deployed: DeployedShown;
}

const whoWalked = ({ name, organisation }: Config, { otherPractice, practice }: WorkloadReport) => ({
  walked: { deployment: name, practice },
  otherPractice,
  ...(organisation.id ? { organisation: organisation.id } : {}),
});

/** Each part on what the one before it left. */
export async function show(deployment: LocalDeployment, { say, time }: Watch, drills: boolean): Promise<Shown> {
  const { cloud, config, deployed, gate, report, templates } = deployment;
  const loop = new Loop(cloud.clientConfig, config.name);
  try {
    say('First sweep of the drift loop: its fixers put right what the emulator’s CloudFormation ignored');
    const sweep = await time('sweep', () => firstSweep({ deployed, sdk: cloud.clientConfig, templates }, loop));
    // Emulators that the caller brought lack our corrections, and would let in whom AWS does not.
    if (cloud.owned) say('Walking the reference workload: sign-in, store, read, refusals');
    const workload = cloud.owned
      ? await time('workload', () => walkWorkload({ cloud, config, deployment: report }))
      : undefined;
    const drill = drills && cloud.owned ? await time('drill', () => runAll(deployment, loop, say)) : undefined;
    const replayed =
      drill && workload
        ? replayMade(templates, { deployed, loop: drill.calls, ...whoWalked(config, workload) })
        : undefined;
    const more = {
      ...(workload ? { workload } : {}),
      ...(drill ? { drill: drill.report } : {}),
      ...(replayed ? { replayed } : {}),
    };
    return {
      summary: summarize({ config, gate, deployment: report, sweep, ...more }),
      deployed: { deployment: report, readBack: sweep.after, ...more },
    };
  } finally {
    loop.close();
  }
}

function runAll(
  { cloud, config, deployed, templates }: LocalDeployment,
  loop: Loop,
  say: Watch['say'],
): Promise<Drilled> {
  say('Drill: every control is broken by a real call, noticed, put back, and looked at again');
  const { account, name, region } = config;
  return runDrill({
    deployment: name,
    account,
    region,
    sdk: cloud.clientConfig,
    loop,
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
