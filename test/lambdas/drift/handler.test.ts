/** The function as Lambda calls it: batches in, partial failures out. What needs no AWS is shown here; the rest by the drill. */
import type { Context, SQSEvent } from 'aws-lambda';
import { driftHandler } from '../../../lambdas/drift/handler';
import { kmsKeyLive } from '../../../lambdas/drift/live/kms-key';
import { call, stopRotation } from './fake-messages';

const environment = {
  AWS_REGION: 'us-east-1',
  ACCOUNT_ID: '111122223333',
  DEPLOYMENT: 'lakeside',
  TABLE: 'records',
  BUS: 'lakeside-drift',
  TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:lakeside-alerts',
  SETTINGS: '/asepsis/lakeside/drift',
  SIGNING_KEY: 'arn:aws:kms:us-east-1:111122223333:key/signs',
  FIXER_ROLE_ARN: 'arn:aws:iam::111122223333:role/asepsis/lakeside-drift-data-fixer',
  QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/lakeside-drift-data',
  POWERTOOLS_DEV: 'true',
};
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

const batch = (bodies: readonly (object | string)[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index}`,
    receiptHandle: '',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '', SenderId: '', ApproximateFirstReceiveTimestamp: '' },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:lakeside-drift-data',
    awsRegion: 'us-east-1',
  })),
});

describe('a drift function', () => {
  const before = { ...process.env };
  const written: string[] = [];
  beforeEach(() => {
    Object.assign(process.env, environment);
    written.length = 0;
    jest.spyOn(console, 'error').mockImplementation((line: string) => void written.push(line));
  });
  afterEach(() => {
    process.env = { ...before };
    jest.restoreAllMocks();
  });

  test.each<[string, readonly (object | string)[], readonly number[]]>([
    ['what concerns nobody', [call('bedrock:InvokeModel', {}), stopRotation({ errorCode: 'AccessDenied' })], []],
    ['a poison message among others', [call('kms:Encrypt', {}), '{"poison":', call('bedrock:InvokeModel', {})], [1]],
    ['poison alone', ['', 'null', '[]'], [0, 1, 2]],
    ['nothing', [], []],
  ])('gives back of %s just what must come again', async (_name, bodies, failed) => {
    const handler = driftHandler('data', [kmsKeyLive]);
    const { batchItemFailures } = await handler(batch(bodies), context);
    expect(batchItemFailures).toEqual(failed.map((index) => ({ itemIdentifier: `message-${index}` })));
    expect(written.filter((line) => line.includes('a message failed'))).toHaveLength(failed.length);
    expect(written.join()).not.toContain('poison');
  });

  test('that lacks a variable says which', () => {
    delete process.env.TABLE;
    expect(() => driftHandler('data', [kmsKeyLive])(batch([]), context)).toThrow(/TABLE/);
  });
});
