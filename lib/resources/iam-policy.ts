/** Customer managed IAM policies, and inline policies that stand alone in a template. */
import { defineKind } from './kind';
import { type Policy, readPolicy } from './policy';
import { str, strs } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, type Value } from './value';

export interface ManagedPolicyState {
  readonly name: Value<string>;
  readonly document: Value<Policy>;
  /** Whether some role or user has it as its permissions boundary: it then grants nothing, and bounds. */
  readonly boundary: Value<boolean>;
}

export interface InlinePolicyState {
  readonly name: Value<string>;
  readonly document: Value<Policy>;
}

const attachable = ['Roles', 'Users', 'Groups'];

/** A boundary bounds and grants nothing, unless it is attached somewhere as well. */
function isBoundary(policy: TemplateResource, set: TemplateSet): boolean {
  const { stack, logicalId, properties } = policy;
  const { account, partition } = set.environment;
  const name = str(properties, 'ManagedPolicyName', undefined);
  const path = str(properties, 'Path', '/');
  const arns = new Set([mark(stack, logicalId), mark(stack, logicalId, 'PolicyArn')]);
  if (typeof name === 'string' && typeof path === 'string')
    arns.add(`arn:${partition}:iam::${account}:policy${path}${name}`);
  const identities = [...set.ofType('AWS::IAM::Role'), ...set.ofType('AWS::IAM::User')];
  const names = (property: string) => (identity: TemplateResource) => {
    const values = strs(identity.properties, property);
    return !isUnknown(values) && values.some((value) => arns.has(value));
  };
  const attached =
    attachable.some((property) => properties[property] !== undefined) || identities.some(names('ManagedPolicyArns'));
  return !attached && identities.some(names('PermissionsBoundary'));
}

export const iamManagedPolicy = defineKind<ManagedPolicyState>({
  name: 'iam.managed-policy',
  types: ['AWS::IAM::ManagedPolicy'],
  owned: ['document'],
  read: (resource, set) => ({
    name: str(resource.properties, 'ManagedPolicyName', mark(resource.stack, resource.logicalId)),
    document: readPolicy(resource.properties.PolicyDocument),
    boundary: isBoundary(resource, set),
  }),
});

/**
 * An inline policy by itself: what a template declares of one on its own, and live one of a stranger's role, user or group.
 * Those of the deployment's roles are read as a part of their role.
 */
export const iamInlinePolicy = defineKind<InlinePolicyState>({
  name: 'iam.inline-policy',
  types: ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'],
  owned: [],
  read: ({ stack, logicalId, properties }) => ({
    name: str(properties, 'PolicyName', mark(stack, logicalId)),
    document: readPolicy(properties.PolicyDocument),
  }),
});
