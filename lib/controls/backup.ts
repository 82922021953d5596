/** Controls on AWS Backup: copies that are made, kept, and not deleted by whoever wants them gone. */
import { type BackupRule, backupPlan } from '../resources/backup-plan';
import { backupSelection } from '../resources/backup-selection';
import { backupVault } from '../resources/backup-vault';
import { conditionValues, isPublic, type Statement, speaksOf } from '../resources/policy';
import { defineControl } from './control';
import { allowsNobodyUnnamed, allowsNoStranger } from './policy-checks';
import { all, check, checkEach } from './verdict';

const contingency = ['164.308(a)(7)(ii)(A)', '164.308(a)(7)(ii)(B)', '164.310(d)(2)(iv)'] as const;
const hasNewId =
  'What is deleted and made anew has another id than its stack knows: CloudFormation puts it back with a REVERT_DRIFT change set.';

/** The shortest minimum that a configuration may ask: time to notice a theft of copies. */
const leastLockDays = 7;

const deletion = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'];
const onEverything = (one: Statement): boolean =>
  one.effect === 'Deny' && isPublic(one) && one.resources.includes('*') && one.notActions.length === 0;
const denies = (one: Statement, actions: readonly string[]): boolean =>
  onEverything(one) && actions.every((action) => speaksOf(one, action));
const unconditional = (one: Statement): boolean => Object.keys(one.conditions).length === 0;
/** Some principal must be able to change the policy; it is named by ARN and by nothing weaker. */
const exceptNamed = (one: Statement): boolean =>
  unconditional(one) || conditionValues(one, 'ArnNotLike', 'aws:PrincipalArn').length > 0;

const vaultPolicy = {
  resource: backupVault,
  severity: 'high',
  fix: { mode: 'enforce' },
  permissions: [
    'backup:DescribeBackupVault',
    'backup:GetBackupVaultAccessPolicy',
    'backup:PutBackupVaultAccessPolicy',
  ] as readonly string[],
} as const;

const vaultControls = [
  defineControl({
    id: 'backup.vault.lock',
    title: 'The vault is locked: no recovery point goes before its least time',
    hipaa: [...contingency, '164.312(c)(1)'],
    severity: 'high',
    resource: backupVault,
    evaluate: ({ lock: { minimumDays } }) =>
      all(
        check(
          'lock.minimumDays',
          minimumDays,
          `a lock of ${leastLockDays} days or more`,
          (days) => days !== null && days >= leastLockDays,
          (days) => days ?? 'no lock',
        ),
      ),
    remedy: 'Set LockConfiguration.MinRetentionDays, or use BackupVault.',
    brokenBy: ['backup:DeleteBackupVaultLockConfiguration', 'backup:PutBackupVaultLockConfiguration'],
    fix: { mode: 'enforce' },
    permissions: ['backup:DescribeBackupVault', 'backup:PutBackupVaultLockConfiguration'],
  }),
  defineControl({
    ...vaultPolicy,
    id: 'backup.vault.manual-deletion',
    title: 'Nobody deletes a recovery point by hand, or changes the policy that says so',
    hipaa: [...contingency, '164.312(c)(1)'],
    configRule: 'backup-recovery-point-manual-deletion-disabled',
    evaluate: (vault) =>
      all(
        check(
          'policy',
          vault.policy,
          `a Deny of ${deletion.join(' and ')} to everyone`,
          ({ statements }) => statements.some((one) => denies(one, deletion) && unconditional(one)),
          ({ statements }) => statements.map(({ sid }) => sid),
        ),
        check(
          'policy',
          vault.policy,
          'a Deny of backup:PutBackupVaultAccessPolicy to all but named principals',
          ({ statements }) =>
            statements.some((one) => denies(one, ['backup:PutBackupVaultAccessPolicy']) && exceptNamed(one)),
          ({ statements }) => statements.map(({ sid }) => sid),
        ),
      ),
    remedy: 'Use BackupVault, whose policy denies it.',
    brokenBy: ['backup:DeleteBackupVaultAccessPolicy', 'backup:PutBackupVaultAccessPolicy'],
  }),
  defineControl({
    ...vaultPolicy,
    id: 'backup.vault.policy-strangers',
    title: 'The vault gives nothing to everyone or to another account',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.308(b)(1)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: (vault) => all(allowsNobodyUnnamed(vault.policy), allowsNoStranger(vault.policy, vault.account)),
    remedy: 'Name principals of this account.',
    brokenBy: ['backup:PutBackupVaultAccessPolicy'],
  }),
  defineControl({
    id: 'backup.vault.encryption',
    title: 'The vault is encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.310(d)(2)(iv)'],
    severity: 'high',
    resource: backupVault,
    evaluate: (vault) =>
      all(check('keyArn', vault.keyArn, 'a key of the account', (key) => key !== null && !key.includes('alias/aws/'))),
    remedy: 'Set EncryptionKeyArn.',
    brokenBy: ['backup:DeleteBackupVault'],
    fix: {
      mode: 'observe',
      reason: 'A vault keeps its key for life; AWS deletes only an empty one, and that is a matter of its stack.',
    },
    permissions: [],
  }),
];

