/** The drift function of the family `network`. */
import { driftHandler } from '../handler';
import {
  ec2FlowLogLive,
  ec2InternetGatewayLive,
  ec2NatGatewayLive,
  ec2VpcBlockPublicAccessExclusionLive,
  ec2VpcBlockPublicAccessLive,
} from '../live/ec2-gateway';
import { ec2NetworkAclLive } from '../live/ec2-network-acl';
import { ec2RouteLive } from '../live/ec2-route';
import { ec2RouteTableLive } from '../live/ec2-route-table';
import { ec2SecurityGroupLive } from '../live/ec2-security-group';
import { ec2SecurityGroupRuleLive } from '../live/ec2-security-group-rule';
import { ec2ImageLive, ec2SnapshotLive } from '../live/ec2-sharing';
import { ec2SubnetLive, ec2VpcLive } from '../live/ec2-vpc';
import { ec2VpcEndpointLive } from '../live/ec2-vpc-endpoint';
import { route53resolverQueryLogLive } from '../live/route53resolver-query-log';

export const handler = driftHandler('network', [
  ec2FlowLogLive,
  ec2ImageLive,
  ec2InternetGatewayLive,
  ec2NatGatewayLive,
  ec2NetworkAclLive,
  ec2RouteTableLive,
  ec2SecurityGroupLive,
  ec2SnapshotLive,
  ec2SubnetLive,
  ec2VpcBlockPublicAccessExclusionLive,
  ec2VpcBlockPublicAccessLive,
  ec2VpcEndpointLive,
  ec2VpcLive,
  route53resolverQueryLogLive,
  // Last: what stands in a table or a group of ours has been put back by then.
  ec2RouteLive,
  ec2SecurityGroupRuleLive,
]);
