/** Facts as a synth, a read-back and a drill leave them, for tests of what is made from them. */
import type { Config, Tier } from '../../lib/config/schema';
import { controls } from '../../lib/controls';
import type { DeployedFacts, DrillFacts, EvidenceFacts } from '../../lib/evidence/facts';
import { readTemplates } from '../../lib/resources/template';
import { testConfig } from '../configs';
import { once } from '../once';

/** The moment that made facts speak for. */
export const moment = new Date('2026-11-23T12:00:00Z');

/** Facts of one synth, which is made once a run; what `changes` gives is laid over the configuration. */
export function synthesizedFacts(tier: Tier = 'clinic', changes: Record<string, unknown> = {}): EvidenceFacts {
  const config: Config = testConfig(tier, 'trial', changes);
  const parts = once(`parts of facts ${JSON.stringify(config)}`, () => {
    const { synthesizedParts } = require('./synthesized-parts') as typeof import('./synthesized-parts');
    return synthesizedParts(config, moment);
  });
  return {
    ...parts,
    config,
    configSha256: 'ab'.repeat(32),
    at: moment,
    tools: { asepsis: '0.1.0', node: '20.19.0', 'aws-cdk-lib': '2.276.0' },
    commit: { id: '22804b4c0ffee0000000000000000000deadbeef', dirty: false },
    set: readTemplates(parts.templates, { account: config.account, region: config.region, partition: 'aws' }),
  };
}

/** A read-back in which everything stands as declared. */
export function readBackAsDeclared({ set }: EvidenceFacts): DeployedFacts {
  const kinds = new Map(controls.map(({ resource }) => [resource.name, resource]));
  return {
    where: 'local cloud',
    leftOut: [],
    resources: [...kinds.values()].flatMap((kind) =>
      kind.types
        .flatMap((type) => set.ofType(type))
        .map(({ logicalId, stack }) => ({
          stack,
          logicalId,
          kind: kind.name,
          owned: kind.owned.length,
          deviations: [],
        })),
    ),
  };
}

/** A drill in which every control was broken, noticed, and put right or told. */
export const drilledWell = (): DrillFacts => ({
  grants: [],
  rows: controls.map(({ brokenBy, fix, id, resource }) => ({
    control: id,
    kind: resource.name,
    proof: 'live',
    mode: fix.mode,
    ...(brokenBy[0] ? { brokenBy: brokenBy[0] } : {}),
    outcome: fix.mode === 'enforce' ? 'fixed' : 'reported',
    passed: true,
  })),
});
