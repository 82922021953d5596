/** Decisions on addressable items in a configuration: what is refused, and that it is all told at once. */
import { parseConfig } from '../../lib/config/parse';
import { valid } from './valid';

const today = new Date('2026-11-23T12:00:00Z');

type Decision = Readonly<Record<string, string | undefined>>;

const decision: Decision = {
  item: '164.308(a)(5)(ii)(A)',
  state: 'not applicable',
  rationale: 'Nobody works here but the owner herself.',
  approver: 'A. Owner',
  reviewed: '2026-01-05',
  nextReview: '2027-01-05',
};
const alternative = { state: 'alternative', alternative: 'She reads the bulletins of HHS each month.' };

const parse = (...decisions: readonly Decision[]) =>
  parseConfig(`${valid}compliance: ${JSON.stringify({ addressable: decisions })}\n`, today);
const problemsOf = (...decisions: readonly Decision[]) => parse(...decisions).problems ?? [];

test('without any there are none', () => {
  expect(parseConfig(valid, today)).toMatchObject({ config: { compliance: { addressable: [] } } });
});

test.each<[string, Decision]>([
  ['implemented, without a reason', { ...decision, state: 'implemented', rationale: undefined }],
  ['an alternative with both', { ...decision, ...alternative }],
  ['not applicable, with the reason', decision],
  [
    'words in any script',
    { ...decision, approver: 'د. ليلى حداد', rationale: '<script>alert("x")</script> 市民病院 \'"' },
  ],
])('%s is taken as it was given', (_what, given) => {
  const { problems, config } = { config: undefined, ...parse(given) };
  expect([problems, config?.compliance.addressable]).toEqual([undefined, [JSON.parse(JSON.stringify(given))]]);
});

const place = 'compliance.addressable.0';

test.each<[string, Decision, object]>([
  ['an unknown item', { ...decision, item: '164.312(z)' }, { path: `${place}.item`, given: '"164.312(z)"', line: 12 }],
  [
    'a required item',
    { ...decision, item: '164.312(a)(1)' },
    { path: `${place}.item`, allowed: expect.stringMatching(/required/) },
  ],
  [
    'an unknown state',
    { ...decision, state: 'planned' },
    { path: `${place}.state`, allowed: 'implemented, alternative, not applicable' },
  ],
  ['no rationale', { ...decision, rationale: undefined }, { path: `${place}.rationale`, given: 'nothing' }],
  ['a rationale that says nothing', { ...decision, rationale: 'n/a' }, { path: `${place}.rationale`, given: '"n/a"' }],
  [
    'an alternative without the measure',
    { ...decision, state: 'alternative' },
    { path: `${place}.alternative`, allowed: expect.stringMatching(/equivalent/) },
  ],
  [
    'a measure where none is taken',
    { ...decision, alternative: alternative.alternative },
    { path: `${place}.alternative`, allowed: expect.stringMatching(/nothing/) },
  ],
  ['nobody who approved', { ...decision, approver: undefined }, { path: `${place}.approver` }],
  [
    'a review to come',
    { ...decision, reviewed: '2026-11-24' },
    { path: `${place}.reviewed`, allowed: 'a day that has come' },
  ],
  ['no next review', { ...decision, nextReview: undefined }, { path: `${place}.nextReview` }],
  [
    'a next review before the last',
    { ...decision, nextReview: '2026-01-05' },
    { path: `${place}.nextReview`, allowed: 'a day after reviewed' },
  ],
  ['a date that there is not', { ...decision, reviewed: '2026-02-30' }, { path: `${place}.reviewed` }],
  ['text that turns the reading direction', { ...decision, approver: 'A\u202ErenwO' }, { path: `${place}.approver` }],
  ['a misspelt key', { ...decision, aprover: 'A' }, { path: `${place}.aprover`, suggestion: 'approver' }],
])('%s is refused', (_what, given, problem) => {
  expect(problemsOf(given)).toContainEqual(expect.objectContaining(problem));
});

test('an item twice is refused', () => {
  expect(problemsOf(decision, decision)).toEqual([expect.objectContaining({ path: 'compliance.addressable.1.item' })]);
});

test('all problems come at once', () => {
  const problems = problemsOf(
    { ...decision, item: '164.312(a)(1)', rationale: undefined, approver: undefined, nextReview: '2025-01-01' },
    { ...decision, item: 'none', state: 'alternative' },
  );
  expect(problems.map(({ path }) => path).sort()).toEqual([
    'compliance.addressable.0.approver',
    'compliance.addressable.0.item',
    'compliance.addressable.0.nextReview',
    'compliance.addressable.0.rationale',
    'compliance.addressable.1.alternative',
    'compliance.addressable.1.item',
  ]);
});
