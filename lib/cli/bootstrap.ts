/** `asepsis bootstrap`: the CDK's bootstrap, its roles confined to what this configuration needs. */
import { bootstrapTemplate } from '../bootstrap/template';
import { loadConfig } from '../config/load';
import { type Ask, askTerminal } from './account/ask';
import { bootstrapAccount } from './account/bootstrap-account';
import { openHands, refuseStranger } from './account/hands';
import { withSynthesis } from './account/synthesis';
import type { Output } from './output';

export interface BootstrapOptions {
  readonly config: string;
  readonly yes: boolean;
  /** Print the template of the policies and change nothing. */
  readonly print: boolean;
  readonly unlockBoundary: boolean;
}

/** @throws ConfigError, GateError, PreflightError, AccountError */
export async function bootstrap(
  { config: file, print, unlockBoundary, yes }: BootstrapOptions,
  { err, out }: Output,
  ask: Ask = askTerminal,
): Promise<void> {
  const config = loadConfig(file);
  await withSynthesis(config, { bundling: false, validation: false }, async (synthesis) => {
    if (print) return out(bootstrapTemplate(synthesis.types, config, { unlockBoundary }).body);
    const hands = await openHands(config);
    await refuseStranger(config, hands);
    if (!yes && !(await ask.confirm(`Bootstrap account ${config.account} for ${config.name}?`)))
      return out('Nothing was changed.');
    await bootstrapAccount(config, synthesis, hands, { unlockBoundary }, err);
    return out(`✓ ${config.account} is bootstrapped for ${config.name}\nnext: npm run asepsis -- up --config ${file}`);
  });
}