/** Whether a schedule comes round every day, as far as its text says. */
function isDaily(schedule: string): boolean {
  const rate = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(schedule);
  if (rate) return !rate[2]?.startsWith('day') || rate[1] === '1';
  const [, days, months, weekdays, years = '*'] = /^cron\(\S+ \S+ (\S+) (\S+) (\S+)(?: (\S+))?\)$/.exec(schedule) ?? [];
  return [days, months, weekdays, years].every((part) => part === '*' || part === '?');
}

const keptFor = (days: number) => (rule: BackupRule) => rule.deleteAfterDays === null || rule.deleteAfterDays >= days;
/** Days that AWS's own rule asks; the configuration allows no fewer. */
const leastDays = 35;
const accountOfVault = (arn: string): string | undefined => /^arn:[^:]*:backup:[^:]*:(\d{12}):/.exec(arn)?.[1];

const plan = {
  resource: backupPlan,
  fix: { mode: 'enforce' },
  permissions: ['backup:GetBackupPlan', 'backup:UpdateBackupPlan'] as readonly string[],
} as const;
const schedule = {
  ...plan,
  configRule: 'backup-plan-min-frequency-and-min-retention-check',
  severity: 'high',
} as const;

const planControls = [
  defineControl({
    ...schedule,
    id: 'backup.plan.daily',
    title: 'Copies are made every day',
    hipaa: ['164.308(a)(7)(i)', ...contingency],
    evaluate: ({ rules }) =>
      all(
        check(
          'rules',
          rules,
          'a rule that runs every day',
          (list) => list.some((rule) => isDaily(rule.schedule)),
          (list) => list.map((rule) => rule.schedule),
        ),
      ),
    remedy: 'Set ScheduleExpression to a time of every day, for example cron(0 5 * * ? *).',
    brokenBy: ['backup:DeleteBackupPlan', 'backup:UpdateBackupPlan'],
  }),
  defineControl({
    ...schedule,
    id: 'backup.plan.retention',
    title: 'Copies are kept 35 days or longer',
    hipaa: ['164.308(a)(7)(i)', ...contingency],
    evaluate: ({ rules }) =>
      all(
        checkEach('rules', rules, `${leastDays} days or more`, keptFor(leastDays), (rule) => ({
          [rule.name]: rule.deleteAfterDays,
        })),
      ),
    remedy: 'Set Lifecycle.DeleteAfterDays to 35 or more.',
    brokenBy: ['backup:UpdateBackupPlan'],
  }),
  defineControl({
    ...plan,
    id: 'backup.plan.copies',
    title: 'No copy goes to another account',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.308(b)(1)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: ({ account, rules }) =>
      all(
        checkEach(
          'rules',
          rules,
          `copies within the account ${account}`,
          (rule) => rule.copies.every(({ vault }) => (accountOfVault(vault) ?? account) === account),
          (rule) => rule.copies.map(({ vault }) => vault),
        ),
      ),
    remedy: 'Take the CopyActions to other accounts out, or record the decision as an exception.',
    brokenBy: ['backup:UpdateBackupPlan'],
  }),
];

export const backupControls = [
  ...vaultControls,
  ...planControls,
  defineControl({
    id: 'backup.selection.by-tag',
    title: 'What is backed up is selected by tag, and nothing is excepted by hand',
    hipaa: ['164.308(a)(7)(i)', ...contingency],
    severity: 'high',
    resource: backupSelection,
    evaluate: (selection) =>
      all(
        check('byTag', selection.byTag, 'a tag that selects', (list) => list.length > 0),
        checkEach('notResources', selection.notResources, 'no exception', () => false),
      ),
    remedy: 'Set ListOfTags, and leave NotResources out.',
    brokenBy: ['backup:CreateBackupSelection', 'backup:DeleteBackupSelection'],
    fix: { mode: 'observe', reason: `A selection cannot be changed, only deleted and made anew. ${hasNewId}` },
    permissions: [],
  }),
];
