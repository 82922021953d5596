/** IAM roles, live. */
import {
  AttachRolePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { iamRole, type RoleState } from '../../../lib/resources/iam-role';
import { type Policy, readPolicy, writePolicy } from '../../../lib/resources/policy';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';
import { asTags, ownTags, tagChanges } from './tags';

/** IAM returns policy documents URL-encoded. */
export const readDocument = (document: string | undefined): Value<Policy> =>
  readPolicy(document === undefined ? undefined : decodeURIComponent(document));

async function attachedPolicies(client: IAMClient, RoleName: string): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName }))
    for (const policy of page.AttachedPolicies ?? []) if (policy.PolicyArn) arns.push(policy.PolicyArn);
  return arns;
}

async function inlinePolicies(client: IAMClient, RoleName: string): Promise<Record<string, Value<Policy>>> {
  const policies: Record<string, Value<Policy>> = {};
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      policies[PolicyName] = readDocument(PolicyDocument);
    }
  }
  return policies;
}

async function read(client: IAMClient, name: string): Promise<RoleState | undefined> {
  const found = await client
    .send(new GetRoleCommand({ RoleName: name }))
    .catch(ifAbsent('NoSuchEntity', 'NoSuchEntityException'));
  const role = found?.Role;
  if (!role) return undefined;
  const [managedPolicies, inline] = await Promise.all([attachedPolicies(client, name), inlinePolicies(client, name)]);
  return {
    name,
    account: role.Arn?.split(':')[4] ?? '',
    path: role.Path ?? '/',
    trust: readDocument(role.AssumeRolePolicyDocument),
    maxSessionSeconds: role.MaxSessionDuration ?? 3600,
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    managedPolicies,
    inlinePolicies: inline,
    tags: ownTags(role.Tags),
  };
}

function policyPuts(client: IAMClient): Record<'managedPolicies' | 'inlinePolicies', Put<RoleState>> {
  return {
    managedPolicies: async (RoleName, { managedPolicies: wanted }, { managedPolicies: present }) => {
      if (!isKnown(wanted) || !isKnown(present)) return;
      for (const PolicyArn of wanted.filter((arn) => !present.includes(arn)))
        await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
      for (const PolicyArn of present.filter((arn) => !wanted.includes(arn)))
        await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    },
    inlinePolicies: async (RoleName, { inlinePolicies: wanted }, { inlinePolicies: present }) => {
      if (!isKnown(wanted) || !isKnown(present)) return;
      for (const [PolicyName, policy] of Object.entries(wanted))
        await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: writePolicy(policy) }));
      for (const PolicyName of Object.keys(present).filter((one) => !(one in wanted)))
        await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    },
  };
}

export const iamRoleLive = defineLive<RoleState>({
  kind: iamRole,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      read: (name) => read(client, name),
      puts: {
        ...policyPuts(client),
        trust: async (RoleName, { trust }) => {
          await client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: writePolicy(trust) }));
        },
        maxSessionSeconds: async (RoleName, { maxSessionSeconds }) => {
          // Only what is given is changed; the description stays.
          if (!isKnown(maxSessionSeconds)) return;
          await client.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: maxSessionSeconds }));
        },
        boundary: async (RoleName, { boundary }) => {
          if (!isKnown(boundary)) return;
          await (boundary === null
            ? client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))
            : client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: boundary })));
        },
        tags: async (RoleName, { tags: wanted }, { tags: present }) => {
          if (!isKnown(wanted) || !isKnown(present)) return;
          const { set, remove } = tagChanges(wanted, present);
          if (Object.keys(set).length > 0) await client.send(new TagRoleCommand({ RoleName, Tags: asTags(set) }));
          if (remove.length > 0) await client.send(new UntagRoleCommand({ RoleName, TagKeys: [...remove] }));
        },
      },
    };
  },
});
