/** CloudWatch alarms, live. `PutMetricAlarm` resets what a call leaves out. */
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type PutMetricAlarmInput,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { type AlarmState, cloudwatchAlarm, measureOf } from '../../../lib/resources/cloudwatch-alarm';
import type { Data } from '../../../lib/resources/value';
import { defineLive, type Put } from './live';
import { asTags, ownTags, tagChanges } from './tags';
import { writable } from './writable';

async function describe(client: CloudWatchClient, name: string): Promise<MetricAlarm | undefined> {
  const request = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] });
  return (await client.send(request)).MetricAlarms?.find((alarm) => alarm.AlarmName === name);
}

async function read(client: CloudWatchClient, name: string): Promise<AlarmState | undefined> {
  const alarm = await describe(client, name);
  if (!alarm) return undefined;
  const tags = await client.send(new ListTagsForResourceCommand({ ResourceARN: alarm.AlarmArn }));
  return {
    name,
    actionsEnabled: alarm.ActionsEnabled ?? true,
    alarmActions: alarm.AlarmActions ?? [],
    okActions: alarm.OKActions ?? [],
    insufficientDataActions: alarm.InsufficientDataActions ?? [],
    measure: measureOf(alarm as unknown as Record<string, Data>),
    tags: ownTags(tags.Tags),
  };
}

/** What is measured, and what happens then, as declared. */
const promised = (declared: AlarmState) => ({
  ...(writable(declared.measure as Data) as unknown as PutMetricAlarmInput),
  ActionsEnabled: writable(declared.actionsEnabled),
  AlarmActions: [...writable(declared.alarmActions)],
  OKActions: [...writable(declared.okActions)],
  InsufficientDataActions: [...writable(declared.insufficientDataActions)],
});

/** The whole alarm as declared; only its description stays as it is. */
const putAlarm =
  (client: CloudWatchClient): Put<AlarmState> =>
  async (AlarmName, declared) => {
    const AlarmDescription = (await describe(client, AlarmName))?.AlarmDescription;
    await client.send(new PutMetricAlarmCommand({ ...promised(declared), AlarmName, AlarmDescription }));
  };

/** Makes an alarm whole. `PutMetricAlarm` takes tags only where it makes one. */
const make =
  (client: CloudWatchClient) =>
  async (AlarmName: string, declared: AlarmState): Promise<void> => {
    const AlarmDescription = writable(declared.description);
    const Tags = asTags(writable(declared.tags));
    await client.send(new PutMetricAlarmCommand({ ...promised(declared), AlarmName, AlarmDescription, Tags }));
  };

export const cloudwatchAlarmLive = defineLive<AlarmState>({
  kind: cloudwatchAlarm,
  open(sdk) {
    const client = new CloudWatchClient(sdk('cloudwatch'));
    const put = putAlarm(client);
    return {
      read: (name) => read(client, name),
      recreate: make(client),
      puts: {
        ...Object.fromEntries(cloudwatchAlarm.owned.map((path) => [path, put])),
        tags: async (name, declared, live) => {
          const { remove, set } = tagChanges(writable(declared.tags), writable(live.tags));
          const ResourceARN = (await describe(client, name))?.AlarmArn;
          if (Object.keys(set).length > 0)
            await client.send(new TagResourceCommand({ ResourceARN, Tags: asTags(set) }));
          if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: [...remove] }));
        },
      },
    };
  },
});
