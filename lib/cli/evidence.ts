/** `asepsis evidence`: what an auditor can check without trusting us. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../app';
import { loadConfig } from '../config/load';
import { InputError } from '../errors';
import type { EvidenceFacts } from '../evidence/facts';
import { templatesOf } from '../gates/gate';
import { factsFrom, momentOf } from './bundle/facts';
import { foundOtherwise, otherwiseLine } from './bundle/found';
import { keepHeapSmall } from './bundle/memory';
import type { PeriodOptions } from './bundle/period';
import { evidenceLine, readied, type Signing, writeEvidence } from './bundle/write';
import type { LocalDeployment } from './local-deployment';
import type { Output } from './output';
import { stopwatch, type Watch } from './stopwatch';

export interface EvidenceOptions extends Signing, PeriodOptions {
  readonly config: string;
  readonly out: string;
  /** Deploys to a local cloud, sweeps, reads back and drills; otherwise the bundle speaks of the templates alone. */
  readonly fromLocal?: boolean;
  /** Reads a deployment that stands: its stacks, its resources, and its archive of operating evidence. */
  readonly fromAccount?: boolean;
  /** Files of public keys that signed increments before the deployment's own. */
  readonly olderKey?: readonly string[];
  readonly json?: boolean;
}

const moment = () => momentOf(process.env, () => new Date());

/** The facts of a deployment, with what was shown on it. */
export const factsOfDeployment = (
  { app, named }: Pick<LocalDeployment, 'app' | 'named'>,
  file: string,
  shown: Parameters<typeof factsFrom>[0]['shown'],
): EvidenceFacts => factsFrom({ app, file, templates: named, at: moment(), ...(shown ? { shown } : {}) });

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

/** @throws InputError for options that belong to different questions */
function refuseContradiction({ fromAccount, fromLocal, olderKey, periodFrom, periodTo }: EvidenceOptions): void {
  if (fromAccount && fromLocal)
    throw new InputError(
      '--from-account and --from-local were both given',
      'Give --from-account for a deployment that stands, or --from-local to deploy to a local cloud first.',
    );
  const ofAccount = [periodFrom, periodTo, olderKey].some((given) => given !== undefined);
  if (ofAccount && !fromAccount)
    throw new InputError(
      '--period-from, --period-to and --older-key are about a deployment that stands',
      'Give them with --from-account: without it there is no archive to read.',
    );
}

/** Templates alone need neither an SDK nor a local cloud: each of the other ways loads what it needs. */
async function gather(options: EvidenceOptions, watch: Watch): Promise<EvidenceFacts> {
  const { config: file, fromAccount, fromLocal } = options;
  if (fromAccount) return (await import('./account/evidence')).factsOfAccount(options, moment(), watch);
  if (!fromLocal) return factsOfTemplates(file);
  const { withLocalDeployment } = await import('./local-deployment');
  const { show } = await import('./show');
  return withLocalDeployment(file, watch, async (deployment) => {
    const { deployed } = await show(deployment, watch, true);
    return factsOfDeployment(deployment, file, deployed);
  });
}

/** @throws GateError, ConfigError, LocalCloudError, PreflightError, AccountError; InputError for a folder, a key or options that cannot be taken */
export async function evidence(options: EvidenceOptions, { err, out }: Output): Promise<void> {
  const { config: file, json, out: folder } = options;
  refuseContradiction(options);
  keepHeapSmall();
  const ready = await readied(file, folder, options);
  const watch = stopwatch(err);
  const facts = await gather(options, watch);
  watch.say('Writing the evidence');
  const summary = await writeEvidence(facts, folder, ready);
  const otherwise = foundOtherwise(facts);
  if (json) {
    out(JSON.stringify(otherwise ? { ...summary, otherwise } : summary, null, 2));
    return;
  }
  const line = otherwise && otherwiseLine(otherwise);
  out([evidenceLine(summary), ...(line ? [line] : [])].join('\n'));
}
