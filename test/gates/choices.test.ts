import { Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { buildApp } from '../../lib/app';
import { loadConfig } from '../../lib/config/load';
import { type Config, configSchema, type Tier } from '../../lib/config/schema';
import { groupNames } from '../../lib/config/schema-identity';
import { cfnGuardPack } from '../../lib/gates/guard';
import { everyDeployment, inIreland, testConfig } from '../configs';
import { unknownsIn } from './unknowns';

const today = new Date('2026-11-23T12:00:00Z');
/** One for all, so that each distinct shape is judged once. */
const pack = cfnGuardPack();
const dataClasses = ['phi', 'billing', 'deidentified', 'operational'];
const mfaClaim = { name: 'amr', values: ['mfa'] };
const singletons = Object.keys(configSchema.parse(testConfig()).existing);

const policies = { name: 'Northside', id: 'o-a1b2c3d4e5', managesPolicies: true, policyTargets: ['r-ab12'] };

const named = (id: string) => ({ id, name: id });

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
    { organisation: policies, allowedRegions: ['us-east-1', 'us-west-2'] },
  ],
  [
    'a named break-glass principal',
    'clinic',
    { identity: { breakGlass: { principals: ['arn:aws:iam::111122223333:role/on-call'] } } },
  ],
  ['another region', 'clinic', inIreland],
  [
    'the longest retention',
    'clinic',
    {
      retention: { phiYears: 30, auditYears: 30, logGroupDays: 2192 },
      backup: { retentionDays: 3650, minimumRetentionDays: 365 },
    },
  ],
];

type Named = readonly [what: string, config: Config];

/** The largest first: CloudFormation's own rules are loaded by resource type, and loaded anew for a type they have not met. */
const configurations: readonly Named[] = [
  ['what is shipped for a hospital', loadConfig('config/hospital.yaml')],
  ...everyDeployment.map(([tier, mode]): Named => [`${tier} in ${mode}`, testConfig(tier, mode)]),
  ['practices of one kind', testConfig('clinic', 'production', { practices: ['derm', 'eye', 'lab'].map(named) })],
  ['de-identified data in production', testConfig('hospital', 'production', { dataClasses: ['phi', 'deidentified'] })],
  ['production elsewhere', testConfig('clinic', 'production', inIreland)],
  ['a manager of policies in production', testConfig('hospital', 'production', { organisation: policies })],
  ...choices.map(([what, tier, changes]): Named => [`${what} (${tier})`, testConfig(tier, 'trial', changes)]),
];

describe('every tier, mode and choice that the configuration offers', () => {
  test.each(configurations)('%s passes every gate, and no guarded property of it is unknown', (_what, config) => {
    const app = buildApp(config, { bundling: false, today, packs: [pack] });
    // It throws where a gate is closed, or where CloudFormation would refuse a template by its own rules.
    const assembly = app.synth();
    const { inForce = [], problems, violations } = app.gateReport ?? {};
    expect({ problems, violations }).toEqual({ problems: [], violations: [] });
    expect(inForce.flatMap(({ findings }) => findings.map((finding) => finding.pack))).toContain('cfn-guard');
    expect(unknownsIn(assembly, config)).toEqual([]);
  });

  test('CloudFormation’s own rules among them: a value that it would refuse fails the synth', () => {
    const app = buildApp(testConfig('solo'), { bundling: false, today });
    const audit = app.node.findAll().find((node): node is Stack => Stack.isStack(node) && node.node.id === 'Audit');
    if (!audit) throw new Error('no audit stack');
    new CfnQueue(audit, 'Planted', { delaySeconds: -5 });
    expect(() => app.synth()).toThrow(/DelaySeconds: -5 is less than the minimum of 0 \(CloudFormation Validate\)/);
  });
});
