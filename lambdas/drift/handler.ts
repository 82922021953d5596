/** A function of the drift loop: messages in, partial failures out. Thin: parse, handle, put off, answer. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { controlsOf, type Family } from '../../lib/drift/families';
import type { Result } from './guard';
import { handle, type Watch } from './handle';
import type { LiveKind } from './live/live';
import type { Ports } from './ports';
import { parseTrigger } from './trigger';
import { environmentOf, portsFrom } from './world';

/** Seconds until a message that met a deploy comes again. */
const putOffSeconds = 60;

/** After this many times the deploy is stuck, and the sweep finds what is still wrong. */
export const mostPutOffs = 60;

/** A day: CloudTrail delivers an event more than once within minutes, not days. */
const rememberSeconds = 86_400;

export interface MessagePorts extends Ports {
  readonly once: (key: string, work: () => Promise<Result>) => Promise<Result>;
  /** Sends a body again after a while. */
  readonly putOff: (body: string, seconds: number) => Promise<void>;
  readonly count: (what: 'fixed' | 'alarmed' | 'reported' | 'postponed', values: number) => void;
}

/** One message. @throws what makes it come again */
export async function handleMessage(body: string, watch: Watch, ports: MessagePorts): Promise<readonly Result[]> {
  const trigger = parseTrigger(body);
  const results = await handle(trigger, watch, ports, ports.once);
  for (const result of results) {
    if (result.did === 'recorded') report(result.record, ports);
  }
  if (results.some(({ did }) => did === 'postponed') && trigger.postponed < mostPutOffs) {
    ports.count('postponed', 1);
    const again = { ...(JSON.parse(body) as object), postponed: trigger.postponed + 1 };
    await ports.putOff(JSON.stringify(again), putOffSeconds);
  }
  return results;
}

function report(record: Extract<Result, { did: 'recorded' }>['record'], ports: MessagePorts): void {
  const { controls, id, outcome, resource, trigger } = record;
  ports.log.info(`drift ${outcome}`, { record: id, resource, controls, event: trigger.id });
  const isFixed = outcome === 'fixed' || outcome === 'recreated';
  ports.count(isFixed ? 'fixed' : outcome === 'reported' ? 'reported' : 'alarmed', 1);
}

interface World {
  readonly watch: Watch;
  readonly begin: Once['begin'];
  readonly ports: MessagePorts;
}

interface Once {
  readonly once: MessagePorts['once'];
  /** Before each batch: how long the function has left decides when an unfinished key may be taken up again. */
  readonly begin: (context: Context) => void;
}

/** The loop runs once for an event and a resource, however often the event is delivered: Powertools keeps the books. */
function onceIn(tableName: string, service: string): Once {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName,
    keyAttr: 'pk',
    sortKeyAttr: 'sk',
    staticPkValue: `I#${service}`,
  });
  const config = new IdempotencyConfig({ expiresAfterSeconds: rememberSeconds });
  const once: MessagePorts['once'] = (key, work) => {
    // The result of the first time is what the second time is told: that nothing more is to be done.
    const run = makeIdempotent(async (_key: string) => (await work()) as never, { persistenceStore, config });
    return run(key) as Promise<Result>;
  };
  return { once, begin: (context) => config.registerLambdaContext(context) };
}

function worldOf(
  service: string,
  kinds: readonly LiveKind<unknown>[],
  watch: Omit<Watch, 'kinds' | 'fixerRoleArn'>,
): World {
  const environment = environmentOf(process.env);
  const log = new Logger({ serviceName: `drift-${service}` });
  const metrics = new Metrics({ namespace: 'Asepsis', serviceName: 'drift' });
  const sqs = new SQSClient({ region: environment.AWS_REGION });
  const ports = portsFrom(environment, watch.controls, log);
  const { begin, once } = onceIn(environment.TABLE, service);
  return {
    begin,
    watch: { ...watch, kinds, fixerRoleArn: environment.FIXER_ROLE_ARN },
    ports: {
      ...ports,
      once,
      count: (what, value) => {
        metrics.addMetric(what, MetricUnit.Count, value);
        metrics.publishStoredMetrics();
      },
      putOff: async (MessageBody, DelaySeconds) => {
        await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody, DelaySeconds }));
      },
    },
  };
}

/** The handler of a family's function. Its world is made at the first call. */
export function driftHandler(family: Family, kinds: readonly LiveKind<unknown>[]) {
  const processor = new BatchProcessor(EventType.SQS);
  let world: World | undefined;
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    world ??= worldOf(family, kinds, {
      controls: controlsOf(family),
      guardsStack: (stack) => !stack.endsWith('-drift'),
    });
    const { begin, ports, watch } = world;
    begin(context);
    const handleRecord = async ({ body, messageId }: SQSRecord) => {
      try {
        await handleMessage(body, watch, ports);
      } catch (error) {
        ports.log.error('a message failed', {
          messageId,
          error: error instanceof Error ? `${error.name}: ${error.message}` : typeof error,
        });
        throw error;
      }
    };
    return processPartialResponse(event, handleRecord, processor, { context, throwOnFullBatchFailure: false });
  };
}
