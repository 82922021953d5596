/** A customer managed KMS key. */
import { defineKind } from './kind';
import { type Policy, readPolicy } from './policy';
import { bool, num, str, tags } from './read';
import { mark, type Value } from './value';

export interface KeyGrant {
  readonly id: string;
  readonly grantee: string;
  readonly operations: readonly string[];
}

export interface KeyState {
  /** Key id, or the mark that stands for it. */
  readonly id: Value<string>;
  /** Account that it is in: principals of another one are strangers. */
  readonly account: string;
  readonly enabled: Value<boolean>;
  readonly rotationEnabled: Value<boolean>;
  /** Days between rotations; AWS's default is 365. */
  readonly rotationDays: Value<number>;
  /** Waiting days before a deletion takes effect; `undefined` on a live key, which has none until one is scheduled. */
  readonly deletionWindowDays: Value<number | undefined>;
  /** Whether a deletion is scheduled. A template cannot declare that. */
  readonly deletionScheduled: Value<boolean>;
  readonly usage: Value<string>;
  readonly policy: Value<Policy>;
  /** Grants to strangers: to principals of another account. A template cannot declare a grant. */
  readonly grants: Value<readonly KeyGrant[]>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

export const kmsKey = defineKind<KeyState>({
  name: 'kms.key',
  types: ['AWS::KMS::Key'],
  owned: ['enabled', 'rotationEnabled', 'rotationDays', 'deletionScheduled', 'policy', 'grants', 'tags'],
  read: ({ stack, logicalId, properties }, set) => ({
    id: mark(stack, logicalId),
    account: set.environment.account,
    enabled: bool(properties, 'Enabled', true),
    rotationEnabled: bool(properties, 'EnableKeyRotation', false),
    rotationDays: num(properties, 'RotationPeriodInDays', 365),
    deletionWindowDays: num(properties, 'PendingWindowInDays', 30),
    deletionScheduled: false,
    usage: str(properties, 'KeyUsage', 'ENCRYPT_DECRYPT'),
    policy: readPolicy(properties.KeyPolicy),
    grants: [],
    tags: tags(properties),
  }),
});
