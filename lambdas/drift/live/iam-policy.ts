/** Customer managed IAM policies, live. */
import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  type PolicyVersion,
  paginateListEntitiesForPolicy,
  paginateListPolicyVersions,
} from '@aws-sdk/client-iam';
import { iamManagedPolicy, type ManagedPolicyState } from '../../../lib/resources/iam-policy';
import { writePolicy } from '../../../lib/resources/policy';
import { ifAbsent } from './absent';
import { readDocument } from './iam-role';
import { defineLive } from './live';

/** Versions that IAM keeps of one policy. */
const versionLimit = 5;

async function isUsed(
  client: IAMClient,
  PolicyArn: string,
  PolicyUsageFilter: 'PermissionsBoundary' | 'PermissionsPolicy',
) {
  for await (const page of paginateListEntitiesForPolicy({ client }, { PolicyArn, PolicyUsageFilter })) {
    const entities = [...(page.PolicyRoles ?? []), ...(page.PolicyUsers ?? []), ...(page.PolicyGroups ?? [])];
    if (entities.length > 0) return true;
  }
  return false;
}

async function read(client: IAMClient, PolicyArn: string): Promise<ManagedPolicyState | undefined> {
  const found = await client
    .send(new GetPolicyCommand({ PolicyArn }))
    .catch(ifAbsent('NoSuchEntity', 'NoSuchEntityException'));
  if (!found?.Policy) return undefined;
  const { DefaultVersionId: VersionId, PolicyName: name = PolicyArn } = found.Policy;
  const { PolicyVersion: version } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  const [bounds, grants] = await Promise.all([
    isUsed(client, PolicyArn, 'PermissionsBoundary'),
    isUsed(client, PolicyArn, 'PermissionsPolicy'),
  ]);
  return { name, document: readDocument(version?.Document), boundary: bounds && !grants };
}

async function versionsOf(client: IAMClient, PolicyArn: string): Promise<readonly PolicyVersion[]> {
  const versions: PolicyVersion[] = [];
  for await (const page of paginateListPolicyVersions({ client }, { PolicyArn }))
    versions.push(...(page.Versions ?? []));
  return versions;
}

/** Makes room for one more version by the oldest that is not in force. */
async function makeRoom(client: IAMClient, PolicyArn: string): Promise<void> {
  const versions = await versionsOf(client, PolicyArn);
  if (versions.length < versionLimit) return;
  const [oldest] = versions
    .filter((version) => !version.IsDefaultVersion)
    .sort((a, b) => (a.CreateDate?.getTime() ?? 0) - (b.CreateDate?.getTime() ?? 0));
  if (oldest?.VersionId) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: oldest.VersionId }));
}

export const iamManagedPolicyLive = defineLive<ManagedPolicyState>({
  kind: iamManagedPolicy,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      read: (arn) => read(client, arn),
      puts: {
        document: async (PolicyArn, { document }) => {
          const PolicyDocument = writePolicy(document);
          await makeRoom(client, PolicyArn);
          await client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
        },
      },
    };
  },
});
