/** A locked vault, a daily plan for all that carries the tag `backup=daily`, and restores that are tested. */
import { Stack } from 'aws-cdk-lib';
import {
  CfnBackupPlan,
  CfnBackupSelection,
  CfnRestoreTestingPlan,
  CfnRestoreTestingSelection,
} from 'aws-cdk-lib/aws-backup';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SafeguardError } from '../errors';
import { AsepsisRole } from './asepsis-role';
import { backupStatements, type CopyVault, copyStatements, restoreStatements } from './backup-permissions';
import { LockedVault, type LockedVaultProps } from './locked-vault';

/** Stores whose restore is tested, by their type at AWS Backup. */
const testedStores = [
  { id: 'RestoreTestedTables', suffix: 'tables', type: 'DynamoDB' },
  { id: 'RestoreTestedBuckets', suffix: 'buckets', type: 'S3' },
];

export interface BackupVaultProps extends LockedVaultProps {
  /** Time of day in UTC, `HH:MM`. */
  readonly dailyAtUtc: string;
  readonly retentionDays: number;
  readonly restoreTesting: boolean;
  readonly backupRoleName: string;
  readonly restoreRoleName: string;
  /** Backed-up stores start with this. */
  readonly storePrefix: string;
  /** Where every backup is copied to. @default nowhere */
  readonly copyTo?: CopyVault;
}

/** Days that a backup is kept at least: AWS's HIPAA rule `backup-plan-min-frequency-and-min-retention-check`. */
const leastRetentionDays = 35;

/**
 * @throws SafeguardError for backups that are kept for less than 35 days, or less than the vault's lock
 */
export class BackupVault extends Construct {
  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const least = Math.max(leastRetentionDays, props.minimumRetentionDays);
    if (!(props.retentionDays >= least)) {
      throw new SafeguardError(
        this.node.path,
        `backups kept for ${props.retentionDays} days`,
        `${least} days or more`,
        'Raise backup.retentionDays.',
      );
    }
    const vault = new LockedVault(this, 'Resource', props);
    const plan = new CfnBackupPlan(this, 'Daily', { backupPlan: dailyPlan(props, vault.ref) });
    plan.addResourceDependency(vault);
    const role = new AsepsisRole(this, 'BackupRole', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'AWS Backup reads the stores of this deployment',
      roleName: props.backupRoleName,
      statements: [
        ...backupStatements(this, props.storePrefix),
        ...(props.copyTo ? copyStatements(this, vault.attrBackupVaultArn, props.copyTo) : []),
      ],
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

  /**
   * A restore starts within eight hours, is shown for an hour, and deleted. How long it took is held against 72 hours by
   * AWS Config (`restoreRules`); one that fails raises an alarm. 45 CFR 164.308(a)(7)(ii)(D).
   */
  private testRestores(props: BackupVaultProps, vault: LockedVault): void {
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
      description: 'AWS Backup restores tables and buckets in tests',
      roleName: props.restoreRoleName,
      statements: restoreStatements(this),
    });
    for (const { id, suffix, type } of testedStores) {
      new CfnRestoreTestingSelection(this, id, {
        restoreTestingPlanName: plan.restoreTestingPlanName,
        restoreTestingSelectionName: `${planName}_${suffix}`,
        iamRoleArn: role.roleArn,
        protectedResourceType: type,
        protectedResourceArns: ['*'],
        protectedResourceConditions: { stringEquals: [{ key: 'aws:ResourceTag/backup', value: 'daily' }] },
        validationWindowHours: 1,
      }).addResourceDependency(plan);
    }
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
        ...(props.copyTo
          ? {
              copyActions: [
                {
                  destinationBackupVaultArn: props.copyTo.vaultArn,
                  lifecycle: { deleteAfterDays: props.retentionDays },
                },
              ],
            }
          : {}),
      },
    ],
  };
}
