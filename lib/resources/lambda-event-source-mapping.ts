/** What feeds a function: a queue, a stream or a table. */
import { defineKind } from './kind';
import { bool, num, str } from './read';
import { mark, type Value } from './value';

export interface EventSourceMappingState {
  readonly id: Value<string>;
  readonly enabled: Value<boolean>;
  /** ARN of the queue or stream. */
  readonly source: Value<string | undefined>;
  /** Name or ARN of the function. */
  readonly target: Value<string>;
  /** Records of one call; `undefined` where the service's default holds. */
  readonly batchSize: Value<number | undefined>;
}

export const lambdaEventSourceMapping = defineKind<EventSourceMappingState>({
  name: 'lambda.event-source-mapping',
  types: ['AWS::Lambda::EventSourceMapping'],
  owned: ['enabled', 'source', 'target', 'batchSize'],
  read: ({ stack, logicalId, properties }) => ({
    id: mark(stack, logicalId),
    enabled: bool(properties, 'Enabled', true),
    source: str(properties, 'EventSourceArn', undefined),
    target: str(properties, 'FunctionName', ''),
    batchSize: num(properties, 'BatchSize', undefined),
  }),
});
