/** A CloudWatch alarm. */
import { defineKind } from './kind';
import { bool, str, strs, tags } from './read';
import { namesOnly } from './says-all';
import { type Data, isUnknown, mark, type Value } from './value';

export interface AlarmState {
  readonly name: Value<string>;
  readonly actionsEnabled: Value<boolean>;
  /** ARNs of what happens in alarm. */
  readonly alarmActions: Value<readonly string[]>;
  readonly okActions: Value<readonly string[]>;
  readonly insufficientDataActions: Value<readonly string[]>;
  /** What is measured, and when that is an alarm: as `PutMetricAlarm` takes it, and with CloudWatch's defaults. */
  readonly measure: Readonly<Record<string, Data>>;
  readonly tags: Value<Readonly<Record<string, string>>>;
  /** Prose, for who makes the alarm anew: it is compared with nothing. */
  readonly description?: Value<string | undefined>;
}

/** Properties of `AWS::CloudWatch::Alarm` that `PutMetricAlarm` calls the same. */
export const measures = [
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluateLowSampleCountPercentile',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'MetricName',
  'Metrics',
  'Namespace',
  'Period',
  'Statistic',
  'Threshold',
  'ThresholdMetricId',
  'TreatMissingData',
  'Unit',
] as const;

/** Data without what says nothing: CloudWatch answers empty lists where a template leaves them out. */
function plain(data: Data): Data {
  if (Array.isArray(data)) return data.map(plain);
  if (typeof data !== 'object' || data === null || isUnknown(data)) return data;
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
      .map(([key, value]) => [key, plain(value)]),
  );
}

const returning = (metrics: Data): Data =>
  Array.isArray(metrics) ? metrics.map((one) => ({ ReturnData: true, ...(one as object) })) : metrics;

/** The measure in what a template or `DescribeAlarms` holds. */
export function measureOf(source: Readonly<Record<string, Data | undefined>>): Readonly<Record<string, Data>> {
  const found: Record<string, Data> = { TreatMissingData: 'missing' };
  for (const name of measures) {
    const value = source[name];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
    found[name] = plain(name === 'Metrics' ? returning(value) : value);
  }
  return found;
}

/** Properties of an alarm that its state holds besides what is measured. */
const held = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'InsufficientDataActions',
  'OKActions',
  'Tags',
];

export const cloudwatchAlarm = defineKind<AlarmState>({
  name: 'cloudwatch.alarm',
  types: ['AWS::CloudWatch::Alarm'],
  owned: ['actionsEnabled', 'alarmActions', 'okActions', 'insufficientDataActions', 'measure', 'tags'],
  saysAll: (alarm) => namesOnly(alarm, [...held, ...measures]),
  read: ({ stack, logicalId, properties }) => ({
    name: mark(stack, logicalId),
    actionsEnabled: bool(properties, 'ActionsEnabled', true),
    alarmActions: strs(properties, 'AlarmActions'),
    okActions: strs(properties, 'OKActions'),
    insufficientDataActions: strs(properties, 'InsufficientDataActions'),
    measure: measureOf(properties),
    tags: tags(properties),
    description: str(properties, 'AlarmDescription', undefined),
  }),
});
