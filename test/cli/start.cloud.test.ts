/** `npm start`, whole, as a person runs it: what it promises about the drift loop is what its JSON says. */
import type { Summary } from '../../lib/cli/summary';
import { allBreaks } from '../../local/drill/breaks';
import { brokenPromises } from '../../local/drill/promises';
import { undrilled } from '../../local/drill/run';
import { startedBundle, startSummary } from './evidence/bundles';

jest.setTimeout(600_000);

let summary: Summary;
let code: number;
let said: readonly string[];

beforeAll(async () => {
  const started = await startedBundle();
  code = started.code;
  said = started.err.split('\n');
  // Nothing else on stdout.
  summary = startSummary(started);
});

const rows = () => summary.drill?.rows ?? [];
const short = () => rows().filter(({ passed }) => !passed);

test('it ends well, and says what it did', () => {
  expect(short()).toEqual([]);
  expect({ code, said: said.slice(-3) }).toMatchObject({ code: 0 });
});

test('the fixers put right what the emulator’s CloudFormation ignored, before anything else does', () => {
  const { ignored, readBack, sweep } = summary;
  expect(ignored.length).toBeGreaterThan(10);
  expect(sweep.outcomes.fixed).toBeGreaterThan(30);
  expect(sweep.putRight).toBe(readBack.afterSweep - readBack.asDeployed);
  // The read-back found nothing more to do.
  expect(readBack.asDeclared).toBe(readBack.afterSweep);
  expect(readBack.share).toBeGreaterThan(0.99);
});

test('every guarded control is drilled, most of them by a real call', () => {
  expect(undrilled(allBreaks)).toEqual([]);
  expect(rows().length).toBe(allBreaks.length);
  const live = rows().filter(({ proof }) => proof === 'live');
  expect(live.length).toBeGreaterThanOrEqual(50);
  const enforced = live.filter(({ mode }) => mode === 'enforce');
  expect(enforced.filter(({ noOp, verified }) => !verified || !noOp)).toEqual([]);
  expect(summary.drill?.totals.deadLetters).toBe(0);
});

test('the loop itself, silenced in every way, is put right by its second path', () => {
  const watcher = summary.drill?.watcher ?? [];
  expect(watcher.length).toBeGreaterThanOrEqual(12);
  expect(watcher.filter(({ passed }) => !passed)).toEqual([]);
});

test('what templates promise and no control asks for is put back too', () => {
  const promises = summary.drill?.promises ?? [];
  expect(promises.length).toBe(brokenPromises.length);
  expect(promises.filter(({ passed }) => !passed)).toEqual([]);
  expect(promises.filter(({ proof }) => proof === 'live').length).toBeGreaterThanOrEqual(25);
});

test('granted = used: nothing is missing, and nothing is granted without a use or a reason', () => {
  const grants = summary.drill?.grants ?? [];
  expect(grants.length).toBeGreaterThan(12);
  expect(grants.filter(({ missing }) => missing.length > 0)).toEqual([]);
  expect(grants.flatMap(({ role, unexplained }) => unexplained.map((action) => `${role} ${action}`))).toEqual([]);
});

test('calls that were made come out as allowed through every layer, and none in the name of another practice', () => {
  const { leaked, made = 0, other, refused } = summary.replayed ?? {};
  expect(made).toBeGreaterThan(500);
  expect({ leaked, other, refused }).toEqual({ leaked: [], other: 4, refused: [] });
});

test('the workload walks as before', () => expect(summary.workload?.failed).toEqual([]));
