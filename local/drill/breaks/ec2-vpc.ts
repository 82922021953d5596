/** Breaks of the network, its subnets, and what is recorded of both. */
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  DisassociateKmsKeyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  DisassociateResolverQueryLogConfigCommand,
  ListResolverQueryLogConfigAssociationsCommand,
  Route53ResolverClient,
} from '@aws-sdk/client-route53resolver';
import { ec2FlowLogLive } from '../../../lambdas/drift/live/ec2-gateway';
import { ec2SubnetLive, ec2VpcLive } from '../../../lambdas/drift/live/ec2-vpc';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import { route53resolverQueryLogLive } from '../../../lambdas/drift/live/route53resolver-query-log';
import type { Break, LiveBreak } from '../break';
import { removed, standing } from '../own-stack';
import type { Scene } from '../scene';
import { broken, deleteGateway, ec2Of, networkOf, newGateway, onDeployed } from './ec2-network';

/** The flow logs that the network has now. */
async function flowLogsOf(ec2: EC2Client, vpc: string): Promise<string[]> {
  const Filter = [{ Name: 'resource-id', Values: [vpc] }];
  const { FlowLogs = [] } = await ec2.send(new DescribeFlowLogsCommand({ Filter }));
  return FlowLogs.flatMap(({ FlowLogId }) => FlowLogId ?? []);
}

const flowGroup = ({ options }: Scene): string => `/asepsis/${options.deployment}/flow`;
const flowRole = ({ options }: Scene): string =>
  `arn:aws:iam::${options.account}:role/asepsis/${options.deployment}-flow`;

/** A log of one subnet, of a stack of its own: the network's is not given back under its id. */
const subnetLog = (scene: Scene) => ({
  Resources: {
    Log: {
      Type: 'AWS::EC2::FlowLog',
      Properties: {
        ResourceId: scene.one(ec2SubnetLive.kind).row.physicalId,
        ResourceType: 'Subnet',
        TrafficType: 'ALL',
        LogGroupName: flowGroup(scene),
        DeliverLogsPermissionArn: flowRole(scene),
      },
    },
  },
});

/** A person logs the network again. The log has another id: only its stack could make it the declared one. */
async function logAgain(scene: Scene): Promise<void> {
  await ec2Of(scene).send(
    new CreateFlowLogsCommand({
      ResourceIds: [networkOf(scene).row.physicalId],
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      LogGroupName: flowGroup(scene),
      DeliverLogsPermissionArn: flowRole(scene),
    }),
  );
}

/** Takes the key from the log group that a log is written to. */
const withoutKey = (control: string, kind: LiveKind<unknown>, groupOf: (declared: unknown) => string): LiveBreak => ({
  control,
  kind,
  // The group's own control would give the key back before anybody asked for the log's.
  observing: ['logs.log-group.encrypted'],
  async run(scene) {
    const located = scene.one(kind.kind);
    const logs = scene.open(CloudWatchLogsClient, 'cloudwatch-logs');
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName: groupOf(located.declared) }));
    return broken(located);
  },
  async restore(scene, { declared }) {
    const { logKey } = declared as { readonly logKey: string };
    const logs = scene.open(CloudWatchLogsClient, 'cloudwatch-logs');
    await logs.send(new AssociateKmsKeyCommand({ logGroupName: groupOf(declared), kmsKeyId: logKey }));
  },
});

const destinationOf = (declared: unknown): string => (declared as { readonly destination: string }).destination;

const vpcBreaks: readonly Break[] = [
  {
    ...onDeployed('ec2.vpc.internet-gateway', ec2VpcLive, async (ec2, VpcId) =>
      ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: await newGateway(ec2), VpcId })),
    ),
    // The loop detaches it; it leads nowhere then, and a person deletes it.
    async restore(scene) {
      const ec2 = ec2Of(scene);
      const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
      for (const { Attachments = [], InternetGatewayId } of InternetGateways)
        if (Attachments.length === 0 && InternetGatewayId) await deleteGateway(ec2, InternetGatewayId);
    },
  },
  onDeployed('ec2.vpc.default-security-group', ec2VpcLive, async (ec2, vpc) => {
    const Filters = [
      { Name: 'vpc-id', Values: [vpc] },
      { Name: 'group-name', Values: ['default'] },
    ];
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.42.0.0/20' }] };
    const GroupId = SecurityGroups?.[0]?.GroupId;
    return ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [ssh] }));
  }),
  {
    control: 'ec2.vpc.query-log',
    kind: ec2VpcLive,
    async run(scene) {
      const network = networkOf(scene);
      const resolver = scene.open(Route53ResolverClient, 'route53resolver');
      const { ResolverQueryLogConfigAssociations = [] } = await resolver.send(
        new ListResolverQueryLogConfigAssociationsCommand({}),
      );
      for (const { ResolverQueryLogConfigId, ResourceId } of ResolverQueryLogConfigAssociations)
        if (ResourceId === network.row.physicalId)
          await resolver.send(new DisassociateResolverQueryLogConfigCommand({ ResolverQueryLogConfigId, ResourceId }));
      return broken(network);
    },
  },
];

export const ec2VpcBreaks: readonly Break[] = [
  ...vpcBreaks,
  onDeployed('ec2.subnet.public-ip', ec2SubnetLive, (ec2, SubnetId) =>
    ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } })),
  ),
  withoutKey('ec2.flow-log.encrypted', ec2FlowLogLive, destinationOf),
  withoutKey(
    'route53resolver.query-log.encrypted',
    route53resolverQueryLogLive,
    (declared) => destinationOf(declared).split(':log-group:')[1] ?? '',
  ),
  {
    control: 'ec2.flow-log.traffic',
    kind: ec2FlowLogLive,
    async run(scene) {
      const log = await standing(scene, 'flow-log', subnetLog(scene), ec2FlowLogLive.kind);
      await ec2Of(scene).send(new DeleteFlowLogsCommand({ FlowLogIds: [log.physicalId] }));
      return log;
    },
    restore: (scene) => removed(scene, 'flow-log'),
  },
  {
    ...onDeployed('ec2.vpc.flow-log', ec2VpcLive, async (ec2, vpc) =>
      ec2.send(new DeleteFlowLogsCommand({ FlowLogIds: await flowLogsOf(ec2, vpc) })),
    ),
    restore: logAgain,
  },
];
