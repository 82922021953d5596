/** Plans of AWS Backup, live. */
import {
  BackupClient,
  type BackupPlanInput,
  type BackupRuleInput,
  GetBackupPlanCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateBackupPlanCommand,
} from '@aws-sdk/client-backup';
import { type BackupRule, backupPlan, type PlanState, readBackupRules } from '../../../lib/resources/backup-plan';
import { ifAbsent, ifAbsentSaying } from './absent';
import { asData } from './data';
import { known } from './known';
import { defineLive, type Put } from './live';
import { ownTagRecord, tagChanges } from './tags';

async function get(backup: BackupClient, BackupPlanId: string) {
  const found = await backup
    .send(new GetBackupPlanCommand({ BackupPlanId }))
    .catch(ifAbsent('ResourceNotFoundException'))
    .catch(ifAbsentSaying('InvalidParameterValueException', /cannot find|not found|does not exist/i));
  // A plan that was deleted is still told of, with the date of it.
  return found?.DeletionDate ? undefined : found;
}

async function read(backup: BackupClient, id: string): Promise<PlanState | undefined> {
  const found = await get(backup, id);
  if (!found?.BackupPlan || !found.BackupPlanArn) return undefined;
  const { Tags } = await backup.send(new ListTagsCommand({ ResourceArn: found.BackupPlanArn }));
  return {
    name: found.BackupPlan.BackupPlanName ?? '',
    account: found.BackupPlanArn.split(':')[4] ?? '',
    rules: readBackupRules(asData(found.BackupPlan.Rules ?? []), 'TargetBackupVaultName'),
    tags: ownTagRecord(Tags),
  };
}

type Lifetime = Pick<BackupRule, 'coldAfterDays' | 'deleteAfterDays'>;

const lifecycle = ({ coldAfterDays, deleteAfterDays }: Lifetime) =>
  coldAfterDays === null && deleteAfterDays === null
    ? undefined
    : { DeleteAfterDays: deleteAfterDays ?? undefined, MoveToColdStorageAfterDays: coldAfterDays ?? undefined };

/** A rule as the API takes it; what the state does not hold stays as the live rule of the same name has it. */
function ruleInput(rule: BackupRule, live: readonly BackupRuleInput[]): BackupRuleInput {
  const { IndexActions, ScanActions, TargetLogicallyAirGappedBackupVaultArn } =
    live.find((one) => one.RuleName === rule.name) ?? {};
  return {
    ...{ IndexActions, ScanActions, TargetLogicallyAirGappedBackupVaultArn },
    RuleName: rule.name,
    TargetBackupVaultName: rule.vault,
    ScheduleExpression: rule.schedule,
    ScheduleExpressionTimezone: rule.timezone,
    StartWindowMinutes: rule.startMinutes,
    CompletionWindowMinutes: rule.completionMinutes,
    EnableContinuousBackup: rule.continuous,
    Lifecycle: lifecycle(rule),
    CopyActions: rule.copies.map((copy) => ({ DestinationBackupVaultArn: copy.vault, Lifecycle: lifecycle(copy) })),
    RecoveryPointTags: { ...rule.tags },
  };
}

/** `UpdateBackupPlan` replaces the plan whole: what is there now, with the change in it. */
const update =
  (backup: BackupClient, change: (declared: PlanState, rules: BackupRuleInput[]) => Partial<BackupPlanInput>) =>
  async (BackupPlanId: string, declared: PlanState): Promise<void> => {
    const { BackupPlan: plan } = await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
    const rules = (plan?.Rules ?? []).map(({ RuleId: _, ...rule }): BackupRuleInput => rule);
    const BackupPlan = {
      BackupPlanName: plan?.BackupPlanName ?? '',
      AdvancedBackupSettings: plan?.AdvancedBackupSettings,
      ScanSettings: plan?.ScanSettings,
      Rules: rules,
      ...change(declared, rules),
    };
    await backup.send(new UpdateBackupPlanCommand({ BackupPlanId, BackupPlan }));
  };

const putTags =
  (backup: BackupClient): Put<PlanState> =>
  async (BackupPlanId, { tags }, live) => {
    const { remove, set } = tagChanges(known(tags), known(live.tags));
    const { BackupPlanArn: ResourceArn } = await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
    if (Object.keys(set).length > 0) await backup.send(new TagResourceCommand({ ResourceArn, Tags: { ...set } }));
    if (remove.length > 0) await backup.send(new UntagResourceCommand({ ResourceArn, TagKeyList: [...remove] }));
  };

export const backupPlanLive = defineLive<PlanState>({
  kind: backupPlan,
  open(sdk) {
    const backup = new BackupClient(sdk('backup'));
    return {
      read: (id) => read(backup, id),
      puts: {
        name: update(backup, (declared) => ({ BackupPlanName: known(declared.name) })),
        rules: update(backup, (declared, live) => ({
          Rules: known(declared.rules).map((rule) => ruleInput(rule, live)),
        })),
        tags: putTags(backup),
      },
    };
  },
});
