import {
  type EvidenceFigures,
  type EvidenceRun,
  evidenceGoalsOf,
  figuresOf,
  renderEvidence,
} from '../../../bench/evidence/figures';

const run = (changes: Partial<EvidenceRun> = {}): EvidenceRun => ({
  practices: 100,
  resources: 2_600,
  bytes: 15_000_000,
  synthMs: 8_000,
  evidenceMs: 6_000,
  synthCpuMs: 9_000,
  evidenceCpuMs: 7_000,
  parts: { reach: 4_000, page: 1_000, 'manifest, signature': 60 },
  synthMiB: 600,
  peakMiB: 800,
  ...changes,
});

describe('of several runs', () => {
  test('times are medians, and memory is the most', () => {
    const figures = figuresOf([
      run({ synthMs: 7_000, evidenceMs: 9_000, parts: { reach: 9_000 }, peakMiB: 700 }),
      run({ synthMs: 8_000, evidenceMs: 5_000, parts: { reach: 3_000 }, peakMiB: 900 }),
      run({ synthMs: 20_000, evidenceMs: 6_000, parts: { reach: 4_000 }, synthMiB: 650 }),
    ]);
    expect(figures).toMatchObject({ synthMs: 8_000, evidenceMs: 6_000, wholeMs: 16_000, parts: { reach: 4_000 } });
    expect([figures.synthMiB, figures.peakMiB]).toEqual([650, 900]);
    expect(figures.commandMs).toBeUndefined();
  });

  test('none is refused', () => expect(() => figuresOf([])).toThrow('nothing was measured'));
});

describe('goals', () => {
  const unmet = (figures: readonly EvidenceFigures[]) =>
    evidenceGoalsOf(figures)
      .filter(({ met }) => !met)
      .map(({ what }) => what);

  test.each<[string, EvidenceFigures, readonly string[]]>([
    ['all of it within them', figuresOf([run()], 18_000), []],
    [
      'evidence that takes twenty-one seconds',
      figuresOf([run({ evidenceMs: 21_000 })], 19_000),
      ['evidence from templates, seconds, 100 practices', 'synth and evidence, seconds, 100 practices'],
    ],
    [
      'a synth that takes the rest of the time',
      figuresOf([run({ synthMs: 15_000 })]),
      ['synth and evidence, seconds, 100 practices'],
    ],
    ['a command that waits for bundles', figuresOf([run()], 25_000), ['the whole command, seconds, 100 practices']],
    [
      'more than a gibibyte',
      figuresOf([run({ peakMiB: 1_100 })]),
      ['peak memory of synth and evidence, GiB, 100 practices'],
    ],
  ])('%s', (_, figures, expected) => expect(unmet([figures])).toEqual(expected));

  test('are for the largest size, wherever it stands', () => {
    const slow = figuresOf([run({ practices: 10, evidenceMs: 30_000 })]);
    expect(unmet([figuresOf([run()]), slow])).toEqual([]);
  });

  test('without figures there are none', () => expect(evidenceGoalsOf([])).toEqual([]));
});

describe('the table', () => {
  const text = renderEvidence([figuresOf([run({ practices: 1, parts: { page: 10 } })]), figuresOf([run()], 18_000)]);

  test('tells of both sizes, of a part that one of them lacks, and of each share', () => {
    expect(text).toMatch(/reach +0 +0 % +4 +67 %/);
    expect(text).toMatch(/page +0\.01 +0 % +1 +17 %/);
    expect(text).toMatch(/^ +100 +2,600 +8 +6 +14 +9 +7 +18 +600 +800 +15$/m);
  });

  test('has the dearest part first', () => {
    expect(text.indexOf('reach')).toBeLessThan(text.indexOf('page'));
  });
});
