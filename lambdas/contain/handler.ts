/** The function that contains threats: messages in, partial failures out. Thin: parse, handle, answer. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { handle } from './handle';
import type { ContainPorts } from './ports';
import { parseRequest } from './request';
import { environmentOf, portsFrom } from './world';

interface World {
  readonly ports: ContainPorts;
  readonly approverId: string;
}

const log = new Logger({ serviceName: 'contain' });
const metrics = new Metrics({ namespace: 'Asepsis', serviceName: 'contain' });
const processor = new BatchProcessor(EventType.SQS);
let world: World | undefined;

function worldOf(): World {
  const environment = environmentOf(process.env);
  return { ports: portsFrom(environment, log), approverId: environment.APPROVER_ID };
}

/** What the queue calls. @public */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  world ??= worldOf();
  const { approverId, ports } = world;
  const handleRecord = async ({ attributes, body, messageId }: SQSRecord) => {
    try {
      const request = parseRequest(body, attributes.SenderId, approverId, ports.clock());
      await handle(request, ports);
      metrics.addMetric(request.kind, MetricUnit.Count, 1);
    } catch (error) {
      log.error('a message failed', {
        messageId,
        error: error instanceof Error ? `${error.name}: ${error.message}` : typeof error,
      });
      throw error;
    } finally {
      metrics.publishStoredMetrics();
    }
  };
  return processPartialResponse(event, handleRecord, processor, { context, throwOnFullBatchFailure: false });
};
