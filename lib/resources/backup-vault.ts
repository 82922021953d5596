/** A backup vault: its key, its lock and its access policy. */
import { keyArn } from './key-arn';
import { defineKind } from './kind';
import { type Policy, readPolicy } from './policy';
import { num, str, tags } from './read';
import { isUnknown, mark, type Value } from './value';

export interface VaultState {
  readonly name: Value<string>;
  /** Account that it is in: principals of another one are strangers. */
  readonly account: string;
  /** `null` where AWS encrypts under a key that it manages. */
  readonly keyArn: Value<string | null>;
  readonly lock: {
    /** Days before which no recovery point is deleted, `null` where there is no lock. */
    readonly minimumDays: Value<number | null>;
    readonly maximumDays: Value<number | null>;
    /** Whether the lock becomes one that nobody can lift, the root user included. */
    readonly permanent: Value<boolean>;
    /** Days in which a permanent lock can still be lifted; `undefined` on a live vault, which only tells its last day. */
    readonly coolingOffDays: Value<number | undefined>;
  };
  readonly policy: Value<Policy>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

export const backupVault = defineKind<VaultState>({
  name: 'backup.vault',
  types: ['AWS::Backup::BackupVault'],
  owned: ['keyArn', 'lock.minimumDays', 'lock.maximumDays', 'lock.permanent', 'policy', 'tags'],
  read: ({ stack, logicalId, properties }, set) => {
    const coolingOffDays = num(properties, 'LockConfiguration.ChangeableForDays', undefined);
    return {
      name: str(properties, 'BackupVaultName', mark(stack, logicalId)),
      account: set.environment.account,
      keyArn: keyArn(set, str(properties, 'EncryptionKeyArn', null)),
      lock: {
        minimumDays: num(properties, 'LockConfiguration.MinRetentionDays', null),
        maximumDays: num(properties, 'LockConfiguration.MaxRetentionDays', null),
        permanent: isUnknown(coolingOffDays) ? coolingOffDays : coolingOffDays !== undefined,
        coolingOffDays,
      },
      policy: readPolicy(properties.AccessPolicy),
      tags: tags(properties, 'BackupVaultTags'),
    };
  },
});
