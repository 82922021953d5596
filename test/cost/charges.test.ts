/** Each charge by itself, on templates of a few resources. */
import { assumptions, figures } from '../../lib/cost/assumptions';
import { type Cost, costOf } from '../../lib/cost/cost';
import type { RawResource } from '../../lib/resources/template';
import { readTemplates } from '../../lib/resources/template';
import { testConfig } from '../configs';

type Resources = Readonly<Record<string, RawResource>>;

const config = testConfig('clinic');
const environment = { account: config.account, region: config.region, partition: 'aws' };

const setOf = (Resources: Resources, stack = 'lakeside-audit') =>
  readTemplates([{ stack, template: { Resources } }], environment);

const priced = (resources: Resources, changes: Record<string, unknown> = {}): Cost =>
  costOf(setOf(resources), testConfig('clinic', 'trial', changes));

const backedUp = [{ Key: 'backup', Value: 'daily' }];
const bucket = (Properties: RawResource['Properties'] = {}): RawResource => ({ Type: 'AWS::S3::Bucket', Properties });
const rule = (Scope?: object): RawResource => ({
  Type: 'AWS::Config::ConfigRule',
  Properties: { Source: { Owner: 'AWS' }, ...(Scope ? { Scope } : {}) },
});
const role: RawResource = { Type: 'AWS::IAM::Role' };
const subnets = ['a', 'b', 'c'];
const day = 365 / 12;

const cases: readonly (readonly [what: string, resources: Resources, usd: number])[] = [
  ['a key', { K: { Type: 'AWS::KMS::Key' } }, 1],
  ['a key that rotates', { K: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } } }, 3],
  [
    'an interface endpoint, by zone and hour',
    { E: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface', SubnetIds: subnets } } },
    21.9,
  ],
  ['a gateway endpoint', { E: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Gateway' } } }, 0],
  ['a standard alarm', { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 300 } } }, 0.1],
  ['a fast alarm', { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 10 } } }, 0.3],
  [
    'an alarm on two metrics',
    { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Id: 'a' }, { Id: 'b' }] } } },
    0.2,
  ],
  [
    'a queue that is polled: 5 connections, 3 a minute each',
    { M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: 'arn:aws:sqs:us-east-1:1:q' } } },
    0.2628,
  ],
  [
    'a stream that is polled for nothing',
    {
      M: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: 'arn:aws:dynamodb:us-east-1:1:table/t/stream/s' },
      },
    },
    0,
  ],
  ['a rule that is evaluated daily', { R: rule() }, 2 * day * 0.001],
  ['a rule on what nobody changes', { R: rule({ ComplianceResourceTypes: ['AWS::S3::Bucket'] }) }, 0],
  ['a rule on a tag', { R: rule({ TagKey: 'backup', TagValue: 'daily' }) }, 0],
  [
    'a rule on recovery points, of which each store has a new one daily',
    {
      R: rule({ ComplianceResourceTypes: ['AWS::Backup::RecoveryPoint'] }),
      A: bucket({ Tags: backedUp }),
      B: bucket(),
    },
    day * 0.001,
  ],
  ['Macie, by bucket', { M: { Type: 'AWS::Macie::Session' }, A: bucket(), B: bucket() }, 0.2],
  [
    'the analyzer of unused access, by role',
    { A: { Type: 'AWS::AccessAnalyzer::Analyzer', Properties: { Type: 'ACCOUNT_UNUSED_ACCESS' } }, R: role, S: role },
    (2 + 10) * 0.2,
  ],
  [
    'the analyzer of access from outside',
    { A: { Type: 'AWS::AccessAnalyzer::Analyzer', Properties: { Type: 'ACCOUNT' } }, R: role },
    0,
  ],
  [
    'Inspector, by function',
    {
      S: { Type: 'Custom::AsepsisAccountSettings', Properties: { InspectorResourceTypes: ['LAMBDA'] } },
      F: { Type: 'AWS::Lambda::Function' },
      G: { Type: 'AWS::Lambda::Function' },
    },
    0.6,
  ],
  [
    'FSBP, with two checks a bucket',
    { S: { Type: 'AWS::SecurityHub::Standard', Properties: { StandardsArn: 'fsbp' } }, A: bucket() },
    (60 + 2) * 2 * day * 0.001,
  ],
  [
    'NIST 800-53 beside it',
    { S: { Type: 'AWS::SecurityHub::Standard', Properties: { StandardsArn: 'standards/nist-800-53/v/5.0.0' } } },
    20 * 2 * day * 0.001,
  ],
  [
    'GuardDuty on the stated number of events',
    { D: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } },
    1,
  ],
  [
    'a restore test of two stores once a month',
    {
      P: {
        Type: 'AWS::Backup::RestoreTestingPlan',
        Properties: { RestoreTestingPlanName: 'p', ScheduleExpression: 'cron(0 6 1 * ? *)' },
      },
      S: {
        Type: 'AWS::Backup::RestoreTestingSelection',
        Properties: { RestoreTestingPlanName: 'p', ProtectedResourceType: 'S3' },
      },
      A: bucket({ Tags: backedUp }),
      B: bucket({ Tags: backedUp }),
      C: bucket(),
    },
    3,
  ],
  [
    'a recorder, daily',
    {
      R: { Type: 'AWS::Config::ConfigurationRecorder', Properties: { RecordingMode: { RecordingFrequency: 'DAILY' } } },
    },
    2 * day * 0.012,
  ],
  ['a recorder, continuous', { R: { Type: 'AWS::Config::ConfigurationRecorder' } }, 2 * day * 0.003],
  ['a secret', { S: { Type: 'AWS::SecretsManager::Secret' } }, 0.4],
  ['an advanced parameter', { P: { Type: 'AWS::SSM::Parameter', Properties: { Tier: 'Advanced' } } }, 0.05],
  ['a standard parameter', { P: { Type: 'AWS::SSM::Parameter', Properties: { Tier: 'Standard' } } }, 0],
];

