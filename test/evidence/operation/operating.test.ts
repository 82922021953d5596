/** The summary of a period: what speaks for it, what does not, and what was found. */
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { isMissing, operatingOf } from '../../../lib/evidence/operation/operating';
import { testConfig } from '../../configs';
import {
  archiveOf,
  day,
  driftItem,
  gatheredFrom,
  type MadeDay,
  madeOperation,
  responseItem,
  restoreItem,
  ruleItem,
} from '../made-operation';

const facts = { config: testConfig('solo') } as EvidenceFacts;
const days = (...numbers: readonly number[]): readonly MadeDay[] => numbers.map((number) => ({ day: number }));

test.each<[what: string, days: readonly MadeDay[], from: Date, to: Date, kinds: readonly string[]]>([
  ['an unbroken period', days(20, 21, 22), day(19), day(22), []],
  ['up to now', days(20, 21), day(19), day(21, 20), ['not due yet']],
  ['up to now, and the next is late', days(20, 21), day(19), day(22, 20), ['since the last increment']],
  ['a younger deployment', days(21, 22), day(19), day(22), ['before the first increment']],
  ['a day that is missing', days(20, 22), day(19), day(22), ['between increments']],
  ['no increment', [], day(19), day(22), ['no increment at all']],
])('%s', async (_what, made, from, to, kinds) => {
  const { gaps } = operatingOf(facts, gatheredFrom(await archiveOf(made), from, to));
  expect(gaps.map(({ kind }) => kind)).toEqual(kinds);
  expect(gaps.filter(isMissing).map(({ kind }) => kind)).toEqual(kinds.filter((kind) => kind !== 'not due yet'));
});

test('counts and dates what was found, each thing once', async () => {
  const { found, increments, months } = operatingOf(facts, await madeOperation());
  expect(found).toMatchObject({
    drift: { records: 1, outcomes: { fixed: 1 }, last: '2026-11-19T10:00:02.000Z' },
    rules: { increments: 4, compliance: { COMPLIANT: 1 } },
    restores: { jobs: 1, statuses: { COMPLETED: 1 }, tests: 1, last: '2026-11-19T05:00:00.000Z' },
    // Open in one increment, closed in the next: it is one.
    responses: { cases: 1, statuses: { closed: 1 }, approved: 1, last: '2026-11-20T06:00:00.000Z' },
    access: { lists: 4, last: day(23).toISOString(), roles: 1, users: 1, usersWithoutMfa: 0, activeKeys: 0 },
  });
  expect(months).toEqual([{ month: '2026-11', increments: 4, records: 1, putRight: 1, restores: 1, cases: 1 }]);
  expect(increments.map(({ refused }) => refused)).toEqual([[], [], [], ['restores: AccessDeniedException: no']]);
});

test.each([
  ['a restore that failed', { restores: [restoreItem({ status: 'FAILED' })] }, { tests: 0, jobs: 1 }],
  ['one whose validation failed', { restores: [restoreItem({ validation: 'FAILED' })] }, { tests: 0, jobs: 1 }],
  ['one that a person started', { restores: [restoreItem({ plan: undefined })] }, { tests: 0, jobs: 1 }],
])('%s is no test of restoring', async (_what, made, expected) => {
  expect(operatingOf(facts, await madeOperation({ day: 20, ...made })).found.restores).toMatchObject(expected);
});

test('the last answer of AWS Config counts', async () => {
  const answers = [ruleItem(), ruleItem({ compliance: 'NON_COMPLIANT', noncompliant: 2 })];
  const { found } = operatingOf(
    facts,
    await madeOperation(...answers.map((one, at) => ({ day: 20 + at, rules: [one] }))),
  );
  expect(found.rules).toMatchObject({
    compliance: { NON_COMPLIANT: 1 },
    latest: [{ compliance: 'NON_COMPLIANT', noncompliant: 2, at: day(21).toISOString() }],
  });
});

test('of nothing there is nothing', async () => {
  const { found, months } = operatingOf(facts, gatheredFrom(new Map(), day(19), day(22)));
  expect(found.drift).toEqual({ records: 0, outcomes: {} });
  expect(found.access.lists).toBe(0);
  expect(months).toEqual([]);
});

test('a case that is open over two months is of the last', async () => {
  const made = [
    { day: 30, responses: [responseItem()], drift: [driftItem()] },
    { day: 31, responses: [responseItem()] },
  ];
  const { months } = operatingOf(facts, gatheredFrom(await archiveOf(made), day(29), day(31)));
  expect(months.map(({ cases, month, records }) => [month, records, cases])).toEqual([
    ['2026-11', 1, 0],
    ['2026-12', 0, 1],
  ]);
});
