/** Coverage of synthesized facts: what answers, how far it is shown, and what is said where it is not. */
import { leftOutRules } from '../../../lib/config/config-rules';
import type { ItemId } from '../../../lib/config/rule-items';
import { controls } from '../../../lib/controls';
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { testConfig } from '../../configs';
import { drilledWell, moment, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { control, empty, item, rule } from './find';

let solo: EvidenceFacts;
beforeAll(() => {
  solo = synthesizedFacts('solo');
});

describe('every row', () => {
  test('has an answer, and a place to look unless it is not covered', () => {
    const { controls: rows, items, packRules } = coverageOf(solo);
    expect([rows.length, items.length, packRules.length]).toEqual([controls.length, 66, 130]);
    for (const { answers, places } of [...items, ...packRules]) {
      expect(answers.length).toBeGreaterThan(0);
      if (answers.includes('not covered')) expect(answers).toHaveLength(1);
      else if (!answers.includes('no such resource here')) expect(places.length).toBeGreaterThan(0);
    }
  });

  test('that says designed has at least one evaluated resource', () => {
    const { controls: rows } = coverageOf(solo);
    const designed = rows.filter(({ standing }) => standing);
    expect(designed.length).toBeGreaterThan(100);
    expect(designed.filter(({ resources }) => resources.length === 0)).toEqual([]);
  });

  test('of an empty deployment shows nothing, and technical items without a process are not covered', () => {
    const coverage = coverageOf(empty(solo));
    expect(item(coverage, '164.312(e)(2)(ii)')).toMatchObject({ answers: ['not covered'], controls: [] });
    expect(coverage.packRules.filter(({ standing }) => standing)).toEqual([]);
    expect(coverage.controls.filter(({ standing }) => standing)).toEqual([]);
    expect(coverage.items.filter(({ standing }) => standing)).toEqual([]);
    expect(control(coverage, 's3.bucket.encryption').gaps).toEqual(['no such resource here', 'nothing was drilled']);
  });
});

describe('items', () => {
  test.each<[ItemId, readonly string[]]>([
    ['164.312(a)(2)(iv)', ['at synth', 'at run time']],
    ['164.310(a)(1)', ['inherited from AWS', "the practice's own process"]],
    ['164.308(a)(5)(i)', ["the practice's own process"]],
    ['164.308(a)(7)(ii)(D)', ["the practice's own process"]],
  ])('%s is answered %j', (id, answers) => {
    expect(item(coverageOf(solo), id).answers).toEqual(answers);
  });

  test('what is organisational is never shown by what is technical', () => {
    const organisational = coverageOf(solo).items.filter((covered) => covered.item.responsibility === 'customer');
    expect(organisational).toHaveLength(18);
    for (const { answers, core, standing, support } of organisational)
      expect([answers, standing, support]).toEqual([
        [core === 'not applicable' ? 'not applicable' : "the practice's own process"],
        undefined,
        undefined,
      ]);
  });

  test('a standard is answered by its specifications as well', () => {
    const { controls: answering } = item(coverageOf(solo), '164.308(a)(6)(i)');
    expect(answering).toEqual(expect.arrayContaining(['guardduty.detector.enabled', 'cloudwatch.alarm.actions']));
  });
});

describe('standing', () => {
  const key = 'kms.key.rotation';

  test('is designed by the template alone, and says what is missing', () => {
    const { gaps, standing } = control(coverageOf(solo), key);
    expect(standing).toEqual({
      level: 'designed',
      at: moment.toISOString(),
      shownBy: expect.stringMatching(/^evaluated on \d resources of the templates$/),
    });
    expect(gaps).toEqual(['nothing was read back', 'nothing was drilled']);
  });

  test('is deployed where every resource was read back as declared', () => {
    const coverage = coverageOf({ ...solo, deployed: readBackAsDeclared(solo) });
    expect(control(coverage, key).standing).toMatchObject({ level: 'deployed', where: 'local cloud' });
    expect(item(coverage, '164.312(a)(2)(iv)').standing).toMatchObject({ level: 'deployed', where: 'local cloud' });
  });

  test.each([
    [
      'was not read back',
      'no API',
      (deployed: ReturnType<typeof readBackAsDeclared>) => {
        const [first] = deployed.resources.filter(({ kind }) => kind === 'kms.key');
        const leftOut = first ? [{ stack: first.stack, logicalId: first.logicalId, reason: 'no API' }] : [];
        return { ...deployed, leftOut, resources: deployed.resources.filter((one) => one !== first) };
      },
    ],
    [
      'is not as declared',
      'rotation',
      (deployed: ReturnType<typeof readBackAsDeclared>) => {
        const first = deployed.resources.findIndex(({ kind }) => kind === 'kms.key');
        const deviations = [{ path: 'rotation', problem: 'declared true, found false' }];
        return {
          ...deployed,
          resources: deployed.resources.map((one, at) => (at === first ? { ...one, deviations } : one)),
        };
      },
    ],
  ])('stays designed where one resource %s', (what, why, change) => {
    const coverage = coverageOf({ ...solo, deployed: change(readBackAsDeclared(solo)) });
    const { gaps, standing } = control(coverage, key);
    expect(standing?.level).toBe('designed');
    expect(gaps[0]).toMatch(new RegExp(`${what}.*${why}`));
    // An item is not better than the weakest of its controls.
    expect(item(coverage, '164.312(a)(2)(iv)').standing?.level).toBe('designed');
  });

  test('is operating by a break that was made for real and passed', () => {
    const coverage = coverageOf({ ...solo, deployed: readBackAsDeclared(solo), drill: drilledWell() });
    expect(control(coverage, key).standing).toMatchObject({ level: 'operating', where: 'local cloud' });
    // What no template declares is shown by the drill alone.
    expect(control(coverage, 'iam.login-profile.forbidden').standing?.level).toBe('operating');
    expect(item(coverage, '164.312(a)(2)(iv)').standing?.level).toBe('operating');
  });

  test.each([
    ['was recorded, not made', { proof: 'recorded' as const, why: 'needs a second account' }],
    ['found nothing to break', { proof: 'absent' as const, why: 'no such resource' }],
    ['fell short', { passed: false, why: 'nobody noticed' }],
  ])('is not operating by a drill that %s', (_what, change) => {
    const { rows, ...rest } = drilledWell();
    const drill = { ...rest, rows: rows.map((row) => (row.control === key ? { ...row, ...change } : row)) };
    const { gaps, standing } = control(coverageOf({ ...solo, deployed: readBackAsDeclared(solo), drill }), key);
    expect(standing?.level).toBe('deployed');
    expect(gaps.join()).toContain(change.why);
  });

  test('is not operating where the read-back shows otherwise, whatever the drill says', () => {
    const deployed = readBackAsDeclared(solo);
    const deviations = [{ path: 'rotation', problem: 'declared true, found false' }];
    const resources = deployed.resources.map((one) => (one.kind === 'kms.key' ? { ...one, deviations } : one));
    const coverage = coverageOf({ ...solo, deployed: { ...deployed, resources }, drill: drilledWell() });
    expect(control(coverage, key)).toMatchObject({ standing: { level: 'designed' } });
    expect(control(coverage, key).deviating).toBeGreaterThan(0);
  });

  test('counts no resource that an exception covers', () => {
    const path = solo.origins.find(({ logicalId, stack }) =>
      solo.set.ofType('AWS::KMS::Key').some((one) => one.stack === stack && one.logicalId === logicalId),
    )?.path;
    const finding = { pack: 'asepsis' as const, rule: key, path: path ?? '', message: '', hipaa: [], remedy: '' };
    const exception = { rule: key, path: path ?? '', tiers: [], reason: '', owner: '', expires: '2027-01-01' };
    const inForce = [...solo.gate.inForce, { exception, daysLeft: 1, findings: [finding] }];
    const before = control(coverageOf(solo), key);
    const after = control(coverageOf({ ...solo, gate: { ...solo.gate, inForce } }), key);
    expect(after.standing?.shownBy).toContain(`evaluated on ${before.resources.length - 1} `);
    expect(after.gaps[0]).toMatch(/1 resource .*by an exception/);
  });
});

describe('rules of the conformance pack', () => {
  test.each([
    ['kms-cmk-not-scheduled-for-deletion', ['at synth', 'at run time']],
    ['s3-bucket-replication-enabled', ['at synth']],
    ['annual-risk-assessment-performed', ["the practice's own process"]],
    ['rds-storage-encrypted', ['no such resource here']],
    ['root-account-mfa-enabled', ['at run time']],
    ['root-account-hardware-mfa-enabled', ['not covered']],
  ])('%s is answered %j in solo', (name, answers) => {
    expect(rule(coverageOf(solo), name).answers).toEqual(answers);
  });

  test('what is not covered says why', () => {
    const bare = coverageOf(solo).packRules.filter(({ answers }) => answers.includes('not covered'));
    expect(bare.length).toBeLessThan(5);
    for (const { reason } of bare) expect(reason).toMatch(/paid for/);
  });

  test('what there is no resource for is among the rules left out, and is not called designed', () => {
    const absent = coverageOf(solo).packRules.filter(({ answers }) => answers.includes('no such resource here'));
    const leftOut = Object.values(leftOutRules).flat();
    expect(absent.length).toBeGreaterThan(60);
    for (const {
      reason,
      rule: { name },
      standing,
      differs,
    } of absent)
      expect([leftOut.includes(name), reason !== undefined, standing, differs]).toEqual([true, true, undefined, []]);
  });

  test('a gate rule says how many of its findings are excepted', () => {
    const { places } = rule(coverageOf(solo), 's3-bucket-replication-enabled');
    expect(places.map(({ kind, note }) => [kind, note])).toEqual([
      ['gate rule', expect.stringMatching(/^\d+ under an exception in force$/)],
    ]);
  });
});

describe('addressable items', () => {
  const decided = (state: string, more: object, nextReview = '2027-01-05') =>
    coverageOf({
      ...solo,
      config: testConfig('solo', 'trial', {
        compliance: {
          addressable: [
            { item: '164.308(a)(5)(ii)(A)', state, approver: 'A. Owner', reviewed: '2026-01-05', nextReview, ...more },
          ],
        },
      }),
    });

  test('are 22, and no other item has such a state', () => {
    const { items } = coverageOf(solo);
    expect(items.filter(({ addressable }) => addressable)).toHaveLength(22);
    expect(items.filter(({ addressable, item: one }) => addressable && one.requirement === 'R')).toEqual([]);
  });

  test.each([
    ['implemented', {}],
    ['not applicable', { rationale: 'Nobody works here but the owner herself.' }],
    [
      'alternative',
      { rationale: 'Nobody works here but the owner herself.', alternative: 'She reads the bulletins of HHS.' },
    ],
  ])('hold the decision of the practice: %s', (state, more) => {
    const { addressable } = item(decided(state, more), '164.308(a)(5)(ii)(A)');
    expect(addressable).toMatchObject({ state, decidedBy: 'the practice', overdue: false, decision: more });
  });

  test('are overdue after the day of the next review, not on it', () => {
    const due = (day: string) => item(decided('implemented', {}, day), '164.308(a)(5)(ii)(A)').addressable?.overdue;
    expect([due('2026-11-22'), due('2026-11-23'), due('2026-11-24')]).toEqual([true, false, false]);
  });

  test('are implemented by the blueprint where it does all, and undecided elsewhere', () => {
    const coverage = coverageOf(solo);
    expect(item(coverage, '164.312(a)(2)(iv)').addressable).toMatchObject({
      state: 'implemented',
      decidedBy: 'the blueprint',
    });
    expect(item(coverage, '164.308(a)(5)(ii)(A)').addressable).toMatchObject({
      state: 'undecided',
      decidedBy: 'nobody',
    });
    expect(item(coverageOf(empty(solo)), '164.312(a)(2)(iv)').addressable).toMatchObject({ state: 'undecided' });
  });
});
