/** EC2 and Route 53 Resolver. */
import * as ec2 from '@aws-sdk/client-ec2';
import {
  AssociateResolverQueryLogConfigCommand,
  CreateResolverQueryLogConfigCommand,
  DeleteResolverQueryLogConfigCommand,
  DisassociateResolverQueryLogConfigCommand,
  Route53ResolverClient,
} from '@aws-sdk/client-route53resolver';
import { type Maker, type Properties, text } from './maker';

const client = () => new ec2.EC2Client({});

function tagged(
  resourceType: ec2.ResourceType,
  properties: Properties,
): { TagSpecifications?: ec2.TagSpecification[] } {
  return Array.isArray(properties.Tags)
    ? { TagSpecifications: [{ ResourceType: resourceType, Tags: properties.Tags }] }
    : {};
}

const flowLog: Maker = {
  async create(properties) {
    const {
      LogDestination,
      LogDestinationType,
      LogFormat,
      LogGroupName,
      DeliverLogsPermissionArn,
      TrafficType,
      ResourceType,
    } = properties as Record<string, string>;
    const { FlowLogIds: [id] = [], Unsuccessful: [failed] = [] } = await client().send(
      new ec2.CreateFlowLogsCommand({
        ResourceIds: [text(properties, 'ResourceId')],
        ...({
          LogDestination,
          LogDestinationType,
          LogFormat,
          LogGroupName,
          DeliverLogsPermissionArn,
          TrafficType,
          ResourceType,
        } as object),
        MaxAggregationInterval: properties.MaxAggregationInterval as number | undefined,
        ...tagged('vpc-flow-log', properties),
      } as ec2.CreateFlowLogsCommandInput),
    );
    if (!id) throw new Error(failed?.Error?.Message ?? 'no flow log was made');
    return { physicalId: id, attributes: { Id: id } };
  },
  remove: (physicalId) => client().send(new ec2.DeleteFlowLogsCommand({ FlowLogIds: [physicalId] })),
};

const blockPublicAccess: Maker = {
  async create(properties, { account }) {
    const mode = text(properties, 'InternetGatewayBlockMode') as ec2.InternetGatewayBlockMode;
    await client().send(new ec2.ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode: mode }));
    return { physicalId: account, attributes: { AccountId: account, ExclusionsAllowed: 'allowed' } };
  },
  remove: () => client().send(new ec2.ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode: 'off' })),
};

const networkAcl: Maker = {
  async create(properties) {
    const { NetworkAcl } = await client().send(
      new ec2.CreateNetworkAclCommand({ VpcId: text(properties, 'VpcId'), ...tagged('network-acl', properties) }),
    );
    const id = NetworkAcl?.NetworkAclId ?? '';
    return { physicalId: id, attributes: { Id: id } };
  },
  update: async (physicalId) => ({ physicalId, attributes: { Id: physicalId } }),
  remove: (physicalId) => client().send(new ec2.DeleteNetworkAclCommand({ NetworkAclId: physicalId })),
};

function entryKey(properties: Properties) {
  return {
    NetworkAclId: text(properties, 'NetworkAclId'),
    RuleNumber: Number(properties.RuleNumber),
    Egress: properties.Egress === true,
  };
}

function entry(properties: Properties) {
  const { CidrBlock, Ipv6CidrBlock, RuleAction } = properties as Record<string, string>;
  return {
    ...entryKey(properties),
    ...{ CidrBlock, Ipv6CidrBlock, RuleAction: RuleAction as ec2.RuleAction },
    Protocol: String(properties.Protocol),
    PortRange: properties.PortRange as ec2.PortRange | undefined,
    IcmpTypeCode: properties.Icmp as ec2.IcmpTypeCode | undefined,
  };
}

const networkAclEntry: Maker = {
  async create(properties, { generatedName }) {
    await client().send(new ec2.CreateNetworkAclEntryCommand(entry(properties)));
    return { physicalId: generatedName, attributes: { Id: generatedName } };
  },
  async update(physicalId, properties) {
    await client().send(new ec2.ReplaceNetworkAclEntryCommand(entry(properties)));
    return { physicalId, attributes: { Id: physicalId } };
  },
  remove: (_, properties) => client().send(new ec2.DeleteNetworkAclEntryCommand(entryKey(properties))),
};

