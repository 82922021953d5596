/**
 * What changes who reaches PHI: actions on roles, functions, pools, endpoints and stacks, as AWS's Service Authorization
 * Reference calls them, and what each comes to. 45 CFR 164.308(a)(4)(ii)(C), 164.312(a)(1).
 */
import { someOne } from '../actions';

export type TargetKind =
  | 'role'
  | 'user'
  | 'function'
  | 'api'
  | 'stack'
  | 'user pool'
  | 'identity pool'
  | 'endpoint'
  | 'organization policy';

/**
 * What a power comes to:
 * - `become`: one acts as the target, or as the target's role
 * - `widen`: the target may be given any policy, within its boundary
 * - `loosen`: policies of the target are taken away, denies among them
 * - `unbound`: the target's boundary goes, or is another
 * - `use`: the target's code runs for an event that one has made up; what it then does, only its code says
 * - `admit`: people get roles that trust the pool; who they are is in no template
 * - `open`: a network, an account or a session is bounded otherwise
 */
export type Effect = 'become' | 'widen' | 'loosen' | 'unbound' | 'use' | 'admit' | 'open';

/** What is asked for, and of what. */
export interface Need {
  readonly action: string;
  /**
   * `target`; its managed `policies`, or those of its `boundary`, any of them; `any function`, `any stack` or `any mapping`
   * of the account; `inside` is anything below the target.
   */
  readonly on: 'target' | 'policies' | 'boundary' | 'any function' | 'any stack' | 'any mapping' | 'inside';
}

export interface Power {
  /** Its actions, as a person reads them. */
  readonly id: string;
  readonly effect: Effect;
  readonly needs: readonly Need[];
  /** Services that the target's trust must let in. @default none */
  readonly trusts?: string;
}

const on =
  (where: Need['on']) =>
  (effect: Effect, ...actions: readonly string[]): readonly Power[] =>
    actions.map((action) => ({ id: action, effect, needs: [{ action, on: where }] }));

const direct = on('target');

/** Hands a role to a service in which one's own code or template runs. Another service's needs are not looked at. */
const pass = (action: string, where: Need['on'], trusts: string): Power => ({
  id: `iam:PassRole and ${action}`,
  effect: 'become',
  needs: [
    { action: 'iam:PassRole', on: 'target' },
    { action, on: where },
  ],
  trusts,
});

const lambda = 'lambda.amazonaws.com';
const cloudformation = 'cloudformation.amazonaws.com';

export const powersOf: Readonly<Record<TargetKind, readonly Power[]>> = {
  role: [
    ...direct('become', 'iam:UpdateAssumeRolePolicy'),
    ...direct('widen', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'),
    ...direct('loosen', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'),
    ...direct('unbound', 'iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'),
    ...direct('open', 'iam:TagRole', 'iam:UntagRole'),
    ...on('policies')('widen', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'),
    ...on('boundary')('unbound', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion').map((one) => ({
      ...one,
      id: `${one.id} of its boundary`,
    })),
    pass('lambda:CreateFunction', 'any function', lambda),
    pass('lambda:UpdateFunctionConfiguration', 'any function', lambda),
    pass('cloudformation:CreateStack', 'any stack', cloudformation),
    pass('cloudformation:UpdateStack', 'any stack', cloudformation),
  ],
  user: [
    ...direct('become', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'),
    ...direct('widen', 'iam:PutUserPolicy', 'iam:AttachUserPolicy', 'iam:AddUserToGroup'),
    ...direct('loosen', 'iam:DeleteUserPolicy', 'iam:DetachUserPolicy'),
    ...direct('unbound', 'iam:PutUserPermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'),
  ],
  function: [
    ...direct('become', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'),
    ...direct('use', 'lambda:InvokeFunction', 'lambda:AddPermission', 'lambda:PutResourcePolicy'),
    ...on('any mapping')('use', 'lambda:CreateEventSourceMapping'),
  ],
  api: on('inside')('use', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:PUT', 'apigateway:DELETE'),
  // A stack keeps the role that it was deployed with, "even if the users don't have permission to pass it":
  // CloudFormation User Guide, "AWS CloudFormation service role".
  stack: [
    ...direct('become', 'cloudformation:UpdateStack'),
    {
      id: 'cloudformation:CreateChangeSet and ExecuteChangeSet',
      effect: 'become',
      needs: [
        { action: 'cloudformation:CreateChangeSet', on: 'target' },
        { action: 'cloudformation:ExecuteChangeSet', on: 'target' },
      ],
    },
    ...direct('open', 'cloudformation:CreateChangeSet'),
  ],
  'user pool': direct(
    'admit',
    'cognito-idp:AdminCreateUser',
    'cognito-idp:AdminAddUserToGroup',
    'cognito-idp:AdminUpdateUserAttributes',
    'cognito-idp:AdminSetUserPassword',
    'cognito-idp:AdminSetUserMFAPreference',
    'cognito-idp:SetUserPoolMfaConfig',
    'cognito-idp:UpdateUserPool',
    'cognito-idp:CreateGroup',
    'cognito-idp:UpdateGroup',
    'cognito-idp:CreateUserPoolClient',
    'cognito-idp:UpdateUserPoolClient',
    'cognito-idp:CreateIdentityProvider',
    'cognito-idp:UpdateIdentityProvider',
  ),
  'identity pool': direct(
    'admit',
    'cognito-identity:SetIdentityPoolRoles',
    'cognito-identity:UpdateIdentityPool',
    'cognito-identity:SetPrincipalTagAttributeMap',
  ),
  endpoint: direct('open', 'ec2:ModifyVpcEndpoint'),
  'organization policy': direct(
    'open',
    'organizations:UpdatePolicy',
    'organizations:DetachPolicy',
    'organizations:DeletePolicy',
  ),
};

/** Actions on a store's own policy that let anybody in, by the first table's names; others there let nobody in alone. */
export const opensStore: ReadonlySet<string> = new Set([
  's3:PutBucketPolicy',
  'dynamodb:PutResourcePolicy',
  'kms:PutKeyPolicy',
  'kms:CreateGrant',
  'backup:PutBackupVaultAccessPolicy',
  'sqs:SetQueueAttributes',
  'sqs:AddPermission',
  'sns:SetTopicAttributes',
  'sns:AddPermission',
  'secretsmanager:PutResourcePolicy',
]);

/** Some function, stack or mapping of the account, by ARN without its beginning. */
export const anyOf: Readonly<Record<string, readonly [service: string, rest: string]>> = {
  'any function': ['lambda', `function:${someOne}`],
  'any stack': ['cloudformation', `stack/${someOne}`],
  'any mapping': ['lambda', `event-source-mapping:${someOne}`],
};
