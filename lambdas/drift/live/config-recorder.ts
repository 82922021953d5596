/** AWS Config's recorder and delivery channel, live. Both puts replace the whole: read, merge, write. */
import {
  ConfigServiceClient,
  type ConfigurationRecorder,
  type DeliveryChannel,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  type MaximumExecutionFrequency,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  type RecordingFrequency,
  type ResourceType,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import {
  configDeliveryChannel,
  configRecorder,
  type DeliveryChannelState,
  type RecorderState,
} from '../../../lib/resources/config-recorder';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';

const known = <T>(value: Value<T>): T | undefined => (isKnown(value) ? value : undefined);

async function describe(client: ConfigServiceClient, name: string): Promise<ConfigurationRecorder | undefined> {
  const request = new DescribeConfigurationRecordersCommand({ ConfigurationRecorderNames: [name] });
  const found = await client.send(request).catch(ifAbsent('NoSuchConfigurationRecorderException'));
  return found?.ConfigurationRecorders?.[0];
}

async function readRecorder(client: ConfigServiceClient, name: string): Promise<RecorderState | undefined> {
  const recorder = await describe(client, name);
  if (!recorder) return undefined;
  const request = new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name] });
  const [status] = (await client.send(request)).ConfigurationRecordersStatus ?? [];
  return {
    name,
    role: recorder.roleARN ?? '',
    recording: status?.recording ?? false,
    allTypes: recorder.recordingGroup?.allSupported ?? false,
    globalTypes: recorder.recordingGroup?.includeGlobalResourceTypes ?? false,
    types: recorder.recordingGroup?.resourceTypes ?? [],
    frequency: recorder.recordingMode?.recordingFrequency ?? 'CONTINUOUS',
  };
}

function recorderChange(
  path: string,
  declared: RecorderState,
  live: ConfigurationRecorder,
): Partial<ConfigurationRecorder> {
  if (path === 'role') return { roleARN: known(declared.role) };
  if (path === 'frequency')
    return {
      recordingMode: {
        ...live.recordingMode,
        recordingFrequency: (known(declared.frequency) ?? 'CONTINUOUS') as RecordingFrequency,
      },
    };
  // AWS refuses a list of types beside "all": the three go together.
  const allSupported = known(declared.allTypes) ?? false;
  return {
    recordingGroup: {
      allSupported,
      includeGlobalResourceTypes: known(declared.globalTypes),
      resourceTypes: allSupported ? [] : ([...(known(declared.types) ?? [])] as ResourceType[]),
    },
  };
}

export const configRecorderLive = defineLive<RecorderState>({
  kind: configRecorder,
  open(sdk) {
    const client = new ConfigServiceClient(sdk('config-service'));
    const put =
      (path: string): Put<RecorderState> =>
      async (name, declared) => {
        const live = await describe(client, name);
        if (!live) return;
        const recorder = { ...live, ...recorderChange(path, declared, live) };
        await client.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: recorder }));
      };
    return {
      read: (name) => readRecorder(client, name),
      puts: {
        ...Object.fromEntries(
          ['role', 'allTypes', 'globalTypes', 'types', 'frequency'].map((path) => [path, put(path)]),
        ),
        recording: async (ConfigurationRecorderName, { recording }) => {
          if (!isKnown(recording)) return;
          await (recording
            ? client.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }))
            : client.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName })));
        },
      },
    };
  },
});

async function channel(client: ConfigServiceClient, name: string): Promise<DeliveryChannel | undefined> {
  const request = new DescribeDeliveryChannelsCommand({ DeliveryChannelNames: [name] });
  return (await client.send(request).catch(ifAbsent('NoSuchDeliveryChannelException')))?.DeliveryChannels?.[0];
}

function channelChange(path: string, declared: DeliveryChannelState): Partial<DeliveryChannel> {
  if (path === 'bucket') return { s3BucketName: known(declared.bucket) };
  if (path === 'prefix') return { s3KeyPrefix: known(declared.prefix) ?? undefined };
  if (path === 'kmsKey') return { s3KmsKeyArn: known(declared.kmsKey) ?? undefined };
  const deliveryFrequency = (known(declared.frequency) ?? undefined) as MaximumExecutionFrequency | undefined;
  return { configSnapshotDeliveryProperties: { deliveryFrequency } };
}

export const configDeliveryChannelLive = defineLive<DeliveryChannelState>({
  kind: configDeliveryChannel,
  open(sdk) {
    const client = new ConfigServiceClient(sdk('config-service'));
    const put =
      (path: string): Put<DeliveryChannelState> =>
      async (name, declared) => {
        const live = await channel(client, name);
        if (!live) return;
        const DeliveryChannel = { ...live, ...channelChange(path, declared) };
        await client.send(new PutDeliveryChannelCommand({ DeliveryChannel }));
      };
    return {
      async read(name) {
        const live = await channel(client, name);
        if (!live) return undefined;
        return {
          name,
          bucket: live.s3BucketName ?? '',
          prefix: live.s3KeyPrefix ?? null,
          kmsKey: live.s3KmsKeyArn ?? null,
          frequency: live.configSnapshotDeliveryProperties?.deliveryFrequency ?? null,
        };
      },
      puts: Object.fromEntries(configDeliveryChannel.owned.map((path) => [path, put(path)])),
    };
  },
});
