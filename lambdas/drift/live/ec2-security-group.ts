/** Security groups, live. */
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  paginateDescribeSecurityGroupRules,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { ec2SecurityGroup, type Rule, type SecurityGroupState } from '../../../lib/resources/ec2-security-group';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

function ruleOf(rule: SecurityGroupRule): Rule {
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId ?? '';
  const protocol = rule.IpProtocol ?? '-1';
  return protocol === '-1'
    ? { protocol, from: -1, to: -1, peer }
    : { protocol, from: rule.FromPort ?? -1, to: rule.ToPort ?? -1, peer };
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
  if (!found?.SecurityGroups?.[0]) return undefined;
  const rules: SecurityGroupRule[] = [];
  const filter = { Filters: [{ Name: 'group-id', Values: [id] }] };
  for await (const page of paginateDescribeSecurityGroupRules({ client }, filter))
    rules.push(...(page.SecurityGroupRules ?? []));
  return {
    id,
    ingress: rules.filter((rule) => !rule.IsEgress).map(ruleOf),
    egress: rules.filter((rule) => rule.IsEgress).map(ruleOf),
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
