/** Rules between keys, which a schema of single keys cannot say. Each is one entry of a table. Pure. */
import type { ConfigProblem } from '../errors';
import type { Config } from './schema';
import { tiers } from './tiers';

/** A problem before its place in the file is known. */
export interface RuleProblem extends Omit<ConfigProblem, 'path' | 'line' | 'column'> {
  readonly path: readonly (string | number)[];
}

type Rule = (config: Config, today: Date) => readonly RuleProblem[];

/** Parts of bucket names that the foundation takes for itself. */
const reservedPractices = ['access-logs', 'archive-logs', 'audit', 'config'];

const bucketNameLimit = 63;

function duplicates(
  values: readonly string[],
  path: (index: number) => RuleProblem['path'],
  what: string,
): readonly RuleProblem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [{ path: path(index), given: `${JSON.stringify(value)} a second time`, allowed: `each ${what} once` }]
      : [],
  );
}

const rules: readonly Rule[] = [
  ({ baa, mode }) =>
    mode === 'production' && !baa
      ? [
          {
            path: ['baa'],
            given: 'nothing',
            allowed:
              'acceptedBy and acceptedOn: production holds PHI, which AWS may only get under its BAA, 45 CFR 164.308(b)(1)',
          },
        ]
      : [],
  ({ baa }, today) =>
    baa && baa.acceptedOn > today.toISOString().slice(0, 10)
      ? [{ path: ['baa', 'acceptedOn'], given: baa.acceptedOn, allowed: 'a day that has come' }]
      : [],
  ({ availabilityZones, region }) =>
    availabilityZones.flatMap((zone, index) =>
      zone.slice(0, -1) === region
        ? []
        : [{ path: ['availabilityZones', index], given: zone, allowed: `zones of ${region}` }],
    ),
  ({ availabilityZones, tier }) => {
    const { min, max } = tiers[tier].zones;
    const count = availabilityZones.length;
    return count >= min && count <= max
      ? []
      : [
          {
            path: ['availabilityZones'],
            given: `${count} zones`,
            allowed: min === max ? `${min} zones in tier ${tier}` : `${min} to ${max} zones in tier ${tier}`,
          },
        ];
  },
  ({ availabilityZones }) => duplicates(availabilityZones, (index) => ['availabilityZones', index], 'zone'),
  ({ allowedRegions, region }) =>
    allowedRegions.includes(region)
      ? []
      : [{ path: ['allowedRegions'], given: allowedRegions.join(', '), allowed: `regions with ${region} among them` }],
  ({ practices }) =>
    duplicates(
      practices.map(({ id }) => id),
      (index) => ['practices', index, 'id'],
      'practice id',
    ),
  ({ practices }) =>
    practices.flatMap(({ id }, index) =>
      reservedPractices.includes(id)
        ? [{ path: ['practices', index, 'id'], given: id, allowed: `an id other than ${reservedPractices.join(', ')}` }]
        : [],
    ),
  // Names of stores are matched by prefix: the stores of `north-phi` would begin like a store of `north`.
  ({ practices }) =>
    practices.flatMap(({ id }, index) => {
      const covering = practices.find((other) => id.startsWith(`${other.id}-`));
      return covering
        ? [
            {
              path: ['practices', index, 'id'],
              given: id,
              allowed: `an id that does not begin with ${covering.id}-, the prefix of another practice's stores`,
            },
          ]
        : [];
    }),
  ({ account, dataClasses, name, practices, region }) =>
    practices.flatMap(({ id }, index) =>
      dataClasses.flatMap((dataClass) => {
        const bucket = `${name}-${id}-${dataClass}-${account}-${region}`;
        return bucket.length <= bucketNameLimit
          ? []
          : [
              {
                path: ['practices', index, 'id'],
                given: `${id}, which makes the bucket name ${bucket} of ${bucket.length} characters`,
                allowed: `${bucketNameLimit} characters`,
              },
            ];
      }),
    ),
  ({ dataClasses }) =>
    dataClasses.includes('phi')
      ? []
      : [{ path: ['dataClasses'], given: dataClasses.join(', '), allowed: 'classes with phi among them' }],
  ({ identity }) =>
    duplicates(
      identity.machines.map(({ id }) => id),
      (index) => ['identity', 'machines', index, 'id'],
      'machine id',
    ),
  ({ identity }) =>
    duplicates(
      identity.providers.map(({ name }) => name),
      (index) => ['identity', 'providers', index, 'name'],
      'provider name',
    ),
  ({ compliance }) =>
    duplicates(
      compliance.addressable.map(({ item }) => item),
      (index) => ['compliance', 'addressable', index, 'item'],
      'item',
    ),
  ({ compliance }, today) =>
    compliance.addressable.flatMap(({ reviewed }, index) =>
      reviewed > today.toISOString().slice(0, 10)
        ? [{ path: ['compliance', 'addressable', index, 'reviewed'], given: reviewed, allowed: 'a day that has come' }]
        : [],
    ),
  ({ identity, practices }) =>
    identity.machines.flatMap(({ practice }, index) =>
      practices.some(({ id }) => id === practice)
        ? []
        : [
            {
              path: ['identity', 'machines', index, 'practice'],
              given: practice,
              allowed: practices.map(({ id }) => id).join(', '),
            },
          ],
    ),
  ({ backup }) =>
    backup.minimumRetentionDays <= backup.retentionDays
      ? []
      : [
          {
            path: ['backup', 'minimumRetentionDays'],
            given: String(backup.minimumRetentionDays),
            allowed: `at most retentionDays, ${backup.retentionDays}`,
          },
        ],
  ({ allowedRegions, backup, region, tier }) => {
    const others = allowedRegions.filter((one) => one !== region);
    const allowed =
      others.length > 0 ? others.join(' or ') : `a region other than ${region}, which allowedRegions must name as well`;
    const { copyRegion } = backup;
    if (copyRegion === undefined)
      return tiers[tier].backupCopy ? [{ path: ['backup', 'copyRegion'], given: 'nothing', allowed }] : [];
    return others.includes(copyRegion) ? [] : [{ path: ['backup', 'copyRegion'], given: copyRegion, allowed }];
  },
  ({ organisation }) =>
    organisation.managesPolicies && (!organisation.id || organisation.policyTargets.length === 0)
      ? [
          {
            path: ['organisation', 'managesPolicies'],
            given: 'true without id or policyTargets',
            allowed: 'true with the organisation id and at least one root, OU or account',
          },
        ]
      : [],
];

/** Every problem between keys, in the order of the rules. */
export const crossFieldProblems = (config: Config, today: Date): readonly RuleProblem[] =>
  rules.flatMap((rule) => rule(config, today));
