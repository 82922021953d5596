/** Rules of the conformance pack on accounts, identities, records and detectors. */
import { accessLogs, atRest, openPorts, privileges, publicAccess } from './citation-sets';
import type { PackRule } from './item';

export const accountPackRules: readonly PackRule[] = [
  { name: 'access-keys-rotated', hipaa: ['164.308(a)(4)(ii)(B)'] },
  {
    name: 'cloud-trail-cloud-watch-logs-enabled',
    nag: 'HIPAA.Security-CloudTrailCloudWatchLogsEnabled',
    hipaa: accessLogs,
  },
  {
    name: 'cloudtrail-enabled',
    identifier: 'CLOUD_TRAIL_ENABLED',
    hipaa: ['164.308(a)(3)(ii)(A)', '164.308(a)(5)(ii)(C)', '164.312(b)'],
  },
  { name: 'cloud-trail-encryption-enabled', nag: 'HIPAA.Security-CloudTrailEncryptionEnabled', hipaa: atRest },
  {
    name: 'cloud-trail-log-file-validation-enabled',
    nag: 'HIPAA.Security-CloudTrailLogFileValidationEnabled',
    hipaa: ['164.312(c)(1)', '164.312(c)(2)'],
  },
  { name: 'cloudtrail-s3-dataevents-enabled', hipaa: accessLogs },
  { name: 'cloudwatch-alarm-action-check', nag: 'HIPAA.Security-CloudWatchAlarmAction', hipaa: ['164.312(b)'] },
  { name: 'ebs-snapshot-public-restorable-check', hipaa: publicAccess },
  { name: 'ec2-ebs-encryption-by-default', hipaa: atRest },
  { name: 'guardduty-enabled-centralized', hipaa: ['164.308(a)(5)(ii)(C)', '164.308(a)(6)(ii)', '164.312(b)'] },
  { name: 'iam-customer-policy-blocked-kms-actions', hipaa: ['164.312(a)(2)(iv)'] },
  { name: 'iam-inline-policy-blocked-kms-actions', hipaa: ['164.312(a)(2)(iv)'] },
  { name: 'iam-no-inline-policy-check', nag: 'HIPAA.Security-IAMNoInlinePolicy', hipaa: privileges },
  { name: 'iam-password-policy', hipaa: ['164.308(a)(4)(ii)(B)', '164.308(a)(5)(ii)(D)', '164.312(d)'] },
  {
    name: 'iam-policy-no-statements-with-admin-access',
    nag: 'HIPAA.Security-IAMPolicyNoStatementsWithAdminAccess',
    hipaa: privileges,
  },
  {
    name: 'iam-policy-no-statements-with-full-access',
    nag: 'HIPAA.Security-IAMPolicyNoStatementsWithFullAccess',
    hipaa: privileges,
  },
  {
    name: 'iam-root-access-key-check',
    hipaa: [
      '164.308(a)(3)(i)',
      '164.308(a)(4)(ii)(A)',
      '164.308(a)(4)(ii)(B)',
      '164.308(a)(4)(ii)(C)',
      '164.312(a)(1)',
      '164.312(a)(2)(i)',
    ],
  },
  { name: 'iam-user-mfa-enabled', hipaa: ['164.308(a)(4)(ii)(B)', '164.312(d)'] },
  { name: 'iam-user-no-policies-check', nag: 'HIPAA.Security-IAMUserNoPolicies', hipaa: privileges },
  {
    name: 'iam-user-unused-credentials-check',
    hipaa: [
      '164.308(a)(3)(i)',
      '164.308(a)(4)(ii)(A)',
      '164.308(a)(4)(ii)(B)',
      '164.308(a)(4)(ii)(C)',
      '164.312(a)(1)',
    ],
  },
  { name: 'mfa-enabled-for-iam-console-access', hipaa: ['164.312(d)'] },
  { name: 'multi-region-cloudtrail-enabled', identifier: 'MULTI_REGION_CLOUD_TRAIL_ENABLED', hipaa: accessLogs },
  { name: 'root-account-hardware-mfa-enabled', hipaa: ['164.312(d)'] },
  { name: 'root-account-mfa-enabled', hipaa: ['164.312(d)'] },
  { name: 'securityhub-enabled', hipaa: ['164.312(b)'] },
  { name: 'ssm-document-not-public', hipaa: openPorts },
  { name: 'annual-risk-assessment-performed', identifier: 'AWS_CONFIG_PROCESS_CHECK', hipaa: ['164.308(a)(1)(ii)(A)'] },
];
