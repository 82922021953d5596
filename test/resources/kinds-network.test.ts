/** What template readers of the network take a declaration to mean, where that is not plain. */
import { ec2FlowLog } from '../../lib/resources/ec2-flow-log';
import { ec2NetworkAcl } from '../../lib/resources/ec2-network-acl';
import { ec2RouteTable } from '../../lib/resources/ec2-route-table';
import { ec2SecurityGroup } from '../../lib/resources/ec2-security-group';
import { isUnknown, unknown } from '../../lib/resources/value';
import { open, resource, stateOf } from './state-of';

describe('security groups', () => {
  const group = (properties: Record<string, unknown>) =>
    stateOf(ec2SecurityGroup, { Group: resource('AWS::EC2::SecurityGroup', properties) });
  const everywhere = { protocol: '-1', from: -1, to: -1, peer: '0.0.0.0/0' };

  test.each([
    ['egress that is unsaid goes everywhere', {}, [everywhere]],
    ['an empty list goes nowhere', { SecurityGroupEgress: [] }, []],
    [
      'ports mean nothing where every protocol is meant',
      { SecurityGroupEgress: [{ IpProtocol: '-1', FromPort: 0, ToPort: 65535, CidrIp: '10.0.0.0/8' }] },
      [{ protocol: '-1', from: -1, to: -1, peer: '10.0.0.0/8' }],
    ],
  ])('%s', (_name, properties, expected) => {
    expect(group(properties).egress).toEqual(expected);
  });

  test('one rule that is unknown hides all', () => {
    expect(isUnknown(group({ SecurityGroupIngress: [{ IpProtocol: 'tcp', CidrIp: open }] }).ingress)).toBe(true);
    expect(group({ SecurityGroupIngress: [{ IpProtocol: 'tcp' }] }).ingress).toEqual(
      unknown('a rule without an other end'),
    );
  });
});

test('routes tell what they lead to, by the resource or by the id', () => {
  const table = (properties: Record<string, unknown>) =>
    stateOf(ec2RouteTable, {
      Table: resource('AWS::EC2::RouteTable'),
      Gateway: resource('AWS::EC2::InternetGateway'),
      Vpn: resource('AWS::EC2::VPNGateway'),
      Route: resource('AWS::EC2::Route', {
        RouteTableId: { Ref: 'Table' },
        DestinationCidrBlock: '10.0.0.0/8',
        ...properties,
      }),
    }).routes;
  const via = (properties: Record<string, unknown>) => {
    const routes = table(properties);
    return isUnknown(routes) ? routes.unknown : routes[0]?.via;
  };
  expect(via({ GatewayId: { Ref: 'Gateway' } })).toBe('internet-gateway');
  expect(via({ GatewayId: { 'Fn::GetAtt': ['Vpn', 'VPNGatewayId'] } })).toBe('virtual-private-gateway');
  expect(via({ GatewayId: 'igw-1' })).toBe('internet-gateway');
  expect(via({ NatGatewayId: 'nat-1' })).toBe('nat-gateway');
  expect(via({ TransitGatewayId: 'tgw-1' })).toBe('other');
  expect(via({})).toMatch(/leads to nothing/);
  expect(via({ GatewayId: open })).toMatch(/no default/);
});

test('a network ACL with an entry that is unknown is unknown', () => {
  const entry = (CidrBlock: unknown) =>
    stateOf(ec2NetworkAcl, {
      Acl: resource('AWS::EC2::NetworkAcl'),
      Entry: resource('AWS::EC2::NetworkAclEntry', {
        NetworkAclId: { Ref: 'Acl' },
        RuleNumber: 1,
        RuleAction: 'allow',
        CidrBlock,
      }),
    }).entries;
  expect(entry('10.0.0.0/8')).toEqual([
    { number: 1, egress: false, action: 'allow', protocol: '-1', cidr: '10.0.0.0/8', from: -1, to: -1 },
  ]);
  expect(isUnknown(entry(open))).toBe(true);
});

describe('flow logs', () => {
  const logKey = (properties: Record<string, unknown>, group: Record<string, unknown> = {}) =>
    stateOf(ec2FlowLog, {
      Log: resource('AWS::EC2::FlowLog', { ResourceId: 'vpc-1', ...properties }),
      Group: resource('AWS::Logs::LogGroup', { LogGroupName: '/flow', ...group }),
    }).logKey;
  test.each([
    ['the key of its group by name', { LogGroupName: '/flow' }, { KmsKeyId: 'arn:key' }, 'arn:key'],
    ['the key of its group by reference', { LogGroupName: { Ref: 'Group' } }, { KmsKeyId: 'arn:key' }, 'arn:key'],
    [
      'the key of its group by ARN',
      { LogDestination: 'arn:aws:logs:us-east-1:1:log-group:/flow:*' },
      { KmsKeyId: 'k' },
      'k',
    ],
    ['no key', { LogGroupName: '/flow' }, {}, null],
    ['a bucket has controls of its own', { LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::b' }, {}, undefined],
    [
      'a group that is not declared',
      { LogGroupName: '/other' },
      {},
      unknown('the log group /other is not declared in these templates'),
    ],
  ])('%s', (_name, properties, group, expected) => {
    expect(logKey(properties, group)).toEqual(expected);
  });
});
