import type { Stack } from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import {
  CfnFlowLog,
  CfnInternetGateway,
  CfnNatGateway,
  CfnNetworkAcl,
  CfnNetworkAclEntry,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSecurityGroupIngress,
  type CfnSecurityGroupProps,
  CfnSubnet,
  CfnVPC,
  CfnVPCBlockPublicAccessExclusion,
  CfnVPCBlockPublicAccessOptions,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnResolverQueryLoggingConfigAssociation } from 'aws-cdk-lib/aws-route53resolver';
import type { Fixtures } from './fixture';

interface VpcParts {
  readonly flowLog?: boolean;
  readonly queryLog?: boolean;
  readonly closed?: boolean;
  readonly gateway?: boolean;
}

const key = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';

function flowLog(stack: Stack, resourceId: string, trafficType = 'ALL', kmsKeyId: string | null = key) {
  new CfnLogGroup(stack, 'Logs', {
    logGroupName: '/planted/flow',
    kmsKeyId: kmsKeyId ?? undefined,
    retentionInDays: 365,
  });
  new CfnFlowLog(stack, 'FlowLog', {
    resourceId,
    resourceType: 'VPC',
    trafficType,
    logGroupName: '/planted/flow',
    deliverLogsPermissionArn: 'arn:aws:iam::111122223333:role/flow',
  });
}

const vpc =
  ({ flowLog: logged = true, queryLog = true, closed = true, gateway = false }: VpcParts = {}) =>
  (stack: Stack) => {
    const it = new CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    if (logged) flowLog(stack, it.ref);
    if (queryLog) {
      new CfnResolverQueryLoggingConfigAssociation(stack, 'QueryLog', {
        resourceId: it.attrVpcId,
        resolverQueryLogConfigId: 'rqlc-planted',
      });
    }
    if (closed) {
      new CfnResource(stack, 'Settings', {
        type: 'Custom::AsepsisAccountSettings',
        properties: {
          ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:settings',
          ClosedDefaultSecurityGroupOf: it.ref,
          EbsEncryptionByDefault: true,
          ImageBlockPublicAccess: 'block-new-sharing',
          SnapshotBlockPublicAccess: 'block-all-sharing',
          SsmDocumentPublicSharing: 'Disable',
        },
      });
    }
    if (gateway) new CfnVPCGatewayAttachment(stack, 'Attachment', { vpcId: it.ref, internetGatewayId: 'igw-0a1b2c3d' });
  };

export const ec2VpcFixtures: Fixtures = {
  'ec2.vpc.internet-gateway': { violating: vpc({ gateway: true }), compliant: vpc() },
  'ec2.vpc.flow-log': { violating: vpc({ flowLog: false }), compliant: vpc() },
  'ec2.vpc.query-log': { violating: vpc({ queryLog: false }), compliant: vpc() },
  'ec2.vpc.default-security-group': { violating: vpc({ closed: false }), compliant: vpc() },
  'ec2.subnet.public-ip': {
    violating: (stack) => {
      new CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-0a1b2c3d', cidrBlock: '10.0.0.0/24', mapPublicIpOnLaunch: true });
    },
    compliant: (stack) => {
      new CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-0a1b2c3d', cidrBlock: '10.0.0.0/24' });
    },
  },
};

const table = (destinationCidrBlock: string, gatewayId: string) => (stack: Stack) => {
  const it = new CfnRouteTable(stack, 'Table', { vpcId: 'vpc-0a1b2c3d' });
  new CfnRoute(stack, 'Route', { routeTableId: it.attrRouteTableId, destinationCidrBlock, gatewayId });
};
const route = (destinationCidrBlock: string) => (stack: Stack) => {
  new CfnRoute(stack, 'Route', {
    routeTableId: 'rtb-0a1b2c3d',
    destinationCidrBlock,
    vpcPeeringConnectionId: 'pcx-0a1b2c3d',
  });
};

const internal = { ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '10.0.0.0/16' };
const world = { ...internal, cidrIp: '0.0.0.0/0' };
const group =
  (props: Partial<CfnSecurityGroupProps> = {}) =>
  (stack: Stack) => {
    new CfnSecurityGroup(stack, 'Group', {
      groupDescription: 'planted',
      vpcId: 'vpc-0a1b2c3d',
      securityGroupIngress: [internal],
      securityGroupEgress: [internal],
      ...props,
    });
  };
