/** Records of the drift loop. Whose call it was, and what was found, stay in its table: an increment says that, not whom. */
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemOf } from '../../../lib/attest/increment';
import { type DriftRecord, recordId } from '../../drift/record';
import { allOf } from '../bounds';
import type { Gathered, Period } from '../ports';
import { pseudonymOf } from '../pseudonym';

export function driftItemOf(record: DriftRecord): ItemOf<'drift'> {
  const { changes, controls, findings, fixedAt, id, noticedAt, outcome, paragraphs, resource, severity, trigger } =
    record;
  const { kind, logicalId, physicalId, stack } = resource;
  return {
    record: id,
    outcome,
    kind,
    resource: stack === undefined ? pseudonymOf(physicalId) : physicalId,
    ...(stack === undefined ? {} : { stack, logicalId }),
    trigger: trigger.name,
    triggeredAt: trigger.at,
    noticedAt,
    ...(fixedAt === undefined ? {} : { fixedAt }),
    severity,
    controls: [...controls],
    paragraphs: [...paragraphs],
    paths: [...new Set([...findings, ...changes].map(({ path }) => path))].sort(),
  };
}

const byRecord = (a: ItemOf<'drift'>, b: ItemOf<'drift'>): number => (a.record < b.record ? -1 : 1);

/**
 * A scan: the table's keys are by resource, and a day has a few records in a table of a few megabytes. Read consistently, so
 * that what was written before the end of a period is in no later one.
 */
export async function driftRecords(
  client: DynamoDBClient,
  TableName: string,
  { from, to }: Period,
): Promise<Gathered<ItemOf<'drift'>>> {
  const pages = paginateScan(
    { client },
    {
      TableName,
      ConsistentRead: true,
      FilterExpression: 'begins_with(pk, :records) AND sk >= :from AND sk < :to',
      ExpressionAttributeValues: marshall({ ':records': 'R#', ':from': recordId(from, ''), ':to': recordId(to, '') }),
    },
  );
  const { items, left } = await allOf(pages, ({ Items = [] }) =>
    Items.map((item) => driftItemOf(JSON.parse(String(unmarshall(item).record)) as DriftRecord)),
  );
  return { items: [...items].sort(byRecord), ...(left === undefined ? {} : { left }) };
}
