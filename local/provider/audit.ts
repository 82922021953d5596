/** CloudTrail and AWS Config. */
import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  type Trail,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  type ConfigRule,
  ConfigServiceClient,
  DeleteConfigRuleCommand,
  DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannelCommand,
  DescribeConfigRulesCommand,
  PutConfigRuleCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  type RecordingGroup,
  type RecordingMode,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { type Context, camelKeys, type Made, type Maker, type Properties, text, whereThereIs } from './maker';

function trailInput(properties: Properties, name: string) {
  const { KMSKeyId, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, S3BucketName, S3KeyPrefix, SnsTopicName } =
    properties as Record<string, string>;
  return {
    Name: name,
    ...{ S3BucketName, S3KeyPrefix, SnsTopicName, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn },
    KmsKeyId: KMSKeyId,
    IncludeGlobalServiceEvents: properties.IncludeGlobalServiceEvents as boolean | undefined,
    IsMultiRegionTrail: properties.IsMultiRegionTrail as boolean | undefined,
    IsOrganizationTrail: properties.IsOrganizationTrail as boolean | undefined,
    EnableLogFileValidation: properties.EnableLogFileValidation as boolean | undefined,
  };
}

async function settleTrail(client: CloudTrailClient, properties: Properties, trail: Trail): Promise<Made> {
  const { Name: name = '', TrailARN: arn = '' } = trail as Trail & { TrailARN?: string };
  const events = {
    EventSelectors: properties.EventSelectors,
    AdvancedEventSelectors: properties.AdvancedEventSelectors,
  };
  if (events.EventSelectors || events.AdvancedEventSelectors)
    await client.send(new PutEventSelectorsCommand({ TrailName: name, ...(events as object) }));
  if (Array.isArray(properties.InsightSelectors) && properties.InsightSelectors.length > 0) {
    await whereThereIs(
      'InsightSelectors',
      client.send(new PutInsightSelectorsCommand({ TrailName: name, InsightSelectors: properties.InsightSelectors })),
    );
  }
  if (Array.isArray(properties.Tags))
    await whereThereIs('Tags', client.send(new AddTagsCommand({ ResourceId: arn, TagsList: properties.Tags })));
  const logging =
    properties.IsLogging === false ? new StopLoggingCommand({ Name: name }) : new StartLoggingCommand({ Name: name });
  await client.send(logging as StartLoggingCommand);
  return { physicalId: name, attributes: { Arn: arn, SnsTopicArn: '' } };
}

const trail: Maker = {
  async create(properties, { generatedName }) {
    const client = new CloudTrailClient({});
    const name = (properties.TrailName as string | undefined) ?? generatedName;
    return settleTrail(
      client,
      properties,
      await client.send(new CreateTrailCommand(trailInput(properties, name) as never)),
    );
  },
  async update(physicalId, properties) {
    const client = new CloudTrailClient({});
    return settleTrail(
      client,
      properties,
      await client.send(new UpdateTrailCommand(trailInput(properties, physicalId))),
    );
  },
  remove: (physicalId) => new CloudTrailClient({}).send(new DeleteTrailCommand({ Name: physicalId })),
};

const recorder: Maker = {
  async create(properties, { generatedName }) {
    const client = new ConfigServiceClient({});
    const name = (properties.Name as string | undefined) ?? generatedName;
    await client.send(
      new PutConfigurationRecorderCommand({
        ConfigurationRecorder: {
          name,
          roleARN: text(properties, 'RoleARN'),
          recordingGroup: camelKeys(properties.RecordingGroup) as RecordingGroup | undefined,
          recordingMode: camelKeys(properties.RecordingMode) as RecordingMode | undefined,
        },
      }),
    );
    await startRecording(client);
    return { physicalId: name };
  },
  async remove(physicalId) {
    const client = new ConfigServiceClient({});
    await client.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: physicalId }));
    await client.send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: physicalId }));
  },
};

/** CloudFormation starts the recorder as soon as both it and a delivery channel are there, in whatever order. */
async function startRecording(client: ConfigServiceClient): Promise<void> {
  const { DescribeConfigurationRecordersCommand, DescribeDeliveryChannelsCommand } = await import(
    '@aws-sdk/client-config-service'
  );
  const { ConfigurationRecorders = [] } = await client.send(new DescribeConfigurationRecordersCommand({}));
  const { DeliveryChannels = [] } = await client.send(new DescribeDeliveryChannelsCommand({}));
  if (DeliveryChannels.length === 0) return;
  for (const { name } of ConfigurationRecorders)
    await client.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: name }));
}

const deliveryChannel: Maker = {
  async create(properties, { generatedName }) {
    const client = new ConfigServiceClient({});
    const name = (properties.Name as string | undefined) ?? generatedName;
    const { S3BucketName, S3KeyPrefix, S3KmsKeyArn, SnsTopicARN } = properties as Record<string, string>;
    await client.send(
      new PutDeliveryChannelCommand({
        DeliveryChannel: {
          name,
          s3BucketName: S3BucketName,
          s3KeyPrefix: S3KeyPrefix,
          s3KmsKeyArn: S3KmsKeyArn,
          snsTopicARN: SnsTopicARN,
          configSnapshotDeliveryProperties: camelKeys(properties.ConfigSnapshotDeliveryProperties) as
            | object
            | undefined,
        },
      }),
    );
    await startRecording(client);
    return { physicalId: name };
  },
  remove: (physicalId) =>
    new ConfigServiceClient({}).send(new DeleteDeliveryChannelCommand({ DeliveryChannelName: physicalId })),
};

/** Only rules of AWS's own and of a function; `InputParameters` is an object in templates and JSON text in the API. */
function ruleInput(properties: Properties, name: string): ConfigRule {
  const { ServiceToken: _, LocalType: __, ...rest } = properties;
  const parameters = rest.InputParameters;
  return {
    ...(rest as object),
    ConfigRuleName: name,
    InputParameters: parameters === undefined ? undefined : JSON.stringify(parameters),
  } as ConfigRule;
}

const rule: Maker = {
  async create(properties: Properties, { generatedName }: Context) {
    const client = new ConfigServiceClient({});
    const name = (properties.ConfigRuleName as string | undefined) ?? generatedName;
    await client.send(new PutConfigRuleCommand({ ConfigRule: ruleInput(properties, name) }));
    const { ConfigRules: [made] = [] } = await client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [name] }));
    return { physicalId: name, attributes: { Arn: made?.ConfigRuleArn ?? '', ConfigRuleId: made?.ConfigRuleId ?? '' } };
  },
  remove: (physicalId) => new ConfigServiceClient({}).send(new DeleteConfigRuleCommand({ ConfigRuleName: physicalId })),
};

export const auditMakers: Readonly<Record<string, Maker>> = {
  'AWS::CloudTrail::Trail': trail,
  'AWS::Config::ConfigRule': rule,
  'AWS::Config::ConfigurationRecorder': recorder,
  'AWS::Config::DeliveryChannel': deliveryChannel,
};
