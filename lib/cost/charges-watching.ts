/** Charges of functions and queues, of records, checks and detectors, by CloudFormation type. */
import { at, num, records, str, strs } from '../resources/read';
import type { TemplateResource } from '../resources/template';
import { isKnown } from '../resources/value';
import { type Charge, type Charging, type Deployed, gigabyte, million, times } from './charge';
import { protectedBy } from './charges-data';
import { timesAMonth } from './schedules';

const daysPerMonth = 365 / 12;

/** Runs and seconds a month of a function of the loop, by its name. Other functions run by use. */
function runsOf({ properties }: TemplateResource, { config: { name }, traffic }: Deployed) {
  const { clock, rounds, sweeps } = traffic;
  switch (properties.FunctionName) {
    case `${name}-drift-watch`:
      return { runs: rounds.times, seconds: rounds.times * rounds.seconds, what: 'rounds of the second path' };
    case `${name}-drift-sweep`:
      // With its visits, which the families' functions make.
      return {
        runs: sweeps.times * (1 + sweeps.resources),
        seconds: sweeps.times * (sweeps.seconds + 10),
        what: 'sweeps and their visits',
      };
    case `${name}-contain`:
      return { runs: clock.times, seconds: clock.times * clock.seconds, what: 'ticks of the clock' };
    default:
      return { runs: 0, seconds: 0, what: '' };
  }
}

const lambda: Charging = (resource, deployed) => {
  const { runs, seconds, what } = runsOf(resource, deployed);
  if (runs === 0) return [];
  const memory = num(resource.properties, 'MemorySize', 128);
  const architectures = strs(resource.properties, 'Architectures');
  const arm = isKnown(architectures) && architectures.includes('arm64');
  const used = (seconds * (isKnown(memory) ? memory : 128)) / 1_024;
  return [
    { price: 'lambda.requests', units: runs / million, what: `${times(runs)} runs: ${what}` },
    {
      price: arm ? 'lambda.arm-seconds' : 'lambda.x86-seconds',
      units: used / million,
      what: `${times(used)} GB-seconds: ${what}`,
    },
    ...(resource.properties.FunctionName === `${deployed.config.name}-contain`
      ? [{ price: 'cloudwatch.metric' as const, units: 1, what: 'the metric of the clock' }]
      : []),
  ];
};

const mapping: Charging = ({ properties }, { traffic: { emptyReceives } }) => {
  const source = str(properties, 'EventSourceArn', '');
  const isQueue = isKnown(source) && !/dynamodb|kinesis|kafka/i.test(source);
  return isQueue
    ? [{ price: 'sqs.requests', units: emptyReceives / million, what: `${times(emptyReceives)} empty receives` }]
    : [];
};

/** Messages of sweeps and of the clock: sent, received and deleted. All sweeps are counted at the queue of the first family. */
const schedule: Charging = ({ properties }, { config, traffic: { sweeps } }) => {
  const runs = timesAMonth(String(properties.ScheduleExpression)) ?? 0;
  const charges: Charge[] = [{ price: 'scheduler.invocations', units: runs / million, what: `${times(runs)} starts` }];
  const messages = sweeps.times * sweeps.resources;
  if (properties.Name === `${config.name}-drift-sweep`)
    charges.push({
      price: 'sqs.requests',
      units: (messages * 3) / million,
      what: `${times(messages)} messages of sweeps`,
    });
  return charges;
};

const trail: Charging = ({ properties }, { one, traffic }) => {
  const data = traffic.tableReads + traffic.tableWrites;
  const selectors = records(properties, 'AdvancedEventSelectors');
  const tables = isKnown(selectors) && JSON.stringify(selectors).includes('AWS::DynamoDB::Table');
  const kept =
    ((traffic.managementEvents + (tables ? data : 0)) * one.keptBytesPerEvent * one.monthsRunning) / gigabyte;
  return [
    ...(tables
      ? [
          {
            price: 'cloudtrail.data-events' as const,
            units: data / 100_000,
            what: `${times(data)} data events of the loop’s table`,
          },
        ]
      : []),
    { price: 's3.put', units: one.trailFiles / 1_000, what: `${times(one.trailFiles)} files delivered` },
    { price: 'kms.requests', units: traffic.kmsRequests / 10_000, what: 'keys for files, queues and tables' },
    { price: 's3.standard', units: kept, what: `${one.monthsRunning} months of log files` },
  ];
};

