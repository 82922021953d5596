/** All that is measured of drift: bundles and decisions by themselves, then the loop and its peer on one local cloud. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalDeployment, withLocalDeployment } from '../../lib/cli/local-deployment';
import { stopwatch } from '../../lib/cli/stopwatch';
import { familyNames } from '../../lib/drift/families';
import { LocalCloudError } from '../../lib/errors';
import { physicalLookup } from '../../lib/resources/resolve';
import { Loop } from '../../local/drill/loop';
import { Scene } from '../../local/drill/scene';
import { type BundleFigures, bundleFunction, measureBundle } from './bundles';
import { measureLoop } from './loop';
import type { DriftFigures } from './report';
import { measureSideBySide } from './side-by-side';
import { measureThroughput } from './throughput';

const config = join(__dirname, '../../config/clinic.yaml');

/** Rounds of each drift beside the peer for one of the loop: there are few of them. */
const sideRounds = 4;

function sceneOf({
  cloud,
  config: { account, name: deployment, region },
  deployed,
  templates,
}: LocalDeployment): Scene {
  const lookup = physicalLookup(deployed, templates.environment, templates);
  return new Scene({ sdk: cloud.clientConfig, templates, rows: deployed, lookup, account, region, deployment });
}

/** The first sweep puts right what the emulator's CloudFormation left out. A busy machine outlasts the drill's patience. */
async function firstSweep(loop: Loop): Promise<void> {
  try {
    await loop.sweep();
  } catch (error) {
    if (!(error instanceof LocalCloudError)) throw error;
    await loop.drained();
  }
}

/** @param rounds of every break that count; each bundle is loaded as often again */
export async function measureDrift(rounds: number, say: (text: string) => void): Promise<DriftFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-bench-'));
  try {
    const bundles: BundleFigures[] = [];
    for (const name of [...familyNames, 'sweep']) {
      say(`bundle: ${name}`);
      bundles.push(await measureBundle(name, folder, 2 * rounds));
    }
    say('decisions');
    const throughput = await measureThroughput();
    const { file } = bundleFunction('data', folder);
    return await withLocalDeployment(config, { ...stopwatch(say), say }, async (deployment) => {
      const scene = sceneOf(deployment);
      const loop = new Loop(deployment.cloud.clientConfig, deployment.config.name);
      try {
        say('the first sweep');
        await firstSweep(loop);
        const sides = await measureSideBySide({
          deployment,
          scene,
          loop,
          bundle: file,
          rounds: sideRounds * rounds,
          say,
        });
        return { bundles, throughput, sides, loop: await measureLoop(scene, loop, rounds, say) };
      } finally {
        loop.close();
        scene.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
