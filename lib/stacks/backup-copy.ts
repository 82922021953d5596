/** The vault that backups are copied to, in a second region: for the day on which a region is lost. 45 CFR 164.308(a)(7)(ii)(B). */
import type { Construct } from 'constructs';
import { AsepsisKey } from '../constructs/asepsis-key';
import { LockedVault } from '../constructs/locked-vault';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

export class BackupCopyStack extends AsepsisStack {
  constructor(scope: Construct, blueprint: Blueprint, copyRegion: string) {
    super(scope, 'BackupCopy', blueprint, 'Asepsis: copies of the backups in a second region', copyRegion);
    const { config, names, removalPolicy, trial } = blueprint;
    const encryptionKey = new AsepsisKey(this, 'Key', {
      description: `${config.name}: copies of backups`,
      alias: `${config.name}-backup-copy`,
      viaServices: ['backup', 's3', 'dynamodb'],
      removalPolicy,
    });
    new LockedVault(this, 'Vault', {
      vaultName: names.copyVault,
      encryptionKey,
      minimumRetentionDays: config.backup.minimumRetentionDays,
      permanentLock: !trial,
      keeperRoleName: `${config.name}-drift*`,
      removalPolicy,
    });
  }
}
