/** Assets, network, flow of PHI and their pictures, on the real templates of a hospital with names that bite. */
import type { Config } from '../../../lib/config/schema';
import { inventoryOf } from '../../../lib/evidence/inventory/assets';
import { type InventoryPart, inventoryPart } from '../../../lib/evidence/inventory/bundle';
import { costPart } from '../../../lib/evidence/inventory/cost-part';
import { networkMapOf } from '../../../lib/evidence/inventory/network-map';
import { phiFlowOf } from '../../../lib/evidence/inventory/phi-flow';
import { flowPicture } from '../../../lib/evidence/picture/flow-picture';
import { networkPicture } from '../../../lib/evidence/picture/network-picture';
import { type NamedTemplate, type RawResource, readTemplates, type TemplateSet } from '../../../lib/resources/template';
import { testConfig } from '../../configs';
import { synthesized } from '../../synthesized';

const practices = [
  { id: 'alpha', name: '<script>alert("a")</script> & Co' },
  { id: 'beta', name: 'عيادة الأمراض الجلدية' },
  { id: 'gamma', name: "O'Brien 皮膚科" },
  { id: 'delta', name: 'Delta' },
  { id: 'epsilon', name: 'Epsilon' },
];
const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

let config: Config;
let named: readonly NamedTemplate[];
let set: TemplateSet;
let part: InventoryPart;
beforeAll(() => {
  config = testConfig('hospital', 'production', { practices, dataClasses: ['phi', 'billing'] });
  named = synthesized(config);
  set = readTemplates(named, environment);
  part = inventoryPart({ config, set, origins: [] });
}, 120_000);

/** The same templates with something more in the stack of the network. */
const withMore = (Resources: Readonly<Record<string, RawResource>>) =>
  readTemplates(
    named.map(({ stack, template }) =>
      stack === 'lakeside-network'
        ? { stack, template: { ...template, Resources: { ...template.Resources, ...Resources } } }
        : { stack, template },
    ),
    environment,
  );

describe('assets', () => {
  test('every resource of the templates is one, in order, with what it is and where', () => {
    const origin = {
      stack: 'lakeside-audit',
      logicalId: 'ArchiveDA4CB258',
      path: 'Asepsis/Audit/Archive',
      source: 'a.ts:1',
    };
    const { assets, byType } = inventoryOf({ config, set, origins: [origin] });
    expect(assets).toHaveLength(set.resources.length);
    expect(assets.map(({ id }) => id)).toEqual(assets.map(({ id }) => id).sort());
    expect(byType.reduce((sum, { count }) => sum + count, 0)).toBe(assets.length);
    expect(assets.find(({ path }) => path === origin.path)).toMatchObject({
      type: 'AWS::S3::Bucket',
      name: 'lakeside-audit-111122223333-us-east-1',
      source: 'a.ts:1',
      dataClass: 'audit',
      keys: [expect.stringMatching(/^lakeside-audit\/Key/)],
      onDelete: 'Retain',
    });
  });

  test('a store has its practice, its class, its key and its backup; a function its network; a copy its region', () => {
    const { assets } = inventoryOf({ config, set, origins: [] });
    const stores = assets.filter(({ dataClass, type }) => dataClass === 'phi' && type === 'AWS::S3::Bucket');
    expect(stores.map(({ practice }) => practice).sort()).toEqual(practices.map(({ id }) => id).sort());
    for (const store of stores) {
      expect(store.keys).toEqual([expect.stringMatching(`^lakeside-practice-${store.practice}/Key`)]);
      expect(store.backup).toBe('daily');
    }
    const imaging = assets.find(
      ({ name, type }) => name === 'lakeside-alpha-imaging' && type === 'AWS::Lambda::Function',
    );
    expect(imaging?.network.every((subnet) => subnet.startsWith('lakeside-network/'))).toBe(true);
    expect(imaging?.network).toHaveLength(3);
    expect(assets.filter(({ region }) => region === 'us-west-2').map(({ type }) => type)).toContain(
      'AWS::Backup::BackupVault',
    );
  });
});

