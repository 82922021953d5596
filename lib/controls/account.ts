/** Controls on the account's switches and on the organisation's policies. */
import { accountSettings } from '../resources/account-settings';
import { organizationsPolicy } from '../resources/organizations-policy';
import { isKnown, isUnknown } from '../resources/value';
import { defineControl } from './control';
import { all, check, notConcerned } from './verdict';

const settings = { resource: accountSettings, fix: { mode: 'enforce' } } as const;
const openness = [
  '164.308(a)(3)(i)',
  '164.308(a)(4)(ii)(A)',
  '164.308(a)(4)(ii)(C)',
  '164.312(a)(1)',
  '164.312(e)(1)',
] as const;

/** Characters that AWS Organizations accepts, by type of policy. */
const sizes: Readonly<Record<string, number>> = {
  SERVICE_CONTROL_POLICY: 5120,
  RESOURCE_CONTROL_POLICY: 5120,
  AISERVICES_OPT_OUT_POLICY: 2500,
};
const otherwise = 10_000;

export const accountControls = [
  defineControl({
    ...settings,
    id: 'account.settings.s3-public-access',
    title: 'No bucket of the account can be public, whatever its own settings',
    hipaa: openness,
    configRule: 's3-account-level-public-access-blocks-periodic',
    severity: 'critical',
    evaluate: ({ s3PublicAccessBlock: block }) =>
      block === undefined
        ? notConcerned
        : isUnknown(block)
          ? all(check('s3PublicAccessBlock', block, 'all four blocks', () => false))
          : all(
              ...(['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const).map(
                (name) => check(`s3PublicAccessBlock.${name}`, block[name], 'true', (on) => on),
              ),
            ),
    remedy: 'Set all four of S3PublicAccessBlock to true.',
    brokenBy: ['s3:PutAccountPublicAccessBlock', 's3:DeleteAccountPublicAccessBlock'],
    permissions: ['s3:GetAccountPublicAccessBlock', 's3:PutAccountPublicAccessBlock'],
  }),
  defineControl({
    ...settings,
    id: 'account.settings.password-policy',
    title: 'Passwords of the account are long, mixed, not used before, and end',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.308(a)(5)(ii)(D)', '164.312(d)'],
    configRule: 'iam-password-policy',
    severity: 'medium',
    evaluate: ({ passwordPolicy: policy }) =>
      policy === undefined
        ? notConcerned
        : isUnknown(policy)
          ? all(check('passwordPolicy', policy, 'a policy', () => false))
          : all(
              check('passwordPolicy.minimumLength', policy.minimumLength, '14 or more', (length) => length >= 14),
              check('passwordPolicy.lowercase', policy.lowercase, 'required', (on) => on),
              check('passwordPolicy.uppercase', policy.uppercase, 'required', (on) => on),
              check('passwordPolicy.digits', policy.digits, 'required', (on) => on),
              check('passwordPolicy.symbols', policy.symbols, 'required', (on) => on),
              check('passwordPolicy.history', policy.history, '24 former ones refused', (count) => count >= 24),
              check('passwordPolicy.maxAgeDays', policy.maxAgeDays, '1 to 90 days', (days) => days >= 1 && days <= 90),
            ),
    remedy: "Set PasswordPolicy to AWS's HIPAA rule: 14 characters, all four kinds, 24 former ones, 90 days.",
    brokenBy: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'],
    permissions: ['iam:GetAccountPasswordPolicy', 'iam:UpdateAccountPasswordPolicy'],
  }),
  defineControl({
    ...settings,
    id: 'account.settings.ebs-encryption',
    title: 'New volumes are encrypted, whoever makes them',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    configRule: 'ec2-ebs-encryption-by-default',
    severity: 'high',
    evaluate: (state) => all(check('ebsEncryption', state.ebsEncryption, 'to be on', (on) => on)),
    remedy: 'Set EbsEncryptionByDefault: true.',
    brokenBy: ['ec2:DisableEbsEncryptionByDefault'],
    permissions: ['ec2:EnableEbsEncryptionByDefault', 'ec2:GetEbsEncryptionByDefault'],
  }),
  defineControl({
    ...settings,
    id: 'account.settings.image-sharing',
    title: 'No machine image can be shared with the world',
    hipaa: openness,
    severity: 'high',
    evaluate: (state) =>
      all(check('imageSharing', state.imageSharing, 'block-new-sharing', (mode) => mode === 'block-new-sharing')),
    remedy: 'Set ImageBlockPublicAccess: block-new-sharing.',
    brokenBy: ['ec2:DisableImageBlockPublicAccess'],
    permissions: ['ec2:EnableImageBlockPublicAccess', 'ec2:GetImageBlockPublicAccessState'],
  }),
  defineControl({
    ...settings,
    id: 'account.settings.snapshot-sharing',
    title: 'No snapshot can be shared with the world',
    hipaa: openness,
    configRule: 'ebs-snapshot-public-restorable-check',
    severity: 'critical',
    evaluate: (state) =>
      all(check('snapshotSharing', state.snapshotSharing, 'block-all-sharing', (mode) => mode === 'block-all-sharing')),
    remedy: 'Set SnapshotBlockPublicAccess: block-all-sharing; block-new-sharing leaves public what is public now.',
    brokenBy: ['ec2:DisableSnapshotBlockPublicAccess', 'ec2:EnableSnapshotBlockPublicAccess'],
    permissions: ['ec2:EnableSnapshotBlockPublicAccess', 'ec2:GetSnapshotBlockPublicAccessState'],
  }),
  defineControl({
    ...settings,
    id: 'account.settings.document-sharing',
    title: 'No Systems Manager document can be shared with the world',
    hipaa: openness,
    configRule: 'ssm-document-not-public',
    severity: 'high',
    evaluate: (state) => all(check('documentSharing', state.documentSharing, 'Disable', (mode) => mode === 'Disable')),
    remedy: 'Set SsmDocumentPublicSharing: Disable.',
    brokenBy: ['ssm:UpdateServiceSetting', 'ssm:ResetServiceSetting'],
    permissions: ['ssm:GetServiceSetting', 'ssm:UpdateServiceSetting'],
  }),
  defineControl({
    ...settings,
    id: 'account.settings.inspector',
    title: 'Inspector, where it is used, scans functions',
    hipaa: ['164.308(a)(1)(ii)(A)', '164.308(a)(5)(ii)(B)'],
    severity: 'medium',
    // A tier without Inspector says so, with its reason; there is then nothing to hold.
    evaluate: (state) =>
      state.inspector === undefined
        ? notConcerned
        : all(check('inspector', state.inspector, 'LAMBDA', (types) => types?.includes('LAMBDA') ?? true)),
    remedy: 'Name LAMBDA in InspectorResourceTypes.',
    brokenBy: ['inspector2:Disable'],
    permissions: ['iam:CreateServiceLinkedRole', 'inspector2:BatchGetAccountStatus', 'inspector2:Enable'],
  }),
  defineControl({
    id: 'organizations.policy.size',
    title: "The organisation's policies are of a size that AWS accepts",
    hipaa: ['164.308(a)(1)(ii)(B)'],
    severity: 'low',
    resource: organizationsPolicy,
    evaluate: (policy) => {
      const limit = (isKnown(policy.type) ? sizes[policy.type] : undefined) ?? otherwise;
      return all(check('characters', policy.characters, `at most ${limit} characters`, (count) => count <= limit));
    },
    remedy: 'Name fewer actions or regions.',
    brokenBy: [],
    fix: { mode: 'none', reason: 'AWS Organizations itself refuses a policy that is too large.' },
    permissions: [],
  }),
  defineControl({
    id: 'organizations.policy.attached',
    title: "The organisation's policies are attached to something",
    hipaa: ['164.308(a)(1)(ii)(B)', '164.308(a)(4)(ii)(A)'],
    severity: 'medium',
    resource: organizationsPolicy,
    evaluate: (policy) =>
      all(check('targets', policy.targets, 'at least one root, unit or account', (list) => list.length > 0)),
    remedy: 'Set organisation.policyTargets in the configuration.',
    brokenBy: ['organizations:DetachPolicy', 'organizations:DeletePolicy', 'organizations:UpdatePolicy'],
    fix: { mode: 'enforce' },
    permissions: [
      'organizations:AttachPolicy',
      'organizations:DescribePolicy',
      'organizations:ListTargetsForPolicy',
      'organizations:UpdatePolicy',
    ],
  }),
];
