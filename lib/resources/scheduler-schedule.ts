/** A schedule of EventBridge Scheduler. */
import { keyArn } from './key-arn';
import { defineKind } from './kind';
import { at, map, str } from './read';
import { namesOnly } from './says-all';
import { type Data, isUnknown, mark, unknown, type Value } from './value';

export interface ScheduleState {
  readonly name: Value<string>;
  readonly group: Value<string>;
  /** `ENABLED` or `DISABLED`. */
  readonly state: Value<string>;
  readonly expression: Value<string>;
  readonly timezone: Value<string>;
  /** As `UpdateSchedule` takes it: CloudFormation's properties have the same names. */
  readonly target: Value<Data>;
  readonly window: Value<Data>;
  /** When it ends by itself, as declared; `undefined` for never. */
  readonly ends: Value<string | undefined>;
  /** Prose and key, for who makes the schedule anew: they are compared with nothing. */
  readonly description?: Value<string | undefined>;
  readonly keyArn?: Value<string | undefined>;
}

/** Scheduler's own, which it answers where none was given. */
const retries = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

/** A target with what Scheduler adds to it. */
export function wholeTarget(target: Data | undefined): Value<Data> {
  if (target === undefined) return unknown('a schedule without a target');
  if (isUnknown(target) || typeof target !== 'object' || target === null) return target;
  const policy = at(target, 'RetryPolicy');
  if (isUnknown(policy)) return policy;
  return { ...target, RetryPolicy: { ...retries, ...(policy as object | undefined) } };
}

/** Properties of a schedule that its state holds. */
const held = [
  'Description',
  'EndDate',
  'FlexibleTimeWindow',
  'GroupName',
  'KmsKeyArn',
  'Name',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'Target',
];

export const schedulerSchedule = defineKind<ScheduleState>({
  name: 'scheduler.schedule',
  types: ['AWS::Scheduler::Schedule'],
  owned: ['state', 'expression', 'timezone', 'target', 'window'],
  saysAll: (schedule) => namesOnly(schedule, held),
  read: ({ stack, logicalId, properties }, set) => ({
    name: str(properties, 'Name', mark(stack, logicalId)),
    group: str(properties, 'GroupName', 'default'),
    state: str(properties, 'State', 'ENABLED'),
    expression: str(properties, 'ScheduleExpression', ''),
    timezone: str(properties, 'ScheduleExpressionTimezone', 'UTC'),
    target: wholeTarget(properties.Target),
    window: at(properties, 'FlexibleTimeWindow') ?? { Mode: 'OFF' },
    ends: str(properties, 'EndDate', undefined),
    description: str(properties, 'Description', undefined),
    keyArn: map(keyArn(set, str(properties, 'KmsKeyArn', null)), (key) => key ?? undefined),
  }),
});
