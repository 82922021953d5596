/** Console passwords, second factors and roles of somebody else, live. */
import {
  AttachUserPolicyCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  paginateListAttachedUserPolicies,
  paginateListMFADevices,
} from '@aws-sdk/client-iam';
import type { RoleState } from '../../../lib/resources/iam-role';
import {
  iamLoginProfile,
  iamMfaDevice,
  iamUndeclaredRole,
  type LoginProfileState,
  type MfaDeviceState,
} from '../../../lib/resources/undeclared';
import { ifAbsent } from './absent';
import { iamRoleLive } from './iam-role';
import { defineLive } from './live';

const noSuchEntity = ifAbsent('NoSuchEntity', 'NoSuchEntityException');
const isDenyAll = (arn: string | undefined): boolean => /:iam::aws:policy\/AWSDenyAll$/.test(arn ?? '');

async function isClosed(client: IAMClient, UserName: string): Promise<boolean> {
  for await (const page of paginateListAttachedUserPolicies({ client }, { UserName }))
    if (page.AttachedPolicies?.some(({ PolicyArn }) => isDenyAll(PolicyArn))) return true;
  return false;
}

/** China and GovCloud have partitions of their own: the user's ARN says which. */
async function denyAllFor(client: IAMClient, UserName: string): Promise<string> {
  const { User } = await client.send(new GetUserCommand({ UserName }));
  return `arn:${User?.Arn?.split(':')[1] ?? 'aws'}:iam::aws:policy/AWSDenyAll`;
}

export const iamLoginProfileLive = defineLive<LoginProfileState>({
  kind: iamLoginProfile,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      async read(UserName) {
        const profile = await client.send(new GetLoginProfileCommand({ UserName })).catch(noSuchEntity);
        return profile && { user: UserName, usable: !(await isClosed(client, UserName)) };
      },
      puts: {
        // Detaching the policy undoes it; a deleted password would be gone, and its sessions would go on.
        usable: async (UserName) => {
          const PolicyArn = await denyAllFor(client, UserName);
          await client.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
        },
      },
    };
  },
});

export const iamMfaDeviceLive = defineLive<MfaDeviceState>({
  kind: iamMfaDevice,
  open(sdk) {
    const client = new IAMClient(sdk('iam'));
    return {
      async read(UserName) {
        const found = await client.send(new GetUserCommand({ UserName })).catch(noSuchEntity);
        if (!found?.User) return undefined;
        const profile = await client.send(new GetLoginProfileCommand({ UserName })).catch(noSuchEntity);
        const serials: string[] = [];
        for await (const page of paginateListMFADevices({ client }, { UserName }))
          for (const { SerialNumber } of page.MFADevices ?? []) if (SerialNumber) serials.push(SerialNumber);
        return { user: UserName, consoleAccess: profile !== undefined, serials };
      },
      puts: {},
    };
  },
});

export const iamUndeclaredRoleLive = defineLive<RoleState>({
  kind: iamUndeclaredRole,
  open(sdk) {
    const { read } = iamRoleLive.open(sdk);
    return { read, puts: {} };
  },
});
