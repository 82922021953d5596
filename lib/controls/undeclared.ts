/** What must not exist and no template declares: console passwords, shared snapshots and images, other administrators. */
import { map } from '../resources/read';
import { ec2Image, ec2Snapshot, iamLoginProfile, iamMfaDevice, iamUndeclaredRole } from '../resources/undeclared';
import { isKnown } from '../resources/value';
import { defineControl } from './control';
import { grantsEverything } from './statements';
import { all, check, checkEach, notConcerned } from './verdict';

const openness = [
  '164.308(a)(3)(i)',
  '164.308(a)(4)(ii)(A)',
  '164.308(a)(4)(ii)(C)',
  '164.312(a)(1)',
  '164.312(e)(1)',
] as const;

const passwordControls = [
  defineControl({
    id: 'iam.login-profile.forbidden',
    title: 'No console password outside the identity provider opens anything',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.312(a)(2)(i)', '164.312(d)'],
    severity: 'critical',
    resource: iamLoginProfile,
    forbidden: true,
    evaluate: ({ usable }) => all(check('usable', usable, 'no password that opens anything', (works) => !works)),
    remedy: 'Give people a Cognito user or a federated sign-in.',
    brokenBy: ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
    // A deleted password cannot be given back, and would leave open sessions open. AWS's policy AWSDenyAll closes both
    // at once, and detaching it undoes that.
    fix: { mode: 'enforce' },
    permissions: ['iam:AttachUserPolicy', 'iam:GetLoginProfile', 'iam:GetUser', 'iam:ListAttachedUserPolicies'],
  }),
  defineControl({
    id: 'iam.mfa-device.present',
    title: 'Whoever signs in to the console with a password has a second factor',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.312(d)'],
    configRule: 'iam-user-mfa-enabled',
    severity: 'critical',
    resource: iamMfaDevice,
    forbidden: true,
    evaluate: ({ consoleAccess, serials }) =>
      isKnown(consoleAccess) && !consoleAccess
        ? notConcerned
        : all(check('serials', serials, 'at least one device', (list) => list.length > 0)),
    remedy: 'Give people a Cognito user or a federated sign-in, where MFA is required.',
    brokenBy: ['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'],
    fix: {
      mode: 'observe',
      reason:
        'A second factor is in the hands of its person: nobody else can put it back. Ask them whether they took it away; if not, close the user with AWSDenyAll.',
    },
    permissions: [],
  }),
  defineControl({
    id: 'iam.undeclared-role.administrator',
    title: 'No role that this deployment does not declare becomes an administrator unseen',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    configRule: 'iam-policy-no-statements-with-admin-access',
    severity: 'critical',
    resource: iamUndeclaredRole,
    forbidden: true,
    // Roles that AWS owns are AWS's: service-linked ones, and those of IAM Identity Center.
    evaluate: ({ inlinePolicies, managedPolicies, path }) =>
      isKnown(path) && /^\/aws-(service-role|reserved)\//.test(path)
        ? notConcerned
        : all(
            checkEach('managedPolicies', managedPolicies, 'no AdministratorAccess', (arn) => !isAdministrator(arn)),
            check('inlinePolicies', inlinePolicies, 'to be known', () => true),
            ...Object.entries(isKnown(inlinePolicies) ? inlinePolicies : {}).map(([name, policy]) =>
              checkEach(
                `inlinePolicies.${name}`,
                map(policy, ({ statements }) => statements),
                'no Allow of everything',
                (one) => !grantsEverything(one),
                (one) => one.sid ?? one.actions,
              ),
            ),
          ),
    remedy: 'Take the policy away, or declare the role with what it needs.',
    brokenBy: ['iam:AttachRolePolicy', 'iam:PutRolePolicy'],
    fix: {
      mode: 'observe',
      reason:
        "It may be the role by which the organisation or its pipeline administers the account, and taking the policy away would lock them out: a person decides. The boundary and the deployment's own roles are guarded by iam.role.",
    },
    permissions: [],
  }),
];

const isAdministrator = (arn: string): boolean => /:iam::aws:policy\/AdministratorAccess$/.test(arn);

const toStranger = {
  mode: 'observe',
  reason: "The account may be the organisation's own, for its backups or its images: a person decides.",
} as const;

const sharingControls = [
  defineControl({
    id: 'ec2.snapshot.public',
    title: 'No snapshot is shared with the world',
    hipaa: openness,
    configRule: 'ebs-snapshot-public-restorable-check',
    severity: 'critical',
    resource: ec2Snapshot,
    forbidden: true,
    evaluate: (snapshot) => all(check('public', snapshot.public, 'not to be public', (open) => !open)),
    remedy: 'Take the group all out of its createVolumePermission.',
    brokenBy: ['ec2:ModifySnapshotAttribute'],
    fix: { mode: 'enforce' },
    permissions: ['ec2:DescribeSnapshotAttribute', 'ec2:ModifySnapshotAttribute'],
  }),
  defineControl({
    id: 'ec2.snapshot.stranger',
    title: 'No snapshot is shared with another account unseen',
    hipaa: openness,
    severity: 'high',
    resource: ec2Snapshot,
    forbidden: true,
    evaluate: ({ accounts }) => all(checkEach('accounts', accounts, 'no other account', () => false)),
    remedy: 'Copy to the other account through AWS Backup.',
    brokenBy: ['ec2:ModifySnapshotAttribute'],
    fix: toStranger,
    permissions: [],
  }),
  defineControl({
    id: 'ec2.image.public',
    title: 'No machine image is shared with the world',
    hipaa: openness,
    severity: 'critical',
    resource: ec2Image,
    forbidden: true,
    evaluate: (image) => all(check('public', image.public, 'not to be public', (open) => !open)),
    remedy: 'Take the group all out of its launchPermission.',
    brokenBy: ['ec2:ModifyImageAttribute'],
    fix: { mode: 'enforce' },
    permissions: ['ec2:DescribeImageAttribute', 'ec2:ModifyImageAttribute'],
  }),
  defineControl({
    id: 'ec2.image.stranger',
    title: 'No machine image is shared with another account unseen',
    hipaa: openness,
    severity: 'high',
    resource: ec2Image,
    forbidden: true,
    evaluate: ({ accounts }) => all(checkEach('accounts', accounts, 'no other account', () => false)),
    remedy: 'Build the image in the other account.',
    brokenBy: ['ec2:ModifyImageAttribute'],
    fix: toStranger,
    permissions: [],
  }),
];

export const undeclaredControls = [...passwordControls, ...sharingControls];
