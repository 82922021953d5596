/** Network ACLs, live. */
import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  EC2Client,
  type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import { type AclEntry, ec2NetworkAcl, type NetworkAclState } from '../../../lib/resources/ec2-network-acl';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

/** EC2 ends every ACL with an entry that denies the rest; nobody can change it. */
const lastEntry = 32_767;

const entryOf = (entry: NetworkAclEntry): AclEntry => ({
  number: entry.RuleNumber ?? 0,
  egress: entry.Egress ?? false,
  action: entry.RuleAction ?? 'deny',
  protocol: entry.Protocol ?? '-1',
  cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
  from: entry.PortRange?.From ?? -1,
  to: entry.PortRange?.To ?? -1,
});

export const ec2NetworkAclLive = defineLive<NetworkAclState>({
  kind: ec2NetworkAcl,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const request = new DescribeNetworkAclsCommand({ NetworkAclIds: [id] });
        const found = await ec2.send(request).catch(ifAbsent('InvalidNetworkAclID.NotFound'));
        const acl = found?.NetworkAcls?.[0];
        const made = (acl?.Entries ?? []).filter((entry) => (entry.RuleNumber ?? 0) < lastEntry);
        return acl && { id, entries: made.map(entryOf) };
      },
      puts: {
        entries: async (NetworkAclId, declared, live) => {
          const { missing, extra } = difference(declared.entries, live.entries);
          for (const { number: RuleNumber, egress: Egress } of extra)
            await ec2.send(new DeleteNetworkAclEntryCommand({ NetworkAclId, RuleNumber, Egress }));
          for (const { number, egress, action, protocol, cidr, from, to } of missing)
            await ec2.send(
              new CreateNetworkAclEntryCommand({
                NetworkAclId,
                RuleNumber: number,
                Egress: egress,
                RuleAction: action as 'allow' | 'deny',
                Protocol: protocol,
                ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
                ...(from === -1 ? {} : { PortRange: { From: from, To: to } }),
              }),
            );
        },
      },
    };
  },
});
