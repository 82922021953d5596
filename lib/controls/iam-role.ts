/** Controls on IAM roles. */
import { iamRole, type RoleState } from '../resources/iam-role';
import type { Statement } from '../resources/policy';
import { map } from '../resources/read';
import { isKnown, type Value } from '../resources/value';
import { defineControl } from './control';
import { needsMfa, strangers, unboundFederations } from './statements';
import { all, check, checkEach, notConcerned } from './verdict';

/** A role is read whole, whichever control asks. */
const reading = ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'];

/** Roles that AWS owns: their policies are AWS's. */
const isServiceLinked = (role: RoleState): boolean => isKnown(role.path) && role.path.startsWith('/aws-service-role/');

const isBreakGlass = (role: RoleState): boolean =>
  (isKnown(role.name) && /break-?glass/i.test(role.name)) || (isKnown(role.tags) && 'break-glass' in role.tags);

const trusting = (role: RoleState): Value<readonly Statement[]> =>
  map(role.trust, (policy) => policy.statements.filter((one) => one.effect === 'Allow'));

const tooWide = /:iam::aws:policy\/(?:[\w-]+\/)*(?:AdministratorAccess.*|PowerUserAccess|[A-Za-z0-9_-]*FullAccess.*)$/;

export const iamRoleControls = [
  defineControl({
    id: 'iam.role.boundary',
    title: 'Roles carry a permissions boundary',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    severity: 'high',
    resource: iamRole,
    evaluate: (role) =>
      isServiceLinked(role)
        ? notConcerned
        : all(check('boundary', role.boundary, 'the ARN of a permissions boundary', (arn) => arn !== null)),
    remedy: 'Set PermissionsBoundary; buildApp sets it on every role of the app, AsepsisRole included.',
    brokenBy: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary', 'iam:CreateRole'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'iam:PutRolePermissionsBoundary'],
  }),
  defineControl({
    id: 'iam.role.session',
    title: 'Sessions of a role last an hour at most',
    hipaa: ['164.312(a)(2)(iii)'],
    severity: 'medium',
    resource: iamRole,
    evaluate: (role) => all(check('maxSessionSeconds', role.maxSessionSeconds, 'at most 3600 s', (s) => s <= 3600)),
    remedy: 'Set MaxSessionDuration to 3600 or leave it out.',
    brokenBy: ['iam:UpdateRole', 'iam:CreateRole'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'iam:UpdateRole'],
  }),
  defineControl({
    id: 'iam.role.trust',
    title: 'Roles trust no stranger: nobody unnamed, no other account uninvited, no deleted principal',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)', '164.312(d)'],
    severity: 'critical',
    resource: iamRole,
    evaluate: (role) =>
      all(
        checkEach(
          'trust',
          trusting(role),
          'principals of this account, services, or others under an MFA, external-id or organisation condition',
          (one) => strangers(one, role.account).length === 0,
          (one) => strangers(one, role.account),
        ),
      ),
    remedy: 'Name the principal, and bind a principal of another account by sts:ExternalId, MFA or aws:PrincipalOrgID.',
    brokenBy: ['iam:UpdateAssumeRolePolicy', 'iam:CreateRole'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'iam:UpdateAssumeRolePolicy'],
  }),
  defineControl({
    id: 'iam.role.federation',
    title: 'Roles for federated people accept tokens for their own audience only, and only of signed-in people',
    hipaa: ['164.312(a)(1)', '164.312(d)'],
    severity: 'critical',
    resource: iamRole,
    evaluate: (role) =>
      all(
        checkEach(
          'trust',
          trusting(role),
          'an aud condition, and amr authenticated for an identity pool',
          (one) => unboundFederations(one).length === 0,
          (one) => unboundFederations(one),
        ),
      ),
    remedy:
      'Add StringEquals on <provider>:aud, and for an identity pool ForAnyValue:StringLike on cognito-identity.amazonaws.com:amr = authenticated.',
    brokenBy: ['iam:UpdateAssumeRolePolicy', 'iam:CreateRole'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'iam:UpdateAssumeRolePolicy'],
  }),
  defineControl({
    id: 'iam.role.break-glass-mfa',
    title: 'Nobody breaks the glass without a second factor',
    hipaa: ['164.312(a)(2)(ii)', '164.312(d)'],
    severity: 'critical',
    resource: iamRole,
    evaluate: (role) =>
      isBreakGlass(role)
        ? all(
            checkEach(
              'trust',
              trusting(role),
              'aws:MultiFactorAuthPresent true in every statement that trusts',
              (one) => needsMfa(one),
              (one) => one.principals,
            ),
          )
        : notConcerned,
    remedy: 'Add Bool aws:MultiFactorAuthPresent = true to each statement of the trust policy.',
    brokenBy: ['iam:UpdateAssumeRolePolicy', 'iam:CreateRole'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'iam:UpdateAssumeRolePolicy'],
  }),
  defineControl({
    id: 'iam.role.attached-policies',
    title: "No role has one of AWS's administrator or full-access policies",
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    configRule: 'iam-policy-no-statements-with-admin-access',
    severity: 'critical',
    resource: iamRole,
    evaluate: (role) =>
      all(
        checkEach(
          'managedPolicies',
          role.managedPolicies,
          'no AdministratorAccess, PowerUserAccess or …FullAccess policy',
          (arn) => !tooWide.test(arn),
        ),
      ),
    remedy: 'Grant the few actions that are needed, through the grant methods.',
    brokenBy: ['iam:AttachRolePolicy', 'iam:CreateRole'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
  }),
  defineControl({
    id: 'iam.role.inline-policies',
    title: 'Roles have no inline policies: what a role may do is a policy with a name and versions',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(C)', '164.312(a)(1)'],
    configRule: 'iam-no-inline-policy-check',
    severity: 'high',
    resource: iamRole,
    evaluate: (role) =>
      isServiceLinked(role)
        ? notConcerned
        : all(checkEach('inlinePolicies', map(role.inlinePolicies, Object.keys), 'none', () => false)),
    remedy: 'Use a managed policy; AsepsisRole makes one of every grant.',
    brokenBy: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'iam:DeleteRolePolicy', 'iam:PutRolePolicy'],
  }),
];
