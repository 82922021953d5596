/** What was done about which event, so that it is done once. Powertools keeps the books. */
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import type { Result } from './guard';
import type { Once } from './handle';

/** A day: CloudTrail delivers an event more than once within minutes, not days. */
const rememberSeconds = 86_400;

export interface Books {
  readonly once: Once;
  /** Without it, what a timeout cut short would count as under way for a day, and its message could not come again. */
  readonly entered: (context: Context) => void;
}

/** The loop runs once for an event and a resource, however often the event is delivered: Powertools keeps the books. */
export function booksIn(tableName: string, service: string, awsSdkV3Client: DynamoDBClient): Books {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName,
    awsSdkV3Client,
    keyAttr: 'pk',
    sortKeyAttr: 'sk',
    staticPkValue: `I#${service}`,
  });
  const config = new IdempotencyConfig({ expiresAfterSeconds: rememberSeconds });
  const once: Once = async (key, work) => {
    // As JSON: a result may hold what DynamoDB refuses, such as undefined. The second time is told what the first was.
    const run = makeIdempotent(async (_key: string) => JSON.stringify(await work()), { persistenceStore, config });
    return JSON.parse(await run(key)) as Result;
  };
  return { once, entered: (context) => config.registerLambdaContext(context) };
}
