/**
 * Quarantine against moto's EC2, which knows instances, interfaces, groups and snapshots, and moves no packets: groups and
 * snapshots are what is shown, not that nothing gets through.
 */
import {
  AttachVolumeCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateVolumeCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { type Case, caseId, statusOf } from '../../../lambdas/contain/case';
import { handle } from '../../../lambdas/contain/handle';
import { parseRequest } from '../../../lambdas/contain/request';
import { sharedCloud } from '../../local/shared-cloud';
import { type Deployed, deployContainment } from './deployed-world';
import { eventOf } from './findings';

jest.setTimeout(60_000);

const cloud = sharedCloud();
const ec2 = new EC2Client({ ...cloud.clientConfig('ec2'), endpoint: cloud.endpoints.moto });
let deployed: Deployed;

const deliver = (body: string) =>
  handle(parseRequest(body, 'events', deployed.approver.id, new Date()), deployed.ports);

const release = (id: string) =>
  handle({ kind: 'decision', case: id, action: 'release', by: 'AROA:ann' }, deployed.ports);

async function caseOf(findingId: string): Promise<Case> {
  const one = await deployed.ports.cases.find(caseId(findingId, 1));
  if (!one) throw new Error('no such case');
  return one;
}

beforeAll(async () => {
  deployed = await deployContainment(cloud, 'contquarantine');
});

describe('an instance that mines', () => {
  let id: string;
  let groups: readonly string[];
  const groupsOf = async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    const [one] = Reservations?.[0]?.Instances?.[0]?.NetworkInterfaces ?? [];
    return (one?.Groups ?? []).map(({ GroupId = '' }) => GroupId).sort();
  };
  const snapshots = async () =>
    (
      await ec2.send(
        new DescribeSnapshotsCommand({
          OwnerIds: ['self'],
          Filters: [{ Name: 'tag:asepsis:case', Values: [caseId('mining', 1)] }],
        }),
      )
    ).Snapshots ?? [];

  beforeAll(async () => {
    const made: string[] = [];
    for (const GroupName of ['containment-a', 'containment-b']) {
      const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'test' }));
      made.push(GroupId);
    }
    const { Instances } = await ec2.send(
      new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1, SecurityGroupIds: made }),
    );
    id = Instances?.[0]?.InstanceId ?? '';
    const AvailabilityZone = Instances?.[0]?.Placement?.AvailabilityZone;
    const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone, Size: 1 }));
    await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId: id, Device: '/dev/sdx' }));
    groups = await groupsOf();
    await deliver(eventOf('cryptocurrency-ec2', { 'i-0abcdef1234567890': id }, 'mining'));
  });

  test('is kept in snapshots, and let nothing in or out', async () => {
    expect(statusOf(await caseOf('mining'))).toBe('contained');
    expect(groups.length).toBeGreaterThan(0);
    const [quarantine = '', ...others] = await groupsOf();
    expect(others).toEqual([]);
    expect(groups).not.toContain(quarantine);
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [quarantine] }));
    expect(SecurityGroups).toMatchObject([
      { GroupName: 'asepsis-quarantine', IpPermissions: [], IpPermissionsEgress: [] },
    ]);
    expect((await snapshots()).length).toBeGreaterThanOrEqual(2);
  });

  test('is released into the groups that it had, and the snapshots stay', async () => {
    const taken = (await snapshots()).length;
    await release(caseId('mining', 1));
    expect(await groupsOf()).toEqual(groups);
    expect(await snapshots()).toHaveLength(taken);
  });
});

test('a network interface alone is quarantined; one of an instance with the instance, whose volumes are kept', async () => {
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: Subnets?.[0]?.SubnetId, Description: 'test' }),
  );
  const id = NetworkInterface?.NetworkInterfaceId ?? '';
  const groupsOf = async () =>
    (
      await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }))
    ).NetworkInterfaces?.[0]?.Groups?.map(({ GroupName }) => GroupName);
  const before = await groupsOf();
  const [alone] = await deployed.ports.look({ what: 'interface', id, sure: true });
  expect(alone?.target).toEqual({ kind: 'ec2.network-interface', id });
  const body = JSON.parse(eventOf('cryptocurrency-ec2', {}, 'interface')) as {
    detail: { resource: { instanceDetails: object } };
  };
  body.detail.resource.instanceDetails = { networkInterfaces: [{ networkInterfaceId: id }] };
  await deliver(JSON.stringify(body));
  expect(await groupsOf()).toEqual(['asepsis-quarantine']);
  await release(caseId('interface', 1));
  expect(await groupsOf()).toEqual(before);

  const { Instances } = await ec2.send(new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 }));
  const [host] = Instances ?? [];
  const attached = host?.NetworkInterfaces?.[0]?.NetworkInterfaceId ?? '';
  const [whole] = await deployed.ports.look({ what: 'interface', id: attached, sure: true });
  expect(whole?.target).toEqual({ kind: 'ec2.instance', id: host?.InstanceId });
});
