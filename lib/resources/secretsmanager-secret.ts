/** A secret with its policy and its rotation. Its value is never read. */
import { defineKind } from './kind';
import { mergePolicies, type Policy, readPolicy } from './policy';
import { at, num, str, tags } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { type Data, isUnknown, mark, type Value } from './value';

export interface SecretState {
  readonly arn: Value<string>;
  readonly account: string;
  /** KMS key, `null` for AWS's own. */
  readonly key: Value<string | null>;
  readonly policy: Value<Policy>;
  /** Whether a deletion is scheduled. A template cannot declare that. */
  readonly deletionScheduled: Value<boolean>;
  readonly rotation: {
    readonly enabled: Value<boolean>;
    /** `rate(…)` or `cron(…)`; `undefined` where there is none. */
    readonly schedule: Value<string | undefined>;
    /** ARN of the function; `undefined` where AWS's own does it, or none. */
    readonly function: Value<string | undefined>;
  };
  readonly tags: Value<Readonly<Record<string, string>>>;
}

/** Resources that name the secret, or that name what attaches it to its database. */
function attached(secret: TemplateResource, set: TemplateSet, type: string): readonly TemplateResource[] {
  const owners = [secret, ...set.attached(secret, 'AWS::SecretsManager::SecretTargetAttachment', 'SecretId')];
  return owners.flatMap((owner) => set.attached(owner, type, 'SecretId'));
}

/** Both ways of saying how often, as one. */
export function scheduleOf(rules: Data | undefined): Value<string | undefined> {
  if (isUnknown(rules)) return rules;
  const expression = at(rules, 'ScheduleExpression');
  if (expression !== undefined) return isUnknown(expression) ? expression : String(expression);
  const days = num(rules ?? {}, 'AutomaticallyAfterDays', undefined);
  return isUnknown(days) || days === undefined ? days : `rate(${days} days)`;
}

export const secretsmanagerSecret = defineKind<SecretState>({
  name: 'secretsmanager.secret',
  types: ['AWS::SecretsManager::Secret'],
  // The deletion first: a secret that waits for it can be restored, and nothing else.
  owned: ['deletionScheduled', 'key', 'policy', 'rotation.enabled', 'rotation.schedule', 'rotation.function', 'tags'],
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    const [rotation] = attached(resource, set, 'AWS::SecretsManager::RotationSchedule');
    return {
      arn: mark(stack, logicalId),
      account: set.environment.account,
      key: str(properties, 'KmsKeyId', null),
      policy: mergePolicies(
        attached(resource, set, 'AWS::SecretsManager::ResourcePolicy').map((one) =>
          readPolicy(one.properties.ResourcePolicy),
        ),
      ),
      deletionScheduled: false,
      rotation: {
        enabled: rotation !== undefined,
        schedule: scheduleOf(rotation?.properties.RotationRules),
        function: rotation ? str(rotation.properties, 'RotationLambdaARN', undefined) : undefined,
      },
      tags: tags(properties),
    };
  },
});
