/** One name for a KMS key, whichever of its names a template uses: services answer with the ARN. */
import type { TemplateSet } from './template';
import { isUnknown, mark, type Value } from './value';

const keyId = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The ARN of a key that is named by ARN, by id or by reference. An alias stays what it is: only KMS knows its key. */
export function keyArn<T extends string | null>(set: TemplateSet, key: Value<T>): Value<T | string> {
  if (isUnknown(key) || key === null) return key;
  const target = set.target(key);
  if (target?.type === 'AWS::KMS::Key') return mark(target.stack, target.logicalId, 'Arn');
  const { account, partition, region } = set.environment;
  return keyId.test(key) ? `arn:${partition}:kms:${region}:${account}:key/${key}` : key;
}
