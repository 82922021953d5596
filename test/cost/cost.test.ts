/** What the real templates of each tier cost, and the goals. */
import type { Config, Tier } from '../../lib/config/schema';
import { figures } from '../../lib/cost/assumptions';
import { type Cost, costOf } from '../../lib/cost/cost';
import { renderCost } from '../../lib/cost/render';
import { trafficOf } from '../../lib/cost/traffic';
import { readTemplates, type TemplateSet } from '../../lib/resources/template';
import { testConfig } from '../configs';
import { synthesized } from '../synthesized';

interface Priced {
  readonly config: Config;
  readonly set: TemplateSet;
  readonly cost: Cost;
}

function price(config: Config): Priced {
  // The gate changes no resource, and has its own tests.
  const named = synthesized(config);
  const set = readTemplates(named, { account: config.account, region: config.region, partition: 'aws' });
  return { config, set, cost: costOf(set, config) };
}

const tiers = ['solo', 'clinic', 'hospital'] as const;
const all = {} as Record<Tier, Priced>;
beforeAll(() => {
  for (const tier of tiers) all[tier] = price(testConfig(tier, 'production'));
}, 120_000);

const sumOf = (values: readonly { readonly usd: number }[]) => values.reduce((sum, { usd }) => sum + usd, 0);

describe.each(tiers)('%s', (tier) => {
  test('it keeps to the goal, free allowances not taken off', () => {
    const { cost } = all[tier];
    expect(cost.freeTiers).toBe(false);
    if (tier === 'hospital') expect(cost.idleUsd).toBeLessThan(420);
    else expect(cost.idleUsd).toBeLessThanOrEqual({ solo: 40, clinic: 120 }[tier]);
    // What costs next to nothing was not priced at all.
    expect(cost.idleUsd).toBeGreaterThan({ solo: 20, clinic: 40, hospital: 140 }[tier]);
  });

  test('every type of its templates is priced, or free for a reason', () => {
    expect(all[tier].cost.notPriced).toEqual([]);
  });

  test('lines, types, stacks and regions come to the same sum', () => {
    const { byGroup, byRegion, byType, idleUsd, lines } = all[tier].cost;
    for (const parts of [lines, byType, byGroup, byRegion]) expect(sumOf(parts)).toBeCloseTo(idleUsd, 6);
    expect(lines.map(({ usd }) => usd)).toEqual(lines.map(({ usd }) => usd).sort((a, b) => b - a));
  });

  test('the same templates give the same bytes, and the order of stacks does not matter', () => {
    const { config, cost, set } = all[tier];
    const turned = readTemplates(
      [...new Set(set.resources.map(({ stack }) => stack))].reverse().map((stack) => ({
        stack,
        template: {
          Resources: Object.fromEntries(
            set.resources
              .filter((resource) => resource.stack === stack)
              .map(({ logicalId, properties, type }) => [logicalId, { Type: type, Properties: properties }]),
          ),
        },
      })),
      set.environment,
    );
    expect(JSON.stringify(costOf(set, config))).toBe(JSON.stringify(cost));
    expect(renderCost(costOf(turned, config))).toBe(renderCost(cost));
  });

  test('the loop is counted: queues, rounds, sweeps, and their calls', () => {
    const { cost, set } = all[tier];
    const { emptyReceives, managementEvents, rounds, sweeps } = cost.traffic;
    const queues = set.ofType('AWS::Lambda::EventSourceMapping').length;
    const polled = cost.lines.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
    expect(polled).toHaveLength(queues);
    expect(queues).toBeGreaterThanOrEqual(7);
    expect(emptyReceives).toBeCloseTo(657_000, 6);
    expect(rounds.times).toBeCloseTo({ solo: 730, clinic: 2_920, hospital: 8_760 }[tier], 6);
    expect(sweeps.times).toBeCloseTo({ solo: 365 / 12, clinic: 730 / 6, hospital: 730 }[tier], 6);
    expect(rounds.resources).toBeGreaterThan(100);
    expect(sweeps.resources).toBeGreaterThan(rounds.resources);
    // The docstring of lambdas/drift/watcher.ts says some 500.
    expect(rounds.calls).toBeGreaterThan(400);
    expect(rounds.calls).toBeLessThan(650);
    expect(managementEvents).toBeGreaterThan(250_000 + rounds.times * rounds.calls + sweeps.times * sweeps.calls);
  });
});

describe('across tiers', () => {
  test('hospital’s second region is counted apart', () => {
    const { byRegion } = all.hospital.cost;
    expect(byRegion.map(({ name }) => name)).toEqual(['us-east-1', 'us-west-2']);
    expect(all.solo.cost.byRegion.map(({ name }) => name)).toEqual(['us-east-1']);
  });

  test('endpoints dominate hospital, keys solo', () => {
    expect(all.hospital.cost.byType[0]?.name).toBe('AWS::EC2::VPCEndpoint');
    expect(all.solo.cost.byType[0]?.name).toBe('AWS::KMS::Key');
  });

  test('a practice more costs what its stack brings, and what is done for it elsewhere', () => {
    const { cost, config } = all.clinic;
    const more = cost.perUse.find(({ what }) => what.startsWith('one practice more'));
    const its = sumOf(cost.lines.filter(({ practice }) => practice === config.practices[0]?.id));
    expect(its).toBeGreaterThan(0);
    expect(more?.usd).toBeGreaterThan(its);
    const two = price(
      testConfig('clinic', 'production', {
        practices: [
          { id: 'derm', name: 'Derm' },
          { id: 'uro', name: 'Uro' },
        ],
      }),
    );
    expect(two.cost.idleUsd - cost.idleUsd).toBeCloseTo(more?.usd ?? 0, 6);
  }, 60_000);

  test('without its schedules the loop costs nothing but its queues', () => {
    const { config, set } = all.solo;
    const quiet = readTemplates(
      [{ stack: 'lakeside-drift', template: { Resources: { Q: { Type: 'AWS::SQS::Queue' } } } }],
      set.environment,
    );
    expect(trafficOf(quiet, config, figures)).toMatchObject({
      managementEvents: 250_000,
      rounds: { times: 0 },
      sweeps: { times: 0 },
    });
  });
});

describe('as text', () => {
  test('the sum and the budget stand first, then what dominates, and the assumptions are there', () => {
    const { config, set } = all.hospital;
    const over = costOf(set, { ...config, cost: { ...config.cost, budgetUsd: 100 } });
    const lines = renderCost(over).split('\n');
    expect(lines[0]).toMatch(/^\$\d+\.\d\d a month, idle: tier hospital, us-east-1, 1 practice$/);
    expect(lines[1]).toMatch(/^✗ over the budget of \$100\.00 by \$\d+\.\d\d$/);
    expect(lines[4]).toContain('AWS::EC2::VPCEndpoint');
    expect(lines.join('\n')).toContain('no PHI, no user, no drift');
    expect(lines.join('\n')).toContain('Free allowances are not taken off.');
  });
});
