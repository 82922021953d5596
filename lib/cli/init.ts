/** `asepsis init`: asks, or takes flags, and writes a configuration that is valid. */
import { existsSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { parseConfig } from '../config/parse';
import { type Tier, tierSchema } from '../config/schema';
import { tiers } from '../config/tiers';
import { AsepsisError, ConfigError } from '../errors';
import type { Output } from './output';

export interface InitOptions {
  readonly config: string;
  readonly tier?: string;
  readonly name?: string;
  readonly organisation?: string;
  readonly account?: string;
  readonly region: string;
  readonly contact?: string;
  readonly force: boolean;
}

const questions = {
  tier: 'Tier (solo, clinic, hospital)?',
  name: 'Name of the deployment (lower case, never to change)?',
  organisation: 'Who runs it?',
  account: 'AWS account id (12 digits)?',
  contact: 'Mail address of the security contact?',
} as const;

type Answers = Record<keyof typeof questions, string>;

/** Asks on a terminal for what the flags left open. @throws AsepsisError where there is nobody to ask */
async function complete(options: InitOptions): Promise<Answers> {
  const answers: Partial<Answers> = {};
  const missing = (Object.keys(questions) as (keyof Answers)[]).filter((key) => options[key] === undefined);
  if (missing.length > 0 && !process.stdin.isTTY) {
    throw new AsepsisError(`given no ${missing.map((key) => `--${key}`).join(', ')} and no terminal to ask on`, {
      code: 'INPUT_INVALID',
      remedy: 'Give the flags; `asepsis init --help` has an example.',
    });
  }
  const prompts = missing.length > 0 ? await import('@clack/prompts') : undefined;
  for (const key of Object.keys(questions) as (keyof Answers)[]) {
    const answer = options[key] ?? (await prompts?.text({ message: questions[key] }));
    if (typeof answer !== 'string')
      throw new AsepsisError('cancelled', { code: 'INPUT_INVALID', remedy: 'Nothing was written.' });
    answers[key] = answer;
  }
  return answers as Answers;
}

/** A second region for the copies of backups: under the same law where AWS has one there. */
const secondOf = (region: string): string => {
  const pairs: Readonly<Record<string, string>> = {
    'us-west-2': 'us-east-1',
    'eu-west-1': 'eu-central-1',
    'eu-central-1': 'eu-west-1',
    'eu-west-2': 'eu-west-1',
    'ap-southeast-2': 'ap-southeast-1',
    'ap-northeast-1': 'ap-northeast-2',
    'ca-central-1': 'us-west-2',
  };
  return pairs[region] ?? (region.startsWith('eu-') ? 'eu-west-1' : 'us-west-2');
};

/** The configuration for the answers, as YAML. Pure. */
export function draft({ account, contact, name, organisation, tier }: Answers, region: string): string {
  const copyRegion =
    tierSchema.safeParse(tier).success && tiers[tier as Tier].backupCopy ? secondOf(region) : undefined;
  const zones = 'abc'.slice(0, tierSchema.safeParse(tier).success ? tiers[tier as Tier].zones.min : 1);
  const config = {
    tier,
    mode: 'trial',
    name,
    organisation: { name: organisation },
    account,
    region,
    availabilityZones: [...zones].map((zone) => `${region}${zone}`),
    allowedRegions: copyRegion ? [region, copyRegion] : [region],
    practices: [{ id: 'main', name: organisation }],
    contacts: { security: contact, privacy: contact },
    ...(copyRegion ? { backup: { copyRegion } } : {}),
  };
  return `# yaml-language-server: $schema=./asepsis.schema.json\n${stringify(config)}`;
}

/** @throws ConfigError when the answers make no valid configuration; nothing is written then */
export async function init(options: InitOptions, { out }: Output): Promise<void> {
  if (existsSync(options.config) && !options.force) {
    throw new AsepsisError(`${options.config} exists`, {
      code: 'INPUT_INVALID',
      remedy: 'Give another --config, or --force to replace it.',
    });
  }
  const text = draft(await complete(options), options.region);
  const result = parseConfig(text, new Date());
  if (result.problems) throw new ConfigError(options.config, result.problems);
  writeFileSync(options.config, text);
  out(`wrote ${options.config}\nnext: npm run asepsis -- check --config ${options.config}`);
}
