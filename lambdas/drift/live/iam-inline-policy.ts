/** Inline policies of roles, users and groups that no template declares, live. */
import { GetGroupPolicyCommand, GetRolePolicyCommand, GetUserPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { type InlinePolicyState, iamInlinePolicy } from '../../../lib/resources/iam-policy';
import { ifAbsent } from './absent';
import { readDocument } from './iam-role';
import { defineLive } from './live';

/** Whose it is and what it is called, as `strangers` writes it. Neither name can hold a slash. */
const anId = /^(role|user|group)\/([^/]+)\/([^/]+)$/;

async function documentOf(client: IAMClient, owner: string, name: string, PolicyName: string) {
  if (owner === 'role') return client.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
  if (owner === 'user') return client.send(new GetUserPolicyCommand({ UserName: name, PolicyName }));
  return client.send(new GetGroupPolicyCommand({ GroupName: name, PolicyName }));
}

export const iamInlinePolicyLive = defineLive<InlinePolicyState>({
  kind: iamInlinePolicy,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      async read(id, declared) {
        const [, owner, name, policy] = anId.exec(id) ?? [];
        // CloudFormation's id of one that a template declares does not say whose it is. Its role is read whole, and it
        // with it.
        if (owner === undefined || name === undefined || policy === undefined) return declared;
        const found = await documentOf(client, owner, name, policy).catch(
          ifAbsent('NoSuchEntity', 'NoSuchEntityException'),
        );
        return found && { name: policy, document: readDocument(found.PolicyDocument) };
      },
      puts: {},
    };
  },
});
