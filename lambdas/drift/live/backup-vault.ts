/** Backup vaults, live. */
import {
  BackupClient,
  DeleteBackupVaultAccessPolicyCommand,
  DescribeBackupVaultCommand,
  GetBackupVaultAccessPolicyCommand,
  ListTagsCommand,
  PutBackupVaultAccessPolicyCommand,
  PutBackupVaultLockConfigurationCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-backup';
import { backupVault, type VaultState } from '../../../lib/resources/backup-vault';
import { readPolicy, writePolicy } from '../../../lib/resources/policy';
import { ifAbsent, ifAbsentSaying } from './absent';
import { known } from './known';
import { defineLive, type Put } from './live';
import { ownTagRecord, tagChanges } from './tags';

async function read(backup: BackupClient, BackupVaultName: string): Promise<VaultState | undefined> {
  const vault = await backup
    .send(new DescribeBackupVaultCommand({ BackupVaultName }))
    .catch(ifAbsent('ResourceNotFoundException'))
    // What AWS Backup answers for a vault that is not there, to who may describe it (aws/aws-sdk-js#2625). A caller
    // without the permission is told which action he is not authorized to perform.
    .catch(ifAbsentSaying('AccessDeniedException', /^Insufficient privileges to perform this action\.?$/));
  if (!vault) return undefined;
  const ResourceArn = vault.BackupVaultArn ?? '';
  const [policy, tags] = await Promise.all([
    backup
      .send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName }))
      .catch(ifAbsent('ResourceNotFoundException')),
    backup.send(new ListTagsCommand({ ResourceArn })),
  ]);
  return {
    name: BackupVaultName,
    account: ResourceArn.split(':')[4] ?? '',
    keyArn: vault.EncryptionKeyArn || null,
    lock: {
      minimumDays: vault.MinRetentionDays ?? null,
      maximumDays: vault.MaxRetentionDays ?? null,
      permanent: vault.LockDate !== undefined,
      coolingOffDays: undefined,
    },
    policy: readPolicy(policy?.Policy),
    tags: ownTagRecord(tags.Tags),
  };
}

/**
 * Puts the lock as a whole, as the API does. A vault that declares none keeps what it has: a fixer lifts no lock. One
 * that is declared permanent gets its days to cool off anew, in which a person can still lift it.
 */
const lock =
  (backup: BackupClient): Put<VaultState> =>
  async (BackupVaultName, declared) => {
    const MinRetentionDays = known(declared.lock.minimumDays) ?? undefined;
    const MaxRetentionDays = known(declared.lock.maximumDays) ?? undefined;
    if (MinRetentionDays === undefined && MaxRetentionDays === undefined) return;
    const ChangeableForDays = known(declared.lock.coolingOffDays);
    const input = { BackupVaultName, MinRetentionDays, MaxRetentionDays, ChangeableForDays };
    await backup.send(new PutBackupVaultLockConfigurationCommand(input));
  };

function putsOf(backup: BackupClient): Record<string, Put<VaultState>> {
  const putLock = lock(backup);
  return {
    'lock.minimumDays': putLock,
    'lock.maximumDays': putLock,
    'lock.permanent': putLock,
    policy: async (BackupVaultName, { policy }) => {
      const Policy = writePolicy(policy);
      await (known(policy).statements.length === 0
        ? backup.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName }))
        : backup.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName, Policy })));
    },
    tags: async (BackupVaultName, { tags }, live) => {
      const { remove, set } = tagChanges(known(tags), known(live.tags));
      const vault = await backup.send(new DescribeBackupVaultCommand({ BackupVaultName }));
      const ResourceArn = vault.BackupVaultArn;
      if (Object.keys(set).length > 0) await backup.send(new TagResourceCommand({ ResourceArn, Tags: { ...set } }));
      if (remove.length > 0) await backup.send(new UntagResourceCommand({ ResourceArn, TagKeyList: [...remove] }));
    },
  };
}

export const backupVaultLive = defineLive<VaultState>({
  kind: backupVault,
  open(sdk) {
    const backup = new BackupClient(sdk('backup'));
    return { read: (name) => read(backup, name), puts: putsOf(backup) };
  },
});
