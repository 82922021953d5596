/** The network read live and put back, against the local cloud. */
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateResolverQueryLogConfigCommand, Route53ResolverClient } from '@aws-sdk/client-route53resolver';
import {
  ec2FlowLogLive,
  ec2InternetGatewayLive,
  ec2NatGatewayLive,
  ec2VpcBlockPublicAccessLive,
} from '../../../lambdas/drift/live/ec2-gateway';
import { ec2NetworkAclLive } from '../../../lambdas/drift/live/ec2-network-acl';
import { ec2RouteTableLive } from '../../../lambdas/drift/live/ec2-route-table';
import { ec2SecurityGroupLive } from '../../../lambdas/drift/live/ec2-security-group';
import { ec2SubnetLive, ec2VpcLive } from '../../../lambdas/drift/live/ec2-vpc';
import { ec2VpcEndpointLive } from '../../../lambdas/drift/live/ec2-vpc-endpoint';
import { route53resolverQueryLogLive } from '../../../lambdas/drift/live/route53resolver-query-log';
import { readPolicy } from '../../../lib/resources/policy';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '333344445555';
const region = 'us-east-1';
let cloud: LocalCloud;
let ec2: EC2Client;
let vpcId = '';
let subnetId = '';
let gatewayId = '';

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
  ec2 = new EC2Client(cloud.clientConfig('ec2'));
  vpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.42.0.0/16' }))).Vpc?.VpcId ?? '';
  const subnet = { VpcId: vpcId, CidrBlock: '10.42.1.0/24' };
  subnetId = (await ec2.send(new CreateSubnetCommand(subnet))).Subnet?.SubnetId ?? '';
  gatewayId = (await ec2.send(new CreateInternetGatewayCommand({}))).InternetGateway?.InternetGatewayId ?? '';
}, 120_000);
afterAll(() => cloud?.stop());

async function logGroup(name: string, key = true): Promise<string> {
  const kms = new KMSClient(cloud.clientConfig('kms'));
  const kmsKeyId = key ? (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn : undefined;
  const logs = new CloudWatchLogsClient(cloud.clientConfig('cloudwatch-logs'));
  await logs.send(new CreateLogGroupCommand({ logGroupName: name, kmsKeyId }));
  return kmsKeyId ?? '';
}

const queryLog = async (name: string) => {
  const resolver = new Route53ResolverClient(cloud.clientConfig('route53resolver'));
  const made = await resolver.send(
    new CreateResolverQueryLogConfigCommand({
      Name: name,
      DestinationArn: `arn:aws:logs:${region}:${account}:log-group:/asepsis/${name}`,
      CreatorRequestId: name,
    }),
  );
  return made.ResolverQueryLogConfig?.Id ?? '';
};

describe('networks', () => {
  test('a network that was opened is closed again: gateway, default group, names, tags', async () => {
    await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gatewayId, VpcId: vpcId }));
    const wanted = await queryLog('dns');
    const declared = {
      id: vpcId,
      internetGateways: [],
      flowLogs: [],
      queryLogs: [wanted],
      defaultGroupClosed: true,
      dnsSupport: true,
      dnsHostnames: true,
      tags: { 'asepsis:deployment': 'lakeside' },
    };
    const live = ec2VpcLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: ec2VpcLive.kind, live, declared }, vpcId);
    expect(broken).toEqual(['internetGateways', 'queryLogs', 'defaultGroupClosed', 'dnsHostnames', 'tags']);
    expect(after).toEqual({ compared: 7, differences: [], undecided: [] });
    expect(await live.read('vpc-0123456789abcdef0')).toBeUndefined();
    const unlogged = { ...declared, queryLogs: [] };
    const ended = await roundTrip({ kind: ec2VpcLive.kind, live, declared: unlogged }, vpcId);
    expect(ended).toEqual({ broken: ['queryLogs'], after: { compared: 7, differences: [], undecided: [] } });
  });

  test('a subnet no longer gives out public addresses', async () => {
    const open = new ModifySubnetAttributeCommand({ SubnetId: subnetId, MapPublicIpOnLaunch: { Value: true } });
    await ec2.send(open);
    const live = ec2SubnetLive.open(cloud.clientConfig);
    const declared = { id: subnetId, publicIpOnLaunch: false, ipv6OnCreation: false };
    const { broken, after } = await roundTrip({ kind: ec2SubnetLive.kind, live, declared }, subnetId);
    expect(broken).toEqual(['publicIpOnLaunch']);
    expect(after.differences).toEqual([]);
    expect(await live.read('subnet-0123456789abcdef0')).toBeUndefined();
  });

  test('a route to the world is taken out, and one that is declared put in', async () => {
    const made = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
    const id = made.RouteTable?.RouteTableId ?? '';
    const world = { RouteTableId: id, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gatewayId };
    await ec2.send(new CreateRouteCommand(world));
    const live = ec2RouteTableLive.open(cloud.clientConfig);
    expect(await live.read(id)).toEqual({
      id,
      routes: [{ destination: '0.0.0.0/0', target: gatewayId, via: 'internet-gateway' }],
    });
    const route = { destination: '10.9.0.0/16', target: 'pcx-0123456789abcdef0', via: 'other' as const };
    const declared = { id, routes: [route] };
    const { broken, after } = await roundTrip({ kind: ec2RouteTableLive.kind, live, declared }, id);
    expect(broken).toEqual(['routes']);
    expect(after.differences).toEqual([]);
    expect(await live.read('rtb-0123456789abcdef0')).toBeUndefined();
  });
});

