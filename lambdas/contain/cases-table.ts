/**
 * The cases in the drift loop's table, beside its records:
 *
 * - `C` / `<case id>`: a case; one partition, since there are few, and open ones must all be found
 * - `R#<kind>#<physical id>` / `H#<path>`: a hold, which the drift loop reads: what it leaves as it is, until when
 */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { partitionOf } from '../drift/records-table';
import { type Case, isOpen } from './case';
import { type Cases, Superseded } from './ports';
import type { Hold } from './target';

/** Partition of all cases. */
export const casePartition = 'C';

/** Seconds that a hold stays readable after its end. */
const keepSeconds = 86_400;

const caseIn = (item: Record<string, unknown>): Case => JSON.parse(String(item.case)) as Case;

const ignoring =
  (kind: typeof ConditionalCheckFailedException) =>
  (error: unknown): undefined => {
    if (error instanceof kind) return undefined;
    throw error;
  };

/** Every case, newest first. */
export async function allCases(client: DynamoDBClient, TableName: string): Promise<readonly Case[]> {
  const found: Case[] = [];
  const request = {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': casePartition }),
  };
  for await (const { Items = [] } of paginateQuery({ client }, request))
    found.push(...Items.map((item) => caseIn(unmarshall(item))));
  return found.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
}

async function write(client: DynamoDBClient, TableName: string, one: Case): Promise<Case> {
  const next: Case = { ...one, version: one.version + 1 };
  const Item = marshall(
    { pk: casePartition, sk: one.id, open: isOpen(next), version: next.version, case: JSON.stringify(next) },
    { removeUndefinedValues: true },
  );
  try {
    await client.send(
      new PutItemCommand({
        TableName,
        Item,
        ConditionExpression: 'attribute_not_exists(pk) OR version = :version',
        ExpressionAttributeValues: marshall({ ':version': one.version }),
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException)
      throw new Superseded(`${one.id} has gone on from version ${one.version}`, { cause: error });
    throw error;
  }
  return next;
}

async function hold(client: DynamoDBClient, TableName: string, one: Hold, caseId: string, until: Date): Promise<void> {
  const item = {
    pk: partitionOf(one),
    sk: `H#${one.path}`,
    until: until.toISOString(),
    case: caseId,
    expiration: Math.floor(until.getTime() / 1_000) + keepSeconds,
  };
  // A hold that lasts longer, of another case or of a person's `undo`, stays.
  await client
    .send(
      new PutItemCommand({
        TableName,
        Item: marshall(item),
        ConditionExpression: 'attribute_not_exists(pk) OR #until < :until',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: marshall({ ':until': item.until }),
      }),
    )
    .catch(ignoring(ConditionalCheckFailedException));
}

export function casesIn(client: DynamoDBClient, TableName: string): Cases {
  return {
    async find(id) {
      const Key = marshall({ pk: casePartition, sk: id });
      const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      return Item && caseIn(unmarshall(Item));
    },
    open: async () => (await allCases(client, TableName)).filter((one) => isOpen(one) || !one.told).reverse(),
    write: (one) => write(client, TableName, one),
    async hold(holds, caseId, until) {
      for (const one of holds) await hold(client, TableName, one, caseId, until);
    },
    async unhold(holds) {
      for (const one of holds)
        await client
          .send(
            new DeleteItemCommand({
              TableName,
              Key: marshall({ pk: partitionOf(one), sk: `H#${one.path}` }),
              // A person's own hold is not ours to end.
              ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(#case)',
              ExpressionAttributeNames: { '#case': 'case' },
            }),
          )
          .catch(ignoring(ConditionalCheckFailedException));
    },
  };
}
