/** A backup vault that nobody can empty. */
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
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
  /** Name, or pattern of names, of the roles that put the vault's policy back when it was changed. */
  readonly keeperRoleName: string;
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
      accessPolicy: vaultPolicy(scope, props.keeperRoleName),
      lockConfiguration: {
        minRetentionDays: props.minimumRetentionDays,
        ...(props.permanentLock ? { changeableForDays: coolingOffDays } : {}),
      },
    });
    this.applyRemovalPolicy(props.removalPolicy);
  }
}

/**
 * Nobody deletes a recovery point by hand, and nobody takes that rule away: AWS's HIPAA rule
 * `backup-recovery-point-manual-deletion-disabled` asks for both. Only the deployment, whose role the CDK's bootstrap
 * makes, and the roles that put drift back may change the policy; deleting stays denied to them as well.
 */
function vaultPolicy(scope: Construct, keeperRoleName: string): PolicyDocument {
  const { account, partition } = Stack.of(scope);
  const role = (name: string) => `arn:${partition}:iam::${account}:role/${name}`;
  const keepers = [role('cdk-*-cfn-exec-role-*'), role(`asepsis/${keeperRoleName}`)];
  const deletion = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'];
  const deny = (sid: string, actions: string[], conditions?: Record<string, Record<string, unknown>>) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      resources: ['*'],
      conditions,
    });
  return new PolicyDocument({
    statements: [
      deny('NoManualDeletion', deletion),
      deny('PolicyStays', [...deletion, 'backup:DeleteBackupVaultAccessPolicy', 'backup:PutBackupVaultAccessPolicy'], {
        ArnNotLike: { 'aws:PrincipalArn': keepers },
      }),
    ],
  });
}
