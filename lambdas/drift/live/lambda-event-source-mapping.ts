/** What feeds functions, live. */
import { GetEventSourceMappingCommand, LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import {
  type EventSourceMappingState,
  lambdaEventSourceMapping,
} from '../../../lib/resources/lambda-event-source-mapping';
import { ifAbsent } from './absent';
import { defineLive } from './live';
import { writable } from './writable';

/** The mapping names its function by ARN; a template may do so by name. */
const named = (arn: string, declared: EventSourceMappingState | undefined): string => {
  const name = declared?.target;
  return typeof name === 'string' && !name.includes(':') && arn.endsWith(`:function:${name}`) ? name : arn;
};

export const lambdaEventSourceMappingLive = defineLive<EventSourceMappingState>({
  kind: lambdaEventSourceMapping,
  open(sdk) {
    const client = new LambdaClient(sdk('lambda'));
    return {
      async read(UUID, declared) {
        const found = await client
          .send(new GetEventSourceMappingCommand({ UUID }))
          .catch(ifAbsent('ResourceNotFoundException'));
        if (!found || found.State === 'Deleting') return undefined;
        return {
          id: UUID,
          // It takes a while to begin and to end: what was asked for last counts.
          enabled: !/^Disabl/.test(found.State ?? ''),
          source: found.EventSourceArn,
          target: named(found.FunctionArn ?? '', declared),
          batchSize: found.BatchSize,
        };
      },
      // What is fed from elsewhere is another mapping: the source of one cannot be changed.
      puts: {
        enabled: async (UUID, { enabled }) => {
          await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: writable(enabled) }));
        },
        target: async (UUID, { target }) => {
          await client.send(new UpdateEventSourceMappingCommand({ UUID, FunctionName: writable(target) }));
        },
        batchSize: async (UUID, { batchSize }) => {
          await client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: writable(batchSize) }));
        },
      },
    };
  },
});
