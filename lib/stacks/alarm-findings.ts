/** Alarms on what detectors find, and on copies that failed. 45 CFR 164.308(a)(6)(ii), 164.308(a)(7)(ii). */
import type { Alarm } from './alarm';

/** GuardDuty's severity from which a person is told at once: 7.0 is high. */
const highSeverity = 7;

/** What AWS's detectors find. Each detector speaks for itself, so that Security Hub repeats none of them. */
export const findings: readonly Alarm[] = [
  {
    id: 'Findings',
    suffix: 'guardduty-high',
    description: 'GuardDuty found something of high severity',
    pattern: {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', highSeverity] }] },
    },
  },
  {
    id: 'Malware',
    suffix: 'malware-found',
    description: 'An uploaded object contains malware',
    pattern: {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
      detail: { scanResultDetails: { scanResultStatus: ['THREATS_FOUND'] } },
    },
  },
  {
    id: 'HubFindings',
    suffix: 'securityhub-high',
    description: 'A check of Security Hub of high or critical severity failed',
    pattern: {
      source: ['aws.securityhub'],
      'detail-type': ['Security Hub Findings - Imported'],
      detail: {
        findings: {
          ProductName: ['Security Hub'],
          Severity: { Label: ['HIGH', 'CRITICAL'] },
          Compliance: { Status: ['FAILED'] },
          RecordState: ['ACTIVE'],
          Workflow: { Status: ['NEW'] },
        },
      },
    },
  },
  {
    id: 'AccessFindings',
    suffix: 'outside-access',
    description: 'Access Analyzer found a resource that is open to outsiders, or access that nobody uses',
    pattern: {
      source: ['aws.access-analyzer'],
      'detail-type': ['Access Analyzer Finding', 'Unused Access Finding for IAM entities'],
      detail: { status: ['ACTIVE'] },
    },
  },
  {
    id: 'VulnerabilityFindings',
    suffix: 'inspector-high',
    description: 'Inspector found a vulnerability of high or critical severity',
    pattern: {
      source: ['aws.inspector2'],
      'detail-type': ['Inspector2 Finding'],
      detail: { severity: ['HIGH', 'CRITICAL'], status: ['ACTIVE'] },
    },
  },
  {
    id: 'SensitiveDataFindings',
    suffix: 'macie-high',
    description: 'Macie found sensitive data, or a bucket that is open, of high severity',
    pattern: {
      source: ['aws.macie'],
      'detail-type': ['Macie Finding'],
      detail: { severity: { description: ['High'] } },
    },
  },
];

/** Copies that were not made, or did not come back. 45 CFR 164.308(a)(7)(ii)(A), (D). */
export const copies: readonly Alarm[] = [
  {
    id: 'BackupFailed',
    suffix: 'backup-failed',
    description: 'A backup, or the copy of one, did not complete',
    pattern: {
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
      detail: { state: ['FAILED', 'ABORTED', 'EXPIRED'] },
    },
  },
  {
    id: 'RestoreFailed',
    suffix: 'restore-failed',
    description: 'A restore, or the test of one, did not complete',
    pattern: {
      source: ['aws.backup'],
      'detail-type': ['Restore Job State Change'],
      detail: { status: ['FAILED', 'ABORTED'] },
    },
  },
];
