/** What must not exist in IAM: people sign in through Cognito or an identity provider, and get roles. */
import { iamAccessKey, iamGroup, iamUser } from '../resources/iam-user';
import { defineControl } from './control';
import { all, check } from './verdict';

export const iamUserControls = [
  defineControl({
    id: 'iam.user.forbidden',
    title: 'There are no IAM users, and so no console passwords outside the identity provider',
    hipaa: ['164.312(a)(2)(i)', '164.312(d)', '164.308(a)(4)(ii)(B)'],
    configRule: 'mfa-enabled-for-iam-console-access',
    severity: 'high',
    resource: iamUser,
    forbidden: true,
    evaluate: (user) => all(check('name', user.name, 'no IAM user at all', () => false)),
    remedy: 'Give people a Cognito user or a federated sign-in, and machines a role.',
    brokenBy: ['iam:CreateUser', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:AddUserToGroup'],
    fix: {
      mode: 'observe',
      reason:
        'Deleting a user or its password cannot be undone, and may lock out whoever is at work on an emergency: a person decides.',
    },
    permissions: [],
  }),
  defineControl({
    id: 'iam.access-key.forbidden',
    title: 'There are no long-lived access keys',
    hipaa: ['164.308(a)(4)(ii)(B)', '164.308(a)(5)(ii)(D)', '164.312(d)'],
    configRule: 'access-keys-rotated',
    severity: 'critical',
    resource: iamAccessKey,
    forbidden: true,
    // A deactivated key opens nothing; deleting it is left to a person.
    evaluate: (key) => all(check('active', key.active, 'no access key that works', (active) => !active)),
    remedy: 'Use a role; outside AWS, IAM Roles Anywhere or OIDC federation.',
    brokenBy: ['iam:CreateAccessKey', 'iam:UpdateAccessKey'],
    fix: { mode: 'enforce' },
    permissions: ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
  }),
  defineControl({
    id: 'iam.group.forbidden',
    title: 'There are no IAM groups: they only gather IAM users',
    hipaa: ['164.308(a)(4)(ii)(B)'],
    severity: 'medium',
    resource: iamGroup,
    forbidden: true,
    evaluate: (group) => all(check('name', group.name, 'no IAM group at all', () => false)),
    remedy: 'Put people into a group of the Cognito user pool.',
    brokenBy: ['iam:CreateGroup'],
    fix: { mode: 'observe', reason: 'A group may hold users of another system in the account: a person decides.' },
    permissions: [],
  }),
];
