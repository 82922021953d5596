/** What no stack of the deployment declares of a network, read live by the id that a call tells. */
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateVpcBlockPublicAccessExclusionCommand,
  CreateVpcCommand,
  DeleteVpcBlockPublicAccessExclusionCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ec2VpcBlockPublicAccessExclusionLive } from '../../../lambdas/drift/live/ec2-gateway';
import { ec2RouteLive } from '../../../lambdas/drift/live/ec2-route';
import { ec2SecurityGroupRuleLive } from '../../../lambdas/drift/live/ec2-security-group-rule';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';

let cloud: LocalCloud;
let ec2: EC2Client;
let vpcId = '';
let gatewayId = '';

beforeAll(async () => {
  cloud = await startLocalCloud({ account: '333344445556', region: 'us-east-1' });
  ec2 = new EC2Client(cloud.clientConfig('ec2'));
  vpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.43.0.0/16' }))).Vpc?.VpcId ?? '';
  gatewayId = (await ec2.send(new CreateInternetGatewayCommand({}))).InternetGateway?.InternetGatewayId ?? '';
}, 120_000);
afterAll(() => cloud?.stop());

test('a route of a stranger is read by its table and where it leads; one of ours with its table', async () => {
  const made = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
  const table = made.RouteTable?.RouteTableId ?? '';
  const world = { RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gatewayId };
  await ec2.send(new CreateRouteCommand(world));
  const live = ec2RouteLive.open(cloud.clientConfig);
  const seen = { routes: [{ destination: '0.0.0.0/0', target: gatewayId, via: 'internet-gateway' as const }] };
  expect(await live.read(`${table}|0.0.0.0/0`)).toEqual(seen);
  expect(await live.read(`${table}|10.9.0.0/16`)).toBeUndefined();
  expect(await live.read('rtb-0123456789abcdef0|0.0.0.0/0')).toBeUndefined();
  expect(await live.read(`${table}|0.0.0.0/0`, { routes: [] })).toEqual({ routes: [] });
  // Declared, of a table of somebody else.
  const declared = { routes: [{ destination: '0.0.0.0/0', target: 'pcx-1', via: 'other' as const }] };
  expect(await live.read(`${table}|0.0.0.0/0`, declared)).toEqual(seen);
  expect(await live.read('lakeside-Route-1A2B3C', declared)).toEqual(declared);
});

test('a rule of a stranger is read by its id; one of ours with its group', async () => {
  const group = { GroupName: 'theirs', Description: 'planted', VpcId: vpcId };
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(group));
  const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const added = await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [ssh] }));
  const id = added.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  const live = ec2SecurityGroupRuleLive.open(cloud.clientConfig);
  const seen = { id, ingress: [{ protocol: 'tcp', from: 22, to: 22, peer: '0.0.0.0/0' }], egress: [] };
  expect(await live.read(id)).toEqual(seen);
  expect(await live.read('sgr-0123456789abcdef0')).toBeUndefined();
  const ours = { id, ingress: [], egress: [] };
  expect(await live.read(id, ours)).toEqual(ours);
  const declared = { ...ours, egress: [{ protocol: '-1', from: -1, to: -1, peer: '10.0.0.0/8' }] };
  expect(await live.read(id, declared)).toEqual(seen);
  expect(await live.read('lakeside-Rule-1A2B3C', declared)).toEqual(declared);
});

test('an exclusion from the block is there until it is deleted', async () => {
  const request = { VpcId: vpcId, InternetGatewayExclusionMode: 'allow-bidirectional' } as const;
  const made = await ec2.send(new CreateVpcBlockPublicAccessExclusionCommand(request));
  const id = made.VpcBlockPublicAccessExclusion?.ExclusionId ?? '';
  const live = ec2VpcBlockPublicAccessExclusionLive.open(cloud.clientConfig);
  expect(await live.read(id)).toEqual({ id });
  await ec2.send(new DeleteVpcBlockPublicAccessExclusionCommand({ ExclusionId: id }));
  expect(await live.read(id)).toBeUndefined();
  expect(await live.read('vpcbpa-exclude-0')).toBeUndefined();
});
