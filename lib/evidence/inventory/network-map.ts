/**
 * The map of the network: what stands in it, what may talk to what, and every way out that there is, or none.
 * 45 CFR 164.312(e)(1). From the templates alone; pure.
 */
import type { Config } from '../../config/schema';
import { practiceOf } from '../../cost/places';
import { readPolicy } from '../../resources/policy';
import { bool, records, str, strs } from '../../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../../resources/template';
import { isKnown, type Value } from '../../resources/value';
import { meantBy } from './assets';
import { byId } from './look-up';
import type { EndpointOnMap, NetworkMap, SecurityGroupOnMap, SubnetOnMap, TrafficRule } from './network';

/** Everything by which traffic could leave a network. */
const gatewayTypes = [
  ...['AWS::EC2::InternetGateway', 'AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::EIP'],
  ...['AWS::EC2::VPCGatewayAttachment', 'AWS::EC2::VPCPeeringConnection', 'AWS::EC2::TransitGatewayAttachment'],
  ...[
    'AWS::EC2::TransitGatewayVpcAttachment',
    'AWS::EC2::VPNGateway',
    'AWS::EC2::VPNConnection',
    'AWS::EC2::CarrierGateway',
  ],
];

type Properties = TemplateResource['properties'];

const text = (value: Value<string>): string => (isKnown(value) ? value : `unknown: ${value.unknown}`);
const word = (properties: Properties, path: string, fallback = ''): string => text(str(properties, path, fallback));

const ids = (properties: Properties, path: string, set: TemplateSet): readonly string[] => {
  const list = strs(properties, path);
  return isKnown(list) ? list.map((one) => meantBy(one, set)).sort() : [`unknown: ${list.unknown}`];
};

