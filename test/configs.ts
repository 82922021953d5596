import type { BuildOptions } from '../lib/app';
import { type Config, configSchema, type Tier } from '../lib/config/schema';

const zones = {
  solo: ['us-east-1a'],
  clinic: ['us-east-1a', 'us-east-1b'],
  hospital: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
};

/** A valid configuration for tests, with what a test cares about changed. */
export function testConfig(
  tier: Tier = 'clinic',
  mode: Config['mode'] = 'trial',
  changes: Record<string, unknown> = {},
): Config {
  return configSchema.parse({
    tier,
    mode,
    name: 'lakeside',
    organisation: { name: 'Lakeside Dermatology' },
    account: '111122223333',
    region: 'us-east-1',
    availabilityZones: zones[tier],
    allowedRegions: tier === 'hospital' ? ['us-east-1', 'us-west-2'] : ['us-east-1'],
    practices: [{ id: 'derm', name: 'Lakeside Dermatology' }],
    contacts: { security: 'security@example.com', privacy: 'privacy@example.com' },
    ...(tier === 'hospital' ? { backup: { copyRegion: 'us-west-2' } } : {}),
    ...(mode === 'production' ? { baa: { acceptedBy: 'A. Owner', acceptedOn: '2026-01-05' } } : {}),
    ...changes,
  });
}

/** How a test synthesizes that reads templates: the gates and CloudFormation's own rules have tests of their own. */
export const ungated: BuildOptions = { bundling: false, gates: false, validation: false };

/** What moves a test configuration to Ireland. */
export const inIreland = {
  region: 'eu-west-1',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  allowedRegions: ['eu-west-1'],
};

/** Every tier in both modes. */
export const everyDeployment: readonly (readonly [Tier, Config['mode']])[] = (
  ['solo', 'clinic', 'hospital'] as const
).flatMap((tier) => (['trial', 'production'] as const).map((mode) => [tier, mode] as const));
