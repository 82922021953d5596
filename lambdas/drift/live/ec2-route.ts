/** Routes of tables that no template declares, live. */
import { DescribeRouteTablesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2Route, type RouteState } from '../../../lib/resources/ec2-route-table';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent } from './absent';
import { routeOf } from './ec2-route-table';
import { defineLive } from './live';

/** The table and where the route leads: CloudFormation's id, and the one that `strangers` writes. */
const anId = /^(rtb-[^|]+)\|(.+)$/;

export const ec2RouteLive = defineLive<RouteState>({
  kind: ec2Route,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id, declared) {
        const [, table, destination] = anId.exec(id) ?? [];
        // A route of a table of ours is declared as nothing by itself: it is read and put back with its table.
        const withItsTable = declared !== undefined && isKnown(declared.routes) && declared.routes.length === 0;
        if (withItsTable || table === undefined) return declared;
        const request = new DescribeRouteTablesCommand({ RouteTableIds: [table] });
        const found = await ec2.send(request).catch(ifAbsent('InvalidRouteTableID.NotFound'));
        const routes = (found?.RouteTables?.[0]?.Routes ?? []).flatMap(routeOf);
        const route = routes.find((one) => one.destination === destination);
        return route && { routes: [route] };
      },
      puts: {},
    };
  },
});
