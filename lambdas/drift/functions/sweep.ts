/** The function that starts a sweep. */
import { Logger } from '@aws-lambda-powertools/logger';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { sweepPartition } from '../../../lib/drift/partitions';
import { DeployedStacks } from '../deployment';
import { restoreLocal } from '../restore-local';
import { type SweepPorts, type Swept, sweep, usualPace } from '../sweep';
import { traced } from '../trace';

const environmentSchema = z.object({
  AWS_REGION: z.string().min(1),
  ACCOUNT_ID: z.string().min(1),
  PARTITION: z.string().default('aws'),
  DEPLOYMENT: z.string().min(1),
  TABLE: z.string().min(1),
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

function portsFrom(environment: z.output<typeof environmentSchema>, perSecond: number, left: () => number): SweepPorts {
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

/** What the schedule calls. @public */
export const handler = async (event: unknown, context: Context): Promise<Swept> => {
  const environment = environmentSchema.parse(process.env);
  const { perSecond } = eventSchema.parse(event ?? {});
  const { ACCOUNT_ID: account, AWS_REGION: region, DEPLOYMENT: name, PARTITION: partition } = environment;
  const stacks = new DeployedStacks({
    cloudFormation: new CloudFormationClient({ region, ...traced('own', logger) }),
    name,
    environment: { account, partition, region },
    ...(environment.AWS_ENDPOINT_URL ? { restore: restoreLocal } : {}),
  });
  const swept = await sweep(
    await stacks.read(),
    portsFrom(environment, perSecond, () => context.getRemainingTimeInMillis()),
  );
  logger.info('swept', { ...swept });
  return swept;
};
