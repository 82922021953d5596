/** A function of the drift loop: messages in, partial failures out. Thin: parse, handle, put off, answer. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { controlsOf, type Family } from '../../lib/drift/families';
import { booksIn } from './books';
import type { Result } from './guard';
import { handle, type Once, type Watch } from './handle';
import type { LiveKind } from './live/live';
import type { Ports } from './ports';
import type { DriftRecord } from './record';
import { isTraced, traced } from './trace';
import { parseTrigger, type Trigger } from './trigger';
import { type Environment, environmentOf, portsFrom } from './world';

/** Seconds until a message that met a deploy comes again. */
const putOffSeconds = 60;

/** After this many times the deploy is stuck, and the sweep finds what is still wrong. */
export const mostPutOffs = 60;

export interface MessagePorts extends Ports {
  readonly once: Once;
  /** Sends a body again after a while. */
  readonly putOff: (body: string, seconds: number) => Promise<void>;
  readonly count: (what: 'fixed' | 'alarmed' | 'reported' | 'postponed', values: number) => void;
}

/** One message. @throws what makes it come again */
export async function handleMessage(body: string, watch: Watch, ports: MessagePorts): Promise<readonly Result[]> {
  const trigger = parseTrigger(body);
  // Counted where it is done: a message that comes twice is answered from the books, and counts once.
  const counted: Once = (key, work) =>
    ports.once(key, async () => {
      const result = await work();
      if (result.did === 'recorded') report(result.record, ports);
      return result;
    });
  const { failures, results } = await handle(trigger, watch, ports, counted);
  // Before a failure is thrown: what met a deploy is in the books, and would not be looked at again.
  if (results.some(({ did }) => did === 'postponed')) await putOff(body, trigger, ports);
  if (failures.length > 0) throw failures[0];
  return results;
}

async function putOff(body: string, trigger: Trigger, ports: MessagePorts): Promise<void> {
  if (trigger.postponed >= mostPutOffs) {
    ports.log.error('put off too often: left to the sweep', { event: trigger.id, times: trigger.postponed });
    return;
  }
  ports.count('postponed', 1);
  const again = { ...(JSON.parse(body) as object), postponed: trigger.postponed + 1 };
  await ports.putOff(JSON.stringify(again), putOffSeconds);
}

function report(record: DriftRecord, ports: MessagePorts): void {
  const { controls, id, outcome, resource, trigger } = record;
  ports.log.info(`drift ${outcome}`, { record: id, resource, controls, event: trigger.id });
  const isFixed = outcome === 'fixed' || outcome === 'recreated';
  ports.count(isFixed ? 'fixed' : outcome === 'reported' ? 'reported' : 'alarmed', 1);
}

/** What a function of the loop works with. */
export interface World {
  readonly watch: Watch;
  readonly ports: MessagePorts;
  /** Says how long this invocation has left. */
  readonly entered: (context: Context) => void;
}

/** Beside the fixers' roles, whose name the stack of containment gives. */
const containerRoleOf = ({ DEPLOYMENT, FIXER_ROLE_ARN }: Environment): string =>
  FIXER_ROLE_ARN.replace(/[^/]+$/, `${DEPLOYMENT}-contain-fixer`);

/** Such a world from the function's environment. @throws ZodError that names every variable that is missing */
export function worldOf(
  service: string,
  kinds: readonly LiveKind<unknown>[],
  watch: Omit<Watch, 'kinds' | 'fixerRoleArn' | 'containerRoleArn'>,
): World {
  const environment = environmentOf(process.env);
  const log = new Logger({ serviceName: `drift-${service}` });
  const metrics = new Metrics({ namespace: 'Asepsis', serviceName: 'drift' });
  const settings = { region: environment.AWS_REGION, ...traced('own', log) };
  const sqs = new SQSClient(settings);
  const ports = portsFrom(environment, watch.controls, log);
  const { entered, once } = booksIn(environment.TABLE, service, new DynamoDBClient(settings));
  return {
    entered: (context) => {
      entered(context);
      // From here the benchmark counts to the read that shows the fix.
      if (isTraced()) log.info('entered');
    },
    watch: {
      ...watch,
      kinds,
      fixerRoleArn: environment.FIXER_ROLE_ARN,
      containerRoleArn: containerRoleOf(environment),
    },
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
      // Its own stack too: the families guard each other's functions, queues and rules.
      guardsStack: () => true,
      tellsUnmanaged: true,
    });
    const { entered, ports, watch } = world;
    entered(context);
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
