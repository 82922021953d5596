import { DynamoDBClient, type QueryCommandInput, type TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DriftRecord, Outcome } from '../../../lambdas/drift/record';
import { recordId } from '../../../lambdas/drift/record';
import { historyOf, partitionOf, recordsIn } from '../../../lambdas/drift/records-table';
import { now } from './facts';
import { fixedRecord } from './records';

const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const record = (outcome: Outcome, secondsAgo: number, more: Partial<DriftRecord> = {}): DriftRecord => ({
  ...fixedRecord,
  id: recordId(ago(secondsAgo), '00000000'),
  outcome,
  ...more,
});
const item = (one: DriftRecord) => ({ pk: 'R#kms.key#key-key', sk: one.id, record: JSON.stringify(one) });
const hold = (path: string, until: Date | string) => ({
  sk: `H#${path}`,
  until: typeof until === 'string' ? until : until.toISOString(),
});
const history = (...records: readonly DriftRecord[]) => historyOf(records.map(item), now);

describe('the history of a resource', () => {
  test('of nothing is empty', () => {
    expect(historyOf([], now)).toEqual({ fixes: [], held: new Set(), untold: [], cutShort: [], lastTold: undefined });
  });

  test.each<[Outcome, boolean]>([
    ['fixing', true],
    ['fixed', true],
    ['recreated', true],
    ['unverified', true],
    ['failed', false],
    ['reported', false],
    ['alarmed', false],
    ['undone', false],
  ])('%s counts as a fix: %s', (outcome, counts) => {
    expect(history(record(outcome, 60)).fixes).toEqual(counts ? [ago(60)] : []);
  });

  test.each([
    [599, 1],
    [600, 1],
    [601, 0],
    [-30, 1],
  ])('a fix of %i seconds ago counts %i times', (seconds, times) => {
    expect(history(record('fixed', seconds)).fixes).toHaveLength(times);
  });

  test.each<[Outcome, boolean, number]>([
    ['fixed', false, 1],
    ['fixed', true, 0],
    ['failed', false, 1],
    ['reported', false, 1],
    ['alarmed', false, 1],
    ['unverified', false, 1],
    ['recreated', false, 1],
    ['fixing', false, 0],
    ['undone', false, 0],
  ])('%s, told: %s, leaves %i to tell', (outcome, notified, times) => {
    expect(history(record(outcome, 3_600, { notified })).untold).toHaveLength(times);
  });

  test.each([
    ['fixing', 121, 1],
    ['fixing', 119, 0],
    ['fixed', 600, 0],
  ] as const)('%s since %i seconds was cut short %i times', (outcome, seconds, times) => {
    expect(history(record(outcome, seconds)).cutShort).toHaveLength(times);
  });

  test('knows what was told last, unless something was done since', () => {
    const told = record('reported', 60);
    expect(history(told, record('fixed', 120)).lastTold).toEqual(told);
    expect(history(record('fixed', 120), told).lastTold).toEqual(told);
    expect(history(told, record('fixed', 30)).lastTold).toBeUndefined();
    expect(history(told, record('alarmed', 30)).lastTold?.outcome).toBe('alarmed');
  });

  test('holds what is held now', () => {
    const later = new Date(now.getTime() + 1);
    const items = [hold('policy', later), hold('tags', now), hold('enabled', ago(1)), hold('rotationDays', 'for ever')];
    expect(historyOf(items, now).held).toEqual(new Set(['policy']));
  });
});

type Sent = { readonly name: string; readonly input: unknown };

/** A client that answers from a list. */
function clientWith(answers: (sent: Sent) => object): { client: DynamoDBClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const client = new DynamoDBClient({ region: 'us-east-1' });
  client.send = (async (command: { constructor: { name: string }; input: unknown }) => {
    const one = { name: command.constructor.name, input: command.input };
    sent.push(one);
    return answers(one);
  }) as typeof client.send;
  return { client, sent };
}

describe('the table', () => {
  test('is asked for one resource, of one day, strongly consistent, newest first', async () => {
    const { client, sent } = clientWith(() => ({ Items: [marshall(item(record('fixed', 60)))] }));
    const found = await recordsIn(client, 'records').history(fixedRecord.resource, now);
    expect(found.fixes).toHaveLength(2);
    const [first, second] = sent.map(({ input }) => input as QueryCommandInput);
    expect(first).toMatchObject({ TableName: 'records', ConsistentRead: true, ScanIndexForward: false });
    expect(first?.ExpressionAttributeValues).toEqual(
      marshall({ ':pk': 'R#kms.key#key-key', ':since': '20261123T200000000Z', ':end': 'A' }),
    );
    expect(second?.ExpressionAttributeValues).toEqual(marshall({ ':pk': 'R#kms.key#key-key', ':hold': 'H#' }));
    expect(second?.ConsistentRead).toBe(true);
  });

  test('takes a record and the way back to it together, undefined values or not', async () => {
    const { client, sent } = clientWith(() => ({}));
    await recordsIn(client, 'records').write({ ...fixedRecord, changes: [{ path: 'a', before: undefined, after: 1 }] });
    const { TransactItems = [] } = (sent[0]?.input ?? {}) as TransactWriteItemsCommandInput;
    expect(TransactItems.map(({ Put }) => [Put?.Item?.pk?.S, Put?.Item?.sk?.S])).toEqual([
      ['R#kms.key#key-key', fixedRecord.id],
      [`F#${fixedRecord.id}`, 'F'],
    ]);
  });

  test('finds a record by its id, and none where there is none', async () => {
    const { client, sent } = clientWith(({ input }) => {
      const { pk } = (input as { Key: { pk: { S: string } } }).Key;
      if (pk.S === `F#${fixedRecord.id}`) return { Item: marshall({ resource: partitionOf(fixedRecord.resource) }) };
      return pk.S === partitionOf(fixedRecord.resource) ? { Item: marshall(item(fixedRecord)) } : {};
    });
    const records = recordsIn(client, 'records');
    expect(await records.find(fixedRecord.id)).toEqual(fixedRecord);
    expect(sent.every(({ input }) => (input as { ConsistentRead: boolean }).ConsistentRead)).toBe(true);
    expect(await records.find('another')).toBeUndefined();
  });

  test('that fails is a failure, and no empty history', async () => {
    const { client } = clientWith(() => {
      throw new Error('InternalServerError');
    });
    await expect(recordsIn(client, 'records').history(fixedRecord.resource, now)).rejects.toThrow(
      'InternalServerError',
    );
  });
});
