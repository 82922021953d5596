/** Copies that cannot be deleted, made every day, and shown to restore. 45 CFR 164.308(a)(7)(ii)(A), 164.310(d)(2)(iv). */
import type { Construct } from 'constructs';
import { AsepsisKey } from '../constructs/asepsis-key';
import { BackupVault } from '../constructs/backup-vault';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

export class BackupStack extends AsepsisStack {
  constructor(scope: Construct, blueprint: Blueprint) {
    super(scope, 'Backup', blueprint, 'Asepsis: the backup vault, its plan and its tests');
    const { config, names, removalPolicy, tier, trial } = blueprint;
    const { copyRegion } = config.backup;
    const encryptionKey = new AsepsisKey(this, 'Key', {
      description: `${config.name}: backups`,
      alias: `${config.name}-backup`,
      viaServices: ['backup', 's3', 'dynamodb'],
      removalPolicy,
    });
    new BackupVault(this, 'Vault', {
      vaultName: names.vault,
      encryptionKey,
      dailyAtUtc: config.backup.dailyAtUtc,
      retentionDays: config.backup.retentionDays,
      minimumRetentionDays: config.backup.minimumRetentionDays,
      permanentLock: !trial,
      restoreTesting: tier.restoreTesting,
      backupRoleName: names.backupRole,
      restoreRoleName: names.restoreRole,
      keeperRoleName: `${config.name}-drift*`,
      storePrefix: `${config.name}-`,
      copyTo: copyRegion
        ? {
            region: copyRegion,
            vaultArn: `arn:${this.partition}:backup:${copyRegion}:${this.account}:backup-vault:${names.copyVault}`,
          }
        : undefined,
      removalPolicy,
    });
  }
}
