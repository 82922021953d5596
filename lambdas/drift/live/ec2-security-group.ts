/** Security groups, live. */
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { ec2SecurityGroup, type Rule, type SecurityGroupState } from '../../../lib/resources/ec2-security-group';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

/** One rule for each other end that a permission names. */
function rulesOf(permission: IpPermission): Rule[] {
  const { IpProtocol: protocol = '-1', FromPort: from = -1, ToPort: to = -1 } = permission;
  const ends = [
    ...(permission.IpRanges ?? []).map((range) => range.CidrIp),
    ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => pair.GroupId),
    ...(permission.PrefixListIds ?? []).map((list) => list.PrefixListId),
  ];
  const ports = protocol === '-1' ? { from: -1, to: -1 } : { from, to };
  return ends.map((peer) => ({ protocol, ...ports, peer: peer ?? '' }));
}

function permission({ protocol, from, to, peer }: Rule): IpPermission {
  const other: IpPermission = peer.startsWith('sg-')
    ? { UserIdGroupPairs: [{ GroupId: peer }] }
    : peer.startsWith('pl-')
      ? { PrefixListIds: [{ PrefixListId: peer }] }
      : peer.includes(':')
        ? { Ipv6Ranges: [{ CidrIpv6: peer }] }
        : { IpRanges: [{ CidrIp: peer }] };
  const ports = protocol === '-1' ? {} : { FromPort: from, ToPort: to };
  return { IpProtocol: protocol, ...ports, ...other };
}

async function readGroup(client: EC2Client, id: string): Promise<SecurityGroupState | undefined> {
  const request = new DescribeSecurityGroupsCommand({ GroupIds: [id] });
  const found = await client.send(request).catch(ifAbsent('InvalidGroup.NotFound', 'InvalidGroupId.NotFound'));
  const group = found?.SecurityGroups?.[0];
  if (!group) return undefined;
  return {
    id,
    ingress: (group.IpPermissions ?? []).flatMap(rulesOf),
    egress: (group.IpPermissionsEgress ?? []).flatMap(rulesOf),
  };
}

export const ec2SecurityGroupLive = defineLive<SecurityGroupState>({
  kind: ec2SecurityGroup,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      read: (id) => readGroup(ec2, id),
      puts: {
        ingress: async (GroupId, declared, live) => {
          const { missing, extra } = difference(declared.ingress, live.ingress);
          const [open, close] = [missing.map(permission), extra.map(permission)];
          if (close.length > 0)
            await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: close }));
          if (open.length > 0)
            await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: open }));
        },
        egress: async (GroupId, declared, live) => {
          const { missing, extra } = difference(declared.egress, live.egress);
          const [open, close] = [missing.map(permission), extra.map(permission)];
          if (close.length > 0) await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: close }));
          if (open.length > 0)
            await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: open }));
        },
      },
    };
  },
});
