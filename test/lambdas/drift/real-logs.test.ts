/** Recorded attacks and everyday calls, replayed through the whole loop against a whole deployment. */
import { controls } from '../../../lib/controls';
import { deploymentOf } from './fake-deployment';
import { FakeWorld } from './fake-world';
import { asEvent, type CloudTrailRecord, invictusLogs, type LogFile, nameOf, ownLogs, stratusLogs } from './real-logs';
import { wholeDeployment } from './whole-deployment';

const recorded = [...stratusLogs, ...invictusLogs];
const logs: readonly LogFile[] = [...ownLogs, ...recorded];
const deployment = deploymentOf(wholeDeployment());
const brokenBy = new Set(
  controls.filter(({ fix }) => fix.mode !== 'none').flatMap((control) => control.brokenBy as string[]),
);

const isHeard = (record: CloudTrailRecord) => brokenBy.has(nameOf(record)) && !record.errorCode;
const changing = (world: FakeWorld) => world.calls.filter((one) => /^(put|recreate|fixer)/.test(one));

/** Users, keys and gateways of somebody else that the records speak of, as they would be after the call. */
function strangersIn(world: FakeWorld, records: readonly CloudTrailRecord[]): void {
  for (const { requestParameters, responseElements } of records) {
    const user = requestParameters?.userName;
    if (typeof user === 'string') world.live.set(`iam.user ${user}`, { name: user, consoleAccess: true });
    const { accessKeyId } = (responseElements?.accessKey ?? {}) as { accessKeyId?: unknown };
    if (typeof accessKeyId === 'string') world.live.set(`iam.access-key ${accessKeyId}`, { user, active: true });
    const { internetGatewayId } = (responseElements?.internetGateway ?? {}) as { internetGatewayId?: unknown };
    if (typeof internetGatewayId === 'string')
      world.live.set(`ec2.internet-gateway ${internetGatewayId}`, { id: internetGatewayId });
  }
}

test('records of our own are always replayed; recorded attacks too, all or none', () => {
  expect(ownLogs.flatMap(({ records }) => records)).toHaveLength(16);
  const events = stratusLogs.flatMap((one) => one.records);
  expect(recorded.length === 0 || [stratusLogs.length, events.length, invictusLogs.length > 0]).toEqual(
    recorded.length === 0 || [35, 310, true],
  );
  const note = recorded.length === 0 ? 'absent: only our own records are replayed' : `${recorded.length} files`;
  process.stdout.write(`recorded attacks (../shared/data or ASEPSIS_DATA): ${note}\n`);
});

describe.each(logs.map(({ name, records }) => [name, records] as const))('%s', (_name, records) => {
  test('changes nothing of ours where nothing of ours has changed, and calls AWS for what a control hears of alone', async () => {
    const world = new FakeWorld(deployment);
    const before = JSON.stringify([...world.live]);
    for (const record of records) {
      const calls = world.calls.length;
      await world.send(asEvent(record));
      if (!isHeard(record)) expect(world.calls.slice(calls)).toEqual([]);
    }
    expect(JSON.stringify([...world.live])).toBe(before);
    expect(changing(world)).toEqual([]);
    expect(world.records()).toEqual([]);
  });

  test('deactivates what keys it makes, tells of what else must not be, and changes no more', async () => {
    const world = new FakeWorld(deployment);
    strangersIn(world, records.filter(isHeard));
    const keys = [...world.live.keys()].filter((name) => name.startsWith('iam.access-key '));
    for (const record of records) await world.send(asEvent(record));
    for (const key of keys) expect(world.live.get(key)?.active).toBe(false);
    const put = changing(world).filter((one) => one.startsWith('put'));
    expect(put).toHaveLength(keys.length);
    for (const one of put) expect(one).toMatch(/^put iam\.access-key /);
    for (const { outcome, resource } of world.records())
      expect(`${outcome} ${resource.kind}`).toMatch(
        /^(fixed iam\.access-key|reported (iam\.(user|group)|ec2\.\S+-gateway))$/,
      );
  });
});

describe('the same calls, about resources of ours', () => {
  const all = logs.flatMap(({ records }) => records).filter(isHeard);
  const kinds = ['iam.role', 'ec2.security-group', 'ec2.route-table', 's3.bucket'] as const;
  const parameter: Readonly<Record<string, string>> = {
    'iam.role': 'roleName',
    'ec2.security-group': 'groupId',
    'ec2.route-table': 'routeTableId',
    's3.bucket': 'bucketName',
  };
  const damage: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    'iam.role': { managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
    'ec2.security-group': { ingress: [] },
    'ec2.route-table': { routes: [{ destination: '0.0.0.0/0', target: 'igw-1' }] },
    's3.bucket': { policy: { statements: [] } },
  };

  test.each(kinds)('that name a %s have it put back', async (kind) => {
    const calls = all.filter((record) => typeof record.requestParameters?.[parameter[kind] ?? ''] === 'string');
    const hearing = calls.filter((record) =>
      controls.some(
        ({ brokenBy: by, resource }) => resource.name === kind && (by as string[]).includes(nameOf(record)),
      ),
    );
    expect(hearing.length).toBeGreaterThan(0);
    for (const record of hearing) {
      const world = new FakeWorld(deployment);
      const names = [...world.live.keys()].filter((name) => name.startsWith(`${kind} `));
      const name = names.find((one) => !one.includes('drift')) ?? '';
      const declared = JSON.stringify(world.live.get(name));
      const physicalId = name.slice(kind.length + 1);
      world.break(kind, physicalId, damage[kind] ?? {});
      if (kind === 'ec2.security-group')
        world.break(kind, physicalId, { ingress: [{ protocol: '-1', source: '0.0.0.0/0' }] });
      const requestParameters = { ...record.requestParameters, [parameter[kind] ?? '']: physicalId };
      await world.send(asEvent({ ...record, requestParameters }));
      expect(JSON.stringify(world.live.get(name))).toBe(declared);
      expect(world.records('fixed').map(({ resource }) => resource.physicalId)).toContain(physicalId);
    }
  });
});
