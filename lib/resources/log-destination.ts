/** What a log is written to, asked by the kinds that write logs. */
import { str } from './read';
import type { TemplateSet } from './template';
import { isUnknown, unknown, type Value } from './value';

/** The name in a log group's name, ARN or mark of either. */
export const logGroupName = (text: string): string => /:log-group:([^:]+)/.exec(text)?.[1] ?? text;

/** The KMS key of a log group, `null` where it has none of its own; unknown where the group is not declared here. */
export function logGroupKey(set: TemplateSet, destination: Value<string>): Value<string | null> {
  if (isUnknown(destination)) return destination;
  const name = logGroupName(destination);
  const groups = set.ofType('AWS::Logs::LogGroup');
  const group = groups.find((one) => one === set.target(name) || one.properties.LogGroupName === name);
  if (!group) return unknown(`the log group ${name} is not declared in these templates`);
  return str(group.properties, 'KmsKeyId', null);
}
