/** Facts of a deployment that stands, for its bundle: read from its account, with calls that change nothing. */

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { transform } from '../../../local/deploy';
import { loadConfig } from '../../config/load';
import type { Config } from '../../config/schema';
import { InputError } from '../../errors';
import type { EvidenceFacts } from '../../evidence/facts';
import { templatesOf } from '../../gates/gate';
import { readTemplates } from '../../resources/template';
import { digestsIn } from '../attest-templates';
import { factsFrom } from '../bundle/facts';
import { type Period, type PeriodOptions, periodOf } from '../bundle/period';
import type { Watch } from '../local-deployment';
import { type Promised, readDeployed } from './deployed';
import { type Hands, openHands, refuseStranger } from './hands';
import { readOperation } from './operation';
import { type Synthesis, withSynthesis } from './synthesis';

export interface AccountEvidenceOptions extends PeriodOptions {
  readonly config: string;
  /** Files of public keys in PEM that signed increments before the deployment's own. */
  readonly olderKey?: readonly string[];
}

/** @throws InputError for a file that holds no public key */
function publicKeyIn(file: string): string {
  try {
    return createPublicKey(readFileSync(file)).export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    throw new InputError(`${file} holds no public key in PEM`, 'An older bundle has it: archive/keys.pem.');
  }
}

/** The templates as they are deployed; an emulator's are made deployable to it first. */
async function promisedBy(config: Config, { app, folder, stacks }: Synthesis, { emulator }: Hands): Promise<Promised> {
  const { account, region } = config;
  const regions = new Map(stacks.map((one) => [one.stack, one.region]));
  const assembly = emulator ? (await transform({ assemblyDir: folder, cloud: emulator })).folder : folder;
  return {
    config,
    stacks: digestsIn(assembly).map((one) => ({ ...one, region: regions.get(one.stack) ?? region })),
    templates: readTemplates(templatesOf(app.synth()), { account, region, partition: 'aws' }),
    where: emulator ? 'local cloud' : 'account',
  };
}

async function read(
  promised: Promised,
  hands: Hands,
  period: Period,
  olderKeys: readonly string[],
  { say, time }: Watch,
): Promise<Required<Pick<EvidenceFacts, 'deployed' | 'operation'>>> {
  const { config, where } = promised;
  say('Reading the deployed stacks and their resources');
  const deployed = await time('read-back', () => readDeployed(promised, hands.sdk));
  say(`${deployed.resources.length} resources read back, ${deployed.leftOut.length} could not be`);
  say('Gathering the increments of operation, and checking each');
  const operation = await time('operation', () => readOperation(config, hands.sdk, period, { olderKeys, where }));
  const { gaps, increments, problems } = operation;
  say(`${increments.length} increments, ${gaps.length} times without one, ${problems.length} problems`);
  for (const problem of problems) say(`  ${problem}`);
  return { deployed, operation };
}

/** @throws ConfigError, GateError, InputError; PreflightError for another account's credentials; AccountError */
export async function factsOfAccount(
  { config: file, olderKey = [], ...days }: AccountEvidenceOptions,
  at: Date,
  watch: Watch,
): Promise<EvidenceFacts> {
  const config = loadConfig(file);
  const period = periodOf(days, at);
  const olderKeys = olderKey.map(publicKeyIn);
  const hands = await openHands(config);
  await refuseStranger(config, hands);
  if (hands.emulator)
    watch.say(`AWS_ENDPOINT_URL is ${hands.emulator.endpoints.ministack}: an emulator, and the evidence says so`);
  watch.say(`Synthesizing ${file} through every gate`);
  return withSynthesis(config, {}, async (synthesis) => {
    const promised = await promisedBy(config, synthesis, hands);
    const standing = await read(promised, hands, period, olderKeys, watch);
    const templates = templatesOf(synthesis.app.synth());
    return factsFrom({ app: synthesis.app, file, templates, at, standing });
  });
}
