/** A Route 53 resolver query logging configuration: the record of names that are looked up. */
import { defineKind } from './kind';
import { logGroupKey } from './log-destination';
import { str } from './read';
import { isKnown, mark, type Value } from './value';

export interface QueryLogState {
  readonly id: Value<string>;
  /** ARN of a log group, bucket or stream. */
  readonly destination: Value<string>;
  /** Key of the log group, `null` where it has none; undefined for a bucket, which has its own controls. */
  readonly logKey: Value<string | null | undefined>;
}

export const route53resolverQueryLog = defineKind<QueryLogState>({
  name: 'route53resolver.query-log',
  types: ['AWS::Route53Resolver::ResolverQueryLoggingConfig'],
  owned: ['destination', 'logKey'],
  read: ({ stack, logicalId, properties }, set) => {
    const destination = str(properties, 'DestinationArn', '');
    const isBucket = isKnown(destination) && /:(s3|firehose):/.test(destination);
    return {
      id: mark(stack, logicalId),
      destination,
      logKey: isBucket ? undefined : logGroupKey(set, destination),
    };
  },
});
