/** What each function of the drift loop does besides reading and fixing. */
import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { attestationKey } from '../attest/templates';

export interface DriftChannels {
  /** Name of the deployment. */
  readonly deployment: string;
  readonly records: Table;
  readonly bus: EventBus;
  readonly settings: StringParameter;
  readonly topicArn: string;
  /** Encrypts the table, the queues and what the functions are told. */
  readonly encryptionKey: IKey;
  /** Signs the templates that are deployed: by its public half the functions know them. */
  readonly signingKey: IKey;
}

/** Where a function finds them. */
export function channelsEnvironment({ bus, deployment, records, settings, signingKey, topicArn }: DriftChannels) {
  return {
    ACCOUNT_ID: Stack.of(records).account,
    PARTITION: 'aws',
    DEPLOYMENT: deployment,
    TABLE: records.tableName,
    BUS: bus.eventBusName,
    TOPIC_ARN: topicArn,
    SETTINGS: settings.parameterName,
    SIGNING_KEY: signingKey.keyArn,
  };
}

/** Reading the declared state, its records, its settings, and telling. */
export function channelsStatements(channels: DriftChannels): PolicyStatement[] {
  const { account, partition, region } = Stack.of(channels.records);
  return [
    new PolicyStatement({
      sid: 'DeclaredState',
      actions: ['cloudformation:GetTemplate', 'cloudformation:ListStackResources'],
      resources: [`arn:${partition}:cloudformation:${region}:${account}:stack/${channels.deployment}-*/*`],
    }),
    // What no fix can mend is made ready for a person, who alone may execute it.
    new PolicyStatement({
      sid: 'WayBack',
      actions: ['cloudformation:CreateChangeSet'],
      resources: [`arn:${partition}:cloudformation:${region}:${account}:stack/${channels.deployment}-*/*`],
      conditions: { StringLike: { 'cloudformation:ChangeSetName': 'asepsis-revert-*' } },
    }),
    // Which stacks there are: described without a resource.
    new PolicyStatement({ sid: 'Stacks', actions: ['cloudformation:DescribeStacks'], resources: ['*'] }),
    new PolicyStatement({
      sid: 'Records',
      actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      resources: [channels.records.tableArn],
      conditions: { 'ForAllValues:StringNotEquals': { 'dynamodb:LeadingKeys': [attestationKey.pk] } },
    }),
    // What is attested is written by `asepsis up` alone: no function of the loop may forge or forget it.
    new PolicyStatement({
      sid: 'Attestation',
      actions: ['dynamodb:GetItem'],
      resources: [channels.records.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [attestationKey.pk] } },
    }),
    new PolicyStatement({
      sid: 'Settings',
      actions: ['ssm:GetParameter'],
      resources: [channels.settings.parameterArn],
    }),
    new PolicyStatement({ sid: 'Bus', actions: ['events:PutEvents'], resources: [channels.bus.eventBusArn] }),
    new PolicyStatement({ sid: 'Contact', actions: ['sns:Publish'], resources: [channels.topicArn] }),
    new PolicyStatement({
      sid: 'Findings',
      actions: ['securityhub:BatchImportFindings'],
      resources: [`arn:${partition}:securityhub:${region}:${account}:product/${account}/default`],
    }),
    // A finding that is there already is resolved by the other call alone, which names the hub.
    new PolicyStatement({
      sid: 'FindingsResolved',
      actions: ['securityhub:BatchUpdateFindings'],
      resources: [`arn:${partition}:securityhub:${region}:${account}:hub/default`],
    }),
    new PolicyStatement({
      sid: 'Attested',
      actions: ['kms:GetPublicKey'],
      resources: [channels.signingKey.keyArn],
    }),
    new PolicyStatement({
      sid: 'AuditKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [channels.encryptionKey.keyArn],
    }),
  ];
}
