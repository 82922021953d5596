/** A period of operation in results and plan of action. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { assessmentResults } from '../../../lib/evidence/oscal/assessment-results';
import { planOfAction } from '../../../lib/evidence/oscal/poam';
import type { Result } from '../../../lib/evidence/oscal/schema-types';
import { drilledWell, moment, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { archiveOf, day, driftItem, gatheredFrom, type MadeDay, madeOperation } from '../made-operation';

let full: EvidenceFacts;
beforeAll(() => {
  const bare = synthesizedFacts('solo');
  full = { ...bare, deployed: { ...readBackAsDeclared(bare), where: 'account' }, drill: drilledWell() };
});

const operated = async (...days: readonly MadeDay[]): Promise<EvidenceFacts> => ({
  ...full,
  operation: await madeOperation(...days),
});

function resultOf(facts: EvidenceFacts): Result {
  const document = assessmentResults(facts, coverageOf(facts));
  if (!('assessment-results' in document)) throw new Error('no results');
  return document['assessment-results'].results[0] as Result;
}

const titlesOf = (facts: EvidenceFacts): readonly string[] => {
  const document = planOfAction(facts, coverageOf(facts));
  if (!('plan-of-action-and-milestones' in document)) throw new Error('no plan of action');
  return document['plan-of-action-and-milestones']['poam-items'].map(({ title }) => title);
};

test('a record of drift is a sample of its day, in the account', async () => {
  const result = resultOf(await operated());
  expect(result).toMatchObject({ start: '2026-11-19T03:00:00.000Z', end: moment.toISOString() });
  expect(result.description).toContain('4 increments of operation from 2026-11-19 to 2026-11-23; 0 times without one');
  expect(result.observations?.filter(({ title }) => title?.startsWith('Operation'))).toMatchObject([
    {
      collected: '2026-11-19T10:00:02.000Z',
      methods: ['EXAMINE'],
      description: expect.stringContaining('in the account'),
    },
  ]);
});

test('one that was not answered as promised fails the objectives of its control, and no others', async () => {
  const { findings } = resultOf(await operated({ day: 20, drift: [driftItem({ outcome: 'failed' })] }));
  const states = new Map(findings?.map(({ target }) => [target['target-id'], target.status.state]));
  expect(states.get('hipaa-164.312.a.2.iv_obj')).toBe('not-satisfied');
  expect(states.get('hipaa-164.312.d_obj')).toBe('satisfied');
});

test('gaps, and stacks that nobody signed, are actions', async () => {
  const stack = { stack: 'lakeside-backup', region: 'us-east-1', status: 'UPDATE_COMPLETE', asSynthesized: true };
  const deployed = { where: 'account' as const, leftOut: [], resources: [], stacks: [{ ...stack, attested: false }] };
  const gapped = gatheredFrom(await archiveOf([{ day: 20 }, { day: 22 }]), day(19), day(22));
  expect(titlesOf({ ...full, deployed, operation: gapped })).toEqual(
    expect.arrayContaining(['Deploy what was synthesized, and sign it', 'Explain what the record of operation lacks']),
  );
  const whole = titlesOf(await operated());
  expect(whole.filter((title) => /^(Deploy|Explain)/.test(title))).toEqual([]);
});
