/** Breaks of AWS Backup: of the vault, of the daily plan, of what the plan takes. */
import {
  BackupClient,
  type BackupRule,
  CreateBackupVaultCommand,
  DeleteBackupSelectionCommand,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultCommand,
  DeleteBackupVaultLockConfigurationCommand,
  GetBackupPlanCommand,
  GetBackupVaultAccessPolicyCommand,
  PutBackupVaultAccessPolicyCommand,
  UpdateBackupPlanCommand,
} from '@aws-sdk/client-backup';
import { backupPlanLive } from '../../../lambdas/drift/live/backup-plan';
import { backupSelectionLive } from '../../../lambdas/drift/live/backup-selection';
import { backupVaultLive } from '../../../lambdas/drift/live/backup-vault';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import type { VaultState } from '../../../lib/resources/backup-vault';
import { isKnown } from '../../../lib/resources/value';
import type { Break, Broken } from '../break';
import { removed, standing } from '../own-stack';
import type { Scene } from '../scene';
import { allow, stranger, strangersRoot, withStatements } from '../statements';

const located = (scene: Scene, kind: LiveKind<unknown>): Broken => {
  const { declared, row } = scene.one(kind.kind);
  return { declared, physicalId: row.physicalId };
};

type Way = (backup: BackupClient, id: string) => Promise<unknown>;

const ofVault: Readonly<Record<string, Way>> = {
  'backup.vault.lock': (backup, BackupVaultName) =>
    backup.send(new DeleteBackupVaultLockConfigurationCommand({ BackupVaultName })),
  'backup.vault.manual-deletion': (backup, BackupVaultName) =>
    backup.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName })),
  // Whoever may copy recovery points into an account of his own has the data.
  'backup.vault.policy-strangers': async (backup, BackupVaultName) => {
    const { Policy } = await backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName }));
    const theirs = allow(strangersRoot, ['backup:CopyFromBackupVault'], ['*']);
    const input = { BackupVaultName, Policy: withStatements(Policy, theirs) };
    await backup.send(new PutBackupVaultAccessPolicyCommand(input));
  },
};

/** The plan as it is, with each rule changed. */
const rulesOf =
  (change: (rule: BackupRule, vault: string) => Partial<BackupRule>): Way =>
  async (backup, BackupPlanId) => {
    const { BackupPlan } = await backup.send(new GetBackupPlanCommand({ BackupPlanId }));
    const Rules = (BackupPlan?.Rules ?? []).map(({ RuleId: _, ...rule }) => ({
      ...rule,
      RuleName: rule.RuleName ?? '',
      TargetBackupVaultName: rule.TargetBackupVaultName ?? '',
      ...change(rule as BackupRule, rule.TargetBackupVaultName ?? ''),
    }));
    const plan = { BackupPlanName: BackupPlan?.BackupPlanName ?? '', Rules: Rules as BackupRule[] };
    await backup.send(new UpdateBackupPlanCommand({ BackupPlanId, BackupPlan: plan }));
  };

const ofPlan: Readonly<Record<string, Way>> = {
  'backup.plan.daily': rulesOf(() => ({ ScheduleExpression: 'cron(0 5 1 * ? *)' })),
  'backup.plan.retention': rulesOf(() => ({ Lifecycle: { DeleteAfterDays: 7 } })),
  'backup.plan.copies': rulesOf(() => ({
    CopyActions: [{ DestinationBackupVaultArn: `arn:aws:backup:us-east-1:${stranger}:backup-vault:theirs` }],
  })),
};

const breaksOf = (kind: LiveKind<unknown>, ways: Readonly<Record<string, Way>>): readonly Break[] =>
  Object.entries(ways).map(([control, breakIt]) => ({
    control,
    kind,
    async run(scene) {
      const broken = located(scene, kind);
      await breakIt(scene.open(BackupClient, 'backup'), broken.physicalId);
      return broken;
    },
  }));

/** An empty vault is deleted, to be made anew under a key of AWS's. */
const encryption: Break = {
  control: 'backup.vault.encryption',
  kind: backupVaultLive,
  async run(scene) {
    const vault = located(scene, backupVaultLive);
    await scene.open(BackupClient, 'backup').send(new DeleteBackupVaultCommand({ BackupVaultName: vault.physicalId }));
    return vault;
  },
  async restore(scene, broken) {
    const declared = broken.declared as VaultState;
    const { physicalId } = broken;
    const EncryptionKeyArn = isKnown(declared.keyArn) ? (declared.keyArn ?? undefined) : undefined;
    const made = { BackupVaultName: physicalId, EncryptionKeyArn };
    await scene.open(BackupClient, 'backup').send(new CreateBackupVaultCommand(made));
    const { puts, read } = backupVaultLive.open(scene.options.sdk);
    const live = (await read(physicalId, declared)) as VaultState;
    for (const put of new Set(Object.values(puts))) await put(physicalId, declared, live);
  },
};

/** The stack of a selection that the drill can lose. */
function spareSelection(scene: Scene): Promise<Broken> {
  const { account, deployment } = scene.options;
  const vault = scene.one(backupVaultLive.kind).row.physicalId;
  const rule = { RuleName: 'daily', TargetBackupVault: vault, ScheduleExpression: 'cron(0 5 * * ? *)' };
  const BackupPlan = {
    BackupPlanName: `${deployment}-drill`,
    BackupPlanRule: [{ ...rule, Lifecycle: { DeleteAfterDays: 35 } }],
  };
  const BackupSelection = {
    SelectionName: 'drill',
    IamRoleArn: `arn:aws:iam::${account}:role/asepsis/${deployment}-backup`,
    ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'drill' }],
  };
  const Resources = {
    Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan } },
    Selection: {
      Type: 'AWS::Backup::BackupSelection',
      Properties: { BackupPlanId: { 'Fn::GetAtt': ['Plan', 'BackupPlanId'] }, BackupSelection },
    },
  };
  return standing(scene, 'selection', { Resources }, backupSelectionLive.kind);
}

/** One that is deleted has another id when it is made anew: the deployment keeps its own. */
const selection: Break = {
  control: 'backup.selection.by-tag',
  kind: backupSelectionLive,
  async run(scene) {
    const spare = await spareSelection(scene);
    const [SelectionId, BackupPlanId] = spare.physicalId.split('_');
    await scene.open(BackupClient, 'backup').send(new DeleteBackupSelectionCommand({ BackupPlanId, SelectionId }));
    return spare;
  },
  restore: (scene) => removed(scene, 'selection'),
};

export const backupBreaks: readonly Break[] = [
  ...breaksOf(backupVaultLive, ofVault),
  encryption,
  ...breaksOf(backupPlanLive, ofPlan),
  selection,
];
