/** A backup vault that nobody can empty. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { CfnBackupVault } from 'aws-cdk-lib/aws-backup';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { SafeguardError } from '../errors';

/** Days in which a permanent lock can still be taken back; AWS asks for three at least. */
const coolingOffDays = 7;

/** Days that a recovery point is kept at least, whatever a plan says. */
const leastRetentionDays = 7;

export interface LockedVaultProps {
  readonly vaultName: string;
  readonly encryptionKey: IKey;
  readonly minimumRetentionDays: number;
  /** After a week nobody, the root user included, can lift the lock. */
  readonly permanentLock: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Encrypted, locked, and closed to deletion by hand. 45 CFR 164.308(a)(7)(ii)(A), 164.312(c)(1).
 *
 * @throws SafeguardError for a retention of less than a week
 */
export class LockedVault extends CfnBackupVault {
  constructor(scope: Construct, id: string, props: LockedVaultProps) {
    if (!(props.minimumRetentionDays >= leastRetentionDays)) {
      throw new SafeguardError(
        `${scope.node.path}/${id}`,
        `a lock of ${props.minimumRetentionDays} days`,
        `${leastRetentionDays} days or more`,
        'Raise backup.minimumRetentionDays.',
      );
    }
    super(scope, id, {
      backupVaultName: props.vaultName,
      encryptionKeyArn: props.encryptionKey.keyArn,
      accessPolicy: noManualDeletion(),
      lockConfiguration: {
        minRetentionDays: props.minimumRetentionDays,
        ...(props.permanentLock ? { changeableForDays: coolingOffDays } : {}),
      },
    });
    this.applyRemovalPolicy(props.removalPolicy);
  }
}

/** Nobody deletes a recovery point by hand: AWS's HIPAA rule `backup-recovery-point-manual-deletion-disabled`. */
function noManualDeletion(): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'NoManualDeletion',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
        resources: ['*'],
      }),
    ],
  });
}
