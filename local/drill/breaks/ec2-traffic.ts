/** Breaks of what routes, security groups, network ACLs and endpoints let through. */
import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DeleteSecurityGroupCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DetachInternetGatewayCommand,
  type EC2Client,
  ModifyVpcEndpointCommand,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { ec2NetworkAclLive } from '../../../lambdas/drift/live/ec2-network-acl';
import { ec2RouteLive } from '../../../lambdas/drift/live/ec2-route';
import { ec2RouteTableLive } from '../../../lambdas/drift/live/ec2-route-table';
import { ec2SecurityGroupLive } from '../../../lambdas/drift/live/ec2-security-group';
import { ec2SecurityGroupRuleLive } from '../../../lambdas/drift/live/ec2-security-group-rule';
import { ec2SubnetLive } from '../../../lambdas/drift/live/ec2-vpc';
import { ec2VpcEndpointLive } from '../../../lambdas/drift/live/ec2-vpc-endpoint';
import type { Break } from '../break';
import { standing } from '../own-stack';
import type { Located } from '../scene';
import {
  deleteGateway,
  deleteNetwork,
  ec2Of,
  networkOf,
  newGateway,
  onDeployed,
  onStranger,
  strangersNetwork,
} from './ec2-network';

const everywhere = '0.0.0.0/0';
const fromEverywhere = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: everywhere }] }];

/** The group of a practice's function: nothing of the loop itself sends through it. */
const ofPractice = ({ row }: Located): boolean => row.stack.includes('-practice-');

/** A NAT gateway in a subnet, which a route may name at once. */
async function newNat(ec2: EC2Client, SubnetId: string): Promise<string> {
  const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId, ConnectivityType: 'private' }));
  return made.NatGateway?.NatGatewayId ?? '';
}

async function deleteNats(ec2: EC2Client): Promise<void> {
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
  for (const { NatGatewayId, State } of NatGateways)
    if (State !== 'deleted') await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
}

/** Somebody else's network gets a way out: the id of the route. */
async function wayOut(ec2: EC2Client): Promise<string> {
  const { table, vpc } = await strangersNetwork(ec2);
  const gateway = await newGateway(ec2);
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpc }));
  const route = { RouteTableId: table, DestinationCidrBlock: everywhere, GatewayId: gateway };
  await ec2.send(new CreateRouteCommand(route));
  return `${table}|${everywhere}`;
}

async function closeWayOut(ec2: EC2Client, id: string): Promise<void> {
  const RouteTableId = id.split('|')[0] ?? '';
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
  const VpcId = RouteTables?.[0]?.VpcId ?? '';
  await ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: everywhere }));
  const Filters = [{ Name: 'attachment.vpc-id', Values: [VpcId] }];
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({ Filters }));
  for (const { InternetGatewayId = '' } of InternetGateways) {
    await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await deleteGateway(ec2, InternetGatewayId);
  }
  await deleteNetwork(ec2, VpcId);
}

/** Somebody else's group is opened: the id of the rule. */
async function openGroup(ec2: EC2Client): Promise<string | undefined> {
  const { vpc } = await strangersNetwork(ec2);
  const group = { GroupName: 'quick-fix', Description: 'quick fix', VpcId: vpc };
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(group));
  const { SecurityGroupRules } = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: fromEverywhere }),
  );
  return SecurityGroupRules?.[0]?.SecurityGroupRuleId;
}

async function deleteGroupOf(ec2: EC2Client, rule: string): Promise<void> {
  const { SecurityGroupRules } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [rule] }),
  );
  const GroupId = SecurityGroupRules?.[0]?.GroupId ?? '';
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  await deleteNetwork(ec2, SecurityGroups?.[0]?.VpcId ?? '');
}

/** Asepsis makes no network ACL, and a fork may: one that admits the network alone. */
const aclOf = (VpcId: string) => ({
  Resources: {
    Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId } },
    Entry: {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: {
        NetworkAclId: { Ref: 'Acl' },
        RuleNumber: 100,
        RuleAction: 'allow',
        Protocol: 6,
        CidrBlock: '10.42.0.0/20',
        PortRange: { From: 443, To: 443 },
      },
    },
  },
});

export const ec2TrafficBreaks: readonly Break[] = [
  {
    ...onDeployed('ec2.route-table.isolated', ec2RouteTableLive, async (ec2, RouteTableId, scene) => {
      const NatGatewayId = await newNat(ec2, scene.one(ec2SubnetLive.kind).row.physicalId);
      await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: everywhere, NatGatewayId }));
    }),
    restore: (scene) => deleteNats(ec2Of(scene)),
  },
  onStranger('ec2.route.isolated', ec2RouteLive, wayOut, closeWayOut),
  onDeployed(
    'ec2.security-group.ingress',
    ec2SecurityGroupLive,
    (ec2, GroupId) => ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: fromEverywhere })),
    ofPractice,
  ),
  onDeployed(
    'ec2.security-group.egress',
    ec2SecurityGroupLive,
    (ec2, GroupId) => {
      const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: everywhere }] }];
      return ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
    },
    ofPractice,
  ),
  onStranger('ec2.security-group-rule.world', ec2SecurityGroupRuleLive, openGroup, deleteGroupOf),
  onDeployed('ec2.vpc-endpoint.perimeter', ec2VpcEndpointLive, (ec2, VpcEndpointId) => {
    const open = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [open] });
    return ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PolicyDocument }));
  }),
  {
    control: 'ec2.network-acl.world',
    kind: ec2NetworkAclLive,
    async run(scene) {
      const acl = await standing(scene, 'network-acl', aclOf(networkOf(scene).row.physicalId), ec2NetworkAclLive.kind);
      const entry = { RuleNumber: 90, Egress: false, RuleAction: 'allow', Protocol: '-1' } as const;
      const request = { ...entry, NetworkAclId: acl.physicalId, CidrBlock: everywhere };
      await ec2Of(scene).send(new CreateNetworkAclEntryCommand(request));
      return acl;
    },
  },
  {
    control: 'ec2.network-acl.world',
    name: 'replaced',
    kind: ec2NetworkAclLive,
    async run(scene) {
      const acl = await standing(scene, 'network-acl', aclOf(networkOf(scene).row.physicalId), ec2NetworkAclLive.kind);
      const entry = { RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: '-1' } as const;
      const request = { ...entry, NetworkAclId: acl.physicalId, CidrBlock: everywhere };
      await ec2Of(scene).send(new ReplaceNetworkAclEntryCommand(request));
      return acl;
    },
  },
];