const rule = (props: object) => (stack: Stack) => {
  new CfnSecurityGroupIngress(stack, 'Rule', { groupId: 'sg-0a1b2c3d', ...internal, ...props });
};

const acl = (cidrBlock: string) => (stack: Stack) => {
  const it = new CfnNetworkAcl(stack, 'Acl', { vpcId: 'vpc-0a1b2c3d' });
  const ssh = { protocol: 6, portRange: { from: 22, to: 22 } };
  new CfnNetworkAclEntry(stack, 'Entry', {
    networkAclId: it.attrId,
    ruleNumber: 100,
    ruleAction: 'allow',
    cidrBlock,
    ...ssh,
  });
};

const endpoint = (policyDocument: object | undefined) => (stack: Stack) => {
  new CfnVPCEndpoint(stack, 'Endpoint', {
    vpcId: 'vpc-0a1b2c3d',
    serviceName: 'com.amazonaws.us-east-1.s3',
    policyDocument,
  });
};
const perimeter = { 'aws:PrincipalAccount': '111122223333', 'aws:ResourceAccount': '111122223333' };
const bounded = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*', Condition: { StringEquals: perimeter } },
  ],
};

export const ec2TrafficFixtures: Fixtures = {
  'ec2.route-table.isolated': {
    violating: table('192.0.2.0/24', 'igw-0a1b2c3d'),
    compliant: table('10.9.0.0/16', 'vgw-0a1b2c3d'),
  },
  'ec2.route.isolated': { violating: route('0.0.0.0/0'), compliant: route('10.9.0.0/16') },
  'ec2.security-group.ingress': { violating: group({ securityGroupIngress: [world] }), compliant: group() },
  'ec2.security-group.egress': { violating: group({ securityGroupEgress: undefined }), compliant: group() },
  'ec2.security-group-rule.world': { violating: rule(world), compliant: rule(internal) },
  'ec2.network-acl.world': { violating: acl('0.0.0.0/0'), compliant: acl('10.0.0.0/16') },
  'ec2.vpc-endpoint.perimeter': { violating: endpoint(undefined), compliant: endpoint(bounded) },
};

const logged =
  (trafficType: string, kmsKeyId: string | null = key) =>
  (stack: Stack) =>
    flowLog(stack, 'vpc-0a1b2c3d', trafficType, kmsKeyId);

export const ec2GatewayFixtures: Fixtures = {
  'ec2.internet-gateway.forbidden': {
    violating: (stack) => {
      new CfnInternetGateway(stack, 'Gateway', {});
    },
    compliant: vpc(),
  },
  'ec2.nat-gateway.forbidden': {
    violating: (stack) => {
      new CfnNatGateway(stack, 'Gateway', { subnetId: 'subnet-0a1b2c3d', allocationId: 'eipalloc-0a1b2c3d' });
    },
    compliant: vpc(),
  },
  'ec2.vpc-block-public-access.on': {
    violating: (stack) => {
      new CfnVPCBlockPublicAccessOptions(stack, 'Block', { internetGatewayBlockMode: 'block-ingress' });
    },
    compliant: (stack) => {
      new CfnVPCBlockPublicAccessOptions(stack, 'Block', { internetGatewayBlockMode: 'block-bidirectional' });
    },
  },
  'ec2.vpc-block-public-access-exclusion.forbidden': {
    violating: (stack) => {
      new CfnVPCBlockPublicAccessExclusion(stack, 'Exclusion', {
        internetGatewayExclusionMode: 'allow-bidirectional',
        vpcId: 'vpc-0a1b2c3d',
      });
    },
    compliant: vpc(),
  },
  'ec2.flow-log.traffic': { violating: logged('REJECT'), compliant: logged('ALL') },
  'ec2.flow-log.encrypted': {
    violating: logged('ALL', null),
    compliant: logged('ALL'),
    also: ['logs.log-group.encrypted'],
  },
};
