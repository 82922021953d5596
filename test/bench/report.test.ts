import { largestOf, nearestLimit, sizeOf } from '../../bench/limits';
import { bestOf, type Measurement } from '../../bench/measurement';
import { type Figures, goalsOf, ratiosOf, renderFigures } from '../../bench/report';

const pass = (cpu: number, wall = cpu) => ({ cpu, wall, build: wall / 4, synth: (wall * 3) / 4, gates: wall / 10 });
const stack = { stack: 'one', resources: 30, outputs: 5, parameters: 1, exports: 4, bytes: 40_000 };

function measurement(side: Measurement['side'], size: number, resources: number, cpu: number): Measurement {
  return { side, size, resources, stacks: [stack], peakMiB: 512, cold: pass(cpu), warm: pass(cpu / 5) };
}

/** In proportion to resources, and gates that add a fifth. */
const figures: Figures = {
  gated: [measurement('gated', 1, 100, 240), measurement('gated', 10, 300, 720), measurement('gated', 50, 1200, 2880)],
  ungated: [measurement('ungated', 1, 100, 200), measurement('ungated', 10, 300, 600)],
  unvalidated: [measurement('unvalidated', 1, 100, 50)],
  plain: measurement('plain', 1200, 1200, 2880),
  comparedAt: 50,
  start: { synth: 3000, deploy: 5000 },
};

const unmet = (changed: Partial<Figures>) =>
  goalsOf({ ...figures, ...changed })
    .filter(({ met }) => !met)
    .map(({ what }) => what);

test('ratios compare equal sizes', () =>
  expect(ratiosOf(figures).map((one) => ({ ...one, warm: Number(one.warm.toFixed(3)) }))).toEqual([
    { size: 1, cold: 1.2, warm: 1.111 },
    { size: 10, cold: 1.2, warm: 1.111 },
  ]));

describe('goals', () => {
  test('all are met by these', () => expect(unmet({})).toEqual([]));

  test.each<[string, Partial<Figures>, readonly string[]]>([
    [
      'gates that double a synth',
      { ungated: [measurement('ungated', 1, 100, 120)] },
      ['gated against ungated, 1 practices'],
    ],
    [
      'growth by the square',
      { gated: [1, 10, 50].map((size) => measurement('gated', size, 100 * size, 0.01 * (100 * size) ** 2)) },
      [
        'gated against ungated, 10 practices',
        'ms a resource, 50 practices',
        'the same, to that of the plain app',
        'exponent of growth',
        'exponent without the fixed cost',
      ],
    ],
    [
      'memory of two gibibytes',
      { gated: figures.gated.map((one) => ({ ...one, peakMiB: 2048 })) },
      ['peak memory, GiB'],
    ],
    [
      'a stack of 450 resources',
      { gated: figures.gated.map((one) => ({ ...one, stacks: [stack, { ...stack, resources: 450 }] })) },
      ['share of the nearest CloudFormation limit'],
    ],
  ])('%s miss theirs', (_, changed, expected) => expect(unmet(changed)).toEqual(expected));
});

test('the table tells of every part', () => {
  const text = renderFigures(figures);
  for (const part of ['gated', 'unvalidated', 'plain', 'one', '500', 'synth', 'exponent of growth', 'met'])
    expect(text).toContain(part);
});

describe('stack sizes', () => {
  const outputs = { A: { Export: { Name: 'a' } }, B: {} };
  const sizes = [
    sizeOf('wide', { Resources: { A: {}, B: {}, C: {} } }, 10),
    sizeOf('open', { Resources: { A: {} }, Outputs: outputs, Parameters: { P: {} } }, 500_000),
  ];

  test('are counted', () =>
    expect(sizes[1]).toEqual({ stack: 'open', resources: 1, outputs: 2, parameters: 1, exports: 1, bytes: 500_000 }));

  test('each measure has a largest of its own', () => {
    const largest = largestOf(sizes);
    expect([largest.resources.stack, largest.outputs.stack, largest.bytes.stack]).toEqual(['wide', 'open', 'open']);
  });

  test('the nearest limit counts, whichever it is', () => expect(nearestLimit(sizes)).toBe(0.5));
});

describe('of several runs', () => {
  test('the least disturbed time counts, and the most memory', () => {
    const disturbed = { ...measurement('gated', 1, 100, 900), peakMiB: 600 };
    const best = bestOf([disturbed, measurement('gated', 1, 100, 240)]);
    expect(best.cold.cpu).toBe(240);
    expect(best.peakMiB).toBe(600);
  });

  test('none is refused', () => expect(() => bestOf([])).toThrow('nothing was measured'));
});
