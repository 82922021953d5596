/** Facts of a deployment that stands, for its bundle: read from its account, with calls that change nothing. */

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { transform } from '../../../local/deploy';
import { loadConfig } from '../../config/load';
import type { Config } from '../../config/schema';
import { InputError } from '../../errors';
import type { EvidenceFacts, OperationFacts } from '../../evidence/facts';
import { templatesOf } from '../../gates/gate';
import { type NamedTemplate, readTemplates } from '../../resources/template';
import { digestsIn } from '../attest-templates';
import { factsFrom } from '../bundle/facts';
import { type Period, type PeriodOptions, periodOf } from '../bundle/period';
import type { Watch } from '../stopwatch';
import { type Promised, readDeployed, readHome } from './deployed';
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

/** An emulator is not AWS. */
const whereOf = ({ emulator }: Hands): OperationFacts['where'] => (emulator ? 'local cloud' : 'account');

/** The templates as they are deployed; an emulator's are made deployable to it first. */
async function promisedBy(
  config: Config,
  { folder, stacks }: Synthesis,
  templates: readonly NamedTemplate[],
  hands: Hands,
): Promise<Promised> {
  const { account, region } = config;
  const { emulator } = hands;
  const regions = new Map(stacks.map((one) => [one.stack, one.region]));
  const assembly = emulator ? (await transform({ assemblyDir: folder, cloud: emulator })).folder : folder;
  return {
    config,
    stacks: digestsIn(assembly).map((one) => ({ ...one, region: regions.get(one.stack) ?? region })),
    templates: readTemplates(templates, { account, region, partition: 'aws' }),
    where: whereOf(hands),
  };
}

async function gather(
  config: Config,
  hands: Hands,
  period: Period,
  olderKeys: readonly string[],
  { say, time }: Watch,
) {
  say('Gathering the increments of operation, and checking each');
  const where = whereOf(hands);
  const operation = await time('operation', () => readOperation(config, hands.sdk, period, { olderKeys, where }));
  const { gaps, increments, problems } = operation;
  say(`${increments.length} increments, ${gaps.length} times without one, ${problems.length} problems`);
  for (const problem of problems) say(`  ${problem}`);
  return operation;
}

/**
 * What needs no synthesis comes first: whoever may not read, or has nothing deployed, learns it at once.
 *
 * @throws ConfigError, GateError, InputError; PreflightError for another account's credentials; AccountError
 */
export async function factsOfAccount(
  { config: file, olderKey = [], ...days }: AccountEvidenceOptions,
  at: Date,
  watch: Watch,
): Promise<EvidenceFacts> {
  const { say, time } = watch;
  const config = loadConfig(file);
  const period = periodOf(days, at);
  const olderKeys = olderKey.map(publicKeyIn);
  const hands = await openHands(config);
  await refuseStranger(config, hands);
  if (hands.emulator)
    say(`AWS_ENDPOINT_URL is ${hands.emulator.endpoints.ministack}: an emulator, and the evidence says so`);
  const home = await readHome(config, hands.sdk);
  const operation = await gather(config, hands, period, olderKeys, watch);
  say(`Synthesizing ${file} through every gate`);
  return withSynthesis(config, {}, async (synthesis) => {
    const { app } = synthesis;
    const templates = templatesOf(app.synth());
    const promised = await promisedBy(config, synthesis, templates, hands);
    say('Reading the deployed stacks and their resources');
    const deployed = await time('read-back', () => readDeployed(promised, home, hands.sdk));
    say(`${deployed.resources.length} resources read back, ${deployed.leftOut.length} could not be`);
    return factsFrom({ app, file, templates, at, standing: { deployed, operation } });
  });
}
