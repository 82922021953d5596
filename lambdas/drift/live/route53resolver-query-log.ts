/** Resolver query logging configurations, live. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { GetResolverQueryLogConfigCommand, Route53ResolverClient } from '@aws-sdk/client-route53resolver';
import { logGroupName } from '../../../lib/resources/log-destination';
import { type QueryLogState, route53resolverQueryLog } from '../../../lib/resources/route53resolver-query-log';
import { ifAbsent } from './absent';
import { keyOfLogGroup } from './ec2-gateway';
import { defineLive } from './live';

export const route53resolverQueryLogLive = defineLive<QueryLogState>({
  kind: route53resolverQueryLog,
  open(sdk) {
    const resolver = new Route53ResolverClient(sdk('route53resolver'));
    const logs = new CloudWatchLogsClient(sdk('cloudwatch-logs'));
    return {
      async read(id) {
        const request = new GetResolverQueryLogConfigCommand({ ResolverQueryLogConfigId: id });
        const found = await resolver.send(request).catch(ifAbsent('ResourceNotFoundException'));
        const config = found?.ResolverQueryLogConfig;
        if (!config || config.Status === 'DELETING') return undefined;
        const destination = config.DestinationArn ?? '';
        const isLogGroup = destination.includes(':log-group:');
        return {
          id,
          destination,
          // A log group that is gone encrypts nothing.
          logKey: isLogGroup ? ((await keyOfLogGroup(logs, logGroupName(destination))) ?? null) : undefined,
        };
      },
      // A configuration keeps its destination for life.
      puts: {},
    };
  },
});
