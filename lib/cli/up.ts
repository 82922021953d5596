/** `asepsis up`: gate, preflight, bootstrap where it is needed, deploy, and what to do next. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ifAbsentSaying } from '../../lambdas/drift/live/absent';
import { deployLocally, localFolderOf } from '../../local/deploy';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { type Ask, askTerminal } from './account/ask';
import { bootstrapAccount, isCurrent } from './account/bootstrap-account';
import { type Hands, openHands } from './account/hands';
import type { Item } from './account/judge';
import { type Synthesis, withSynthesis } from './account/synthesis';
import { attestAfter, attestBefore, digestsIn } from './attest-templates';
import type { Output } from './output';
import { closeOnItems, itemsOf, renderItems } from './preflight';

export interface UpOptions {
  readonly config: string;
  readonly yes: boolean;
}

/** Deploys every stack, with a line for each that is done. */
async function deploy({ folder, stacks }: Synthesis, { cdk, emulator }: Hands, say: Output['err']): Promise<void> {
  if (emulator) {
    const { figures } = await deployLocally({
      assemblyDir: folder,
      cloud: emulator,
      bootstrapped: true,
      onProgress: ({ message, phase }) =>
        phase === 'deploy' && / is deployed$/.test(message) ? say(message) : undefined,
    });
    say(`${figures.native} resources natively, ${figures.api} through the API, ${figures.leftOut} left out`);
    return;
  }
  let done = 0;
  const given = ['deploy', '**', '--app', folder, '--require-approval', 'never', '--concurrency', '4'];
  await cdk([...given, '--asset-parallelism', 'true'], 'deploy.log', {
    onTurn: (stack, turn) => (turn === 'end' ? say(`[${++done}/${stacks.length}] ${stack} is deployed`) : undefined),
  });
}

/** Deploys, and signs what was deployed: from then on the drift loop takes no other template for declared. */
async function deployAttested(config: Config, synthesis: Synthesis, hands: Hands, say: Output['err']): Promise<void> {
  const { emulator, sdk } = hands;
  // An emulator's templates are made only when they are deployed, and it has no drift to fight in between.
  if (!emulator) await attestBefore(config, sdk, digestsIn(synthesis.folder), new Date());
  await deploy(synthesis, hands, say);
  const deployed = digestsIn(emulator ? localFolderOf(synthesis.folder) : synthesis.folder);
  await attestAfter(config, sdk, deployed, new Date());
  say(`${deployed.length} templates are attested`);
}

/** Every stack with its state, as CloudFormation says it. */
async function standing({ stacks }: Pick<Synthesis, 'stacks'>, { sdk }: Hands): Promise<readonly string[]> {
  const absent = ifAbsentSaying('ValidationError', /does not exist/i);
  return Promise.all(
    stacks.map(async ({ region, resources, stack }) => {
      const client = new CloudFormationClient({ ...sdk('cloudformation'), region });
      const found = await client.send(new DescribeStacksCommand({ StackName: stack })).catch(absent);
      const status = found?.Stacks?.[0]?.StackStatus ?? 'does not exist';
      return `  ${stack.padEnd(32)} ${String(resources).padStart(3)} resources  ${status}`;
    }),
  );
}

function nextSteps(config: Config, file: string, items: readonly Item[]): readonly string[] {
  const alarms = items.find(({ subject }) => subject === 'Alarm subscription');
  const steps = [
    ...(alarms?.remedy ? [`Alarms: ${alarms.text}. ${alarms.remedy}`] : []),
    ...(config.organisation.managesPolicies
      ? []
      : ['Perimeter: have the organisation attach its service and resource control policies (docs/deploying.md).']),
    config.mode === 'trial'
      ? `No PHI in a trial. To tear it down: npm run asepsis -- down --config ${file}`
      : 'The vault’s lock becomes permanent 7 days after its creation: restore a recovery point before.',
  ];
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}

/** @throws ConfigError, GateError, PreflightError, AccountError, LocalCloudError; nothing is changed before the question */
export async function up(
  { config: file, yes }: UpOptions,
  { err, out }: Output,
  ask: Ask = askTerminal,
): Promise<void> {
  const config = loadConfig(file);
  err(`Synthesizing ${file} through every gate`);
  await withSynthesis(config, {}, async (synthesis) => {
    const { stacks } = synthesis;
    const resources = stacks.reduce((sum, one) => sum + one.resources, 0);
    err(`Gate: ${resources} resources in ${stacks.length} stacks pass`);
    const hands = await openHands(config);
    const { emulator, sdk } = hands;
    if (emulator)
      err(
        `AWS_ENDPOINT_URL is ${emulator.endpoints.ministack}: an emulator, so the templates are made deployable to it first`,
      );
    const items = await itemsOf(config, sdk);
    out(`${renderItems(items)}\n`);
    // An emulator lacks APIs; AWS does not, and nothing is assumed about what it did not say.
    closeOnItems(items, emulator ? ['bootstrap', 'unread'] : ['bootstrap']);
    const question = `Deploy ${stacks.length} stacks of ${config.name} (${config.mode}) to account ${config.account}, ${config.region}?`;
    if (!yes && !(await ask.confirm(question))) return out('Nothing was changed.');
    const missing = items.some(({ verdict }) => verdict === 'bootstrap');
    if (missing || !(await isCurrent(config, synthesis, hands)))
      await bootstrapAccount(config, synthesis, hands, {}, err);
    await deployAttested(config, synthesis, hands, err);
    const after = await itemsOf(config, sdk);
    out(`${config.name} stands in account ${config.account}, ${config.region}:`);
    out((await standing(synthesis, hands)).join('\n'));
    return out(`\nNext:\n${nextSteps(config, file, after).join('\n')}`);
  });
}
