/** The templates of a whole deployment, as CloudFormation would give them back. */
import { Stage } from 'aws-cdk-lib';
import { buildApp } from '../../../lib/app';
import type { Config, Tier } from '../../../lib/config/schema';
import type { NamedTemplate, RawTemplate } from '../../../lib/resources/template';
import { testConfig, ungated } from '../../configs';

/** The largest one: a hospital in production. */
export const wholeDeployment = (): readonly NamedTemplate[] => deploymentFor('hospital', 'production');

export function deploymentFor(tier: Tier, mode: Config['mode']): readonly NamedTemplate[] {
  const app = buildApp(testConfig(tier, mode), ungated);
  const stage = app.node.children.find((node): node is Stage => Stage.isStage(node));
  if (!stage) throw new Error('the app has no stage');
  return stage
    .synth()
    .stacks.map(({ stackName, template }) => ({ stack: stackName, template: template as RawTemplate }));
}