function subnetOf(resource: TemplateResource, set: TemplateSet): SubnetOnMap {
  const isPublic = bool(resource.properties, 'MapPublicIpOnLaunch', false);
  return {
    id: idOf(resource),
    zone: word(resource.properties, 'AvailabilityZone'),
    cidr: word(resource.properties, 'CidrBlock'),
    publicAddresses: !isKnown(isPublic) || isPublic,
    routeTables: set
      .attached(resource, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId')
      .map(({ properties }) => meantBy(word(properties, 'RouteTableId'), set))
      .sort(),
  };
}

function endpointPolicy(properties: Properties): readonly string[] {
  const policy = readPolicy(properties.PolicyDocument);
  if (!isKnown(policy)) return [`unknown: ${policy.unknown}`];
  return policy.statements.map(({ actions, conditions, effect, notActions }) => {
    const what = actions.length > 0 ? actions.join(', ') : `all but ${notActions.join(', ')}`;
    const tests = Object.values(conditions).flatMap((keys) => Object.entries(keys));
    const where = tests.map(([key, values]) => `${key} = ${values.join(' or ')}`).join(' and ');
    return `${effect} ${what}${where === '' ? '' : ` where ${where}`}`;
  });
}

function endpointOf(resource: TemplateResource, set: TemplateSet): EndpointOnMap {
  const { properties } = resource;
  const kind = word(properties, 'VpcEndpointType', 'Gateway');
  return {
    id: idOf(resource),
    service: word(properties, 'ServiceName'),
    kind: kind === 'Interface' ? 'interface' : kind === 'Gateway' ? 'gateway' : 'other',
    subnets: ids(properties, 'SubnetIds', set),
    routeTables: ids(properties, 'RouteTableIds', set),
    securityGroups: ids(properties, 'SecurityGroupIds', set),
    policy: endpointPolicy(properties),
  };
}

const peerKeys = [
  ...['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SourcePrefixListId'],
  'DestinationPrefixListId',
];

function ruleOf(properties: Properties, set: TemplateSet): TrafficRule {
  const peer = peerKeys.map((key) => word(properties, key)).find((found) => found !== '') ?? 'anything';
  const [from, to] = [word(properties, 'FromPort'), word(properties, 'ToPort')];
  const protocol = word(properties, 'IpProtocol');
  return {
    peer: meantBy(peer, set),
    protocol: protocol === '-1' ? 'any' : protocol,
    ports: from === to ? from || 'any' : `${from}–${to}`,
    description: word(properties, 'Description'),
  };
}

/** The CDK writes "nothing goes out" as a rule that matches nothing. */
const matchesNothing = ({ peer, protocol }: TrafficRule) => peer === '255.255.255.255/32' && protocol === 'icmp';

function rulesOf(group: TemplateResource, direction: 'Ingress' | 'Egress', set: TemplateSet): readonly TrafficRule[] {
  const inside = records(group.properties, `SecurityGroup${direction}`);
  const apart = set
    .attached(group, `AWS::EC2::SecurityGroup${direction}`, 'GroupId')
    .map(({ properties }) => properties);
  // AWS lets out everything where a template says nothing of what goes out.
  const silent = direction === 'Egress' && isKnown(inside) && inside.length === 0 && apart.length === 0;
  if (silent) return [{ peer: '0.0.0.0/0', protocol: 'any', ports: 'any', description: 'AWS’s default' }];
  const unknownRules = isKnown(inside)
    ? []
    : [{ peer: `unknown: ${inside.unknown}`, protocol: 'any', ports: 'any', description: '' }];
  return [...(isKnown(inside) ? inside : []), ...apart]
    .map((one) => ruleOf(one, set))
    .filter((rule) => !matchesNothing(rule))
    .concat(unknownRules)
    .sort((a, b) => (a.peer < b.peer ? -1 : a.peer > b.peer ? 1 : 0));
}

const groupOnMap = (group: TemplateResource, set: TemplateSet): SecurityGroupOnMap => ({
  id: idOf(group),
  description: word(group.properties, 'GroupDescription'),
  inbound: rulesOf(group, 'Ingress', set),
  outbound: rulesOf(group, 'Egress', set),
});

function functionsOf(set: TemplateSet, config: Config) {
  const all = set.ofType('AWS::Lambda::Function').map((resource) => {
    const practice = practiceOf(resource.stack, config);
    return {
      id: idOf(resource),
      name: word(resource.properties, 'FunctionName', resource.logicalId),
      ...(practice === undefined ? {} : { practice }),
      subnets: ids(resource.properties, 'VpcConfig.SubnetIds', set),
      securityGroups: ids(resource.properties, 'VpcConfig.SecurityGroupIds', set),
    };
  });
  return {
    functions: all.filter(({ subnets }) => subnets.length > 0).sort(byId),
    outside: all
      .filter(({ subnets }) => subnets.length === 0)
      .map(({ id, name }) => ({ id, name }))
      .sort(byId),
  };
}

/** The name of a log group, however it is referred to. */
function nameOf(reference: string, set: TemplateSet): string {
  const target = set.target(reference);
  return target
    ? word(target.properties, 'LogGroupName', target.logicalId)
    : (reference.split(':log-group:')[1] ?? reference);
}

function logsOf(set: TemplateSet): NetworkMap['logs'] {
  const flows = set.ofType('AWS::EC2::FlowLog').map((resource) => ({
    id: idOf(resource),
    what: `flow log, ${word(resource.properties, 'TrafficType')} traffic`,
    to: nameOf(word(resource.properties, 'LogGroupName', word(resource.properties, 'LogDestination')), set),
  }));
  const queries = set.ofType('AWS::Route53Resolver::ResolverQueryLoggingConfig').map((resource) => ({
    id: idOf(resource),
    what: 'every DNS query',
    to: nameOf(word(resource.properties, 'DestinationArn'), set),
  }));
  return [...flows, ...queries].sort(byId);
}

const routeKeys = [
  'GatewayId',
  'NatGatewayId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'VpcEndpointId',
  'NetworkInterfaceId',
];

function routesOf(set: TemplateSet): NetworkMap['routes'] {
  return set
    .ofType('AWS::EC2::Route')
    .map(({ properties }) => ({
      routeTable: meantBy(word(properties, 'RouteTableId'), set),
      to: word(properties, 'DestinationCidrBlock', word(properties, 'DestinationIpv6CidrBlock')),
      through: meantBy(routeKeys.map((key) => word(properties, key)).find((found) => found !== '') ?? '', set),
    }))
    .sort((a, b) => (`${a.routeTable} ${a.to}` < `${b.routeTable} ${b.to}` ? -1 : 1));
}

export function networkMapOf(set: TemplateSet, config: Config): NetworkMap {
  const onMap = <T extends { readonly id: string }>(type: string, of: (resource: TemplateResource) => T) =>
    set.ofType(type).map(of).sort(byId);
  return {
    account: config.account,
    vpcs: onMap('AWS::EC2::VPC', (resource) => ({
      id: idOf(resource),
      name: resource.logicalId,
      cidr: word(resource.properties, 'CidrBlock'),
    })),
    subnets: onMap('AWS::EC2::Subnet', (resource) => subnetOf(resource, set)),
    routes: routesOf(set),
    endpoints: onMap('AWS::EC2::VPCEndpoint', (resource) => endpointOf(resource, set)),
    securityGroups: onMap('AWS::EC2::SecurityGroup', (resource) => groupOnMap(resource, set)),
    ...functionsOf(set, config),
    gateways: gatewayTypes.flatMap((type) => onMap(type, (resource) => ({ id: idOf(resource), type }))).sort(byId),
    logs: logsOf(set),
    blocksInternet: set
      .ofType('AWS::EC2::VPCBlockPublicAccessOptions')
      .some(({ properties }) => properties.InternetGatewayBlockMode === 'block-bidirectional'),
  };
}
