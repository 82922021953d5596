/** A route table with its routes, and routes into tables that are declared elsewhere. */
import { defineKind } from './kind';
import { str } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { isUnknown, mark, unknown, type Value } from './value';

/** What a route leads to. */
export type Via =
  | 'internet-gateway'
  | 'nat-gateway'
  | 'egress-only-gateway'
  | 'carrier-gateway'
  | 'virtual-private-gateway'
  | 'other';

export interface Route {
  /** CIDR block or prefix list. */
  readonly destination: string;
  /** Id of what it leads to. */
  readonly target: string;
  readonly via: Via;
}

export interface RouteTableState {
  readonly id: Value<string>;
  /** Routes that somebody made: the local one and those of gateway endpoints are not among them. */
  readonly routes: Value<readonly Route[]>;
}

export interface RouteState {
  readonly routes: Value<readonly Route[]>;
}

/** A route's targets by the name that EC2 and CloudFormation both give them. */
export const routeTargets: Readonly<Record<string, Via>> = {
  NatGatewayId: 'nat-gateway',
  EgressOnlyInternetGatewayId: 'egress-only-gateway',
  CarrierGatewayId: 'carrier-gateway',
  CoreNetworkArn: 'other',
  InstanceId: 'other',
  LocalGatewayId: 'other',
  NetworkInterfaceId: 'other',
  TransitGatewayId: 'other',
  VpcEndpointId: 'other',
  VpcPeeringConnectionId: 'other',
};

/** What a `GatewayId` is, by its prefix. */
export const gatewayKind = (id: string): Via =>
  id.startsWith('igw-') ? 'internet-gateway' : id.startsWith('vgw-') ? 'virtual-private-gateway' : 'other';

function declaredGateway(id: string, set: TemplateSet): Via {
  const type = set.target(id)?.type;
  if (type === 'AWS::EC2::InternetGateway') return 'internet-gateway';
  if (type === 'AWS::EC2::VPNGateway') return 'virtual-private-gateway';
  return gatewayKind(id);
}

function route({ properties }: TemplateResource, set: TemplateSet): Value<Route> {
  const destinations = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];
  const destination = destinations.map((name) => str(properties, name, undefined)).find((value) => value !== undefined);
  if (isUnknown(destination)) return destination;
  if (destination === undefined) return unknown('a route without a destination');
  const gateway = str(properties, 'GatewayId', undefined);
  if (isUnknown(gateway)) return gateway;
  if (gateway !== undefined) return { destination, target: gateway, via: declaredGateway(gateway, set) };
  for (const [name, via] of Object.entries(routeTargets)) {
    const target = str(properties, name, undefined);
    if (isUnknown(target)) return target;
    if (target !== undefined) return { destination, target, via };
  }
  return unknown(`the route to ${destination} leads to nothing that is understood`);
}

function routesOf(routes: readonly TemplateResource[], set: TemplateSet): Value<readonly Route[]> {
  const read: Route[] = [];
  for (const resource of routes) {
    const one = route(resource, set);
    if (isUnknown(one)) return one;
    read.push(one);
  }
  return read;
}

export const ec2RouteTable = defineKind<RouteTableState>({
  name: 'ec2.route-table',
  types: ['AWS::EC2::RouteTable'],
  owned: ['routes'],
  read: (resource, set) => ({
    id: mark(resource.stack, resource.logicalId),
    routes: routesOf(set.attached(resource, 'AWS::EC2::Route', 'RouteTableId'), set),
  }),
});

/** A route is read with its table; one whose table is not declared here is read on its own. */
export const ec2Route = defineKind<RouteState>({
  name: 'ec2.route',
  types: ['AWS::EC2::Route'],
  owned: [],
  read: (resource, set) => {
    const table = set.target(resource.properties.RouteTableId);
    return { routes: table?.type === 'AWS::EC2::RouteTable' ? [] : routesOf([resource], set) };
  },
});
