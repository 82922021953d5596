/**
 * Containment on the local cloud, in its own roles: what they are not allowed there fails, as on AWS. The policies are
 * those of the stack, the resources those that a test makes. EC2 is moto's, since MiniStack cannot move an interface into
 * another group; moto enforces no IAM.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { ContainPorts } from '../../../lambdas/contain/ports';
import { environmentOf, portsFrom } from '../../../lambdas/contain/world';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { allTakes, lookStatements } from '../../../lib/contain/permissions';
import type { LocalCloud } from '../../../local/cloud';

export const document = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

export const trusting = (principal: string, Condition?: object) =>
  document({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    ...(Condition ? { Condition } : {}),
  });

/** Credentials of a new session of a role. */
export async function sessionOf(cloud: LocalCloud, RoleArn: string, RoleSessionName = 'test') {
  const sts = new STSClient(cloud.clientConfig('sts'));
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

async function makeRole(iam: IAMClient, name: string, trust: string, statements: readonly object[]) {
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, Path: '/asepsis/', AssumeRolePolicyDocument: trust }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName: name, PolicyName: 'work', PolicyDocument: document(...statements) }),
  );
  return { arn: Role?.Arn ?? '', id: Role?.RoleId ?? '' };
}

export interface Deployed {
  readonly ports: ContainPorts;
  /** How the function reaches the services, in its own role. */
  readonly sdk: SdkConfig;
  readonly table: string;
  readonly fixerArn: string;
  readonly approver: { readonly arn: string; readonly id: string };
}

const inRole =
  (cloud: LocalCloud, credentials: Awaited<ReturnType<typeof sessionOf>>): SdkConfig =>
  (service) =>
    service === 'ec2'
      ? { ...cloud.clientConfig('ec2'), endpoint: cloud.endpoints.moto ?? '' }
      : { ...cloud.clientConfig(service), credentials };

async function makeChannels(cloud: LocalCloud, name: string) {
  const table = `${name}-drift`;
  await new DynamoDBClient(cloud.clientConfig('dynamodb')).send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await new EventBridgeClient(cloud.clientConfig('eventbridge')).send(new CreateEventBusCommand({ Name: table }));
  const { TopicArn = '' } = await new SNSClient(cloud.clientConfig('sns')).send(
    new CreateTopicCommand({ Name: `${name}-alerts` }),
  );
  await new SSMClient(cloud.clientConfig('ssm')).send(
    new PutParameterCommand({ Name: `/asepsis/${name}/drift`, Type: 'String', Value: '{"stop":false,"modes":{}}' }),
  );
  return { table, topic: TopicArn };
}

/** Makes what the containment stack declares, as far as its function needs it. */
export async function deployContainment(cloud: LocalCloud, name: string): Promise<Deployed> {
  const { account, region } = cloud;
  const place = { account, partition: 'aws', region };
  const { table, topic } = await makeChannels(cloud, name);
  const iam = new IAMClient(cloud.clientConfig('iam'));
  const root = `arn:aws:iam::${account}:root`;
  const roleArn = (role: string) => `arn:aws:iam::${account}:role/asepsis/${role}`;
  const allow = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const tableArn = `arn:aws:dynamodb:${region}:${account}:table/${table}`;
  const handler = await makeRole(iam, `${name}-contain`, trusting(root), [
    ...lookStatements(place),
    allow(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], tableArn),
    allow(['ssm:GetParameter'], `arn:aws:ssm:${region}:${account}:parameter/asepsis/${name}/drift`),
    allow(['events:PutEvents'], `arn:aws:events:${region}:${account}:event-bus/${table}`),
    allow(['sns:Publish'], topic),
    allow(['sts:AssumeRole'], roleArn(`${name}-contain-fixer`)),
  ]);
  const fixer = await makeRole(iam, `${name}-contain-fixer`, trusting(handler.arn), allTakes(place));
  const approver = await makeRole(
    iam,
    `${name}-approver`,
    trusting(root, {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': '900' },
    }),
    [
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], `arn:aws:sqs:${region}:${account}:${name}-contain`),
      {
        ...allow(['dynamodb:GetItem', 'dynamodb:Query'], tableArn),
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['C'] } },
      },
    ],
  );
  const sdk = inRole(cloud, await sessionOf(cloud, handler.arn));
  const environment = environmentOf({
    AWS_REGION: region,
    ACCOUNT_ID: account,
    DEPLOYMENT: name,
    TABLE: table,
    BUS: table,
    TOPIC_ARN: topic,
    SETTINGS: `/asepsis/${name}/drift`,
    FIXER_ROLE_ARN: fixer.arn,
    APPROVER_ID: approver.id,
    CONTAINMENT: JSON.stringify({ atOnce: 7, ask: 4, expiresHours: 24, approvalMinutes: 60, defenders: [] }),
  });
  const log = new Logger({ serviceName: 'contain', logLevel: 'SILENT' });
  return { ports: portsFrom(environment, log, sdk), sdk, table, fixerArn: fixer.arn, approver };
}
