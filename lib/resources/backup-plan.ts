/** A backup plan: when copies are made, where to, and how long they are kept. */
import { defineKind } from './kind';
import { at, bool, map, num, records, str, tags } from './read';
import { type Data, findUnknown, mark, unknown, type Value } from './value';

/** How long a recovery point lives; `null` is forever, or never moved. */
interface Lifetime {
  readonly deleteAfterDays: number | null;
  readonly coldAfterDays: number | null;
}

export interface BackupRule extends Lifetime {
  readonly name: string;
  readonly vault: string;
  /** `cron(…)` or `rate(…)`. */
  readonly schedule: string;
  readonly timezone: string;
  readonly startMinutes: number;
  readonly completionMinutes: number;
  readonly continuous: boolean;
  /** Copies to other vaults: what leaves the account, leaves it here. */
  readonly copies: readonly (Lifetime & { readonly vault: string })[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface PlanState {
  readonly name: Value<string>;
  readonly account: string;
  readonly rules: Value<readonly BackupRule[]>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

/** A reader may find an unknown; rules are unknown as a whole then, so inside a rule values are known. */
const known = <T>(value: Value<T>): T => value as T;

const lifetime = (data: Data): Lifetime => ({
  deleteAfterDays: known(num(data, 'Lifecycle.DeleteAfterDays', null)),
  coldAfterDays: known(num(data, 'Lifecycle.MoveToColdStorageAfterDays', null)),
});

/** Defaults are AWS Backup's: a window of eight hours to start in, a week to complete. */
function rule(data: Data, vault: string): BackupRule {
  return {
    name: known(str(data, 'RuleName', '')),
    vault: known(str(data, vault, '')),
    schedule: known(str(data, 'ScheduleExpression', 'cron(0 5 ? * * *)')),
    timezone: known(str(data, 'ScheduleExpressionTimezone', 'Etc/UTC')),
    startMinutes: known(num(data, 'StartWindowMinutes', 480)),
    completionMinutes: known(num(data, 'CompletionWindowMinutes', 10_080)),
    continuous: known(bool(data, 'EnableContinuousBackup', false)),
    ...lifetime(data),
    copies: known(
      map(records(data, 'CopyActions'), (copies) =>
        copies.map((copy) => ({ vault: known(str(copy, 'DestinationBackupVaultArn', '')), ...lifetime(copy) })),
      ),
    ),
    tags: known(tags(data, 'RecoveryPointTags')),
  };
}

/**
 * Rules from the list that holds them.
 *
 * @param vault what the list calls the vault of a rule: templates and the API differ there
 */
export function readBackupRules(
  data: Data | undefined,
  vault: 'TargetBackupVault' | 'TargetBackupVaultName',
): Value<readonly BackupRule[]> {
  const hidden = findUnknown(data);
  if (hidden) return unknown(`the rules of the plan at ${hidden.path}: ${hidden.why}`);
  return map(records({ Rules: data ?? [] }, 'Rules'), (rules) => rules.map((one) => rule(one, vault)));
}

export const backupPlan = defineKind<PlanState>({
  name: 'backup.plan',
  types: ['AWS::Backup::BackupPlan'],
  owned: ['name', 'rules', 'tags'],
  read: ({ stack, logicalId, properties }, set) => ({
    name: str(properties, 'BackupPlan.BackupPlanName', mark(stack, logicalId)),
    account: set.environment.account,
    rules: readBackupRules(at(properties, 'BackupPlan.BackupPlanRule'), 'TargetBackupVault'),
    tags: tags(properties, 'BackupPlanTags'),
  }),
});
