import type { BundleFigures } from '../../../bench/drift/bundles';
import { type DriftFigures, driftGoalsOf, ratiosOf, renderDrift } from '../../../bench/drift/report';
import { callsByService, type SideFigures } from '../../../bench/drift/side-by-side';

const spread = (p50: number, p95: number = p50) => ({ count: 20, p50, p95, least: p50 });

const side = (fixer: string, p50: number, calls: SideFigures['calls'], verified?: number): SideFigures => ({
  scenario: 'key: rotation off',
  fixer,
  startMs: 500,
  firstMs: 200,
  warm: spread(p50),
  ...(verified === undefined ? {} : { verified: spread(verified) }),
  calls,
});

const ours = side(
  'Asepsis, in process',
  40,
  [
    ['kms', 10],
    ['dynamodb', 7],
  ],
  20,
);
const peer = side('Cloud Custodian, as documented', 100, [
  ['kms', 4],
  ['sts', 1],
]);

const bundle: BundleFigures = {
  name: 'data',
  bytes: 1_300_000,
  bareBytes: 1_000_000,
  usualBytes: 1_700_000,
  loadMs: 90,
  bareLoadMs: 80,
  usualLoadMs: 130,
  ours: [['zod', 98_000]],
};

const figures: DriftFigures = {
  bundles: [bundle],
  throughput: [{ what: 'decide alone', events: 10, perSecond: 200_000, perSecondByClock: 100_000 }],
  loop: [{ family: 'data', controls: 4, fromEntry: spread(120, 501), fromCall: spread(300, 700) }],
  sides: [ours, side('Asepsis, deployed', 60, []), peer],
};

test('calls are counted by service, most first', () => {
  expect(callsByService(['kms:DescribeKey', 'sts:AssumeRole', 'kms:ListAliases', 'dynamodb'])).toEqual([
    ['kms', 2],
    ['sts', 1],
    ['dynamodb', 1],
  ]);
});

test('a ratio is of the peer’s time to ours, and of our calls to its', () => {
  expect(ratiosOf(figures.sides)).toEqual([
    { scenario: 'key: rotation off', peer: peer.fixer, toVerified: 5, toReturn: 2.5, calls: 17 / 5 },
  ]);
});

test('of another drift there is no ratio', () => {
  expect(ratiosOf([{ ...ours, scenario: 'another' }, peer])).toEqual([]);
});

test('each goal says what was measured, met or missed', () => {
  const goals = driftGoalsOf(figures);
  expect(goals.map(({ measured, met, target }) => [measured, target, met])).toEqual([
    [501, 500, false],
    [0.4, 1 / 3, false],
    [3.4, 1, false],
    [1.3, 1.2, false],
    [1.125, 1.2, true],
  ]);
  expect(goals.every(({ what }) => what.length > 0)).toBe(true);
});

test('a table says where the time and the calls went', () => {
  const text = renderDrift(figures);
  expect(text).toMatch(/data +4 +20 +120 +501 +300 +700/);
  expect(text).toMatch(/Asepsis, in process +500 +200 +20 \/ 20 +40 \/ 40 +17: 10 kms, 7 dynamodb/);
  expect(text).toMatch(/data +1,300 +1,000 +1\.30 +1,700 +90 +80 +1\.13 +130/);
  expect(text).toContain('data: zod 98');
});
