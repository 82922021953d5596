/** Controls on IAM policies. */
import { iamInlinePolicy, iamManagedPolicy } from '../resources/iam-policy';
import type { Policy, Statement } from '../resources/policy';
import { map } from '../resources/read';
import type { Value } from '../resources/value';
import { defineControl } from './control';
import { decryptsAnything, grantsEverything, grantsWholeService } from './statements';
import { all, checkEach, notConcerned } from './verdict';

const each = (document: Value<Policy>, expected: string, isWrong: (one: Statement) => boolean) =>
  all(
    checkEach(
      'document',
      map(document, (policy) => policy.statements),
      expected,
      (one) => !isWrong(one),
      (one) => one.sid ?? { actions: one.actions, resources: one.resources },
    ),
  );

const reading = ['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListEntitiesForPolicy', 'iam:ListPolicyVersions'];
const writing = ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'];
const brokenBy = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:CreatePolicy'] as const;

export const iamPolicyControls = [
  defineControl({
    id: 'iam.managed-policy.admin',
    title: 'No policy allows everything on everything',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    configRule: 'iam-policy-no-statements-with-admin-access',
    severity: 'critical',
    resource: iamManagedPolicy,
    evaluate: (policy) => each(policy.document, 'no Allow of * on *, nor of NotAction on *', grantsEverything),
    remedy: 'Name the actions and the resources.',
    brokenBy,
    fix: { mode: 'enforce' },
    permissions: [...reading, ...writing],
  }),
  defineControl({
    id: 'iam.managed-policy.full-access',
    title: 'No policy allows all actions of a service',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    configRule: 'iam-policy-no-statements-with-full-access',
    severity: 'high',
    resource: iamManagedPolicy,
    evaluate: (policy) => each(policy.document, 'no Allow of a whole service', grantsWholeService),
    remedy: 'Name the actions instead of <service>:*.',
    brokenBy,
    fix: { mode: 'enforce' },
    permissions: [...reading, ...writing],
  }),
  defineControl({
    id: 'iam.managed-policy.kms-actions',
    title: 'No policy lets its holder decrypt under any key',
    hipaa: ['164.312(a)(2)(iv)'],
    configRule: 'iam-customer-policy-blocked-kms-actions',
    severity: 'high',
    resource: iamManagedPolicy,
    // A boundary grants nothing. AWS's rule has the parameter excludePermissionBoundaryPolicy for the same reason.
    evaluate: (policy) =>
      policy.boundary === true
        ? notConcerned
        : each(policy.document, 'kms:Decrypt and kms:ReEncryptFrom on named keys', decryptsAnything),
    remedy: 'Name the keys, or narrow the keys of one account by kms:ViaService or aws:ResourceTag.',
    brokenBy,
    fix: { mode: 'enforce' },
    permissions: [...reading, ...writing],
  }),
  defineControl({
    id: 'iam.inline-policy.kms-actions',
    title: 'No inline policy lets its holder decrypt under any key',
    hipaa: ['164.312(a)(2)(iv)'],
    configRule: 'iam-inline-policy-blocked-kms-actions',
    severity: 'high',
    resource: iamInlinePolicy,
    forbidden: true,
    evaluate: (policy) => each(policy.document, 'kms:Decrypt and kms:ReEncryptFrom on named keys', decryptsAnything),
    remedy: 'Name the keys, or narrow the keys of one account by kms:ViaService or aws:ResourceTag.',
    brokenBy: ['iam:PutGroupPolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy'],
    fix: {
      mode: 'observe',
      reason:
        "It is a stranger's, and what it is for is not known here: a person decides. iam.role.inline-policies puts the deployment's own roles back.",
    },
    permissions: [],
  }),
];
