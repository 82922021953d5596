/** Controls on what routes, security groups, network ACLs and endpoints let through. */
import { ec2NetworkAcl } from '../resources/ec2-network-acl';
import { ec2Route, ec2RouteTable, type Route } from '../resources/ec2-route-table';
import { ec2SecurityGroup, ec2SecurityGroupRule, type Rule } from '../resources/ec2-security-group';
import { ec2VpcEndpoint } from '../resources/ec2-vpc-endpoint';
import { conditionValues, type Statement } from '../resources/policy';
import { map } from '../resources/read';
import { defineControl } from './control';
import { all, checkEach } from './verdict';

/** Blocks of addresses that hold the internet, or half of it: `0.0.0.0/1` twice is everywhere. */
const isWorld = (cidr: string): boolean =>
  /^(0\.0\.0\.0|128\.0\.0\.0)\/[0-7]$|^(::|8000::)\/[0-7]$|^2000::\/3$/.test(cidr);

const waysOut = ['internet-gateway', 'nat-gateway', 'egress-only-gateway', 'carrier-gateway'];
const leadsOut = (route: Route): boolean => isWorld(route.destination) || waysOut.includes(route.via);
const isOpen = (rule: Rule): boolean => isWorld(rule.peer);

const transmission = ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)', '164.312(e)(1)'] as const;

const route = {
  title: 'No route leads out of the network',
  hipaa: ['164.312(e)(1)'],
  configRule: 'no-unrestricted-route-to-igw',
  severity: 'critical',
  remedy: 'Take the route out; reach AWS services by VPC endpoints.',
} as const;
const noWayOut = 'no way to an internet, NAT or egress-only gateway, and none to everywhere';
const groupUpdate = (direction: 'Ingress' | 'Egress') =>
  ({
    brokenBy: [`ec2:AuthorizeSecurityGroup${direction}`, 'ec2:ModifySecurityGroupRules'],
    fix: { mode: 'enforce' },
    permissions: [
      'ec2:DescribeSecurityGroups',
      `ec2:AuthorizeSecurityGroup${direction}`,
      `ec2:RevokeSecurityGroup${direction}`,
    ],
  }) as const;
/** Of a table or a group that no stack of ours declares: what one of ours holds, its own controls see and put back. */
const strangers = {
  forbidden: true,
  fix: { mode: 'observe', reason: "It is a stranger's, and what rests on it is not known here: a person decides." },
  permissions: [],
} as const;

const keys = (one: Statement, names: readonly string[]): boolean =>
  ['StringEquals', 'ForAllValues:StringEquals', 'ForAnyValue:StringEquals', 'StringLike'].some((operator) =>
    names.some((name) => {
      const values = conditionValues(one, operator, name);
      return values.length > 0 && values.every((value) => value !== '*');
    }),
  );

/** Own principals to own resources; a statement that names its resources needs no condition on whose they are. */
const keepsPerimeter = (one: Statement): boolean =>
  one.effect === 'Deny' ||
  (keys(one, ['aws:PrincipalOrgID', 'aws:PrincipalAccount']) &&
    (keys(one, ['aws:ResourceOrgID', 'aws:ResourceAccount']) ||
      (one.resources.length > 0 && one.resources.every((resource) => resource !== '*'))));

export const ec2TrafficControls = [
  defineControl({
    ...route,
    id: 'ec2.route-table.isolated',
    resource: ec2RouteTable,
    evaluate: (table) => all(checkEach('routes', table.routes, noWayOut, (one) => !leadsOut(one))),
    brokenBy: ['ec2:CreateRoute', 'ec2:ReplaceRoute'],
    fix: { mode: 'enforce' },
    permissions: ['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:DescribeRouteTables'],
  }),
  defineControl({
    ...route,
    ...strangers,
    id: 'ec2.route.isolated',
    resource: ec2Route,
    evaluate: (table) => all(checkEach('routes', table.routes, noWayOut, (one) => !leadsOut(one))),
    brokenBy: ['ec2:CreateRoute', 'ec2:ReplaceRoute'],
  }),
  defineControl({
    ...groupUpdate('Ingress'),
    id: 'ec2.security-group.ingress',
    title: 'No security group admits the world',
    hipaa: transmission,
    configRule: 'restricted-common-ports',
    severity: 'critical',
    resource: ec2SecurityGroup,
    evaluate: (group) => all(checkEach('ingress', group.ingress, 'nothing from everywhere', (rule) => !isOpen(rule))),
    remedy: 'Name the security group or the block of addresses that may come in.',
  }),
  defineControl({
    ...groupUpdate('Egress'),
    id: 'ec2.security-group.egress',
    title: 'No security group lets traffic go anywhere',
    hipaa: ['164.312(e)(1)', '164.308(a)(1)(ii)(B)'],
    severity: 'high',
    resource: ec2SecurityGroup,
    evaluate: (group) => all(checkEach('egress', group.egress, 'nothing to everywhere', (rule) => !isOpen(rule))),
    remedy: 'Set allowAllOutbound: false and name where traffic may go; unsaid means everywhere.',
  }),
  defineControl({
    ...strangers,
    id: 'ec2.security-group-rule.world',
    title: 'No rule is added that opens a security group to the world',
    hipaa: transmission,
    configRule: 'restricted-ssh',
    severity: 'critical',
    resource: ec2SecurityGroupRule,
    evaluate: (rule) =>
      all(
        checkEach('ingress', rule.ingress, 'nothing from everywhere', (one) => !isOpen(one)),
        checkEach('egress', rule.egress, 'nothing to everywhere', (one) => !isOpen(one)),
      ),
    remedy: 'Name the security group or the block of addresses at the other end.',
    brokenBy: ['ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifySecurityGroupRules'],
  }),
  defineControl({
    id: 'ec2.network-acl.world',
    title: 'No network ACL admits the world',
    hipaa: transmission,
    severity: 'high',
    resource: ec2NetworkAcl,
    evaluate: (acl) =>
      all(
        checkEach(
          'entries',
          map(acl.entries, (entries) => entries.filter((one) => !one.egress && one.action === 'allow')),
          'nothing from everywhere',
          (one) => !isWorld(one.cidr),
        ),
      ),
    remedy: 'Name the block of addresses that may come in.',
    brokenBy: ['ec2:CreateNetworkAclEntry', 'ec2:ReplaceNetworkAclEntry', 'ec2:DeleteNetworkAclEntry'],
    fix: { mode: 'enforce' },
    permissions: ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAclEntry', 'ec2:DescribeNetworkAcls'],
  }),
  defineControl({
    id: 'ec2.vpc-endpoint.perimeter',
    title: 'An endpoint serves own principals on own resources only',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.312(a)(1)', '164.312(e)(1)'],
    severity: 'critical',
    resource: ec2VpcEndpoint,
    evaluate: (endpoint) =>
      all(
        checkEach(
          'policy',
          map(endpoint.policy, (policy) => policy.statements),
          'aws:PrincipalOrgID or aws:PrincipalAccount, with aws:ResourceOrgID, aws:ResourceAccount or named resources',
          keepsPerimeter,
          (one) => one.sid ?? { actions: one.actions, resources: one.resources },
        ),
      ),
    remedy: 'Give the endpoint endpointPolicy(perimeter, actions): unsaid means everyone and everything.',
    brokenBy: ['ec2:ModifyVpcEndpoint', 'ec2:CreateVpcEndpoint'],
    fix: { mode: 'enforce' },
    permissions: ['ec2:DescribeVpcEndpoints', 'ec2:ModifyVpcEndpoint'],
  }),
];
