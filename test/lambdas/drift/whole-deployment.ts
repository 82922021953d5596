/** The templates of a whole deployment, as CloudFormation would give them back. */
import type { Config, Tier } from '../../../lib/config/schema';
import type { NamedTemplate } from '../../../lib/resources/template';
import { testConfig } from '../../configs';
import { synthesized } from '../../synthesized';

/** The largest one: a hospital in production. */
export const wholeDeployment = (): readonly NamedTemplate[] => deploymentFor('hospital', 'production');

export const deploymentFor = (tier: Tier, mode: Config['mode']): readonly NamedTemplate[] =>
  synthesized(testConfig(tier, mode));
