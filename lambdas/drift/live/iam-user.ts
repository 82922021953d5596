/** IAM users, access keys and groups, live: what must not exist. */
import {
  GetAccessKeyLastUsedCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  paginateListAccessKeys,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import {
  type AccessKeyState,
  type GroupState,
  iamAccessKey,
  iamGroup,
  iamUser,
  type UserState,
} from '../../../lib/resources/iam-user';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { defineLive } from './live';

const noSuchEntity = ifAbsent('NoSuchEntity', 'NoSuchEntityException');

export const iamUserLive = defineLive<UserState>({
  kind: iamUser,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      async read(UserName) {
        const found = await client.send(new GetUserCommand({ UserName })).catch(noSuchEntity);
        if (!found?.User) return undefined;
        const profile = await client.send(new GetLoginProfileCommand({ UserName })).catch(noSuchEntity);
        return { name: UserName, consoleAccess: profile !== undefined };
      },
      puts: {},
    };
  },
});

async function readKey(client: IAMClient, AccessKeyId: string): Promise<AccessKeyState | undefined> {
  const used = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })).catch(noSuchEntity);
  if (!used?.UserName) return undefined;
  for await (const page of paginateListAccessKeys({ client }, { UserName: used.UserName })) {
    const key = page.AccessKeyMetadata?.find((one) => one.AccessKeyId === AccessKeyId);
    if (key) return { user: used.UserName, active: key.Status === 'Active' };
  }
  return undefined;
}

export const iamAccessKeyLive = defineLive<AccessKeyState>({
  kind: iamAccessKey,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      read: (id) => readKey(client, id),
      puts: {
        // Deactivated, never deleted: that can be undone.
        active: async (AccessKeyId, _declared, { user }) => {
          if (!isKnown(user)) return;
          await client.send(new UpdateAccessKeyCommand({ AccessKeyId, UserName: user, Status: 'Inactive' }));
        },
      },
    };
  },
});

export const iamGroupLive = defineLive<GroupState>({
  kind: iamGroup,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      async read(GroupName) {
        const found = await client.send(new GetGroupCommand({ GroupName })).catch(noSuchEntity);
        return found?.Group ? { name: GroupName } : undefined;
      },
      puts: {},
    };
  },
});
