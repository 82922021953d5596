/** `asepsis perimeter`: the data perimeter policies as files that an organisation's administrator attaches. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { type PerimeterPolicy, perimeterPolicies, policySizeLimit } from '../perimeter/policies';
import type { Output } from './output';

export interface PerimeterOptions {
  readonly config: string;
  readonly out: string;
}

/** What an administrator runs for one policy, for each root, OU or account of the configuration. Pure. */
export function attachCommands(
  { description, name, type }: PerimeterPolicy,
  { organisation }: Pick<Config, 'organisation'>,
): readonly string[] {
  const targets = organisation.policyTargets.length > 0 ? organisation.policyTargets : ['<root, OU or account>'];
  return [
    `aws organizations create-policy --type ${type} --name ${name} --description '${description}' --content file://${name}.json`,
    ...targets.map((target) => `aws organizations attach-policy --policy-id <its id> --target-id ${target}`),
  ];
}

/** @throws ConfigError, AsepsisError where a policy is larger than AWS takes; nothing is written then */
export function perimeter({ config: file, out: folder }: PerimeterOptions, { err, out }: Output): void {
  const config = loadConfig(file);
  const policies = perimeterPolicies(config);
  mkdirSync(folder, { recursive: true });
  for (const policy of policies) {
    // As small as it was measured: white space counts.
    const content = JSON.stringify(policy.content);
    const path = join(folder, `${policy.name}.json`);
    writeFileSync(path, content);
    out(`${path}  ${policy.type}, ${content.length} of ${policySizeLimit} characters: ${policy.description}`);
  }
  if (!config.organisation.id)
    err('No resource control policy: organisation.id is not set, so it could name nobody to trust.');
  err(`To attach them, from the management account or a delegated administrator, in ${folder}:`);
  for (const policy of policies) for (const command of attachCommands(policy, config)) err(`  ${command}`);
}