/** What the daily backup takes: each makes a recovery point a day, and one expires. */
const storesOf = (deployed: Deployed): number =>
  protectedBy('AWS::DynamoDB::Table', deployed) + protectedBy('AWS::S3::Bucket', deployed);

const recorder: Charging = ({ properties }, deployed) => {
  const { one, set } = deployed;
  const stores = storesOf(deployed);
  const points = set.ofType('AWS::Backup::BackupPlan').length > 0 ? stores * 2 : 0;
  const items = (points + one.otherItemsPerDay) * daysPerMonth;
  const daily = at(properties, 'RecordingMode.RecordingFrequency') === 'DAILY';
  return [{ price: daily ? 'config.daily-item' : 'config.item', units: items, what: `${times(items)} items` }];
};

/** A rule without types or tag is evaluated daily; others when a resource changes, of which recovery points alone do. */
const rule: Charging = ({ properties }, deployed) => {
  const { one } = deployed;
  const types = strs(properties, 'Scope.ComplianceResourceTypes');
  const byChange = isKnown(types) && (types.length > 0 || at(properties, 'Scope.TagKey') !== undefined);
  const points = isKnown(types) && types.includes('AWS::Backup::RecoveryPoint');
  const perDay = points ? storesOf(deployed) : byChange ? 0 : one.periodicRuleResources;
  return perDay === 0
    ? []
    : [{ price: 'config.evaluation', units: perDay * daysPerMonth, what: `${perDay} evaluations a day` }];
};

/** Checks by schedule of a standard; NIST 800-53 beside FSBP pays for its own controls alone. */
const standard: Charging = ({ properties }, { one, set }) => {
  const nist = String(properties.StandardsArn).includes('nist-800-53');
  const checks = nist ? one.checksNist : one.checksFsbp + set.ofType('AWS::S3::Bucket').length * one.checksPerBucket;
  const units = checks * one.checksPerDay * daysPerMonth;
  return [{ price: 'securityhub.check', units, what: `${checks} checks, ${one.checksPerDay} × a day` }];
};

const detector: Charging = (_, { traffic: { managementEvents } }) => [
  {
    price: 'guardduty.management-events',
    units: managementEvents / million,
    what: `${times(managementEvents)} management events`,
  },
];

const macie: Charging = (_, { set }) => {
  const buckets = set.ofType('AWS::S3::Bucket').length;
  return [{ price: 'macie.bucket', units: buckets, what: `${buckets} buckets` }];
};

const analyzer: Charging = ({ properties }, { one, set }) => {
  if (!String(properties.Type).includes('UNUSED_ACCESS')) return [];
  const roles = set.ofType('AWS::IAM::Role').length + one.otherRoles;
  return [{ price: 'access-analyzer.unused', units: roles, what: `${roles} roles` }];
};

const settings: Charging = ({ properties }, { set }) => {
  const types = strs(properties, 'InspectorResourceTypes');
  const functions = set.ofType('AWS::Lambda::Function').length;
  return isKnown(types) && types.includes('LAMBDA')
    ? [{ price: 'inspector.function', units: functions, what: `Inspector, on ${functions} functions` }]
    : [];
};

export const watchingCharges: Readonly<Record<string, Charging>> = {
  'AWS::Lambda::Function': lambda,
  'AWS::Lambda::EventSourceMapping': mapping,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::CloudTrail::Trail': trail,
  'AWS::Config::ConfigurationRecorder': recorder,
  'AWS::Config::ConfigRule': rule,
  'AWS::SecurityHub::Standard': standard,
  'AWS::GuardDuty::Detector': detector,
  'AWS::Macie::Session': macie,
  'AWS::AccessAnalyzer::Analyzer': analyzer,
  'Custom::AsepsisAccountSettings': settings,
};
