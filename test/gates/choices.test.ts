import { buildApp } from '../../lib/app';
import { configSchema, type Tier } from '../../lib/config/schema';
import { groupNames } from '../../lib/config/schema-identity';
import { cfnGuardPack } from '../../lib/gates/guard';
import { testConfig } from '../configs';
import { unknownsIn } from './unknowns';

const today = new Date('2026-11-23T12:00:00Z');
const pack = cfnGuardPack();
const dataClasses = ['phi', 'billing', 'deidentified', 'operational'];
const mfaClaim = { name: 'amr', values: ['mfa'] };
const singletons = Object.keys(configSchema.parse(testConfig()).existing);

type Choice = readonly [what: string, tier: Tier, changes: Record<string, unknown>];

/** What a configuration may choose beyond tier and mode. A choice that the gate refuses is no choice. */
const choices: readonly Choice[] = [
  ...(['solo', 'clinic', 'hospital'] as const).flatMap((tier): readonly Choice[] => [
    ['a store for every class of data', tier, { dataClasses }],
    ['PHI without Object Lock', tier, { logArchive: { lockPhi: false } }],
  ]),
  ...singletons.map((one): Choice => [`what exists: ${one}`, 'clinic', { existing: { [one]: 'adopt' } }]),
  ['all that may exist does', 'hospital', { existing: Object.fromEntries(singletons.map((one) => [one, 'adopt'])) }],
  ...groupNames.map((group): Choice => [`the group ${group} alone`, 'solo', { identity: { groups: [group] } }]),
  [
    'identity providers',
    'hospital',
    {
      identity: {
        callbackUrls: ['https://charts.example.com/signed-in'],
        providers: [
          { type: 'saml', name: 'saml-sso', metadataUrl: 'https://sso.example.com/metadata.xml', mfaClaim },
          {
            type: 'oidc',
            name: 'oidc-sso',
            issuer: 'https://id.example.com',
            clientId: 'charts',
            clientSecretName: 'asepsis/oidc',
            mfaClaim,
          },
        ],
      },
    },
  ],
  [
    'machines of every scope',
    'hospital',
    {
      dataClasses,
      identity: {
        machines: ['read-phi', 'read-deidentified', 'write-results'].map((access) => ({
          id: access,
          practice: 'derm',
          access,
        })),
      },
    },
  ],
  [
    'an organisation with policies of ours',
    'hospital',
    {
      organisation: { name: 'Northside', id: 'o-a1b2c3d4e5', managesPolicies: true, policyTargets: ['r-ab12'] },
      allowedRegions: ['us-east-1', 'us-west-2'],
    },
  ],
  [
    'a named break-glass principal',
    'clinic',
    { identity: { breakGlass: { principals: ['arn:aws:iam::111122223333:role/on-call'] } } },
  ],
  [
    'another region',
    'clinic',
    { region: 'eu-west-1', allowedRegions: ['eu-west-1'], availabilityZones: ['eu-west-1a', 'eu-west-1b'] },
  ],
  [
    'the longest retention',
    'clinic',
    {
      retention: { phiYears: 30, auditYears: 30, logGroupDays: 2192 },
      backup: { retentionDays: 3650, minimumRetentionDays: 365 },
    },
  ],
];

describe('every choice that the configuration offers passes every gate, with no unknown on any guarded property', () => {
  test.each(choices)('%s (%s)', (_what, tier, changes) => {
    const app = buildApp(testConfig(tier, 'trial', changes), { bundling: false, today, packs: [pack] });
    expect(unknownsIn(app.synth(), app.config)).toEqual([]);
  });
});
