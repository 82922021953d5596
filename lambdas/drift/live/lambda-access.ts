/** Who may call a function, live: the policies of the function, its aliases and its versions, and its addresses. */
import {
  AddPermissionCommand,
  DeleteFunctionUrlConfigCommand,
  DeleteResourcePolicyCommand,
  type FunctionUrlAuthType,
  GetPolicyCommand,
  type LambdaClient,
  PutResourcePolicyCommand,
  paginateListAliases,
  paginateListFunctionUrlConfigs,
  paginateListVersionsByFunction,
  RemovePermissionCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { sameMeaning } from '../../../lib/resources/compare';
import type { FunctionState, FunctionUrl } from '../../../lib/resources/lambda-function';
import { type FunctionAccess, permissionOf, plainStatement } from '../../../lib/resources/lambda-permission';
import { readPolicy, type Statement } from '../../../lib/resources/policy';
import { isUnknown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import type { Put } from './live';
import { writable } from './writable';

const notFound = ifAbsent('ResourceNotFoundException');

/** Aliases and published versions: each has a policy of its own, which the function's does not show. */
async function qualifiers(client: LambdaClient, FunctionName: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of paginateListAliases({ client }, { FunctionName }))
    for (const { Name } of page.Aliases ?? []) if (Name) found.push(Name);
  for await (const page of paginateListVersionsByFunction({ client }, { FunctionName }))
    for (const { Version } of page.Versions ?? []) if (Version && Version !== '$LATEST') found.push(Version);
  return found;
}

async function policyOf(client: LambdaClient, FunctionName: string, Qualifier: string | undefined) {
  const found = await client.send(new GetPolicyCommand({ FunctionName, Qualifier })).catch(notFound);
  const policy = readPolicy(found?.Policy);
  if (isUnknown(policy)) throw new TypeError(policy.unknown);
  // An emulator answers the function's question with its aliases' statements too.
  return policy.statements.filter((one) => plainStatement(one).resources[0] === Qualifier);
}

export async function readAccess(client: LambdaClient, name: string): Promise<FunctionAccess> {
  const all = [undefined, ...(await qualifiers(client, name))];
  const statements = (await Promise.all(all.map((one) => policyOf(client, name, one)))).flat();
  return { policy: { statements: statements.map(plainStatement) }, ids: statements.map(({ sid }) => sid) };
}

export async function readUrls(client: LambdaClient, FunctionName: string): Promise<readonly FunctionUrl[]> {
  const urls: FunctionUrl[] = [];
  for await (const page of paginateListFunctionUrlConfigs({ client }, { FunctionName }))
    for (const { AuthType, FunctionArn } of page.FunctionUrlConfigs ?? [])
      urls.push({ qualifier: FunctionArn?.split(':')[7], auth: AuthType ?? 'NONE' });
  return urls;
}

/** A statement without an id cannot be removed alone: the policy is written again without it, if nobody changed it since. */
async function rewrite(client: LambdaClient, name: string, wanted: readonly Statement[], Qualifier?: string) {
  const found = await client.send(new GetPolicyCommand({ FunctionName: name, Qualifier })).catch(notFound);
  if (!found?.Policy) return;
  const policy = JSON.parse(found.Policy) as { Statement: { Resource: string }[] };
  const isWanted = (raw: object) => {
    const read = readPolicy({ Statement: [raw as Record<string, string>] });
    const [one] = isUnknown(read) ? [] : read.statements;
    return one !== undefined && wanted.some((other) => sameMeaning(plainStatement(one), other));
  };
  const Statement = policy.Statement.filter(isWanted);
  const ResourceArn = policy.Statement[0]?.Resource;
  const { RevisionId } = found;
  if (Statement.length === 0) await client.send(new DeleteResourcePolicyCommand({ ResourceArn, RevisionId }));
  else {
    const Policy = JSON.stringify({ ...policy, Statement });
    await client.send(new PutResourcePolicyCommand({ ResourceArn, Policy, RevisionId }));
  }
}

/** What CloudFormation calls a permission: its id, behind the function's where a type has both. */
const statementId = (physicalId: string): string => physicalId.split('|').at(-1) ?? physicalId;

const putAccess =
  (client: LambdaClient): Put<FunctionState> =>
  async (FunctionName, declared, live) => {
    const wanted = writable(declared.access.policy).statements;
    const present = writable(live.access.policy).statements;
    const within = (list: readonly Statement[], one: Statement) => list.some((other) => sameMeaning(one, other));
    // Doors are closed first, and an id that a changed statement holds is then free.
    for (const [at, one] of present.entries()) {
      if (within(wanted, one)) continue;
      const id = writable(live.access.ids[at]);
      const [Qualifier] = one.resources;
      await (id === undefined
        ? rewrite(client, FunctionName, wanted, Qualifier)
        : client.send(new RemovePermissionCommand({ FunctionName, StatementId: id, Qualifier })).catch(notFound));
    }
    for (const [at, one] of wanted.entries()) {
      if (within(present, one)) continue;
      const { FunctionUrlAuthType, InvokedViaFunctionUrl, ...told } = permissionOf(one);
      await client.send(
        new AddPermissionCommand({
          ...told,
          FunctionName,
          StatementId: statementId(writable(declared.access.ids[at]) ?? ''),
          FunctionUrlAuthType: FunctionUrlAuthType as FunctionUrlAuthType | undefined,
          InvokedViaFunctionUrl: InvokedViaFunctionUrl === undefined ? undefined : InvokedViaFunctionUrl === 'true',
        }),
      );
    }
  };

/**
 * Addresses that nobody declared go, and declared ones ask for a signature again. One that is gone is not made anew: it
 * would have another name, which is for its stack to give out.
 */
const putUrls =
  (client: LambdaClient): Put<FunctionState> =>
  async (FunctionName, declared, live) => {
    const wanted = writable(declared.urls);
    for (const url of writable(live.urls)) {
      const Qualifier = writable(url.qualifier);
      const promise = wanted.find((one) => writable(one.qualifier) === Qualifier);
      if (!promise) await client.send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier }));
      else if (!sameMeaning(promise, url)) {
        const AuthType = writable(promise.auth) as FunctionUrlAuthType;
        await client.send(new UpdateFunctionUrlConfigCommand({ FunctionName, Qualifier, AuthType }));
      }
    }
  };

export const accessPuts = (client: LambdaClient): Record<'access.policy' | 'urls', Put<FunctionState>> => ({
  'access.policy': putAccess(client),
  urls: putUrls(client),
});
