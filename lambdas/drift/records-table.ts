/**
 * The records in DynamoDB. One table, two keys:
 *
 * - `R#<kind>#<physical id>` / `<record id>`: a record; `H#<path>`: a hold on one of its properties
 * - `F#<record id>` / `F`: the way from a record's id to its resource, written in the same transaction
 *
 * Both are read strongly consistent: a fix is known as ours from the moment before it is made.
 */
import { type DynamoDBClient, GetItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { stormMinutes } from './decide';
import type { History, Records } from './ports';
import { type DriftRecord, momentOf, type ResourceName } from './record';

/** Records older than this are not looked at again by the loop; the table keeps them. */
const rememberedDays = 1;

export const partitionOf = ({ kind, physicalId }: Pick<ResourceName, 'kind' | 'physicalId'>): string =>
  `R#${kind}#${physicalId}`;

const final: ReadonlySet<string> = new Set(['fixed', 'recreated', 'unverified', 'failed', 'reported', 'alarmed']);
/** What put something back. A failure did not: its message is tried again, and nobody works against it for that. */
const fixing: ReadonlySet<string> = new Set(['fixing', 'fixed', 'recreated', 'unverified']);

/** A function is ended after a minute: a fix that is under way for longer is none any more. */
const longestFix = 120_000;

function recordIn(item: Record<string, unknown>): DriftRecord {
  return JSON.parse(String(item.record)) as DriftRecord;
}

/** What the table's items say of one resource. Pure. */
export function historyOf(items: readonly Record<string, unknown>[], now: Date): History {
  const records = items
    .filter((item) => typeof item.record === 'string')
    .map(recordIn)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const holds = items.filter(
    ({ sk, until }) => String(sk).startsWith('H#') && Date.parse(String(until)) > now.getTime(),
  );
  const since = now.getTime() - stormMinutes * 60_000;
  const ended = now.getTime() - longestFix;
  const [newest] = records;
  return {
    fixes: records
      .filter(({ outcome }) => fixing.has(outcome))
      .map(({ id }) => momentOf(id))
      .filter((at) => at.getTime() >= since),
    held: new Set(holds.map(({ sk }) => String(sk).slice(2))),
    untold: records.filter(({ notified, outcome }) => !notified && final.has(outcome)),
    cutShort: records.filter(({ id, outcome }) => outcome === 'fixing' && momentOf(id).getTime() < ended),
    lastTold: newest?.outcome === 'reported' || newest?.outcome === 'alarmed' ? newest : undefined,
  };
}

/** The newest items of a resource, and its holds. */
async function itemsOf(client: DynamoDBClient, TableName: string, partition: string, since: string) {
  const query = (condition: string, values: Record<string, string>) =>
    client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: `pk = :pk AND ${condition}`,
        ExpressionAttributeValues: marshall({ ':pk': partition, ...values }),
        ScanIndexForward: false,
        Limit: 50,
      }),
    );
  const [records, holds] = await Promise.all([
    query('sk BETWEEN :since AND :end', { ':since': since, ':end': 'A' }),
    query('begins_with(sk, :hold)', { ':hold': 'H#' }),
  ]);
  return [...(records.Items ?? []), ...(holds.Items ?? [])].map((item) => unmarshall(item));
}

export function recordsIn(client: DynamoDBClient, TableName: string): Records {
  return {
    async history(resource, now) {
      const since = new Date(now.getTime() - rememberedDays * 86_400_000).toISOString().replace(/[-:.]/g, '');
      return historyOf(await itemsOf(client, TableName, partitionOf(resource), since), now);
    },
    async write(record) {
      const pk = partitionOf(record.resource);
      const item = { pk, sk: record.id, outcome: record.outcome, record: JSON.stringify(record) };
      const pointer = { pk: `F#${record.id}`, sk: 'F', resource: pk };
      await client.send(
        new TransactWriteItemsCommand({
          TransactItems: [item, pointer].map((one) => ({ Put: { TableName, Item: marshall(one) } })),
        }),
      );
    },
    async find(id) {
      const get = async (key: Record<string, string>) =>
        (await client.send(new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }))).Item;
      const pointer = await get({ pk: `F#${id}`, sk: 'F' });
      const found = pointer && (await get({ pk: String(unmarshall(pointer).resource), sk: id }));
      return found && recordIn(unmarshall(found));
    },
  };
}

/** The newest record of a resource, however old; undefined where there is none. */
export const newestIn =
  (client: DynamoDBClient, TableName: string) =>
  async (resource: ResourceName): Promise<DriftRecord | undefined> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk < :end',
        ExpressionAttributeValues: marshall({ ':pk': partitionOf(resource), ':end': 'A' }),
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    return Items[0] && recordIn(unmarshall(Items[0]));
  };
