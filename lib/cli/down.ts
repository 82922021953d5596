/** `asepsis down`: a trial to nothing; of production, what it keeps, why, and until when. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ifAbsentSaying } from '../../lambdas/drift/live/absent';
import type { SdkConfig } from '../../lambdas/drift/live/live';
import { bootstrapNames } from '../bootstrap/names';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { AccountError, PreflightError } from '../errors';
import { type Ask, askTerminal } from './account/ask';
import { type Hands, openHands, refuseStranger } from './account/hands';
import { type Held, inventory } from './account/inventory';
import { left, readBackTypes } from './account/left';
import { release } from './account/release';
import { type Synthesis, withSynthesis } from './account/synthesis';
import { renderKept } from './kept';
import type { Output } from './output';

export interface DownOptions {
  readonly config: string;
  readonly yes: boolean;
}

/** Services deliver logs for a while after they are told to stop: a bucket may have to be emptied again. */
const rounds = 3;

/** A configuration that says trial is not enough: what stands may have been deployed as production. */
async function refuseProduction({ stacks }: Synthesis, sdk: SdkConfig): Promise<void> {
  const absent = ifAbsentSaying('ValidationError', /does not exist/i);
  for (const { region, stack } of stacks) {
    const client = new CloudFormationClient({ ...sdk('cloudformation'), region });
    const found = await client.send(new DescribeStacksCommand({ StackName: stack })).catch(absent);
    if (found?.Stacks?.[0]?.EnableTerminationProtection)
      throw new PreflightError(
        `stack ${stack} has termination protection: it was deployed as production, whatever the configuration says now`,
        'Set mode: production to see what it keeps and until when. Nothing was changed.',
      );
  }
}

async function destroy(
  { folder, stacks }: Synthesis,
  held: readonly Held[],
  { cdk, sdk }: Hands,
  say: Output['err'],
): Promise<void> {
  let done = 0;
  for (let round = 1; ; round++) {
    await release(sdk, held, say);
    try {
      await cdk(['destroy', '**', '--app', folder, '--force', '--concurrency', '4'], 'destroy.log', {
        onTurn: (stack, turn) => (turn === 'end' ? say(`[${++done}/${stacks.length}] ${stack} is deleted`) : undefined),
      });
      return;
    } catch (error) {
      if (round === rounds) throw error;
      say(`Not all could be deleted, once more (${round} of ${rounds - 1})`);
    }
  }
}

function farewell(config: Config, held: readonly Held[]): string {
  const read = held.filter(({ type }) => readBackTypes.includes(type)).length;
  const keys = held.filter(({ type }) => type === 'AWS::KMS::Key').length;
  const { stack, toolkit } = bootstrapNames(config);
  return [
    `✓ nothing of ${config.name} is left: ${held.length} resources deleted, ${read} of them asked for one by one.`,
    `  ${keys} keys are pending deletion for 30 days, as KMS asks; nothing encrypted under them is left.`,
    '  Account settings stay as they are: turning one off would weaken what others may rely on.',
    `  The bootstrap stays (stacks ${toolkit} and ${stack}, and its bucket): delete them by hand, in this order.`,
  ].join('\n');
}

async function tearDown(config: Config, synthesis: Synthesis, hands: Hands, { err, out }: Output): Promise<void> {
  const held = await inventory(synthesis, hands.sdk);
  if (held.length === 0) return out(`Nothing of ${config.name} stands in account ${config.account}.`);
  err(`${held.length} resources in ${new Set(held.map(({ stack }) => stack)).size} stacks`);
  await destroy(synthesis, held, hands, err);
  const remaining = await left(synthesis, held, hands.sdk);
  if (remaining.length === 0) return out(farewell(config, held));
  throw new AccountError(
    `${remaining.length} things are left:\n${remaining.map((line) => `  ${line}`).join('\n')}`,
    'Run asepsis down again; what it names twice takes a person.',
  );
}

/**
 * @param today for the dates of what production keeps
 * @throws ConfigError, PreflightError (production, or another account), AccountError, LocalCloudError
 */
export async function down(
  { config: file, yes }: DownOptions,
  output: Output,
  ask: Ask = askTerminal,
  today = new Date(),
): Promise<void> {
  const config = loadConfig(file);
  if (config.mode === 'production') {
    output.out(renderKept(config, today));
    throw new PreflightError(
      `${config.name} is in production and is not torn down`,
      'Nothing was changed. The steps above are a person’s.',
    );
  }
  // Without the gate: a trial whose exceptions have expired must still come down.
  await withSynthesis(config, { bundling: false, gates: false, validation: false }, async (synthesis) => {
    const hands = await openHands(config);
    await refuseStranger(config, hands);
    await refuseProduction(synthesis, hands.sdk);
    const question = `Everything of ${config.name} in account ${config.account} will be deleted, with all data. Type its name:`;
    if (!yes && !(await ask.typed(question, config.name))) return output.out('Nothing was changed.');
    return tearDown(config, synthesis, hands, output);
  });
}
