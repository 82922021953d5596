/** What AWS Config and AWS Backup say. */
import { type BackupClient, paginateListRestoreJobs, type RestoreJobsListMember } from '@aws-sdk/client-backup';
import {
  type ComplianceByConfigRule,
  type ConfigServiceClient,
  paginateDescribeComplianceByConfigRule,
} from '@aws-sdk/client-config-service';
import type { ItemOf } from '../../../lib/attest/increment';
import { allOf } from '../bounds';
import type { Gathered, Period } from '../ports';

function ruleOf({ Compliance, ConfigRuleName = '' }: ComplianceByConfigRule): ItemOf<'rules'> {
  const { CapExceeded, CappedCount } = Compliance?.ComplianceContributorCount ?? {};
  return {
    rule: ConfigRuleName,
    compliance: Compliance?.ComplianceType ?? 'INSUFFICIENT_DATA',
    ...(CappedCount === undefined ? {} : { noncompliant: CappedCount }),
    ...(CapExceeded === undefined ? {} : { capped: CapExceeded }),
  };
}

/** Every rule of the account in this region with its compliance as it is now. */
export async function configRules(client: ConfigServiceClient): Promise<Gathered<ItemOf<'rules'>>> {
  const pages = paginateDescribeComplianceByConfigRule({ client }, {});
  const { items, left } = await allOf(pages, ({ ComplianceByConfigRules = [] }) => ComplianceByConfigRules.map(ruleOf));
  return {
    items: [...items].sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    ...(left === undefined ? {} : { left }),
  };
}

function restoreOf(job: RestoreJobsListMember): ItemOf<'restores'> {
  const { CompletionDate, CreatedBy, CreationDate, RecoveryPointArn, ResourceType, RestoreJobId = '' } = job;
  const plan = CreatedBy?.RestoreTestingPlanArn?.split(':').at(-1);
  return {
    job: RestoreJobId,
    status: job.Status ?? 'UNKNOWN',
    ...(job.ValidationStatus === undefined ? {} : { validation: job.ValidationStatus }),
    ...(plan === undefined ? {} : { plan }),
    ...(ResourceType === undefined ? {} : { type: ResourceType }),
    ...(RecoveryPointArn === undefined ? {} : { recoveryPoint: RecoveryPointArn }),
    ...(CreationDate === undefined ? {} : { createdAt: CreationDate.toISOString() }),
    ...(CompletionDate === undefined ? {} : { completedAt: CompletionDate.toISOString() }),
  };
}

/** Restores that ended in the period: those of restore testing, and those that a person started. 45 CFR 164.308(a)(7)(ii)(D). */
export async function restoreJobs(client: BackupClient, { from, to }: Period): Promise<Gathered<ItemOf<'restores'>>> {
  const ended = ({ CompletionDate }: RestoreJobsListMember) =>
    CompletionDate !== undefined && CompletionDate >= from && CompletionDate < to;
  const pages = paginateListRestoreJobs({ client }, { ByCompleteAfter: from, ByCompleteBefore: to });
  const { items, left } = await allOf(pages, ({ RestoreJobs = [] }) => RestoreJobs.filter(ended).map(restoreOf));
  return { items: [...items].sort((a, b) => (a.job < b.job ? -1 : 1)), ...(left === undefined ? {} : { left }) };
}