describe('the network', () => {
  test('there is no way out, each endpoint has a policy, and functions reach endpoints alone', () => {
    const map = networkMapOf(set, config);
    expect(map.gateways).toEqual([]);
    expect(map.routes).toEqual([]);
    expect(map.blocksInternet).toBe(true);
    expect(map.subnets.map(({ zone }) => zone)).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    expect(map.subnets.every(({ publicAddresses, routeTables }) => !publicAddresses && routeTables.length === 1)).toBe(
      true,
    );
    for (const { policy } of map.endpoints)
      expect(policy).toEqual([expect.stringContaining('aws:PrincipalAccount = 111122223333 and aws:ResourceAccount')]);
    expect(map.functions.map(({ practice }) => practice).sort()).toEqual(practices.map(({ id }) => id).sort());
    const outbound = map.securityGroups.flatMap((group) => group.outbound.map(({ peer }) => peer));
    expect(outbound.filter((peer) => !/^(lakeside-network\/IsolatedEndpointTraffic|pl-)/.test(peer))).toEqual([]);
    expect(map.logs.map(({ to }) => to)).toEqual(['/asepsis/lakeside/flow', '/asepsis/lakeside/dns']);
  });

  test('a way out that a fork adds is on the map, and red in the picture', () => {
    const map = networkMapOf(
      withMore({
        Gateway: { Type: 'AWS::EC2::InternetGateway' },
        Out: {
          Type: 'AWS::EC2::Route',
          Properties: { RouteTableId: 't', DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } },
        },
        Open: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'says nothing of what goes out' } },
        Bare: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: { ServiceName: 'com.amazonaws.us-east-1.ssm', VpcEndpointType: 'Interface' },
        },
      }),
      config,
    );
    expect(map.gateways).toEqual([{ id: 'lakeside-network/Gateway', type: 'AWS::EC2::InternetGateway' }]);
    expect(map.routes).toEqual([{ routeTable: 't', to: '0.0.0.0/0', through: 'lakeside-network/Gateway' }]);
    expect(map.securityGroups.find(({ id }) => id === 'lakeside-network/Open')?.outbound).toMatchObject([
      { peer: '0.0.0.0/0' },
    ]);
    const { caption, svg } = networkPicture(map, config.name);
    expect(caption).toContain('1 gateways or peerings lead out of it');
    expect(svg).toContain('class="bad">InternetGateway');
    expect(svg).toContain('no policy: anybody, anything');
    expect(svg).not.toContain('Isolated network');
  });
});

describe('the flow of PHI', () => {
  test('from a person’s token to the stores of their practice, its key, and its copies', () => {
    const { copies, edges, practices: flows, signIn } = phiFlowOf(set, config);
    expect(signIn).toMatchObject([{ name: 'lakeside-people', mfa: true }]);
    expect(flows.map(({ practice }) => practice)).toEqual(practices.map(({ id }) => id));
    for (const { apis, functions, practice, stores } of flows) {
      expect(apis).toMatchObject([{ open: [], signIn: [signIn[0]?.id], functions: [functions[0]?.id] }]);
      expect(functions).toMatchObject([{ inNetwork: true, actsAs: ['lakeside-clinician'] }]);
      expect(stores.map(({ dataClass, kind }) => `${dataClass} ${kind}`).sort()).toEqual([
        'billing bucket',
        'phi bucket',
        'phi table',
      ]);
      // No role of another practice's is granted anything.
      const others = practices.map(({ id }) => id).filter((id) => id !== practice);
      const roles = stores.flatMap(({ who }) => who.map(({ role }) => role));
      expect(roles.filter((role) => others.some((other) => role.includes(`-${other}-`)))).toEqual([]);
      const phi = stores.find((store) => store.dataClass === 'phi' && store.kind === 'bucket');
      expect(phi?.who).toContainEqual({ role: 'lakeside-clinician', uses: ['reads', 'writes'] });
      expect(phi?.who).toContainEqual({ role: 'lakeside-patient', uses: ['reads'] });
      expect(phi?.who.map(({ role }) => role)).not.toContain('lakeside-billing');
      expect(phi?.scannedBy).toHaveLength(1);
      expect(edges).toContainEqual({
        from: functions[0]?.id,
        to: phi?.id,
        how: 'reads and writes as lakeside-clinician',
      });
      expect(edges).toContainEqual({
        from: phi?.id,
        to: copies.find(({ name }) => name === 'lakeside-vault')?.id,
        how: 'backup, daily',
      });
    }
    expect(copies.map(({ locked, region }) => `${region} ${locked}`).sort()).toEqual([
      'us-east-1 true',
      'us-west-2 true',
    ]);
  });

  test('the trail tells of every store, and each API and function has its log', () => {
    const { practices: flows, records } = phiFlowOf(set, config);
    const stores = flows.flatMap((flow) => flow.stores.map(({ id }) => id)).sort();
    expect([...(records.find(({ kind }) => kind === 'trail')?.of ?? [])].sort()).toEqual(stores);
    expect(records.filter(({ kind }) => kind === 'logs')).toHaveLength(2 * practices.length);
  });

  test('a route without a sign-in is red', () => {
    const flow = phiFlowOf(set, config);
    const [first, ...rest] = flow.practices;
    if (!first) throw new Error('no practice');
    const apis = first.apis.map((api) => ({ ...api, open: ['GET /anything'] }));
    const { caption, svg } = flowPicture({ ...flow, practices: [{ ...first, apis }, ...rest] }, config.name);
    expect(svg).toContain('class="bad">open to anybody');
    expect(caption).toContain('1 routes are open without a sign-in');
  });
});

