/** Breaks by snapshots and machine images that others may use. */
import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  type EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import { ec2ImageLive, ec2SnapshotLive } from '../../../lambdas/drift/live/ec2-sharing';
import type { Break } from '../break';
import type { Scene } from '../scene';
import { onStranger } from './ec2-network';

type Whom = { readonly Group: 'all' } | { readonly UserId: string };

const world: Whom = { Group: 'all' };
const otherAccount: Whom = { UserId: '999988887777' };

async function newSnapshot(ec2: EC2Client, { options: { region } }: Scene): Promise<string> {
  const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: `${region}a`, Size: 1 }));
  const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  return SnapshotId ?? '';
}

const sharedSnapshot =
  (whom: Whom) =>
  async (ec2: EC2Client, scene: Scene): Promise<string> => {
    const SnapshotId = await newSnapshot(ec2, scene);
    const Attribute = 'createVolumePermission';
    const CreateVolumePermission = { Add: [whom] };
    await ec2.send(new ModifySnapshotAttributeCommand({ SnapshotId, Attribute, CreateVolumePermission }));
    return SnapshotId;
  };

const sharedImage =
  (whom: Whom) =>
  async (ec2: EC2Client, scene: Scene): Promise<string> => {
    const SnapshotId = await newSnapshot(ec2, scene);
    const root = { DeviceName: '/dev/xvda', Ebs: { SnapshotId } };
    const image = { Name: `golden-${SnapshotId}`, RootDeviceName: '/dev/xvda', BlockDeviceMappings: [root] };
    const { ImageId = '' } = await ec2.send(new RegisterImageCommand(image));
    const LaunchPermission = { Add: [whom] };
    await ec2.send(new ModifyImageAttributeCommand({ ImageId, Attribute: 'launchPermission', LaunchPermission }));
    return ImageId;
  };

const deleteSnapshot = (ec2: EC2Client, SnapshotId: string) => ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
const deregister = (ec2: EC2Client, ImageId: string) => ec2.send(new DeregisterImageCommand({ ImageId }));

export const ec2SharingBreaks: readonly Break[] = [
  onStranger('ec2.snapshot.public', ec2SnapshotLive, sharedSnapshot(world)),
  onStranger('ec2.snapshot.stranger', ec2SnapshotLive, sharedSnapshot(otherAccount), deleteSnapshot),
  onStranger('ec2.image.public', ec2ImageLive, sharedImage(world)),
  onStranger('ec2.image.stranger', ec2ImageLive, sharedImage(otherAccount), deregister),
];
