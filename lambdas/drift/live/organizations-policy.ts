/** Policies of AWS Organizations, live. */
import {
  AttachPolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  OrganizationsClient,
  paginateListTargetsForPolicy,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import {
  contentOf,
  type OrganizationPolicyState,
  organizationsPolicy,
} from '../../../lib/resources/organizations-policy';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

async function read(client: OrganizationsClient, PolicyId: string): Promise<OrganizationPolicyState | undefined> {
  const found = await client.send(new DescribePolicyCommand({ PolicyId })).catch(ifAbsent('PolicyNotFoundException'));
  const policy = found?.Policy;
  if (!policy) return undefined;
  const targets: string[] = [];
  for await (const page of paginateListTargetsForPolicy({ client }, { PolicyId }))
    targets.push(...(page.Targets ?? []).map((target) => target.TargetId ?? ''));
  return {
    id: PolicyId,
    name: policy.PolicySummary?.Name ?? '',
    type: policy.PolicySummary?.Type ?? '',
    content: contentOf(policy.Content),
    characters: policy.Content?.length ?? 0,
    targets,
  };
}

export const organizationsPolicyLive = defineLive<OrganizationPolicyState>({
  kind: organizationsPolicy,
  open(sdk) {
    const client = new OrganizationsClient(sdk('organizations'));
    return {
      read: (id) => read(client, id),
      puts: {
        name: async (PolicyId, { name }) => {
          if (isKnown(name)) await client.send(new UpdatePolicyCommand({ PolicyId, Name: name }));
        },
        content: async (PolicyId, { content }) => {
          if (!isKnown(content)) return;
          await client.send(new UpdatePolicyCommand({ PolicyId, Content: JSON.stringify(content) }));
        },
        targets: async (PolicyId, declared, live) => {
          const { missing, extra } = difference(declared.targets, live.targets);
          for (const TargetId of missing) await client.send(new AttachPolicyCommand({ PolicyId, TargetId }));
          for (const TargetId of extra) await client.send(new DetachPolicyCommand({ PolicyId, TargetId }));
        },
      },
    };
  },
});
