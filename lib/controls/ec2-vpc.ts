/** Controls on VPCs and subnets. */
import { ec2Subnet } from '../resources/ec2-subnet';
import { ec2Vpc } from '../resources/ec2-vpc';
import { defineControl } from './control';
import { all, check, checkEach } from './verdict';

const reading = [
  'ec2:DescribeFlowLogs',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeVpcAttribute',
  'ec2:DescribeVpcs',
  'route53resolver:ListResolverQueryLogConfigAssociations',
];

export const ec2VpcControls = [
  defineControl({
    id: 'ec2.vpc.internet-gateway',
    title: 'No internet gateway is attached to a network',
    hipaa: ['164.308(a)(1)(ii)(B)', '164.312(e)(1)'],
    configRule: 'internet-gateway-authorized-vpc-only',
    severity: 'critical',
    resource: ec2Vpc,
    evaluate: (vpc) => all(checkEach('internetGateways', vpc.internetGateways, 'none', () => false)),
    remedy: 'Reach AWS services by VPC endpoints: IsolatedVpc places them.',
    brokenBy: ['ec2:AttachInternetGateway'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'ec2:DetachInternetGateway'],
  }),
  defineControl({
    id: 'ec2.vpc.flow-log',
    title: 'A network records who talks to whom, refused and accepted',
    hipaa: ['164.308(a)(3)(ii)(A)', '164.312(b)'],
    configRule: 'vpc-flow-logs-enabled',
    severity: 'high',
    resource: ec2Vpc,
    evaluate: (vpc) =>
      all(check('flowLogs', vpc.flowLogs, 'a flow log of ALL traffic', (logs) => logs.includes('ALL'))),
    remedy: 'Add AWS::EC2::FlowLog with TrafficType ALL, or use IsolatedVpc.',
    brokenBy: ['ec2:DeleteFlowLogs'],
    fix: {
      mode: 'observe',
      reason:
        'A flow log that is made anew has another id than its stack knows: CloudFormation puts it back with a REVERT_DRIFT change set.',
    },
    permissions: [],
  }),
  defineControl({
    id: 'ec2.vpc.query-log',
    title: 'A network records the names that are looked up in it',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    severity: 'medium',
    resource: ec2Vpc,
    evaluate: (vpc) => all(check('queryLogs', vpc.queryLogs, 'at least one', (logs) => logs.length > 0)),
    remedy: 'Associate a Route 53 resolver query logging configuration, or use IsolatedVpc.',
    brokenBy: ['route53resolver:DisassociateResolverQueryLogConfig', 'route53resolver:DeleteResolverQueryLogConfig'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'route53resolver:AssociateResolverQueryLogConfig'],
  }),
  defineControl({
    id: 'ec2.vpc.default-security-group',
    title: 'The default security group of a network lets nothing through',
    hipaa: ['164.312(e)(1)'],
    configRule: 'vpc-default-security-group-closed',
    severity: 'high',
    resource: ec2Vpc,
    evaluate: (vpc) => all(check('defaultGroupClosed', vpc.defaultGroupClosed, 'no rule in it', (closed) => closed)),
    remedy: 'Name the network in AccountSettings, which empties the group: CloudFormation cannot.',
    brokenBy: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:CreateVpc'],
    fix: { mode: 'enforce' },
    permissions: [...reading, 'ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
  }),
  defineControl({
    id: 'ec2.subnet.public-ip',
    title: 'Nothing that starts in a subnet gets a public address',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.308(a)(4)(ii)(C)', '164.312(a)(1)', '164.312(e)(1)'],
    configRule: 'subnet-auto-assign-public-ip-disabled',
    severity: 'high',
    resource: ec2Subnet,
    evaluate: (subnet) =>
      all(
        check('publicIpOnLaunch', subnet.publicIpOnLaunch, 'no public address', (on) => !on),
        check('ipv6OnCreation', subnet.ipv6OnCreation, 'no IPv6 address by itself', (on) => !on),
      ),
    remedy: 'Set MapPublicIpOnLaunch and AssignIpv6AddressOnCreation to false.',
    brokenBy: ['ec2:ModifySubnetAttribute', 'ec2:CreateSubnet'],
    fix: { mode: 'enforce' },
    permissions: ['ec2:DescribeSubnets', 'ec2:ModifySubnetAttribute'],
  }),
];
