/** Powertools' books over a table in memory. */
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { booksIn } from '../../../lambdas/drift/books';
import type { Result } from '../../../lambdas/drift/guard';
import { type Asked, answering } from './fake-client';
import { fixedRecord } from './records';

type Item = Record<string, unknown>;

/** As much of DynamoDB as the books need: an item that is not there, has run out, or was left in progress, is made. */
function table() {
  const items = new Map<string, Item>();
  const keyOf = (key: unknown) => JSON.stringify(unmarshall(key as never));
  const answers: Record<string, (input: Asked['input']) => unknown> = {
    PutItem: ({ Item: given }) => {
      const { pk, sk, ...rest } = unmarshall(given as never);
      const key = JSON.stringify({ pk, sk });
      const known = items.get(key);
      const left = Number(known?.in_progress_expiration ?? Number.POSITIVE_INFINITY) < Date.now();
      if (known && !(known.status === 'INPROGRESS' && left))
        throw new ConditionalCheckFailedException({ message: 'it is there', $metadata: {}, Item: marshall(known) });
      items.set(key, { pk, sk, ...rest });
      return {};
    },
    UpdateItem: ({ ExpressionAttributeValues, Key }) => {
      const values = unmarshall(ExpressionAttributeValues as never);
      const item = items.get(keyOf(Key)) ?? {};
      Object.assign(item, { data: values[':response_data'], status: values[':status'] });
      return {};
    },
    DeleteItem: ({ Key }) => items.delete(keyOf(Key)),
  };
  const client = answering(new DynamoDBClient({ region: 'us-east-1' }), ({ input, name }) => answers[name]?.(input));
  return { books: booksIn('records', 'data', client), items };
}

const lasting = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds }) as Context;
const nothing: Result = { did: 'nothing' };

describe('the books', () => {
  test('have a thing done once, and answer the same the second time', async () => {
    const { books, items } = table();
    books.entered(lasting(60_000));
    const result: Result = {
      did: 'recorded',
      record: { ...fixedRecord, changes: [{ path: 'logging.target', before: undefined, after: 'logs' }] },
    };
    let times = 0;
    const work = async () => {
      times += 1;
      return result;
    };
    await books.once('event-1/0/s3.bucket/lakeside', work);
    expect(await books.once('event-1/0/s3.bucket/lakeside', work)).toEqual(JSON.parse(JSON.stringify(result)));
    expect(times).toBe(1);
    await books.once('event-2/0/s3.bucket/lakeside', work);
    expect(times).toBe(2);
    expect([...items.values()].map(({ pk }) => pk)).toEqual(['I#data', 'I#data']);
  });

  test('forget what failed, so that it can be tried again', async () => {
    const { books } = table();
    books.entered(lasting(60_000));
    const failing = () => Promise.reject(new Error('ThrottlingException'));
    await expect(books.once('event-1', failing)).rejects.toThrow('ThrottlingException');
    expect(await books.once('event-1', async () => nothing)).toEqual(nothing);
  });

  test('do not let two do the same at once', async () => {
    const { books } = table();
    books.entered(lasting(60_000));
    const slow = books.once('event-1', () => new Promise((done) => setTimeout(() => done(nothing), 50)));
    await expect(books.once('event-1', async () => nothing)).rejects.toThrow(/execution in progress/);
    expect(await slow).toEqual(nothing);
  });

  test('let a message come again whose function was ended before it was done', async () => {
    const { books, items } = table();
    books.entered(lasting(1));
    void books.once('event-1', () => new Promise(() => {}));
    await new Promise((done) => setTimeout(done, 20));
    expect([...items.values()]).toMatchObject([{ status: 'INPROGRESS', in_progress_expiration: expect.any(Number) }]);
    expect(await books.once('event-1', async () => nothing)).toEqual(nothing);
  });
});
