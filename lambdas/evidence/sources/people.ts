/** People of the user pool, counted by group. Cognito answers with who they are; nothing of that is kept. */
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  paginateListGroups,
  paginateListUserPools,
  paginateListUsersInGroup,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ItemOf } from '../../../lib/attest/increment';
import { allOf, mostPages } from '../bounds';
import type { Gathered } from '../ports';

/** People of one group are read up to this many. */
const most = { items: 100_000, pages: mostPages };

async function countOf(client: CognitoIdentityProviderClient, UserPoolId: string, GroupName: string) {
  const pages = paginateListUsersInGroup({ client }, { UserPoolId, GroupName });
  // One empty item a person: how many there are is all that is wanted.
  const { items, left } = await allOf(pages, ({ Users = [] }) => Users.map(() => undefined), most);
  return { count: { group: GroupName, users: items.length }, left: left && `of the group ${GroupName}: ${left}` };
}

async function poolOf(client: CognitoIdentityProviderClient, UserPoolId: string, pool: string) {
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  const listed = await allOf(paginateListGroups({ client }, { UserPoolId }), ({ Groups = [] }) =>
    Groups.flatMap(({ GroupName }) => GroupName ?? []),
  );
  const groups: ItemOf<'people'>['groups'] = [];
  const left: string[] = listed.left === undefined ? [] : [`groups: ${listed.left}`];
  for (const group of [...listed.items].sort()) {
    const one = await countOf(client, UserPoolId, group);
    groups.push(one.count);
    if (one.left !== undefined) left.push(one.left);
  }
  const mfa = UserPool?.MfaConfiguration ?? 'OFF';
  return { item: { pool, mfa, users: UserPool?.EstimatedNumberOfUsers ?? 0, groups }, left };
}

/** @throws Error where there is no such pool: then nobody can say who has access */
export async function people(client: CognitoIdentityProviderClient, pool: string): Promise<Gathered<ItemOf<'people'>>> {
  const pages = paginateListUserPools({ client }, { MaxResults: 60 });
  const found = await allOf(pages, ({ UserPools = [] }) =>
    UserPools.flatMap(({ Id, Name }) => (Name === pool && Id !== undefined ? [Id] : [])),
  );
  if (found.items.length === 0) throw new Error(`there is no user pool ${pool}`);
  const items: ItemOf<'people'>[] = [];
  const left: string[] = [];
  for (const id of found.items) {
    const one = await poolOf(client, id, pool);
    items.push(one.item);
    left.push(...one.left);
  }
  return left.length === 0 ? { items } : { items, left: left.join('; ') };
}