describe('what a resource costs in an idle month', () => {
  test.each(cases)('%s', (_, resources, usd) => {
    const cost = priced(resources);
    expect(cost.idleUsd).toBeCloseTo(usd, 6);
    expect(cost.notPriced).toEqual([]);
  });
});

describe('what is not known', () => {
  test('a type that the model does not know is named, and is not taken for free', () => {
    const cost = priced({
      N: { Type: 'AWS::EC2::NatGateway' },
      M: { Type: 'AWS::EC2::NatGateway' },
      D: { Type: 'AWS::RDS::DBInstance' },
      // A type may bear the name of what every object has.
      C: { Type: 'constructor' },
    });
    expect(cost.idleUsd).toBe(0);
    expect(cost.notPriced).toEqual([
      { type: 'AWS::EC2::NatGateway', count: 2 },
      { type: 'AWS::RDS::DBInstance', count: 1 },
      { type: 'constructor', count: 1 },
    ]);
  });

  test('a schedule that is not understood is named, and is not taken for never', () => {
    const cost = priced({
      S: { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'cron(0 6 L * ? *)' } },
    });
    expect(cost.notPriced).toEqual([{ type: 'AWS::Scheduler::Schedule by cron(0 6 L * ? *)', count: 1 }]);
  });

  test('a region whose prices differ is said to be taken at those of us-east-1', () => {
    const ireland = testConfig('clinic', 'trial', {
      region: 'eu-west-1',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      allowedRegions: ['eu-west-1'],
    });
    const notes = (one: typeof config) => costOf(setOf({ K: { Type: 'AWS::KMS::Key' } }), one).notes.join(' ');
    expect(notes(ireland)).toContain('List prices of eu-west-1 differ');
    expect(notes(config)).not.toContain('differ');
  });

  test('prices without a source are named with what rests on them', () => {
    expect(priced({ A: { Type: 'AWS::CloudWatch::Alarm' } }).notes.join(' ')).toContain(
      '$0.10 of it rests on prices that no source confirmed: cloudwatch.alarm',
    );
  });
});

describe('what the configuration says', () => {
  const key = { K: { Type: 'AWS::KMS::Key' } };

  test('its prices are taken', () => {
    expect(priced(key, { cost: { prices: { 'kms.key': 1.2 } } }).idleUsd).toBeCloseTo(1.2, 9);
  });

  test('its number of management events', () => {
    const detector = { D: { Type: 'AWS::GuardDuty::Detector' } };
    expect(priced(detector, { cost: { managementEvents: 3_000_000 } }).idleUsd).toBeCloseTo(12, 9);
  });

  test('allowances are taken off once an account, not once a resource', () => {
    const alarms = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`A${index}`, { Type: 'AWS::CloudWatch::Alarm' }]),
    );
    expect(priced(alarms).idleUsd).toBeCloseTo(1.2, 9);
    expect(priced(alarms, { cost: { freeTiers: true } }).idleUsd).toBeCloseTo(0.2, 9);
  });
});

test('every assumption is shown with its figure, its unit and where it is from', () => {
  const shown = priced({}).assumptions;
  expect(shown.map(({ id }) => id)).toEqual(Object.keys(assumptions));
  for (const { id, unit, value, why } of shown) {
    expect(value).toBe(figures[id]);
    expect(`${unit} ${why}`).toMatch(/\w+ \w+/);
  }
});