describe('the pictures', () => {
  test('names are text, and stand for each practice that is drawn or in the word on the rest', () => {
    for (const { svg } of part.pictures) {
      expect(svg).not.toContain('<script');
      expect(svg).not.toContain('onload');
      expect(svg).toMatch(
        /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" class="picture" role="img" aria-labelledby="/,
      );
      expect(svg).toContain('and 3 more like these');
      // Nothing is fetched from anywhere, and nothing runs.
      expect(svg).not.toMatch(/href|url\((?!#)|@import|<foreignObject|<image/);
    }
    const flow = part.pictures.find(({ id }) => id === 'phi-flow')?.svg;
    expect(flow).toContain('&lt;script&gt;alert(&quot;a&quot;)&lt;/script&gt; &amp; Co');
    expect(flow).toContain('عيادة الأمراض الجلدية');
    expect(flow).toContain('gamma, delta, epsilon');
  });

  test('no box is drawn over another', () => {
    for (const { svg } of part.pictures) {
      const boxes = [
        ...svg.matchAll(
          /<rect class="(?:box|phi|more|danger)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
        ),
      ].map(([, x, y, width, height]) => ({
        x: Number(x),
        y: Number(y),
        width: Number(width),
        height: Number(height),
      }));
      expect(boxes.length).toBeGreaterThan(10);
      const over = boxes.filter((a, index) =>
        boxes
          .slice(index + 1)
          .some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
      );
      expect(over).toEqual([]);
    }
  });
});

describe('the part of the bundle', () => {
  test('its files, and the same bytes for the same templates', () => {
    expect(part.files.map(([path]) => path)).toEqual([
      'inventory/assets.json',
      'inventory/network.json',
      'inventory/phi-flow.json',
      'inventory/network.svg',
      'inventory/phi-flow.svg',
      'cost.json',
    ]);
    const again = inventoryPart({ config, set: readTemplates(named, environment), origins: [] });
    expect(again.files).toEqual(part.files);
    for (const [path, content] of part.files)
      if (path.endsWith('.json')) expect(() => JSON.parse(content) as unknown).not.toThrow();
  });

  test('the cost as the page shows it has the sum, the assumptions, and the source of each price', () => {
    const { figures, lead, notes, tables } = costPart(part.cost);
    const sum = `$${part.cost.idleUsd.toFixed(2)}`;
    expect(lead).toContain(sum);
    expect(figures[0]?.value).toBe(sum);
    const titles = tables.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['What dominates', 'By region', 'What idle means here', 'Prices']));
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(notes.join(' ')).toContain('Free allowances are not taken off.');
  });
});
