/** VPCs and subnets, live. */
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  EC2Client,
  type IpPermission,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  paginateDescribeFlowLogs,
  paginateDescribeInternetGateways,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import {
  AssociateResolverQueryLogConfigCommand,
  DisassociateResolverQueryLogConfigCommand,
  paginateListResolverQueryLogConfigAssociations,
  Route53ResolverClient,
} from '@aws-sdk/client-route53resolver';
import { ec2Subnet, type SubnetState } from '../../../lib/resources/ec2-subnet';
import { ec2Vpc, type VpcState } from '../../../lib/resources/ec2-vpc';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive, type Live, type Put } from './live';
import { asTags, ownTags, tagChanges } from './tags';

/** Lists of one network by filter. */
const of = (name: string, id: string) => ({ Filters: [{ Name: name, Values: [id] }] });

async function gateways(client: EC2Client, id: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of paginateDescribeInternetGateways({ client }, of('attachment.vpc-id', id)))
    ids.push(...(page.InternetGateways ?? []).map((one) => one.InternetGatewayId ?? ''));
  return ids;
}

async function flowLogs(client: EC2Client, id: string): Promise<readonly string[]> {
  const traffic: string[] = [];
  for await (const page of paginateDescribeFlowLogs({ client }, { Filter: of('resource-id', id).Filters }))
    traffic.push(...(page.FlowLogs ?? []).map((one) => one.TrafficType ?? ''));
  return traffic;
}

async function defaultGroup(client: EC2Client, id: string): Promise<SecurityGroup | undefined> {
  const filters = [...of('vpc-id', id).Filters, { Name: 'group-name', Values: ['default'] }];
  for await (const page of paginateDescribeSecurityGroups({ client }, { Filters: filters })) {
    const [group] = page.SecurityGroups ?? [];
    if (group) return group;
  }
  return undefined;
}

async function queryLogs(client: Route53ResolverClient, id: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of paginateListResolverQueryLogConfigAssociations({ client }, of('ResourceId', id)))
    for (const one of page.ResolverQueryLogConfigAssociations ?? [])
      if (one.ResourceId === id && one.Status !== 'DELETING') ids.push(one.ResolverQueryLogConfigId ?? '');
  return ids;
}

async function read(ec2: EC2Client, resolver: Route53ResolverClient, id: string): Promise<VpcState | undefined> {
  const found = await ec2.send(new DescribeVpcsCommand({ VpcIds: [id] })).catch(ifAbsent('InvalidVpcID.NotFound'));
  const vpc = found?.Vpcs?.[0];
  if (!vpc) return undefined;
  const [internetGateways, logs, queries, group, support, hostnames] = await Promise.all([
    gateways(ec2, id),
    flowLogs(ec2, id),
    queryLogs(resolver, id),
    defaultGroup(ec2, id),
    ec2.send(new DescribeVpcAttributeCommand({ VpcId: id, Attribute: 'enableDnsSupport' })),
    ec2.send(new DescribeVpcAttributeCommand({ VpcId: id, Attribute: 'enableDnsHostnames' })),
  ]);
  return {
    id,
    internetGateways,
    flowLogs: logs,
    queryLogs: queries,
    defaultGroupClosed: (group?.IpPermissions ?? []).length + (group?.IpPermissionsEgress ?? []).length === 0,
    dnsSupport: support.EnableDnsSupport?.Value ?? true,
    dnsHostnames: hostnames.EnableDnsHostnames?.Value ?? false,
    tags: ownTags(vpc.Tags),
  };
}

/** A rule as `Revoke` accepts it: EC2 returns empty lists that it then refuses. */
const revocable = (rule: IpPermission): IpPermission =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));

async function closeDefaultGroup(ec2: EC2Client, id: string): Promise<void> {
  const group = await defaultGroup(ec2, id);
  if (!group?.GroupId) return;
  const ingress = { GroupId: group.GroupId, IpPermissions: (group.IpPermissions ?? []).map(revocable) };
  const egress = { GroupId: group.GroupId, IpPermissions: (group.IpPermissionsEgress ?? []).map(revocable) };
  if (ingress.IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupIngressCommand(ingress));
  if (egress.IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupEgressCommand(egress));
}

/** Sets a resource's own tags as declared. */
async function putTags(
  ec2: EC2Client,
  id: string,
  declared: Value<Readonly<Record<string, string>>>,
  live: Value<Readonly<Record<string, string>>>,
): Promise<void> {
  if (!isKnown(declared) || !isKnown(live)) return;
  const { set, remove } = tagChanges(declared, live);
  if (Object.keys(set).length > 0) await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: asTags(set) }));
  const gone = remove.map((Key) => ({ Key }));
  if (gone.length > 0) await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: gone }));
}

function networkPuts(ec2: EC2Client, resolver: Route53ResolverClient): Record<string, Put<VpcState>> {
  return {
    internetGateways: async (VpcId, declared, live) => {
      for (const InternetGatewayId of difference(declared.internetGateways, live.internetGateways).extra)
        await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    },
    queryLogs: async (ResourceId, declared, live) => {
      const { missing, extra } = difference(declared.queryLogs, live.queryLogs);
      for (const ResolverQueryLogConfigId of missing)
        await resolver.send(new AssociateResolverQueryLogConfigCommand({ ResolverQueryLogConfigId, ResourceId }));
      for (const ResolverQueryLogConfigId of extra)
        await resolver.send(new DisassociateResolverQueryLogConfigCommand({ ResolverQueryLogConfigId, ResourceId }));
    },
    defaultGroupClosed: async (id, declared) => {
      if (declared.defaultGroupClosed === true) await closeDefaultGroup(ec2, id);
    },
    dnsSupport: async (VpcId, { dnsSupport }) => {
      if (!isKnown(dnsSupport)) return;
      await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport: { Value: dnsSupport } }));
    },
    dnsHostnames: async (VpcId, { dnsHostnames }) => {
      if (!isKnown(dnsHostnames)) return;
      await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: dnsHostnames } }));
    },
    tags: (id, declared, live) => putTags(ec2, id, declared.tags, live.tags),
  };
}

export const ec2VpcLive = defineLive<VpcState>({
  kind: ec2Vpc,
  open(sdk): Live<VpcState> {
    const ec2 = new EC2Client(sdk('ec2'));
    const resolver = new Route53ResolverClient(sdk('route53resolver'));
    return { read: (id) => read(ec2, resolver, id), puts: networkPuts(ec2, resolver) };
  },
});

export const ec2SubnetLive = defineLive<SubnetState>({
  kind: ec2Subnet,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const request = new DescribeSubnetsCommand({ SubnetIds: [id] });
        const found = await ec2.send(request).catch(ifAbsent('InvalidSubnetID.NotFound'));
        const subnet = found?.Subnets?.[0];
        if (!subnet) return undefined;
        return {
          id,
          publicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
          ipv6OnCreation: subnet.AssignIpv6AddressOnCreation ?? false,
        };
      },
      puts: {
        publicIpOnLaunch: async (SubnetId, { publicIpOnLaunch: on }) => {
          if (!isKnown(on)) return;
          await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: on } }));
        },
        ipv6OnCreation: async (SubnetId, { ipv6OnCreation: on }) => {
          if (!isKnown(on)) return;
          await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, AssignIpv6AddressOnCreation: { Value: on } }));
        },
      },
    };
  },
});
