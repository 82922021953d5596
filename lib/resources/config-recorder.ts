/** AWS Config: the recorder and where it delivers. */
import { defineKind } from './kind';
import { bool, str, strs } from './read';
import { mark, type Value } from './value';

export interface RecorderState {
  readonly name: Value<string>;
  readonly role: Value<string>;
  readonly recording: Value<boolean>;
  readonly allTypes: Value<boolean>;
  readonly globalTypes: Value<boolean>;
  /** Types that are recorded where not all are. */
  readonly types: Value<readonly string[]>;
  /** `CONTINUOUS` or `DAILY`. */
  readonly frequency: Value<string>;
}

export const configRecorder = defineKind<RecorderState>({
  name: 'config.recorder',
  types: ['AWS::Config::ConfigurationRecorder'],
  owned: ['role', 'recording', 'allTypes', 'globalTypes', 'types', 'frequency'],
  read: ({ stack, logicalId, properties }, set) => ({
    name: str(properties, 'Name', mark(stack, logicalId)),
    role: str(properties, 'RoleARN', ''),
    // CloudFormation starts a recorder as soon as there is a channel.
    recording: set.ofType('AWS::Config::DeliveryChannel').length > 0,
    allTypes: bool(properties, 'RecordingGroup.AllSupported', properties.RecordingGroup === undefined),
    globalTypes: bool(properties, 'RecordingGroup.IncludeGlobalResourceTypes', false),
    types: strs(properties, 'RecordingGroup.ResourceTypes'),
    frequency: str(properties, 'RecordingMode.RecordingFrequency', 'CONTINUOUS'),
  }),
});

export interface DeliveryChannelState {
  readonly name: Value<string>;
  readonly bucket: Value<string>;
  readonly prefix: Value<string | null>;
  /** Key that what is delivered is encrypted under, `null` where there is none. */
  readonly kmsKey: Value<string | null>;
  readonly frequency: Value<string | null>;
}

export const configDeliveryChannel = defineKind<DeliveryChannelState>({
  name: 'config.delivery-channel',
  types: ['AWS::Config::DeliveryChannel'],
  owned: ['bucket', 'prefix', 'kmsKey', 'frequency'],
  read: ({ stack, logicalId, properties }) => ({
    name: str(properties, 'Name', mark(stack, logicalId)),
    bucket: str(properties, 'S3BucketName', ''),
    prefix: str(properties, 'S3KeyPrefix', null),
    kmsKey: str(properties, 'S3KmsKeyArn', null),
    frequency: str(properties, 'ConfigSnapshotDeliveryProperties.DeliveryFrequency', null),
  }),
});
