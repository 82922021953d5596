/** Route tables, live. */
import {
  type Route as ApiRoute,
  CreateRouteCommand,
  DeleteRouteCommand,
  DescribeRouteTablesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  ec2RouteTable,
  gatewayKind,
  type Route,
  type RouteTableState,
  routeTargets,
} from '../../../lib/resources/ec2-route-table';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

/** Routes that somebody made: neither the local one nor a gateway endpoint's, which the endpoint keeps. */
export function routeOf(route: ApiRoute): Route[] {
  const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
  const gateway = route.GatewayId;
  if (destination === undefined || gateway === 'local' || gateway?.startsWith('vpce-')) return [];
  if (gateway) return [{ destination, target: gateway, via: gatewayKind(gateway) }];
  for (const [name, via] of Object.entries(routeTargets)) {
    const target = (route as Readonly<Record<string, unknown>>)[name];
    if (typeof target === 'string' && target !== '') return [{ destination, target, via }];
  }
  return [{ destination, target: route.State ?? 'nothing', via: 'other' }];
}

const destinationOf = (destination: string) =>
  destination.startsWith('pl-')
    ? { DestinationPrefixListId: destination }
    : destination.includes(':')
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination };

/** The request's field for a target, from the shape of its id. */
function targetOf({ target, via }: Route): Readonly<Record<string, string>> {
  const prefixes: Readonly<Record<string, string>> = {
    nat: 'NatGatewayId',
    eigw: 'EgressOnlyInternetGatewayId',
    cagw: 'CarrierGatewayId',
    i: 'InstanceId',
    lgw: 'LocalGatewayId',
    eni: 'NetworkInterfaceId',
    tgw: 'TransitGatewayId',
    vpce: 'VpcEndpointId',
    pcx: 'VpcPeeringConnectionId',
  };
  const prefix = target.split('-')[0] ?? '';
  const name = Object.entries(routeTargets).find(([, kind]) => kind === via && kind !== 'other')?.[0];
  return { [name ?? prefixes[prefix] ?? (target.startsWith('arn:') ? 'CoreNetworkArn' : 'GatewayId')]: target };
}

export const ec2RouteTableLive = defineLive<RouteTableState>({
  kind: ec2RouteTable,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const request = new DescribeRouteTablesCommand({ RouteTableIds: [id] });
        const found = await ec2.send(request).catch(ifAbsent('InvalidRouteTableID.NotFound'));
        const table = found?.RouteTables?.[0];
        return table && { id, routes: (table.Routes ?? []).flatMap(routeOf) };
      },
      puts: {
        routes: async (RouteTableId, declared, live) => {
          const { missing, extra } = difference(declared.routes, live.routes);
          for (const { destination } of extra)
            await ec2.send(new DeleteRouteCommand({ RouteTableId, ...destinationOf(destination) }));
          for (const route of missing)
            await ec2.send(
              new CreateRouteCommand({ RouteTableId, ...destinationOf(route.destination), ...targetOf(route) }),
            );
        },
      },
    };
  },
});
