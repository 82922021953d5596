/** The JSON Schema of a configuration, by which editors complete keys and explain them. Pure. */
import { z } from 'zod';
import { configSchema, type Tier } from './schema';
import { tiers } from './tiers';

/** Draft 7 is what editors' YAML servers understand whole. */
const draft = 'draft-7';

/** What an editor shows at a tier: where it has less than `hospital`, and why. */
function describeTier(tier: Tier): string {
  const less = Object.entries(tiers[tier].why).map(([property, why]) => `${property}: ${why}`);
  return less.length === 0 ? `${tier} has all there is.` : `${tier} has less here: ${less.join(' ')}`;
}

/** Generated from the zod schema; `npm run schema` writes it to `config/asepsis.schema.json`. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: draft });
  const names = Object.keys(tiers) as Tier[];
  const { tier, ...properties } = schema.properties ?? {};
  const described =
    typeof tier === 'object'
      ? {
          ...tier,
          description: [tier.description, ...names.map(describeTier)].join('\n\n'),
          enumDescriptions: names.map(describeTier),
        }
      : {};
  return { ...schema, properties: { tier: described, ...properties } };
}
