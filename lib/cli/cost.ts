/** `asepsis cost`: what a deployment costs a month while idle, what dominates, and whether it keeps to its budget. */
import { buildApp } from '../app';
import { loadConfig } from '../config/load';
import { costOf } from '../cost/cost';
import { priceSheet } from '../cost/prices';
import { renderCost } from '../cost/render';
import { BudgetError } from '../errors';
import { templatesOf } from '../gates/gate';
import { readTemplates } from '../resources/template';
import type { Output } from './output';

export interface CostOptions {
  readonly config: string;
  /** The cost as JSON, and nothing else on stdout. */
  readonly json?: boolean;
}

/** @throws GateError, ConfigError; AsepsisError for an unknown price; BudgetError where it is over the budget */
export function cost({ config: file, json }: CostOptions, { err, out }: Output): void {
  const config = loadConfig(file);
  // A price that is none is told before the synth.
  priceSheet(config);
  err(`Synthesizing ${file}`);
  const named = templatesOf(buildApp(config, { bundling: false, validation: false }).synth());
  const set = readTemplates(named, { account: config.account, region: config.region, partition: 'aws' });
  const result = costOf(set, config);
  out(json ? JSON.stringify(result, null, 2) : renderCost(result));
  const { budgetUsd, idleUsd, notPriced } = result;
  if (notPriced.length > 0) err(`Not priced: ${notPriced.map(({ type }) => type).join(', ')}`);
  if (budgetUsd !== undefined && idleUsd > budgetUsd)
    throw new BudgetError(`${file} costs $${idleUsd.toFixed(2)} a month, idle; the budget is $${budgetUsd.toFixed(2)}`);
}
