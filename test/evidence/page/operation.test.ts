/** A period of operation on the page, and what of it stands among what is open. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { pageOf } from '../../../lib/evidence/page/page';
import { pageModelOf } from '../../../lib/evidence/page/parts/page-model';
import { readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { archiveOf, day, gatheredFrom, madeOperation } from '../made-operation';

let facts: EvidenceFacts;
beforeAll(() => {
  const bare = synthesizedFacts('solo');
  const stack = { region: 'us-east-1', status: 'UPDATE_COMPLETE', asSynthesized: true, attested: true };
  const stacks = [
    { stack: 'lakeside-audit', ...stack },
    { stack: 'lakeside-backup', ...stack, attested: false, why: 'it is not in the signed manifest' },
  ];
  facts = { ...bare, deployed: { ...readBackAsDeclared(bare), where: 'account', stacks } };
});

const modelOf = (given: EvidenceFacts) => pageModelOf(given, coverageOf(given));
const titles = (given: EvidenceFacts) => modelOf(given).open.map(({ title }) => title);

test('tells the period, what was found, and each stack', async () => {
  const given = { ...facts, operation: await madeOperation() };
  const page = pageOf(modelOf(given));
  expect(page).toContain('<h2 id="operation-title">Operation over time</h2>');
  expect(page).toContain('From 2026-11-19 to 2026-11-23');
  for (const said of ['4.0 of 4.4', '1 record of drift: 1 fixed', 'AccessDeniedException: no', 'not signed'])
    expect(page).toContain(said);
  expect(page).not.toContain('No archive was read for this page');
  expect(titles(given)).not.toContain('The record of operation');
  expect(modelOf(given).open.find(({ title }) => title === 'Deployed otherwise')?.rows).toEqual([
    { what: 'lakeside-backup', why: 'it is not in the signed manifest', anchor: 'operation' },
  ]);
  expect(modelOf(given).glance.lead.join(' ')).toContain('sampled over a period of its operation in its account.');
});

test('gaps and objects that are not as they were written stand among what is open', async () => {
  const found = await archiveOf([{ day: 20 }, { day: 22 }]);
  found.set('evidence/<b>.txt', 'x');
  const given = { ...facts, operation: gatheredFrom(found, day(19), day(22)) };
  const rows = modelOf(given).open.find(({ title }) => title === 'The record of operation')?.rows;
  expect(rows).toEqual([
    { what: '2026-11-20T03:00:00.000Z to 2026-11-21T03:00:00.000Z', why: 'between increments', anchor: 'operation' },
    { what: 'evidence/<b>.txt: is no increment', anchor: 'operation' },
  ]);
  const page = pageOf(modelOf(given));
  expect(page).toContain('evidence/&lt;b&gt;.txt: is no increment');
  expect(page).toContain('Times that no increment speaks for');
});

test('without an archive it says so', () => {
  expect(pageOf(modelOf(facts))).toContain('No archive was read for this page');
  expect(modelOf(facts).open[0]).toMatchObject({ rows: [{ what: 'Drill' }, { what: 'Operation over time' }] });
});
