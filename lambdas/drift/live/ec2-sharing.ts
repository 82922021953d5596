/** Snapshots and images that others may use, live. */
import {
  DescribeImageAttributeCommand,
  DescribeSnapshotAttributeCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
} from '@aws-sdk/client-ec2';
import { ec2Image, ec2Snapshot, type SharedState } from '../../../lib/resources/undeclared';
import { ifAbsent } from './absent';
import { defineLive } from './live';

interface Permission {
  readonly Group?: string;
  readonly UserId?: string;
}

const stateOf = (id: string, permissions: readonly Permission[]): SharedState => ({
  id,
  public: permissions.some(({ Group }) => Group === 'all'),
  accounts: permissions.flatMap(({ UserId }) => UserId ?? []),
});

/** What is taken away: the world, and nobody else. */
const world = { Remove: [{ Group: 'all' as const }] };

export const ec2SnapshotLive = defineLive<SharedState>({
  kind: ec2Snapshot,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(SnapshotId) {
        const found = await ec2
          .send(new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' }))
          .catch(ifAbsent('InvalidSnapshot.NotFound'));
        return found && stateOf(SnapshotId, found.CreateVolumePermissions ?? []);
      },
      puts: {
        public: async (SnapshotId) => {
          await ec2.send(
            new ModifySnapshotAttributeCommand({
              SnapshotId,
              Attribute: 'createVolumePermission',
              CreateVolumePermission: world,
            }),
          );
        },
      },
    };
  },
});

export const ec2ImageLive = defineLive<SharedState>({
  kind: ec2Image,
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return {
      async read(ImageId) {
        const found = await ec2
          .send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' }))
          .catch(ifAbsent('InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'));
        return found && stateOf(ImageId, found.LaunchPermissions ?? []);
      },
      puts: {
        public: async (ImageId) => {
          const request = { ImageId, Attribute: 'launchPermission', LaunchPermission: world };
          await ec2.send(new ModifyImageAttributeCommand(request));
        },
      },
    };
  },
});
