/** Charges of keys, stores, copies and the network, by CloudFormation type. */
import { at, num, str, strs, tags } from '../resources/read';
import type { TemplateResource } from '../resources/template';
import { isKnown } from '../resources/value';
import { type Charging, type Deployed, gigabyte, million, times } from './charge';
import { timesAMonth } from './schedules';

const key: Charging = ({ properties }, { one }) => [
  { price: 'kms.key', units: 1, what: 'the key' },
  ...(properties.EnableKeyRotation === true
    ? [{ price: 'kms.rotation' as const, units: one.keptRotations, what: 'its earlier material, once it has rotated' }]
    : []),
];

const endpoint: Charging = ({ properties }, { one }) => {
  if (properties.VpcEndpointType !== 'Interface') return [];
  const subnets = strs(properties, 'SubnetIds');
  const zones = isKnown(subnets) ? subnets.length : 1;
  return [
    {
      price: 'privatelink.hour',
      units: zones * one.hoursPerMonth,
      what: `open in ${zones} zone${zones === 1 ? '' : 's'}`,
    },
  ];
};

const flowLog: Charging = (_, { one }) => [
  { price: 'logs.ingestion', units: one.flowLogGb, what: 'what an idle network tells' },
  { price: 'guardduty.network-logs', units: one.flowLogGb, what: 'the same, read by GuardDuty' },
];

const bucket: Charging = ({ properties }, { one }) =>
  properties.ReplicationConfiguration === undefined
    ? []
    : [{ price: 's3.put', units: one.replicatedObjects / 1_000, what: 'copies into the archive' }];

/** The drift loop's own table; a practice's is paid by use. */
const isRecords = ({ properties }: TemplateResource, { config }: Deployed) =>
  properties.TableName === `${config.name}-drift`;

const table: Charging = (resource, deployed) => {
  if (!isRecords(resource, deployed)) return [];
  const { one, traffic } = deployed;
  return [
    { price: 'dynamodb.read', units: traffic.tableReads / million, what: `${times(traffic.tableReads)} reads` },
    { price: 'dynamodb.write', units: traffic.tableWrites / million, what: `${times(traffic.tableWrites)} writes` },
    { price: 'dynamodb.storage', units: one.recordsGb, what: 'records' },
    { price: 'dynamodb.pitr', units: one.recordsGb, what: 'point-in-time recovery of them' },
  ];
};

/** Tables and buckets that the daily backup takes. */
export const protectedBy = (type: string, { set }: Deployed): number =>
  set.ofType(type).filter((resource) => {
    const found = tags(resource.properties);
    return isKnown(found) && found.backup === 'daily';
  }).length;

const backupPlan: Charging = (_, { one }) => [
  { price: 'backup.dynamodb', units: one.recordsGb * 35, what: 'daily copies of the loop’s records, kept 35 days' },
];

const protectedTypes: Readonly<Record<string, string>> = { DynamoDB: 'AWS::DynamoDB::Table', S3: 'AWS::S3::Bucket' };

/** The plan of a selection says when: they are matched by the plan's name. */
const restoreTests: Charging = ({ properties }, deployed) => {
  const plans = deployed.set
    .ofType('AWS::Backup::RestoreTestingPlan')
    .filter((plan) => plan.properties.RestoreTestingPlanName === properties.RestoreTestingPlanName);
  const runs = plans.reduce((sum, plan) => sum + (timesAMonth(String(plan.properties.ScheduleExpression)) ?? 0), 0);
  const type = protectedTypes[String(properties.ProtectedResourceType)];
  const count = type === undefined ? 0 : protectedBy(type, deployed);
  return [{ price: 'backup.restore-test', units: runs * count, what: `${count} stores, ${times(runs)} × a month` }];
};

const parameter: Charging = ({ properties }) =>
  properties.Tier === 'Advanced' ? [{ price: 'ssm.advanced-parameter', units: 1, what: 'an advanced parameter' }] : [];

const secret: Charging = () => [{ price: 'secretsmanager.secret', units: 1, what: 'the secret' }];

/** Gigabytes a month that a log group takes in, by who writes to it. */
function takenIn(group: TemplateResource, { one, set, traffic }: Deployed): number {
  const name = str(group.properties, 'LogGroupName', '');
  const trail = set.ofType('AWS::CloudTrail::Trail').some(({ properties }) => {
    const arn = str(properties, 'CloudWatchLogsLogGroupArn', '');
    return typeof arn === 'string' && typeof name === 'string' && name !== '' && arn.includes(`:${name}:`);
  });
  if (trail)
    return ((traffic.managementEvents + traffic.tableReads + traffic.tableWrites) * one.bytesPerEvent) / gigabyte;
  const runs = (part: string, count: number) => (typeof name === 'string' && name.endsWith(part) ? count : 0);
  const { clock, rounds, sweeps } = traffic;
  return (
    ((runs('-drift-watch', rounds.times) +
      // Which family a visit goes to does not matter to what is paid for it.
      runs('-drift-sweep', sweeps.times * (sweeps.resources + 1)) +
      runs('-contain', clock.times)) *
      one.logBytesPerRun) /
    gigabyte
  );
}

const logGroup: Charging = (resource, deployed) => {
  const gigabytes = takenIn(resource, deployed);
  if (gigabytes === 0) return [];
  const { one } = deployed;
  const days = num(resource.properties, 'RetentionInDays', Number.POSITIVE_INFINITY);
  const months = Math.min(one.monthsRunning, (isKnown(days) ? days : Number.POSITIVE_INFINITY) / 30.4);
  return [
    { price: 'logs.ingestion', units: gigabytes, what: `${gigabytes.toFixed(2)} GB taken in` },
    {
      price: 'logs.storage',
      units: gigabytes * months * one.logCompression,
      what: `${Math.round(months)} months of it`,
    },
  ];
};

const alarm: Charging = ({ properties }) => {
  const period = num(properties, 'Period', 60);
  const fast = isKnown(period) && period < 60;
  const metrics = at(properties, 'Metrics');
  const count = Array.isArray(metrics) ? metrics.length : 1;
  return [{ price: fast ? 'cloudwatch.fast-alarm' : 'cloudwatch.alarm', units: count, what: 'the alarm' }];
};

export const dataCharges: Readonly<Record<string, Charging>> = {
  'AWS::KMS::Key': key,
  'AWS::EC2::VPCEndpoint': endpoint,
  'AWS::EC2::FlowLog': flowLog,
  'AWS::S3::Bucket': bucket,
  'AWS::DynamoDB::Table': table,
  'AWS::Backup::BackupPlan': backupPlan,
  'AWS::Backup::RestoreTestingSelection': restoreTests,
  'AWS::SSM::Parameter': parameter,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::CloudWatch::Alarm': alarm,
};
