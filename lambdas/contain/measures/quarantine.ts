/**
 * An instance or a network interface, moved into a security group that lets nothing in or out. The volumes are kept in
 * snapshots first: nothing is stopped, terminated or deleted.
 */
import {
  CreateSecurityGroupCommand,
  CreateSnapshotsCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  type NetworkInterface,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { ifAbsent } from '../../drift/live/absent';
import type { Target } from '../target';
import { defineMeasure, type Mark, type Measure } from './measure';

type Described = Pick<NetworkInterface, 'Groups' | 'NetworkInterfaceId' | 'VpcId'>;

/** Name of the group; one a network, kept for the next time. */
export const quarantineName = 'asepsis-quarantine';

/** Carries the id of the case on the snapshots that were taken for it. */
export const caseTag = 'asepsis:case';

interface Placed {
  readonly id: string;
  readonly vpc: string;
  readonly groups: readonly string[];
}

interface Before {
  readonly interfaces: readonly Placed[];
  /** Taken before anything was changed, and kept after the release. */
  readonly snapshots: readonly string[];
}

const placed = ({ Groups = [], NetworkInterfaceId: id, VpcId: vpc }: Described): readonly Placed[] =>
  id && vpc ? [{ id, vpc, groups: Groups.flatMap(({ GroupId }) => GroupId ?? []).sort() }] : [];

async function instanceInterfaces(ec2: EC2Client, id: string): Promise<readonly Placed[] | undefined> {
  const found = await ec2
    .send(new DescribeInstancesCommand({ InstanceIds: [id] }))
    .catch(ifAbsent('InvalidInstanceID.NotFound'));
  const instance = found?.Reservations?.[0]?.Instances?.[0];
  if (!instance || instance.State?.Name === 'terminated') return undefined;
  return (instance.NetworkInterfaces ?? []).flatMap(placed);
}

async function oneInterface(ec2: EC2Client, id: string): Promise<readonly Placed[] | undefined> {
  const found = await ec2
    .send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }))
    .catch(ifAbsent('InvalidNetworkInterfaceID.NotFound'));
  const [first] = found?.NetworkInterfaces ?? [];
  return first && placed(first);
}

/** Snapshots of all volumes at one moment; those that this case has already are not taken again. */
async function keepVolumes(ec2: EC2Client, InstanceId: string, { caseId }: Mark): Promise<readonly string[]> {
  const filter = [
    { Name: `tag:${caseTag}`, Values: [caseId] },
    { Name: 'tag:asepsis:instance', Values: [InstanceId] },
  ];
  const { Snapshots: present = [] } = await ec2.send(
    new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters: filter }),
  );
  if (present.length > 0) return present.flatMap(({ SnapshotId }) => SnapshotId ?? []);
  const Tags = [
    { Key: caseTag, Value: caseId },
    { Key: 'asepsis:instance', Value: InstanceId },
  ];
  const { Snapshots: taken = [] } = await ec2.send(
    new CreateSnapshotsCommand({
      InstanceSpecification: { InstanceId },
      Description: `${InstanceId} as it was when ${caseId} was contained`,
      TagSpecifications: [{ ResourceType: 'snapshot', Tags }],
    }),
  );
  return taken.flatMap(({ SnapshotId }) => SnapshotId ?? []);
}

/** The quarantine group of a network: found, or made; and empty in both directions whatever somebody put into it. */
async function quarantineOf(ec2: EC2Client, VpcId: string): Promise<string> {
  const find = async () => {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [
          { Name: 'vpc-id', Values: [VpcId] },
          { Name: 'group-name', Values: [quarantineName] },
        ],
      }),
    );
    return SecurityGroups[0];
  };
  let group = await find();
  if (!group) {
    await ec2.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName: quarantineName, Description: 'Nothing in, nothing out' }),
    );
    group = await find();
  }
  const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } = group ?? {};
  if (!GroupId) throw new Error(`the quarantine group of ${VpcId} cannot be found after it was made`);
  if (IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  if (IpPermissionsEgress.length > 0)
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress }));
  return GroupId;
}

/** Ids of the quarantine groups there are, whatever the network. */
async function quarantines(ec2: EC2Client): Promise<ReadonlySet<string>> {
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: [quarantineName] }] }),
  );
  return new Set(SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []));
}

const move = (ec2: EC2Client, NetworkInterfaceId: string, Groups: readonly string[]) =>
  ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups: [...Groups] }));

function measure(
  ec2: EC2Client,
  interfacesOf: (id: string) => Promise<readonly Placed[] | undefined>,
  keep: (id: string, mark: Mark) => Promise<readonly string[]>,
): Measure<Extract<Target, { kind: 'ec2.instance' | 'ec2.network-interface' }>, Before> {
  /** Those of its interfaces that are in quarantine now. */
  const inQuarantine = async (id: string) => {
    const [current = [], groups] = await Promise.all([interfacesOf(id), quarantines(ec2)]);
    return { current, inside: current.filter((one) => one.groups.length === 1 && groups.has(one.groups[0] ?? '')) };
  };
  return {
    async look({ id }) {
      const interfaces = await interfacesOf(id);
      return interfaces && { interfaces, snapshots: [] };
    },
    async contain({ id }, before, mark) {
      const snapshots = before.snapshots.length > 0 ? before.snapshots : await keep(id, mark);
      for (const one of before.interfaces) await move(ec2, one.id, [await quarantineOf(ec2, one.vpc)]);
      return { ...before, snapshots };
    },
    async holds({ id }) {
      const { current, inside } = await inQuarantine(id);
      return current.length > 0 && inside.length === current.length;
    },
    async release({ id }, { interfaces }) {
      // An interface that somebody has moved elsewhere meanwhile is left there.
      const { inside } = await inQuarantine(id);
      for (const one of interfaces) if (inside.some((now) => now.id === one.id)) await move(ec2, one.id, one.groups);
    },
    async isReleased({ id }, { interfaces }) {
      const { inside } = await inQuarantine(id);
      return !interfaces.some((one) => inside.some((now) => now.id === one.id));
    },
  };
}

export const instanceQuarantined = defineMeasure({
  kind: 'ec2.instance',
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return measure(
      ec2,
      (id) => instanceInterfaces(ec2, id),
      (id, mark) => keepVolumes(ec2, id, mark),
    );
  },
});

export const interfaceQuarantined = defineMeasure({
  kind: 'ec2.network-interface',
  open(sdk) {
    const ec2 = new EC2Client(sdk('ec2'));
    return measure(
      ec2,
      (id) => oneInterface(ec2, id),
      async () => [],
    );
  },
});
