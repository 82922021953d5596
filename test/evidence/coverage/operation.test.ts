/** How far a period of operation lifts what is shown: to what was sampled, with its day, and no further. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { driftItem, type MadeDay, madeOperation, responseItem, restoreItem, ruleItem } from '../made-operation';
import { control, item, rule } from './find';

const key = 'kms.key.rotation';
let clinic: EvidenceFacts;
beforeAll(() => {
  const facts = synthesizedFacts('clinic');
  clinic = { ...facts, deployed: { ...readBackAsDeclared(facts), where: 'account' } };
});

const covered = async (...days: readonly MadeDay[]) =>
  coverageOf({ ...clinic, operation: await madeOperation(...days) });

test('a control that was broken in operation and put right is operating, since then and there', async () => {
  const coverage = await covered();
  expect(control(coverage, key)).toMatchObject({
    standing: {
      level: 'operating',
      at: '2026-11-19T10:00:02.000Z',
      where: 'account',
      shownBy: '1 record of drift of 2026-11-19: 1 fixed; 3 of 3 read back as declared',
    },
    sampled: { records: 1 },
  });
  // Nothing is said of what did not drift.
  const others = coverage.controls.filter(({ id, standing }) => id !== key && standing?.level === 'operating');
  expect(others).toEqual([]);
  expect(control(coverage, 's3.bucket.encryption').gaps).toContain('no record of drift in the period is of it');
});

test.each([
  ['was not put right', { drift: [driftItem({ outcome: 'failed' })] }, 'fell short in operation'],
  ['is of another control', { drift: [driftItem({ controls: ['kms.key.enabled'] })] }, 'no record of drift'],
])('a record that %s lifts nothing', async (_what, made, gap) => {
  const { gaps, standing } = control(await covered({ day: 20, ...made }), key);
  expect(standing?.level).toBe('deployed');
  expect(gaps.join()).toContain(gap);
});

test('what fell short in operation is not operating by a drill', async () => {
  const operation = await madeOperation({ day: 20, drift: [driftItem({ outcome: 'failed' })] });
  const coverage = coverageOf({ ...clinic, operation, drill: drilledWell() });
  expect(control(coverage, key).standing?.level).toBe('deployed');
});

test('what stands otherwise now is not operating, whatever was put right before', async () => {
  const { deployed } = clinic;
  const deviations = [{ path: 'rotation', problem: 'declared true, found false' }];
  const resources = (deployed?.resources ?? []).map((one) => (one.kind === 'kms.key' ? { ...one, deviations } : one));
  const facts = { ...clinic, deployed: { where: 'account' as const, leftOut: [], resources } };
  expect(control(coverageOf({ ...facts, operation: await madeOperation() }), key).standing?.level).toBe('designed');
});

test.each([
  ['COMPLIANT', 'operating', 'COMPLIANT on 2026-11-20'],
  ['NON_COMPLIANT', 'designed', 'NON_COMPLIANT on 2026-11-20'],
  ['INSUFFICIENT_DATA', 'designed', 'INSUFFICIENT_DATA on 2026-11-20'],
])('a rule of AWS Config that answered %s is %s', async (compliance, level, note) => {
  const name = 'vpc-sg-port-restriction-check';
  const declared = coverageOf(clinic).packRules.find(
    ({ controls, places, standing }) =>
      controls.length === 0 && standing && places.some(({ kind }) => kind === 'config rule'),
  );
  const asked = declared?.rule.name ?? name;
  const made = { day: 20, rules: [ruleItem({ rule: `lakeside-${asked}`, compliance })] };
  const { places, standing } = rule(await covered(made), asked);
  expect(standing?.level).toBe(level);
  expect(places.find(({ kind }) => kind === 'config rule')?.note).toBe(note);
});

test.each([
  [{ restores: [restoreItem()] }, 1, /1 restore: 1 COMPLETED; 1 completed by restore testing, 2026-11-19/],
  [{ restores: [restoreItem({ status: 'FAILED' })] }, 0, undefined],
  [{}, 0, undefined],
])('restore testing works by %j: %d', async (made, operating, note) => {
  const { places, standing, support } = item(await covered({ day: 20, ...made }), '164.308(a)(7)(ii)(D)');
  // Testing is for people to do: what the mechanism shows supports it, and is not the item's own standing.
  expect(standing).toBeUndefined();
  expect(support?.shownBy).toBe(operating ? '1 safeguard: 1 operating' : '1 safeguard: 1 designed');
  const notes = places.flatMap((place) => (place.name === 'operating.json' ? (place.note ?? '') : []));
  expect(notes).toEqual(note ? [expect.stringMatching(note)] : []);
});

test('answers to findings and lists of access have their place at their items, and lift no control', async () => {
  const coverage = await covered({ day: 20, responses: [responseItem()] });
  const notes = (id: Parameters<typeof item>[1]) =>
    item(coverage, id)
      .places.filter(({ name }) => name === 'operating.json')
      .map(({ note }) => note);
  expect(notes('164.308(a)(6)(ii)')).toEqual(['1 finding answered: 1 contained, 2026-11-19']);
  expect(notes('164.308(a)(4)(ii)(C)')).toEqual([
    'who has access was written down 1 time; who reviewed it is not, 2026-11-20',
  ]);
  expect(item(coverage, '164.308(a)(4)(ii)(C)').standing?.level).not.toBe('operating');
});
