/** Breaks of the deployment's roles, and of the policies that they carry. */
import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRolePermissionsBoundaryCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { iamManagedPolicyLive } from '../../../lambdas/drift/live/iam-policy';
import { iamRoleLive } from '../../../lambdas/drift/live/iam-role';
import type { Break } from '../break';
import type { Located, Scene } from '../scene';

/** Something of one of the people's roles: nothing of the loop itself needs it. */
const of =
  (role: string) =>
  ({ row }: Located): boolean =>
    row.logicalId.startsWith(role);

const allowing = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

const trusting = (principal: Readonly<Record<string, string>>, action: string): string =>
  allowing({ Principal: principal, Action: action });

/** A foreign account, as the one who keeps a back door writes it. */
const stranger = { AWS: 'arn:aws:iam::999988887777:root' };

type BreakRole = (iam: IAMClient, RoleName: string, scene: Scene) => Promise<unknown>;

const roleBreaks: Readonly<Record<string, BreakRole>> = {
  'iam.role.boundary': (iam, RoleName) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
  'iam.role.session': (iam, RoleName) => iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 43_200 })),
  'iam.role.trust': (iam, RoleName) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trusting(stranger, 'sts:AssumeRole') })),
  // Any identity pool of anybody, and its guests.
  'iam.role.federation': (iam, RoleName) =>
    iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: trusting({ Federated: 'cognito-identity.amazonaws.com' }, 'sts:AssumeRoleWithWebIdentity'),
      }),
    ),
  'iam.role.break-glass-mfa': (iam, RoleName, { options: { account } }) =>
    iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: trusting({ AWS: `arn:aws:iam::${account}:root` }, 'sts:AssumeRole'),
      }),
    ),
  'iam.role.attached-policies': (iam, RoleName) =>
    iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })),
  'iam.role.inline-policies': (iam, RoleName) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'quick-fix',
        PolicyDocument: allowing({ Action: 's3:GetObject', Resource: '*' }),
      }),
    ),
};

type BreakPolicy = (iam: IAMClient, PolicyArn: string) => Promise<unknown>;

const widened =
  (PolicyDocument: string): BreakPolicy =>
  (iam, PolicyArn) =>
    iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));

/** A wide version that waited is put in force: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html */
const switched =
  (PolicyDocument: string): BreakPolicy =>
  async (iam, PolicyArn) => {
    const { PolicyVersion } = await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: PolicyVersion?.VersionId }));
  };

/** Versions that IAM keeps of one policy. */
const mostVersions = 5;

/** Until there is no room for the one that puts it right: the last is in force. */
const filled =
  (PolicyDocument: string): BreakPolicy =>
  async (iam, PolicyArn) => {
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    for (let count = Versions.length; count < mostVersions; count += 1) await widened(PolicyDocument)(iam, PolicyArn);
  };

interface PolicyBreak {
  readonly control: string;
  readonly name?: string;
  readonly policy: string;
  readonly breakIt: BreakPolicy;
}

/** Each on a policy of its own: the loop clears away no version that is not in its way. */
const policyBreaks: readonly PolicyBreak[] = [
  {
    control: 'iam.managed-policy.admin',
    policy: 'Roleresearcher',
    breakIt: widened(allowing({ Action: '*', Resource: '*' })),
  },
  {
    control: 'iam.managed-policy.admin',
    name: 'no version left',
    policy: 'Rolefrontdesk',
    breakIt: filled(allowing({ Action: '*', Resource: '*' })),
  },
  {
    control: 'iam.managed-policy.full-access',
    policy: 'Roleauditor',
    breakIt: widened(allowing({ Action: 's3:*', Resource: '*' })),
  },
  {
    control: 'iam.managed-policy.kms-actions',
    policy: 'Rolebilling',
    breakIt: switched(allowing({ Action: 'kms:Decrypt', Resource: '*' })),
  },
];

export const iamRoleBreaks: readonly Break[] = [
  ...Object.entries(roleBreaks).map(([control, breakIt]): Break => {
    const role = control === 'iam.role.break-glass-mfa' ? 'BreakGlass' : 'Roleresearcher';
    return {
      control,
      kind: iamRoleLive,
      async run(scene) {
        const { declared, row } = scene.one(iamRoleLive.kind, of(role));
        await breakIt(scene.open(IAMClient, 'iam'), row.physicalId, scene);
        return { declared, physicalId: row.physicalId };
      },
    };
  }),
  ...policyBreaks.map(
    ({ breakIt, policy, ...which }): Break => ({
      ...which,
      kind: iamManagedPolicyLive,
      async run(scene) {
        const { declared, row } = scene.one(iamManagedPolicyLive.kind, of(policy));
        await breakIt(scene.open(IAMClient, 'iam'), row.physicalId);
        return { declared, physicalId: row.physicalId };
      },
    }),
  ),
];
