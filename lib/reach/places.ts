/** Where a request comes from, and what AWS knows of it by that: condition keys of the network, and the endpoint's policy. */
import { at, str, strs } from '../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../resources/template';
import { isKnown, isUnknown, mark } from '../resources/value';
import type { Facts } from './context';
import type { NamedPolicy } from './layers';
import type { Physical } from './physical';
import { hole } from './text';

export interface Place {
  /**
   * `outside` is anywhere that no network of AWS's speaks for, `another network` one that is not ours, `a service` an
   * AWS service that asks in the caller's name; else the id of the endpoint, `stack/logicalId`.
   */
  readonly name: string;
  readonly context: Facts;
  /** What the request itself carries; stands before everything else. @default nothing of note */
  readonly request?: Facts;
  /** Policy of the endpoint. @default none */
  readonly endpoint?: readonly NamedPolicy[];
  /** Services that it leads to. @default every service */
  readonly service?: string;
}

const direct: Facts = {
  'aws:viaawsservice': ['false'],
  'aws:calledvia': 'absent',
  'aws:calledviafirst': 'absent',
  'aws:calledvialast': 'absent',
};

/** IAM User Guide, "AWS global condition context keys": network keys are there only for requests through an endpoint. */
const noNetwork: Facts = { 'aws:sourcevpc': 'absent', 'aws:sourcevpce': 'absent', 'aws:vpcsourceip': 'absent' };

const outside: Place = { name: 'outside', context: { ...direct, ...noNetwork } };

/** The service asks, from its own network; which one is open. */
export const throughService: Place = {
  name: 'a service',
  context: { ...noNetwork, 'aws:viaawsservice': ['true'], 'aws:calledvia': 'unknown', 'aws:sourceip': 'unknown' },
};

const inNetwork = (vpc: string, endpoint: string): Facts => ({
  ...direct,
  'aws:sourcevpc': [vpc],
  'aws:sourcevpce': [endpoint],
  'aws:sourceip': 'absent',
});

function endpointOf(resource: TemplateResource, physical: Physical): Place {
  const { logicalId, properties, stack } = resource;
  const vpc = str(properties, 'VpcId', '');
  const service = str(properties, 'ServiceName', '');
  const open = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
  return {
    name: idOf(resource),
    context: inNetwork(
      isUnknown(vpc) ? hole('value', `network of ${idOf(resource)}`) : physical.text(vpc),
      physical.text(mark(stack, logicalId)),
    ),
    endpoint: [physical.policy(idOf(resource), properties.PolicyDocument ?? open)],
    ...(isKnown(service) ? { service: physical.text(service).split('.').at(-1) ?? '' } : {}),
  };
}

/** Every place that a request may come from, services in the caller's name aside. */
export function placesOf(set: TemplateSet, physical: Physical): readonly Place[] {
  const endpoints = set.ofType('AWS::EC2::VPCEndpoint').map((one) => endpointOf(one, physical));
  // Ids of networks and endpoints are AWS's, and no two are the same.
  const other = inNetwork(hole('name', 'another network'), hole('name', 'an endpoint of another network'));
  return [outside, { name: 'another network', context: other }, ...endpoints];
}

/** How a function inside a network comes to an endpoint. */
export interface Path {
  /** `stack/logicalId` of the function and of the endpoint. */
  readonly function: string;
  readonly endpoint: string;
  /** Route tables that lead to a gateway endpoint, or subnets that an interface endpoint stands in. */
  readonly by: readonly string[];
}

const targets = (set: TemplateSet, resource: TemplateResource, path: string): readonly TemplateResource[] => {
  const listed = strs(resource.properties, path);
  return isUnknown(listed) ? [] : listed.flatMap((one) => set.target(one) ?? []);
};

function tableOf(subnet: TemplateResource, set: TemplateSet): TemplateResource | undefined {
  const [association] = set.attached(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId');
  return association && set.target(association.properties.RouteTableId);
}

/** Routes of gateway endpoints stand in the route tables that they name; interface endpoints are in the network itself. */
function wayTo(endpoint: TemplateResource, subnets: readonly TemplateResource[], set: TemplateSet): readonly string[] {
  const gateway = str(endpoint.properties, 'VpcEndpointType', 'Gateway') === 'Gateway';
  if (gateway) {
    const tables = targets(set, endpoint, 'RouteTableIds');
    return subnets
      .map((subnet) => tableOf(subnet, set))
      .flatMap((table) => (table && tables.includes(table) ? [idOf(table)] : []));
  }
  const same = subnets.some((subnet) => set.target(subnet.properties.VpcId) === set.target(endpoint.properties.VpcId));
  return same ? targets(set, endpoint, 'SubnetIds').map(idOf) : [];
}

/** Which functions stand inside a network, and which endpoints they come to. */
export function pathsOf(set: TemplateSet): readonly Path[] {
  return set.ofType('AWS::Lambda::Function').flatMap((one) => {
    if (at(one.properties, 'VpcConfig') === undefined) return [];
    const subnets = targets(set, one, 'VpcConfig.SubnetIds');
    return set.ofType('AWS::EC2::VPCEndpoint').flatMap((endpoint) => {
      const by = [...new Set(wayTo(endpoint, subnets, set))].sort();
      return by.length > 0 ? [{ function: idOf(one), endpoint: idOf(endpoint), by }] : [];
    });
  });
}
