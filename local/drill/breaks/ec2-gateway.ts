/** Breaks by ways out of the network, and of the block that holds where there is one. */
import {
  CreateNatGatewayCommand,
  CreateVpcBlockPublicAccessExclusionCommand,
  DeleteNatGatewayCommand,
  DeleteVpcBlockPublicAccessExclusionCommand,
  ModifyVpcBlockPublicAccessOptionsCommand,
} from '@aws-sdk/client-ec2';
import {
  ec2InternetGatewayLive,
  ec2NatGatewayLive,
  ec2VpcBlockPublicAccessExclusionLive,
  ec2VpcBlockPublicAccessLive,
} from '../../../lambdas/drift/live/ec2-gateway';
import { ec2SubnetLive } from '../../../lambdas/drift/live/ec2-vpc';
import type { Break } from '../break';
import { deleteGateway, networkOf, newGateway, onDeployed, onStranger } from './ec2-network';

export const ec2GatewayBreaks: readonly Break[] = [
  onStranger('ec2.internet-gateway.forbidden', ec2InternetGatewayLive, newGateway, deleteGateway),
  onStranger(
    'ec2.nat-gateway.forbidden',
    ec2NatGatewayLive,
    async (ec2, scene) => {
      const SubnetId = scene.one(ec2SubnetLive.kind).row.physicalId;
      const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId, ConnectivityType: 'private' }));
      return made.NatGateway?.NatGatewayId;
    },
    (ec2, NatGatewayId) => ec2.send(new DeleteNatGatewayCommand({ NatGatewayId })),
  ),
  onDeployed('ec2.vpc-block-public-access.on', ec2VpcBlockPublicAccessLive, (ec2) =>
    ec2.send(new ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode: 'off' })),
  ),
  onStranger(
    'ec2.vpc-block-public-access-exclusion.forbidden',
    ec2VpcBlockPublicAccessExclusionLive,
    async (ec2, scene) => {
      const made = await ec2.send(
        new CreateVpcBlockPublicAccessExclusionCommand({
          VpcId: networkOf(scene).row.physicalId,
          InternetGatewayExclusionMode: 'allow-bidirectional',
        }),
      );
      return made.VpcBlockPublicAccessExclusion?.ExclusionId;
    },
    (ec2, ExclusionId) => ec2.send(new DeleteVpcBlockPublicAccessExclusionCommand({ ExclusionId })),
  ),
];
