/** A locked vault, a daily plan for all that carries the tag `backup=daily`, and restores that are tested. */
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnBackupPlan,
  CfnBackupSelection,
  CfnBackupVault,
  CfnRestoreTestingPlan,
  CfnRestoreTestingSelection,
} from 'aws-cdk-lib/aws-backup';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { AsepsisRole } from './asepsis-role';
import { backupStatements, restoreStatements } from './backup-permissions';

/** Days in which a permanent lock can still be taken back; AWS asks for three at least. */
const coolingOffDays = 7;

export interface BackupVaultProps {
  readonly vaultName: string;
  readonly encryptionKey: IKey;
  /** Time of day in UTC, `HH:MM`. */
  readonly dailyAtUtc: string;
  readonly retentionDays: number;
  readonly minimumRetentionDays: number;
  /** After a week nobody, the root user included, can lift the lock. */
  readonly permanentLock: boolean;
  readonly restoreTesting: boolean;
  readonly backupRoleName: string;
  readonly restoreRoleName: string;
  /** Name, or pattern of names, of the roles that put the vault's policy back when it was changed. */
  readonly keeperRoleName: string;
  /** Backed-up stores start with this. */
  readonly storePrefix: string;
  readonly removalPolicy: RemovalPolicy;
}

export class BackupVault extends Construct {
  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const vault = new CfnBackupVault(this, 'Resource', {
      backupVaultName: props.vaultName,
      encryptionKeyArn: props.encryptionKey.keyArn,
      accessPolicy: vaultPolicy(this, props.keeperRoleName),
      lockConfiguration: {
        minRetentionDays: props.minimumRetentionDays,
        ...(props.permanentLock ? { changeableForDays: coolingOffDays } : {}),
      },
    });
    vault.applyRemovalPolicy(props.removalPolicy);
    const plan = new CfnBackupPlan(this, 'Daily', { backupPlan: dailyPlan(props, vault.ref) });
    plan.addDependency(vault);
    const role = new AsepsisRole(this, 'BackupRole', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'AWS Backup reads the stores of this deployment',
      roleName: props.backupRoleName,
      statements: backupStatements(this, props.storePrefix),
    });
    new CfnBackupSelection(this, 'Selection', {
      backupPlanId: plan.attrBackupPlanId,
      backupSelection: {
        selectionName: 'tagged-backup-daily',
        iamRoleArn: role.roleArn,
        listOfTags: [{ conditionType: 'STRINGEQUALS', conditionKey: 'backup', conditionValue: 'daily' }],
      },
    });
    if (props.restoreTesting) this.testRestores(props, vault);
  }

  private testRestores(props: BackupVaultProps, vault: CfnBackupVault): void {
    const planName = props.vaultName.replace(/-/g, '_');
    const plan = new CfnRestoreTestingPlan(this, 'RestoreTests', {
      restoreTestingPlanName: `${planName}_monthly`,
      // The proposed rule of January 2025 asks for a monthly test.
      scheduleExpression: 'cron(0 6 1 * ? *)',
      startWindowHours: 8,
      recoveryPointSelection: {
        algorithm: 'LATEST_WITHIN_WINDOW',
        includeVaults: [vault.attrBackupVaultArn],
        recoveryPointTypes: ['SNAPSHOT'],
        selectionWindowDays: 7,
      },
    });
    const role = new AsepsisRole(this, 'RestoreRole', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'AWS Backup restores tables in tests',
      roleName: props.restoreRoleName,
      statements: restoreStatements(this),
    });
    const selection = new CfnRestoreTestingSelection(this, 'RestoreTestedTables', {
      restoreTestingPlanName: plan.restoreTestingPlanName,
      restoreTestingSelectionName: `${planName}_tables`,
      iamRoleArn: role.roleArn,
      protectedResourceType: 'DynamoDB',
      protectedResourceArns: ['*'],
      protectedResourceConditions: { stringEquals: [{ key: 'aws:ResourceTag/backup', value: 'daily' }] },
      validationWindowHours: 1,
    });
    selection.addDependency(plan);
  }
}

function dailyPlan(props: BackupVaultProps, vault: string): CfnBackupPlan.BackupPlanResourceTypeProperty {
  const [hour = '5', minute = '0'] = props.dailyAtUtc.split(':');
  return {
    backupPlanName: `${props.vaultName}-daily`,
    backupPlanRule: [
      {
        ruleName: 'daily',
        targetBackupVault: vault,
        scheduleExpression: `cron(${Number(minute)} ${Number(hour)} * * ? *)`,
        startWindowMinutes: 60,
        completionWindowMinutes: 360,
        lifecycle: { deleteAfterDays: props.retentionDays },
      },
    ],
  };
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
