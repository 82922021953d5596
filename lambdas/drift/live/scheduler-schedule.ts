/** Schedules of EventBridge Scheduler, live. `UpdateSchedule` resets what a call leaves out. */
import {
  CreateScheduleCommand,
  type FlexibleTimeWindow,
  GetScheduleCommand,
  SchedulerClient,
  type ScheduleState as ScheduleStateText,
  type Target,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { type ScheduleState, schedulerSchedule, wholeTarget } from '../../../lib/resources/scheduler-schedule';
import type { Data } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';
import { writable } from './writable';

const keyOf = (Name: string, declared: ScheduleState | undefined) => ({
  Name,
  GroupName: declared ? writable(declared.group) : 'default',
});

async function read(client: SchedulerClient, id: string, declared?: ScheduleState): Promise<ScheduleState | undefined> {
  const key = keyOf(id, declared);
  const found = await client.send(new GetScheduleCommand(key)).catch(ifAbsent('ResourceNotFoundException'));
  if (!found) return undefined;
  return {
    name: key.Name,
    group: key.GroupName,
    state: found.State ?? 'ENABLED',
    expression: found.ScheduleExpression ?? '',
    timezone: found.ScheduleExpressionTimezone ?? 'UTC',
    target: wholeTarget(found.Target as unknown as Data),
    window: (found.FlexibleTimeWindow ?? { Mode: 'OFF' }) as unknown as Data,
    ends: found.EndDate?.toISOString(),
  };
}

/** What is promised, as Scheduler takes it. */
const promised = (declared: ScheduleState) => ({
  State: writable(declared.state) as ScheduleStateText,
  ScheduleExpression: writable(declared.expression),
  ScheduleExpressionTimezone: writable(declared.timezone),
  Target: writable(declared.target) as unknown as Target,
  FlexibleTimeWindow: writable(declared.window) as unknown as FlexibleTimeWindow,
});

/** What is promised, and description, key and dates as they are. */
const putSchedule =
  (client: SchedulerClient): Put<ScheduleState> =>
  async (id, declared) => {
    const key = keyOf(id, declared);
    const { $metadata: _metadata, Arn: _arn, ...present } = await client.send(new GetScheduleCommand(key));
    await client.send(new UpdateScheduleCommand({ ...present, ...key, ...promised(declared) }));
  };

const make =
  (client: SchedulerClient) =>
  async (id: string, declared: ScheduleState): Promise<void> => {
    const ends = writable(declared.ends);
    await client.send(
      new CreateScheduleCommand({
        ...keyOf(id, declared),
        ...promised(declared),
        Description: writable(declared.description),
        KmsKeyArn: writable(declared.keyArn),
        EndDate: ends === undefined ? undefined : new Date(ends),
      }),
    );
  };

export const schedulerScheduleLive = defineLive<ScheduleState>({
  kind: schedulerSchedule,
  open(sdk) {
    const client = new SchedulerClient(sdk('scheduler'));
    const put = putSchedule(client);
    return {
      read: (id, declared) => read(client, id, declared),
      recreate: make(client),
      puts: Object.fromEntries(schedulerSchedule.owned.map((path) => [path, put])),
    };
  },
});
