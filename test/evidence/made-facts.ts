/** Facts as a synth, a read-back and a drill leave them, for tests of what is made from them. */
import { CfnResource } from 'aws-cdk-lib';
import { buildApp } from '../../lib/app';
import type { Config, Tier } from '../../lib/config/schema';
import { controls } from '../../lib/controls';
import type { DeployedFacts, DrillFacts, EvidenceFacts } from '../../lib/evidence/facts';
import { templatesOf } from '../../lib/gates/gate';
import { idOf } from '../../lib/gates/packs';
import { sourceOf } from '../../lib/gates/source';
import { readTemplates } from '../../lib/resources/template';
import { testConfig } from '../configs';

/** The moment that made facts speak for. */
export const moment = new Date('2026-11-23T12:00:00Z');

/** Facts of one synth; what `changes` gives is laid over the configuration. */
export function synthesizedFacts(tier: Tier = 'clinic', changes: Record<string, unknown> = {}): EvidenceFacts {
  const config: Config = testConfig(tier, 'trial', changes);
  const app = buildApp(config, { bundling: false, today: moment });
  const templates = templatesOf(app.synth());
  const report = app.gateReport;
  if (!report) throw new Error('the gate did not run');
  const resources = app.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  return {
    config,
    configSha256: 'ab'.repeat(32),
    at: moment,
    tools: { asepsis: '0.1.0', node: '20.19.0', 'aws-cdk-lib': '2.276.0' },
    commit: { id: '22804b4c0ffee0000000000000000000deadbeef', dirty: false },
    templates,
    set: readTemplates(templates, { account: config.account, region: config.region, partition: 'aws' }),
    origins: resources.map((resource) => {
      const [stack = '', logicalId = ''] = idOf(resource).split('/');
      const source = sourceOf(resource);
      return { stack, logicalId, path: resource.node.path, ...(source ? { source } : {}) };
    }),
    gate: { resources: report.resources, inForce: report.inForce },
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
