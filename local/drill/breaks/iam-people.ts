/** Breaks by what must not exist in IAM: users with their keys and passwords, groups, other administrators. */
import { randomUUID } from 'node:crypto';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteLoginProfileCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  DetachRolePolicyCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { iamInlinePolicyLive } from '../../../lambdas/drift/live/iam-inline-policy';
import {
  iamLoginProfileLive,
  iamMfaDeviceLive,
  iamUndeclaredRoleLive,
} from '../../../lambdas/drift/live/iam-undeclared';
import { iamAccessKeyLive, iamGroupLive, iamUserLive } from '../../../lambdas/drift/live/iam-user';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import type { Break } from '../break';
import type { Scene } from '../scene';

/** A name that nobody has: what is only put out of use stays, and a second drill makes another. */
const newName = (): string => `intern-${randomUUID().slice(0, 8)}`;

async function newUser(iam: IAMClient): Promise<string> {
  const UserName = newName();
  await iam.send(new CreateUserCommand({ UserName }));
  return UserName;
}

async function newPassword(iam: IAMClient): Promise<string> {
  const UserName = await newUser(iam);
  // Made up for each drill: it opens a user of the emulator that lives as long as the drill.
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: `${randomUUID()}A!` }));
  return UserName;
}

const allowing = (Action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const policyName = 'quick-fix';

/** Makes something that must not exist, and gives its id; takes it away again where the loop leaves it to a person. */
interface Making {
  readonly kind: LiveKind<unknown>;
  make(iam: IAMClient, account: string): Promise<string>;
  clear?(iam: IAMClient, id: string, account: string): Promise<unknown>;
}

const deviceArn = (account: string, user: string): string => `arn:aws:iam::${account}:mfa/${user}`;

const makings: Readonly<Record<string, Making>> = {
  'iam.access-key.forbidden': {
    kind: iamAccessKeyLive,
    async make(iam) {
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: await newUser(iam) }));
      return AccessKey?.AccessKeyId ?? '';
    },
  },
  'iam.group.forbidden': {
    kind: iamGroupLive,
    async make(iam) {
      const GroupName = newName();
      await iam.send(new CreateGroupCommand({ GroupName }));
      return GroupName;
    },
    clear: (iam, GroupName) => iam.send(new DeleteGroupCommand({ GroupName })),
  },
  'iam.inline-policy.kms-actions': {
    kind: iamInlinePolicyLive,
    async make(iam) {
      const UserName = await newUser(iam);
      const PolicyDocument = allowing('kms:Decrypt');
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: policyName, PolicyDocument }));
      return `user/${UserName}/${policyName}`;
    },
    async clear(iam, id) {
      const [, UserName] = id.split('/');
      await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: policyName }));
      await iam.send(new DeleteUserCommand({ UserName }));
    },
  },
  'iam.login-profile.forbidden': { kind: iamLoginProfileLive, make: newPassword },
  'iam.mfa-device.present': {
    kind: iamMfaDeviceLive,
    async make(iam, account) {
      const UserName = await newPassword(iam);
      await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }));
      const device = { UserName, SerialNumber: deviceArn(account, UserName) };
      const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
      await iam.send(new EnableMFADeviceCommand({ ...device, ...codes }));
      await iam.send(new DeactivateMFADeviceCommand(device));
      return UserName;
    },
    async clear(iam, UserName, account) {
      await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: deviceArn(account, UserName) }));
      await iam.send(new DeleteLoginProfileCommand({ UserName }));
      await iam.send(new DeleteUserCommand({ UserName }));
    },
  },
  'iam.undeclared-role.administrator': {
    kind: iamUndeclaredRoleLive,
    async make(iam, account) {
      const RoleName = newName();
      const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: administrator }));
      return RoleName;
    },
    async clear(iam, RoleName) {
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: administrator }));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    },
  },
  'iam.user.forbidden': {
    kind: iamUserLive,
    make: newUser,
    clear: (iam, UserName) => iam.send(new DeleteUserCommand({ UserName })),
  },
};

/** The same policy, where all of a group have it at once. */
const ofGroup: Making = {
  kind: iamInlinePolicyLive,
  async make(iam) {
    const GroupName = newName();
    await iam.send(new CreateGroupCommand({ GroupName }));
    const PolicyDocument = allowing('kms:Decrypt');
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: policyName, PolicyDocument }));
    return `group/${GroupName}/${policyName}`;
  },
  async clear(iam, id) {
    const [, GroupName] = id.split('/');
    await iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName: policyName }));
    await iam.send(new DeleteGroupCommand({ GroupName }));
  },
};

const iamOf = (scene: Scene): IAMClient => scene.open(IAMClient, 'iam');

const making = (control: string, { clear, kind, make }: Making, name?: string): Break => ({
  control,
  ...(name ? { name } : {}),
  kind,
  run: async (scene) => ({ physicalId: await make(iamOf(scene), scene.options.account) }),
  ...(clear
    ? {
        async restore(scene: Scene, { physicalId }: { readonly physicalId: string }) {
          await clear(iamOf(scene), physicalId, scene.options.account);
        },
      }
    : {}),
});

export const iamPeopleBreaks: readonly Break[] = [
  ...Object.entries(makings).map(([control, one]) => making(control, one)),
  making('iam.inline-policy.kms-actions', ofGroup, "a group's"),
];
