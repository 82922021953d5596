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

/** The whole alarm as declared; only its description is not. */
const putAlarm =
  (client: CloudWatchClient): Put<AlarmState> =>
  async (AlarmName, declared) => {
    const present = await describe(client, AlarmName);
    const measure = writable(declared.measure as Data) as unknown as PutMetricAlarmInput;
    await client.send(
      new PutMetricAlarmCommand({
        ...measure,
        AlarmName,
        AlarmDescription: present?.AlarmDescription,
        ActionsEnabled: writable(declared.actionsEnabled),
        AlarmActions: [...writable(declared.alarmActions)],
        OKActions: [...writable(declared.okActions)],
        InsufficientDataActions: [...writable(declared.insufficientDataActions)],
      }),
    );
  };

export const cloudwatchAlarmLive = defineLive<AlarmState>({
  kind: cloudwatchAlarm,
  open(sdk) {
    const client = new CloudWatchClient(sdk('cloudwatch'));
    const put = putAlarm(client);
    return {
      read: (name) => read(client, name),
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
