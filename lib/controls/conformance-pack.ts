/**
 * The rules of AWS's conformance pack "Operational Best Practices for HIPAA Security" that cdk-nag has never heard of, and
 * what Asepsis makes of each: a control decides it at synth, or a reason says why none can.
 *
 * Source: awslabs/aws-config-rules, Operational-Best-Practices-for-HIPAA-Security.yaml, commit b54d4a6 (2026-04-09).
 */
import type { AnyControl } from './control';

/** Why a template cannot decide a rule, and what holds in its place. */
interface Undecidable {
  readonly why: string;
  /** Controls that come nearest; none where nothing of ours is concerned. */
  readonly nearest: readonly string[];
}

/** Rules that a template cannot decide. */
const undecidable: Readonly<Record<string, Undecidable>> = {
  'acm-certificate-expiration-check': {
    why: 'The end of a certificate is set when it is issued and renewed; no template says it. Asepsis makes no certificate.',
    nearest: [],
  },
  'annual-risk-assessment-performed': {
    why: 'A process of people, 45 CFR 164.308(a)(1)(ii)(A): the practice records that it was done.',
    nearest: [],
  },
  'backup-recovery-point-encrypted': {
    why: 'Recovery points are made while the deployment runs. They take the key of their vault, which a template declares.',
    nearest: ['backup.vault.encryption'],
  },
  'ec2-stopped-instance': {
    why: 'Whether a machine has been stopped for long is its history, not its declaration. Asepsis makes no machine.',
    nearest: [],
  },
};

/** Rules of the pack without a rule of cdk-nag, neither checked nor listed as uncheckable there. */
export const unknownToCdkNag: readonly string[] = [
  'acm-certificate-expiration-check',
  'alb-waf-enabled',
  'annual-risk-assessment-performed',
  'api-gw-associated-with-waf',
  'aurora-resources-protected-by-backup-plan',
  'backup-plan-min-frequency-and-min-retention-check',
  'backup-recovery-point-encrypted',
  'backup-recovery-point-manual-deletion-disabled',
  'ec2-resources-protected-by-backup-plan',
  'ec2-stopped-instance',
  'ecs-containers-readonly-access',
  'elb-predefined-security-policy-ssl-check',
  'iam-customer-policy-blocked-kms-actions',
  'iam-inline-policy-blocked-kms-actions',
  'internet-gateway-authorized-vpc-only',
  'kinesis-stream-encrypted',
  'kms-cmk-not-scheduled-for-deletion',
  'opensearch-encrypted-at-rest',
  'opensearch-https-required',
  'opensearch-in-vpc-only',
  'opensearch-logs-to-cloudwatch',
  'opensearch-node-to-node-encryption-check',
  'rds-cluster-deletion-protection-enabled',
  'rds-cluster-multi-az-enabled',
  's3-bucket-acl-prohibited',
  's3-bucket-default-lock-enabled',
  's3-event-notifications-enabled',
  's3-version-lifecycle-policy-check',
];

/** What becomes of one rule of the pack. */
export interface Judgement {
  readonly rule: string;
  /** Ids of the controls that decide it at synth, or that come nearest where `why` says that none can. */
  readonly controls: readonly string[];
  /** Why a template cannot decide it. */
  readonly why?: string;
}

/** Rule by rule, from the controls themselves: each names the rule that it decides. */
export const judgements = (controls: readonly AnyControl[]): readonly Judgement[] =>
  unknownToCdkNag.map((rule) => {
    const reason = undecidable[rule];
    if (reason) return { rule, controls: reason.nearest, why: reason.why };
    return { rule, controls: controls.filter((control) => control.configRule === rule).map((control) => control.id) };
  });