const subnetNetworkAcl: Maker = {
  async create(properties) {
    const subnet = text(properties, 'SubnetId');
    const { NetworkAcls = [] } = await client().send(
      new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: 'association.subnet-id', Values: [subnet] }] }),
    );
    const current = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
      ({ SubnetId }) => SubnetId === subnet,
    );
    const input = { AssociationId: current?.NetworkAclAssociationId, NetworkAclId: text(properties, 'NetworkAclId') };
    const { NewAssociationId = '' } = await client().send(new ec2.ReplaceNetworkAclAssociationCommand(input));
    return { physicalId: NewAssociationId, attributes: { AssociationId: NewAssociationId } };
  },
  // AWS puts the subnet back to the default list; the subnet is deleted with the same stack, so nothing is left to see.
  remove: async () => {},
};

function permission(properties: Properties, peer: 'Source' | 'Destination'): ec2.IpPermission {
  const { CidrIp, CidrIpv6, Description, IpProtocol } = properties as Record<string, string>;
  const group = properties[`${peer}SecurityGroupId`] as string | undefined;
  const prefixList = properties[`${peer}PrefixListId`] as string | undefined;
  return {
    IpProtocol,
    FromPort: properties.FromPort as number | undefined,
    ToPort: properties.ToPort as number | undefined,
    ...(CidrIp ? { IpRanges: [{ CidrIp, Description }] } : {}),
    ...(CidrIpv6 ? { Ipv6Ranges: [{ CidrIpv6, Description }] } : {}),
    ...(group ? { UserIdGroupPairs: [{ GroupId: group, Description }] } : {}),
    ...(prefixList ? { PrefixListIds: [{ PrefixListId: prefixList, Description }] } : {}),
  };
}

const ingress: Maker = {
  async create(properties, { generatedName }) {
    const IpPermissions = [permission(properties, 'Source')];
    await client().send(
      new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: text(properties, 'GroupId'), IpPermissions }),
    );
    return { physicalId: generatedName, attributes: { Id: generatedName } };
  },
  remove: (_, properties) =>
    client().send(
      new ec2.RevokeSecurityGroupIngressCommand({
        GroupId: text(properties, 'GroupId'),
        IpPermissions: [permission(properties, 'Source')],
      }),
    ),
};

const egress: Maker = {
  async create(properties, { generatedName }) {
    const IpPermissions = [permission(properties, 'Destination')];
    await client().send(
      new ec2.AuthorizeSecurityGroupEgressCommand({ GroupId: text(properties, 'GroupId'), IpPermissions }),
    );
    return { physicalId: generatedName, attributes: { Id: generatedName } };
  },
  remove: (_, properties) =>
    client().send(
      new ec2.RevokeSecurityGroupEgressCommand({
        GroupId: text(properties, 'GroupId'),
        IpPermissions: [permission(properties, 'Destination')],
      }),
    ),
};

const queryLog: Maker = {
  async create(properties, { generatedName }) {
    const Name = (properties.Name as string | undefined) ?? generatedName;
    const input = {
      Name,
      DestinationArn: text(properties, 'DestinationArn'),
      CreatorRequestId: generatedName,
      Tags: properties.Tags as [] | undefined,
    };
    const { ResolverQueryLogConfig: made = {} } = await new Route53ResolverClient({}).send(
      new CreateResolverQueryLogConfigCommand(input),
    );
    const { Id: id = '', Arn = '' } = made;
    return { physicalId: id, attributes: { Id: id, Arn } };
  },
  remove: (physicalId) =>
    new Route53ResolverClient({}).send(
      new DeleteResolverQueryLogConfigCommand({ ResolverQueryLogConfigId: physicalId }),
    ),
};

const associationInput = (properties: Properties) => ({
  ResolverQueryLogConfigId: text(properties, 'ResolverQueryLogConfigId'),
  ResourceId: text(properties, 'ResourceId'),
});

const queryLogAssociation: Maker = {
  async create(properties) {
    const { ResolverQueryLogConfigAssociation: made } = await new Route53ResolverClient({}).send(
      new AssociateResolverQueryLogConfigCommand(associationInput(properties)),
    );
    const id = made?.Id ?? '';
    return { physicalId: id, attributes: { Id: id } };
  },
  remove: (_, properties) =>
    new Route53ResolverClient({}).send(new DisassociateResolverQueryLogConfigCommand(associationInput(properties))),
};

export const networkMakers: Readonly<Record<string, Maker>> = {
  'AWS::EC2::FlowLog': flowLog,
  'AWS::EC2::NetworkAcl': networkAcl,
  'AWS::EC2::NetworkAclEntry': networkAclEntry,
  'AWS::EC2::SecurityGroupEgress': egress,
  'AWS::EC2::SecurityGroupIngress': ingress,
  'AWS::EC2::SubnetNetworkAclAssociation': subnetNetworkAcl,
  'AWS::EC2::VPCBlockPublicAccessOptions': blockPublicAccess,
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': queryLog,
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': queryLogAssociation,
};
