/** Gateways, flow logs and the account's block of public access, live. */
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  EC2Client,
  ModifyVpcBlockPublicAccessOptionsCommand,
} from '@aws-sdk/client-ec2';
import { ec2FlowLog, type FlowLogState } from '../../../lib/resources/ec2-flow-log';
import {
  ec2InternetGateway,
  ec2NatGateway,
  ec2VpcBlockPublicAccess,
  ec2VpcBlockPublicAccessExclusion,
  type GatewayState,
  type VpcBlockPublicAccessState,
} from '../../../lib/resources/ec2-gateway';
import { logGroupName } from '../../../lib/resources/log-destination';
import { ifAbsent } from './absent';
import { defineLive } from './live';

export const ec2InternetGatewayLive = defineLive<GatewayState>({
  kind: ec2InternetGateway,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const request = new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] });
        const found = await ec2.send(request).catch(ifAbsent('InvalidInternetGatewayID.NotFound'));
        return found?.InternetGateways?.[0] ? { id } : undefined;
      },
      puts: {},
    };
  },
});

export const ec2NatGatewayLive = defineLive<GatewayState>({
  kind: ec2NatGateway,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const request = new DescribeNatGatewaysCommand({ NatGatewayIds: [id] });
        const found = await ec2.send(request).catch(ifAbsent('NatGatewayNotFound', 'InvalidNatGatewayID.NotFound'));
        const gateway = found?.NatGateways?.[0];
        return gateway && gateway.State !== 'deleted' ? { id } : undefined;
      },
      puts: {},
    };
  },
});

export const ec2VpcBlockPublicAccessLive = defineLive<VpcBlockPublicAccessState>({
  kind: ec2VpcBlockPublicAccess,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const { VpcBlockPublicAccessOptions: options } = await ec2.send(
          new DescribeVpcBlockPublicAccessOptionsCommand({}),
        );
        return { id, mode: options?.InternetGatewayBlockMode ?? 'off' };
      },
      puts: {
        mode: async (_id, { mode }) => {
          if (mode !== 'block-bidirectional' && mode !== 'block-ingress') return;
          await ec2.send(new ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode: mode }));
        },
      },
    };
  },
});

export const ec2VpcBlockPublicAccessExclusionLive = defineLive<GatewayState>({
  kind: ec2VpcBlockPublicAccessExclusion,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(id) {
        const request = new DescribeVpcBlockPublicAccessExclusionsCommand({ ExclusionIds: [id] });
        const absent = ifAbsent('InvalidVpcBlockPublicAccessExclusionId.NotFound');
        const [exclusion] = (await ec2.send(request).catch(absent))?.VpcBlockPublicAccessExclusions ?? [];
        return exclusion && exclusion.State !== 'delete-complete' ? { id } : undefined;
      },
      puts: {},
    };
  },
});

/** The key of a log group, `null` where it has none, undefined where there is no such group. */
export async function keyOfLogGroup(client: CloudWatchLogsClient, name: string): Promise<string | null | undefined> {
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
    const group = page.logGroups?.find((one) => one.logGroupName === name);
    if (group) return group.kmsKeyId ?? null;
  }
  return undefined;
}

async function readFlowLog(ec2: EC2Client, logs: CloudWatchLogsClient, id: string): Promise<FlowLogState | undefined> {
  const request = new DescribeFlowLogsCommand({ FlowLogIds: [id] });
  const [log] = (await ec2.send(request).catch(ifAbsent('InvalidFlowLogId.NotFound')))?.FlowLogs ?? [];
  if (!log) return undefined;
  const destinationType = log.LogDestinationType ?? 'cloud-watch-logs';
  const toLogs = destinationType === 'cloud-watch-logs';
  const name = log.LogGroupName ?? (log.LogDestination && logGroupName(log.LogDestination));
  return {
    id,
    resource: log.ResourceId ?? '',
    traffic: log.TrafficType ?? 'ALL',
    destinationType,
    destination: (toLogs ? name : log.LogDestination) ?? '',
    // A log group that is gone encrypts nothing.
    logKey: toLogs ? ((name ? await keyOfLogGroup(logs, name) : null) ?? null) : undefined,
  };
}

export const ec2FlowLogLive = defineLive<FlowLogState>({
  kind: ec2FlowLog,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    const logs = new CloudWatchLogsClient(sdk('cloudwatch-logs'));
    // A flow log cannot be changed: a new one has another id, which is for its stack to make.
    return { read: (id) => readFlowLog(ec2, logs, id), puts: {} };
  },
});
