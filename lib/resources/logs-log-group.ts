/** A log group. */
import { keyArn } from './key-arn';
import { defineKind } from './kind';
import { num, str, tags } from './read';
import { bearsNone, namesOnly } from './says-all';
import { mark, type Value } from './value';

export interface LogGroupState {
  readonly name: Value<string>;
  /** `null` where it is encrypted under no key of the customer's. */
  readonly keyArn: Value<string | null>;
  /** Days that events are kept, `null` where they never expire. */
  readonly retentionDays: Value<number | null>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

export const logsLogGroup = defineKind<LogGroupState>({
  name: 'logs.log-group',
  types: ['AWS::Logs::LogGroup'],
  owned: ['keyArn', 'retentionDays', 'tags'],
  saysAll: (group, set) =>
    namesOnly(group, ['KmsKeyId', 'LogGroupName', 'RetentionInDays', 'Tags']) &&
    bearsNone(group, set, [
      ['AWS::Logs::MetricFilter', 'LogGroupName'],
      ['AWS::Logs::SubscriptionFilter', 'LogGroupName'],
    ]),
  read: ({ stack, logicalId, properties }, set) => ({
    name: str(properties, 'LogGroupName', mark(stack, logicalId)),
    keyArn: keyArn(set, str(properties, 'KmsKeyId', null)),
    retentionDays: num(properties, 'RetentionInDays', null),
    tags: tags(properties),
  }),
});
