/** The function that starts a sweep. */
import { randomBytes } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { sweepPartition } from '../../../lib/drift/partitions';
import { attestedIn } from '../attested';
import { DeployedStacks } from '../deployment';
import { newestIn, recordsIn } from '../records-table';
import { restoreLocal } from '../restore-local';
import { type SweepPorts, type Swept, sweep, usualPace } from '../sweep';
import { openIn, tellIn } from '../tell';
import { tellUnattested, type UnattestedPorts } from '../tell-unattested';
import { traced } from '../trace';

const environmentSchema = z.object({
  AWS_REGION: z.string().min(1),
  ACCOUNT_ID: z.string().min(1),
  PARTITION: z.string().default('aws'),
  DEPLOYMENT: z.string().min(1),
  TABLE: z.string().min(1),
  BUS: z.string().min(1),
  TOPIC_ARN: z.string().min(1),
  /** By it the templates that were attested are known. */
  SIGNING_KEY: z.string().min(1),
  QUEUES: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.record(z.string(), z.string())),
  AWS_ENDPOINT_URL: z.url().optional(),
});

/** The schedule says nothing; a drill may be in a hurry. */
const eventSchema = z.object({ perSecond: z.number().int().min(1).max(1_000).default(usualPace) });

const logger = new Logger({ serviceName: 'drift-sweep' });
const place = { pk: sweepPartition, sk: 'S' };

function portsFrom(environment: SweepEnvironment, perSecond: number, left: () => number): SweepPorts {
  const { AWS_REGION: region, QUEUES, TABLE: TableName } = environment;
  const sqs = new SQSClient({ region, ...traced('own', logger) });
  const dynamo = new DynamoDBClient({ region, ...traced('own', logger) });
  return {
    send: async (family, messages) => {
      const { Failed = [] } = await sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: QUEUES[family],
          Entries: messages.map(({ body, delaySeconds }, index) => ({
            Id: String(index),
            MessageBody: body,
            DelaySeconds: delaySeconds,
          })),
        }),
      );
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were not taken by the queue of ${family}`);
    },
    cursor: {
      read: async () => {
        const { Item } = await dynamo.send(
          new GetItemCommand({ TableName, Key: marshall(place), ConsistentRead: true }),
        );
        const after: unknown = Item && unmarshall(Item).after;
        return typeof after === 'string' ? after : undefined;
      },
      write: async (after) => {
        const Item = marshall({ ...place, after }, { removeUndefinedValues: true });
        await dynamo.send(new PutItemCommand({ TableName, Item }));
      },
    },
    clock: () => new Date(),
    perSecond,
    left,
  };
}

type SweepEnvironment = z.output<typeof environmentSchema>;

const settingsOf = ({ AWS_REGION: region }: SweepEnvironment) => ({ region, ...traced('own', logger) });

function deployedStacks(environment: SweepEnvironment): DeployedStacks {
  const { ACCOUNT_ID: account, AWS_REGION: region, DEPLOYMENT: name, PARTITION: partition } = environment;
  const own = settingsOf(environment);
  return new DeployedStacks({
    cloudFormation: new CloudFormationClient(own),
    name,
    environment: { account, partition, region },
    attested: attestedIn(new DynamoDBClient(own), new KMSClient(own), {
      deployment: name,
      signingKey: environment.SIGNING_KEY,
      table: environment.TABLE,
    }),
    ...(environment.AWS_ENDPOINT_URL ? { restore: restoreLocal } : {}),
  });
}

function tellingPorts({ ACCOUNT_ID: account, ...environment }: SweepEnvironment): UnattestedPorts {
  const { AWS_REGION: region, BUS: busName, DEPLOYMENT: deployment, TABLE, TOPIC_ARN: topicArn } = environment;
  const own = { region, ...traced('own', logger) };
  const dynamo = new DynamoDBClient(own);
  const channels = {
    events: new EventBridgeClient(own),
    hub: new SecurityHubClient(own),
    sns: new SNSClient(own),
    busName,
    topicArn,
    account,
    region,
    titles: () => 'A deployed template that nobody attested',
    log: (message: string, more: object) => logger.error(message, { ...more }),
  };
  return {
    deployment,
    records: recordsIn(dynamo, TABLE),
    newest: newestIn(dynamo, TABLE),
    open: openIn(channels),
    tell: tellIn(channels),
    clock: () => new Date(),
    digits: () => randomBytes(4).toString('hex'),
  };
}

/** What the schedule calls. @public */
export const handler = async (event: unknown, context: Context): Promise<Swept> => {
  const environment = environmentSchema.parse(process.env);
  const { perSecond } = eventSchema.parse(event ?? {});
  const deployment = await deployedStacks(environment).read();
  const ports = portsFrom(environment, perSecond, () => context.getRemainingTimeInMillis());
  // Whatever cannot be told keeps no resource from its visit: it is thrown last, and the run is tried again.
  const [told] = await Promise.allSettled([tellUnattested(deployment, tellingPorts(environment))]);
  const swept = await sweep(deployment, ports);
  logger.info('swept', { ...swept, attested: deployment.attested, unattested: [...deployment.unattested.keys()] });
  if (told.status === 'rejected') throw told.reason;
  return swept;
};