describe('what may pass', () => {
  test('a security group loses the rules that somebody added and gets back those that are declared', async () => {
    const group = { GroupName: 'imaging', Description: 'planted', VpcId: vpcId };
    const id = (await ec2.send(new CreateSecurityGroupCommand(group))).GroupId ?? '';
    const other = (await ec2.send(new CreateSecurityGroupCommand({ ...group, GroupName: 'endpoints' }))).GroupId ?? '';
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [ssh] }));
    const tls = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: other }] };
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: [tls] }));
    const declared = {
      id,
      ingress: [{ protocol: 'tcp', from: 443, to: 443, peer: '10.42.0.0/16' }],
      egress: [{ protocol: 'tcp', from: 443, to: 443, peer: other }],
    };
    const live = ec2SecurityGroupLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: ec2SecurityGroupLive.kind, live, declared }, id);
    expect(broken).toEqual(['ingress', 'egress']);
    expect(after).toEqual({ compared: 2, differences: [], undecided: [] });
    expect(await live.read('sg-0a1b2c3d4e5f60718')).toBeUndefined();
  });

  test('a network ACL is put back, entry by entry', async () => {
    const made = await ec2.send(new CreateNetworkAclCommand({ VpcId: vpcId }));
    const id = made.NetworkAcl?.NetworkAclId ?? '';
    const entry = { NetworkAclId: id, RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: '-1' } as const;
    await ec2.send(new CreateNetworkAclEntryCommand({ ...entry, CidrBlock: '0.0.0.0/0' }));
    const declared = {
      id,
      entries: [
        { number: 100, egress: false, action: 'allow', protocol: '6', cidr: '10.42.0.0/16', from: 443, to: 443 },
      ],
    };
    const live = ec2NetworkAclLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: ec2NetworkAclLive.kind, live, declared }, id);
    expect(broken).toEqual(['entries']);
    expect(after.differences).toEqual([]);
    expect(await live.read('acl-0123456789abcdef0')).toBeUndefined();
  });

  test('an endpoint gets its perimeter back', async () => {
    const made = await ec2.send(
      new CreateVpcEndpointCommand({ VpcId: vpcId, ServiceName: `com.amazonaws.${region}.s3` }),
    );
    const id = made.VpcEndpoint?.VpcEndpointId ?? '';
    const condition = { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } };
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*', Condition: condition };
    const declared = {
      id,
      service: `com.amazonaws.${region}.s3`,
      type: 'Gateway',
      policy: readPolicy({ Statement: [statement] }),
      privateDns: false,
    };
    const live = ec2VpcEndpointLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: ec2VpcEndpointLive.kind, live, declared }, id);
    expect(broken).toEqual(['policy']);
    expect(after).toEqual({ compared: 2, differences: [], undecided: [] });
    expect(await live.read('vpce-0123456789abcdef0')).toBeUndefined();
  });
});

describe('ways out, and the record of what passed', () => {
  test('gateways are there or not', async () => {
    const internet = ec2InternetGatewayLive.open(cloud.clientConfig);
    expect(await internet.read(gatewayId)).toEqual({ id: gatewayId });
    expect(await internet.read('igw-0123456789abcdef0')).toBeUndefined();
    const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnetId, ConnectivityType: 'private' }));
    const id = made.NatGateway?.NatGatewayId ?? '';
    const nat = ec2NatGatewayLive.open(cloud.clientConfig);
    expect(await nat.read(id)).toEqual({ id });
    expect(await nat.read('nat-0123456789abcdef0')).toBeUndefined();
  });

  test('public access is blocked again, both ways', async () => {
    const live = ec2VpcBlockPublicAccessLive.open(cloud.clientConfig);
    const declared = { id: account, mode: 'block-bidirectional' };
    const { broken, after } = await roundTrip({ kind: ec2VpcBlockPublicAccessLive.kind, live, declared }, account);
    expect(broken).toEqual(['mode']);
    expect(after.differences).toEqual([]);
  });

  test('a flow log is read with the key of its log group', async () => {
    const key = await logGroup('/asepsis/flow');
    const made = await ec2.send(
      new CreateFlowLogsCommand({
        ResourceIds: [vpcId],
        ResourceType: 'VPC',
        TrafficType: 'REJECT',
        LogGroupName: '/asepsis/flow',
        DeliverLogsPermissionArn: `arn:aws:iam::${account}:role/flow`,
      }),
    );
    const id = made.FlowLogIds?.[0] ?? '';
    const live = ec2FlowLogLive.open(cloud.clientConfig);
    expect(await live.read(id)).toEqual({
      id,
      resource: vpcId,
      traffic: 'REJECT',
      destinationType: 'cloud-watch-logs',
      destination: '/asepsis/flow',
      logKey: key,
    });
    expect(await live.read('fl-0123456789abcdef0')).toBeUndefined();
    const network = await ec2VpcLive.open(cloud.clientConfig).read(vpcId);
    expect(network?.flowLogs).toEqual(['REJECT']);
  });

  test('a query log is read with the key of its log group, null where that has none', async () => {
    const key = await logGroup('/asepsis/encrypted');
    await logGroup('/asepsis/plain', false);
    const live = route53resolverQueryLogLive.open(cloud.clientConfig);
    const [encrypted, plain] = [await queryLog('encrypted'), await queryLog('plain')];
    const arn = (name: string) => `arn:aws:logs:${region}:${account}:log-group:/asepsis/${name}`;
    expect(await live.read(encrypted)).toEqual({ id: encrypted, destination: arn('encrypted'), logKey: key });
    expect(await live.read(plain)).toEqual({ id: plain, destination: arn('plain'), logKey: null });
    expect(await live.read('rqlc-nowhere')).toBeUndefined();
  });
});
