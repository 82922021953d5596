/** `asepsis evidence`: what an auditor can check without trusting us. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../app';
import { loadConfig } from '../config/load';
import type { EvidenceFacts } from '../evidence/facts';
import { templatesOf } from '../gates/gate';
import { factsFrom, momentOf } from './bundle/facts';
import { evidenceLine, readied, type Signing, writeEvidence } from './bundle/write';
import { type LocalDeployment, stopwatch, withLocalDeployment } from './local-deployment';
import type { Output } from './output';
import { show } from './show';

export interface EvidenceOptions extends Signing {
  readonly config: string;
  readonly out: string;
  /** Deploys to a local cloud, sweeps, reads back and drills; otherwise the bundle speaks of the templates alone. */
  readonly fromLocal?: boolean;
  readonly json?: boolean;
}

/** The facts of a deployment, with what was shown on it. */
export const factsOfDeployment = (
  { app, named }: Pick<LocalDeployment, 'app' | 'named'>,
  file: string,
  shown: Parameters<typeof factsFrom>[0]['shown'],
): EvidenceFacts =>
  factsFrom({ app, file, templates: named, at: momentOf(process.env, () => new Date()), ...(shown ? { shown } : {}) });

function factsOfTemplates(file: string): EvidenceFacts {
  const scratch = mkdtempSync(join(tmpdir(), 'asepsis-'));
  try {
    const app = buildApp(loadConfig(file), { outdir: join(scratch, 'cdk.out') });
    const named = templatesOf(app.synth());
    return factsOfDeployment({ app, named }, file, undefined);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @throws GateError, ConfigError, LocalCloudError; InputError where the folder holds something else, or a key is none */
export async function evidence(options: EvidenceOptions, { err, out }: Output): Promise<void> {
  const { config: file, fromLocal, json, out: folder } = options;
  const ready = await readied(file, folder, options);
  const watch = stopwatch(err);
  const facts = fromLocal
    ? await withLocalDeployment(file, watch, async (deployment) => {
        const { deployed } = await show(deployment, watch, true);
        return factsOfDeployment(deployment, file, deployed);
      })
    : factsOfTemplates(file);
  watch.say('Writing the evidence');
  const summary = await writeEvidence(facts, folder, ready);
  out(json ? JSON.stringify(summary, null, 2) : evidenceLine(summary));
}
