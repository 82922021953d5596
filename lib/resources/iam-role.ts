/** An IAM role, with its inline and attached policies read as part of it. */
import { defineKind } from './kind';
import { type Policy, readPolicy } from './policy';
import { at, num, records, str, strs, tags } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, type Value } from './value';

export interface RoleState {
  readonly name: Value<string>;
  /** Account that holds it: what decides who is a stranger. */
  readonly account: string;
  readonly path: Value<string>;
  readonly trust: Value<Policy>;
  readonly maxSessionSeconds: Value<number>;
  /** ARN of the permissions boundary, `null` where there is none. */
  readonly boundary: Value<string | null>;
  /** ARNs of attached managed policies, whichever side declares the attachment. */
  readonly managedPolicies: Value<readonly string[]>;
  readonly inlinePolicies: Value<Readonly<Record<string, Value<Policy>>>>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

/** Managed policies on the role itself, and those that name it under `Roles`. */
function attachedPolicies(role: TemplateResource, set: TemplateSet): Value<readonly string[]> {
  const own = strs(role.properties, 'ManagedPolicyArns');
  if (isUnknown(own)) return own;
  const others = set
    .attached(role, 'AWS::IAM::ManagedPolicy', 'Roles')
    .map((policy) => mark(policy.stack, policy.logicalId));
  return [...new Set([...own, ...others])];
}

function inlinePolicies(role: TemplateResource, set: TemplateSet): RoleState['inlinePolicies'] {
  const own = records(role.properties, 'Policies');
  if (isUnknown(own)) return own;
  const attached = [
    ...set.attached(role, 'AWS::IAM::Policy', 'Roles'),
    ...set.attached(role, 'AWS::IAM::RolePolicy', 'RoleName'),
  ].map((policy) => policy.properties);
  const named: [string, Value<Policy>][] = [];
  for (const policy of [...own, ...attached]) {
    const name = str(policy, 'PolicyName', '');
    if (isUnknown(name)) return name;
    named.push([name, readPolicy(at(policy, 'PolicyDocument'))]);
  }
  return Object.fromEntries(named);
}

export const iamRole = defineKind<RoleState>({
  name: 'iam.role',
  types: ['AWS::IAM::Role'],
  owned: ['trust', 'maxSessionSeconds', 'boundary', 'managedPolicies', 'inlinePolicies', 'tags'],
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    return {
      name: str(properties, 'RoleName', mark(stack, logicalId)),
      account: set.environment.account,
      path: str(properties, 'Path', '/'),
      trust: readPolicy(properties.AssumeRolePolicyDocument),
      maxSessionSeconds: num(properties, 'MaxSessionDuration', 3600),
      boundary: str(properties, 'PermissionsBoundary', null),
      managedPolicies: attachedPolicies(resource, set),
      inlinePolicies: inlinePolicies(resource, set),
      tags: tags(properties),
    };
  },
});
