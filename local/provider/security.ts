/** GuardDuty, Security Hub, Macie, AWS Backup, Cognito's identity providers and the organisation's policies. */
import {
  BackupClient,
  type BackupSelection,
  CreateBackupSelectionCommand,
  DeleteBackupSelectionCommand,
} from '@aws-sdk/client-backup';
import {
  CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  type IdentityProviderTypeType,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateDetectorCommand,
  type CreateDetectorCommandInput,
  DeleteDetectorCommand,
  GuardDutyClient,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';
import {
  DisableMacieCommand,
  EnableMacieCommand,
  type FindingPublishingFrequency,
  Macie2Client,
  type MacieStatus,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DetachPolicyCommand,
  OrganizationsClient,
  type PolicyType,
  type Tag,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import {
  BatchDisableStandardsCommand,
  BatchEnableStandardsCommand,
  type ControlFindingGenerator,
  DescribeHubCommand,
  DisableSecurityHubCommand,
  EnableSecurityHubCommand,
  SecurityHubClient,
  UpdateSecurityHubConfigurationCommand,
} from '@aws-sdk/client-securityhub';
import { type Maker, type Properties, tagMap, text, whereThereIs } from './maker';

type DetectorProperties = Pick<CreateDetectorCommandInput, 'Features' | 'DataSources' | 'FindingPublishingFrequency'>;

function detectorInput(properties: Properties) {
  const { Features, DataSources, FindingPublishingFrequency } = properties as DetectorProperties;
  return { Enable: properties.Enable !== false, Features, DataSources, FindingPublishingFrequency };
}

const detector: Maker = {
  async create(properties) {
    const { DetectorId = '' } = await new GuardDutyClient({}).send(
      new CreateDetectorCommand({ ...detectorInput(properties), Tags: tagMap(properties.Tags) }),
    );
    return { physicalId: DetectorId, attributes: { Id: DetectorId } };
  },
  async update(physicalId, properties) {
    await new GuardDutyClient({}).send(
      new UpdateDetectorCommand({ DetectorId: physicalId, ...detectorInput(properties) }),
    );
    return { physicalId, attributes: { Id: physicalId } };
  },
  remove: (physicalId) => new GuardDutyClient({}).send(new DeleteDetectorCommand({ DetectorId: physicalId })),
};

const hub: Maker = {
  async create(properties) {
    const client = new SecurityHubClient({});
    const generator = properties.ControlFindingGenerator as ControlFindingGenerator | undefined;
    await client.send(
      new EnableSecurityHubCommand({
        EnableDefaultStandards: properties.EnableDefaultStandards as boolean | undefined,
        ControlFindingGenerator: generator,
        Tags: tagMap(properties.Tags),
      }),
    );
    const settings = {
      AutoEnableControls: properties.AutoEnableControls as boolean | undefined,
      ControlFindingGenerator: generator,
    };
    await whereThereIs('AutoEnableControls', client.send(new UpdateSecurityHubConfigurationCommand(settings)));
    const { HubArn = '', SubscribedAt = '' } = await client.send(new DescribeHubCommand({}));
    return { physicalId: HubArn, attributes: { ARN: HubArn, SubscribedAt } };
  },
  remove: () => new SecurityHubClient({}).send(new DisableSecurityHubCommand({})),
};

const standard: Maker = {
  async create(properties) {
    const StandardsSubscriptionRequests = [{ StandardsArn: text(properties, 'StandardsArn') }];
    const { StandardsSubscriptions: [made] = [] } = await new SecurityHubClient({}).send(
      new BatchEnableStandardsCommand({ StandardsSubscriptionRequests }),
    );
    return { physicalId: made?.StandardsSubscriptionArn ?? '' };
  },
  remove: (physicalId) =>
    new SecurityHubClient({}).send(new BatchDisableStandardsCommand({ StandardsSubscriptionArns: [physicalId] })),
};

const macieInput = (properties: Properties) => ({
  findingPublishingFrequency: properties.FindingPublishingFrequency as FindingPublishingFrequency | undefined,
  status: (properties.Status as MacieStatus | undefined) ?? 'ENABLED',
});

const macie: Maker = {
  async create(properties, { account }) {
    await new Macie2Client({}).send(new EnableMacieCommand(macieInput(properties)));
    return { physicalId: account, attributes: { AwsAccountId: account } };
  },
  async update(physicalId, properties) {
    await new Macie2Client({}).send(new UpdateMacieSessionCommand(macieInput(properties)));
    return { physicalId, attributes: { AwsAccountId: physicalId } };
  },
  remove: () => new Macie2Client({}).send(new DisableMacieCommand({})),
};

const backupSelection: Maker = {
  async create(properties) {
    const BackupPlanId = text(properties, 'BackupPlanId');
    const input = { BackupPlanId, BackupSelection: properties.BackupSelection as BackupSelection };
    const { SelectionId = '' } = await new BackupClient({}).send(new CreateBackupSelectionCommand(input));
    const id = `${SelectionId}_${BackupPlanId}`;
    return { physicalId: id, attributes: { Id: id, SelectionId, BackupPlanId } };
  },
  remove(physicalId) {
    const [SelectionId, BackupPlanId] = physicalId.split('_');
    return new BackupClient({}).send(new DeleteBackupSelectionCommand({ SelectionId, BackupPlanId }));
  },
};

const providerInput = (properties: Properties) => ({
  UserPoolId: text(properties, 'UserPoolId'),
  ProviderName: text(properties, 'ProviderName'),
  ProviderDetails: properties.ProviderDetails as Record<string, string>,
  AttributeMapping: properties.AttributeMapping as Record<string, string> | undefined,
  IdpIdentifiers: properties.IdpIdentifiers as string[] | undefined,
});

const identityProvider: Maker = {
  async create(properties) {
    const input = {
      ...providerInput(properties),
      ProviderType: text(properties, 'ProviderType') as IdentityProviderTypeType,
    };
    await new CognitoIdentityProviderClient({}).send(new CreateIdentityProviderCommand(input));
    return { physicalId: input.ProviderName };
  },
  async update(physicalId, properties) {
    await new CognitoIdentityProviderClient({}).send(new UpdateIdentityProviderCommand(providerInput(properties)));
    return { physicalId };
  },
  remove(physicalId, properties) {
    const input = { UserPoolId: text(properties, 'UserPoolId'), ProviderName: physicalId };
    return new CognitoIdentityProviderClient({}).send(new DeleteIdentityProviderCommand(input));
  },
};

function policyInput(properties: Properties) {
  const content = properties.Content;
  return {
    Name: text(properties, 'Name'),
    Description: (properties.Description as string | undefined) ?? '',
    Content: typeof content === 'string' ? content : JSON.stringify(content),
  };
}

const targets = (properties: Properties): readonly string[] =>
  Array.isArray(properties.TargetIds) ? properties.TargetIds : [];

const organizationPolicy: Maker = {
  async create(properties) {
    const client = new OrganizationsClient({});
    const input = {
      ...policyInput(properties),
      Type: text(properties, 'Type') as PolicyType,
      Tags: properties.Tags as Tag[] | undefined,
    };
    const { Policy } = await client.send(new CreatePolicyCommand(input));
    const { Id: id = '', Arn = '' } = Policy?.PolicySummary ?? {};
    for (const TargetId of targets(properties)) await client.send(new AttachPolicyCommand({ PolicyId: id, TargetId }));
    return { physicalId: id, attributes: { Id: id, Arn, AwsManaged: 'false' } };
  },
  async update(physicalId, properties) {
    const { Policy } = await new OrganizationsClient({}).send(
      new UpdatePolicyCommand({ PolicyId: physicalId, ...policyInput(properties) }),
    );
    return { physicalId, attributes: { Id: physicalId, Arn: Policy?.PolicySummary?.Arn ?? '', AwsManaged: 'false' } };
  },
  async remove(physicalId, properties) {
    const client = new OrganizationsClient({});
    for (const TargetId of targets(properties))
      await client.send(new DetachPolicyCommand({ PolicyId: physicalId, TargetId }));
    await client.send(new DeletePolicyCommand({ PolicyId: physicalId }));
  },
};

export const securityMakers: Readonly<Record<string, Maker>> = {
  'AWS::Backup::BackupSelection': backupSelection,
  'AWS::Cognito::UserPoolIdentityProvider': identityProvider,
  'AWS::GuardDuty::Detector': detector,
  'AWS::Macie::Session': macie,
  'AWS::Organizations::Policy': organizationPolicy,
  'AWS::SecurityHub::Hub': hub,
  'AWS::SecurityHub::Standard': standard,
};
