/** What a gated synth leaves for evidence: the parts of facts that need the CDK. */
import { CfnResource } from 'aws-cdk-lib';
import { buildApp } from '../../lib/app';
import type { Config } from '../../lib/config/schema';
import type { EvidenceFacts } from '../../lib/evidence/facts';
import { templatesOf } from '../../lib/gates/gate';
import { idOf } from '../../lib/gates/packs';
import { sourceOf } from '../../lib/gates/source';

/** @public Loaded where nobody made them yet, so that the CDK is loaded there alone. */
export function synthesizedParts(config: Config, today: Date): Pick<EvidenceFacts, 'templates' | 'origins' | 'gate'> {
  const app = buildApp(config, { bundling: false, today });
  const templates = templatesOf(app.synth());
  const report = app.gateReport;
  if (!report) throw new Error('the gate did not run');
  const resources = app.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  return {
    templates,
    origins: resources.map((resource) => {
      const [stack = '', logicalId = ''] = idOf(resource).split('/');
      const source = sourceOf(resource);
      return { stack, logicalId, path: resource.node.path, ...(source ? { source } : {}) };
    }),
    gate: { resources: report.resources, inForce: report.inForce },
  };
}
