/** Controls on KMS keys. */
import { kmsKey } from '../resources/kms-key';
import { isKnown } from '../resources/value';
import { defineControl } from './control';
import { allowsNobodyUnnamed, allowsNoStranger } from './policy-checks';
import { all, check, checkEach, notConcerned } from './verdict';

export const kmsKeyControls = [
  defineControl({
    id: 'kms.key.rotation',
    title: 'KMS keys rotate at least once a year',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    severity: 'high',
    resource: kmsKey,
    // AWS rotates symmetric encryption keys alone; for keys that sign or make MACs there is no automatic rotation, and their
    // status is always false: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html and `GetKeyRotationStatus`.
    // A key's usage is set when it is made and cannot be changed, so that nobody gets out of this control by changing it. An
    // asymmetric key that encrypts does not rotate either, and is none that this blueprint may use: it stays a violation.
    evaluate: (key) =>
      isKnown(key.usage) && key.usage !== 'ENCRYPT_DECRYPT'
        ? notConcerned
        : all(
            check('rotationEnabled', key.rotationEnabled, 'rotation to be on', (on) => on),
            check('rotationDays', key.rotationDays, 'a rotation every 365 days or sooner', (days) => days <= 365),
          ),
    remedy: 'Set EnableKeyRotation: true, or use AsepsisKey, which always rotates.',
    brokenBy: ['kms:DisableKeyRotation', 'kms:EnableKeyRotation'],
    fix: { mode: 'enforce' },
    permissions: ['kms:GetKeyRotationStatus', 'kms:EnableKeyRotation'],
  }),
  defineControl({
    id: 'kms.key.deletion',
    title: 'KMS keys are not about to be deleted, and a deletion would wait 30 days',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.312(c)(1)'],
    configRule: 'kms-cmk-not-scheduled-for-deletion',
    severity: 'critical',
    resource: kmsKey,
    evaluate: (key) =>
      all(
        check('deletionScheduled', key.deletionScheduled, 'no deletion to be scheduled', (scheduled) => !scheduled),
        check(
          'deletionWindowDays',
          key.deletionWindowDays,
          'a window of 30 days',
          (days) => days === undefined || days === 30,
        ),
      ),
    remedy: 'Set PendingWindowInDays: 30.',
    brokenBy: ['kms:ScheduleKeyDeletion'],
    fix: { mode: 'enforce' },
    permissions: ['kms:DescribeKey', 'kms:CancelKeyDeletion', 'kms:EnableKey'],
  }),
  defineControl({
    id: 'kms.key.enabled',
    title: 'KMS keys are enabled',
    hipaa: ['164.312(a)(2)(iv)', '164.308(a)(7)(i)'],
    severity: 'critical',
    resource: kmsKey,
    evaluate: (key) => all(check('enabled', key.enabled, 'the key to be enabled', (on) => on)),
    remedy: 'Leave Enabled out, or set it to true.',
    brokenBy: ['kms:DisableKey'],
    fix: { mode: 'enforce' },
    permissions: ['kms:DescribeKey', 'kms:EnableKey'],
  }),
  defineControl({
    id: 'kms.key.policy',
    title: 'KMS key policies trust no unnamed principal',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    severity: 'critical',
    resource: kmsKey,
    evaluate: (key) => all(allowsNobodyUnnamed(key.policy)),
    remedy: 'Name the principals; use the grant methods of AsepsisKey.',
    brokenBy: ['kms:PutKeyPolicy'],
    fix: { mode: 'enforce' },
    permissions: ['kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
  }),
  defineControl({
    id: 'kms.key.policy-strangers',
    title: 'KMS key policies trust no other account',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.308(b)(1)', '164.312(a)(1)'],
    severity: 'critical',
    resource: kmsKey,
    evaluate: (key) => all(allowsNoStranger(key.policy, key.account)),
    remedy: 'Grant to principals of this account.',
    brokenBy: ['kms:PutKeyPolicy'],
    fix: { mode: 'enforce' },
    permissions: ['kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
  }),
  defineControl({
    id: 'kms.key.grants',
    title: 'No grant lets another account use a KMS key',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.308(b)(1)', '164.312(a)(1)'],
    severity: 'critical',
    resource: kmsKey,
    // A grant stands beside the policy and is easily overlooked. CloudFormation knows none, so nothing that is declared
    // can need one to a stranger; AWS's services hold theirs as service principals, and those are left alone.
    evaluate: (key) =>
      all(
        checkEach(
          'grants',
          key.grants,
          `no grant to another account than ${key.account}`,
          () => false,
          (grant) => grant,
        ),
      ),
    remedy: 'Grant to a role of this account through its policy; a grant cannot be declared.',
    brokenBy: ['kms:CreateGrant'],
    fix: { mode: 'enforce' },
    permissions: ['kms:DescribeKey', 'kms:ListGrants', 'kms:RevokeGrant'],
  }),
];
