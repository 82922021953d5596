/** Sets the switches through the AWS API. The clients are injected. */
import {
  DescribeSecurityGroupsCommand,
  type EC2Client,
  EnableEbsEncryptionByDefaultCommand,
  EnableImageBlockPublicAccessCommand,
  EnableSnapshotBlockPublicAccessCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { type IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { EnableCommand, type Inspector2Client } from '@aws-sdk/client-inspector2';
import { PutPublicAccessBlockCommand, type S3ControlClient } from '@aws-sdk/client-s3-control';
import { type SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import type { Step } from './plan';

export interface Clients {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly inspector: Inspector2Client;
  readonly s3control: S3ControlClient;
  readonly ssm: SSMClient;
}

const publicSharing = '/ssm/documents/console/public-sharing-permission';

/** A rule as `Revoke` accepts it: EC2 returns empty lists that it then refuses. */
function revocable(rule: IpPermission): IpPermission {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
}

/** Empties the default security group of a network, so that nothing works that was not put in a group of its own. */
async function closeDefaultSecurityGroup(ec2: EC2Client, vpcId: string): Promise<void> {
  const filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: filters }));
  if (!group?.GroupId) throw new Error(`${vpcId} has no default security group that can be read`);
  const ingress = (group.IpPermissions ?? []).map(revocable);
  const egress = (group.IpPermissionsEgress ?? []).map(revocable);
  if (ingress.length > 0)
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: group.GroupId, IpPermissions: ingress }));
  if (egress.length > 0)
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group.GroupId, IpPermissions: egress }));
}

/** Sets one switch. Setting it again changes nothing. */
export async function apply(step: Step, clients: Clients, accountId: string): Promise<void> {
  switch (step.set) {
    case 's3-public-access-block':
      await clients.s3control.send(
        new PutPublicAccessBlockCommand({ AccountId: accountId, PublicAccessBlockConfiguration: step.value }),
      );
      return;
    case 'password-policy':
      await clients.iam.send(new UpdateAccountPasswordPolicyCommand(step.value));
      return;
    case 'ebs-encryption-by-default':
      await clients.ec2.send(new EnableEbsEncryptionByDefaultCommand({}));
      return;
    case 'image-block-public-access':
      await clients.ec2.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: step.value }));
      return;
    case 'snapshot-block-public-access':
      await clients.ec2.send(new EnableSnapshotBlockPublicAccessCommand({ State: step.value }));
      return;
    case 'ssm-document-public-sharing':
      await clients.ssm.send(new UpdateServiceSettingCommand({ SettingId: publicSharing, SettingValue: step.value }));
      return;
    case 'inspector':
      await clients.inspector.send(new EnableCommand({ resourceTypes: step.value }));
      return;
    case 'default-security-group':
      await closeDefaultSecurityGroup(clients.ec2, step.vpcId);
      return;
  }
}
