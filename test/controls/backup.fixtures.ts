import type { Stack } from 'aws-cdk-lib';
import { CfnBackupPlan, CfnBackupSelection, CfnBackupVault, type CfnBackupVaultProps } from 'aws-cdk-lib/aws-backup';
import type { Fixtures } from './fixture';

const deletion = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'];
const deny = (actions: string[], more: object = {}) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: actions,
  Resource: '*',
  ...more,
});
const except = { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/deploy' } } };
const kept = [deny(deletion), deny(['backup:PutBackupVaultAccessPolicy'], except)];
const allow = (principal: string) => ({
  Effect: 'Allow',
  Principal: { AWS: principal },
  Action: 'backup:CopyFromBackupVault',
  Resource: '*',
});

const vault =
  (props: Partial<CfnBackupVaultProps> = {}, statements: readonly object[] = kept) =>
  (stack: Stack) => {
    new CfnBackupVault(stack, 'Vault', {
      backupVaultName: 'planted',
      encryptionKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000',
      lockConfiguration: { minRetentionDays: 7 },
      accessPolicy: { Version: '2012-10-17', Statement: statements },
      ...props,
    });
  };

const plan =
  (rule: Partial<CfnBackupPlan.BackupRuleResourceTypeProperty> = {}) =>
  (stack: Stack) => {
    new CfnBackupPlan(stack, 'Plan', {
      backupPlan: {
        backupPlanName: 'planted',
        backupPlanRule: [
          {
            ruleName: 'daily',
            targetBackupVault: 'planted',
            scheduleExpression: 'cron(0 5 * * ? *)',
            lifecycle: { deleteAfterDays: 35 },
            ...rule,
          },
        ],
      },
    });
  };
const copyTo = (account: string) =>
  plan({ copyActions: [{ destinationBackupVaultArn: `arn:aws:backup:us-west-2:${account}:backup-vault:copies` }] });

const daily = [{ conditionKey: 'backup', conditionType: 'STRINGEQUALS', conditionValue: 'daily' }];
const selection =
  (props: Partial<CfnBackupSelection.BackupSelectionResourceTypeProperty> = {}) =>
  (stack: Stack) => {
    new CfnBackupSelection(stack, 'Selection', {
      backupPlanId: 'planted',
      backupSelection: {
        selectionName: 'planted',
        iamRoleArn: 'arn:aws:iam::111122223333:role/backup',
        listOfTags: daily,
        ...props,
      },
    });
  };

export const backupFixtures: Fixtures = {
  'backup.vault.lock': { violating: vault({ lockConfiguration: undefined }), compliant: vault() },
  'backup.vault.manual-deletion': { violating: vault({}, kept.slice(0, 1)), compliant: vault() },
  'backup.vault.policy-strangers': {
    violating: vault({}, [...kept, allow('arn:aws:iam::999988887777:root')]),
    compliant: vault({}, [...kept, allow('arn:aws:iam::111122223333:role/backup')]),
  },
  'backup.vault.encryption': { violating: vault({ encryptionKeyArn: undefined }), compliant: vault() },
  'backup.plan.daily': {
    violating: plan({ scheduleExpression: 'cron(0 5 ? * SUN *)' }),
    compliant: plan({ scheduleExpression: 'rate(12 hours)' }),
  },
  'backup.plan.retention': { violating: plan({ lifecycle: { deleteAfterDays: 7 } }), compliant: plan() },
  'backup.plan.copies': { violating: copyTo('999988887777'), compliant: copyTo('111122223333') },
  'backup.selection.by-tag': {
    violating: selection({ notResources: ['arn:aws:s3:::left-out'] }),
    compliant: selection(),
  },
};
