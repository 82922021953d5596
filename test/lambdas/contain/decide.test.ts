import fc from 'fast-check';
import { decide, type Facts, type Subject } from '../../../lambdas/contain/decide';
import { type Defenders, isProtected, keyOf, type Target } from '../../../lambdas/contain/target';
import type { Settings } from '../../../lambdas/drift/decide';
import { finding } from './findings';

const account = '111122223333';
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const approver = `arn:aws:iam::${account}:user/ann`;
const defenders: Defenders = { account, deployment: 'lakeside', principals: [approver] };
const role = (path: string): Target => ({ kind: 'iam.role', name: path.split('/').at(-1) ?? '', arn: roleArn(path) });
const host: Target = { kind: 'ec2.instance', id: 'i-1' };

const sure = (target: Target): Subject => ({ name: keyOf(target), sure: true, target });
const unsure = (target: Target): Subject => ({ ...sure(target), sure: false });

const facts = (changes: Partial<Facts> = {}): Facts => ({
  finding: finding('exfiltration-s3'),
  subjects: [sure(role('reader'))],
  settings: { stop: false, modes: {}, stormFixes: 3 },
  levels: { atOnce: 7, ask: 4 },
  defenders,
  releasedBefore: false,
  ...changes,
});

const modes = (changes: Partial<Facts>) => decide(facts(changes)).steps.map(({ mode }) => mode);

describe('severity and configuration', () => {
  test.each([
    [9, 7, 4, ['at-once']],
    [7, 7, 4, ['at-once']],
    [6.9, 7, 4, ['ask']],
    [4, 7, 4, ['ask']],
    [3.9, 7, 4, []],
    [10, 11, 4, ['ask']],
    [2, 1, 4, ['at-once']],
  ])('severity %d, at once from %d, asked from %d: %p', (severity, atOnce, ask, expected) => {
    expect(modes({ finding: finding('exfiltration-s3', { severity }), levels: { atOnce, ask } })).toEqual(expected);
  });

  test('below both nobody is told', () => {
    expect(decide(facts({ finding: finding('exfiltration-s3', { severity: 1 }) }))).toEqual({
      steps: [],
      notes: [],
      alarm: false,
    });
  });
});

describe('a person decides', () => {
  test.each([
    ['about what was only touched', { subjects: [unsure(host)] }],
    ['about a suspicion', { finding: finding('exfiltration-s3', { from: 'suspicion' }) }],
    ['after a person released it', { releasedBefore: true }],
  ])('%s', (_, changes) => {
    expect(modes({ finding: finding('exfiltration-s3'), ...changes })).toEqual(['ask']);
  });

  test.each([[[sure(host), unsure(host)]], [[unsure(host), sure(host)]]])(
    'but not where the same one is named for sure as well',
    (subjects) => {
      expect(modes({ subjects })).toEqual(['at-once']);
    },
  );
});

describe('nothing is contained, and why', () => {
  test.each([
    ['the settings cannot be read', { settings: undefined }, true],
    ['fixes are stopped', { settings: { stop: true, modes: {}, stormFixes: 3 } }, true],
    ['only observed', { settings: { stop: false, modes: { containment: 'observe' as const }, stormFixes: 3 } }, true],
    ['a sample', { finding: finding('exfiltration-s3', { sample: true }) }, false],
    ['archived', { finding: finding('exfiltration-s3', { archived: true }) }, false],
    ['the account 444455556666', { finding: finding('exfiltration-s3', { account: '444455556666' }) }, true],
    ['about a setting', { finding: finding('root-use', { severity: 8 }) }, true],
    ['names nobody', { finding: finding('malware-s3'), subjects: [] }, true],
    ['it is gone', { subjects: [{ name: 'role reader', sure: true, why: 'it is gone' }] }, true],
  ])('%s', (why, changes, alarm) => {
    const plan = decide(facts(changes));
    expect(plan.steps).toEqual([]);
    expect(plan.notes.join()).toContain(why);
    expect(plan.alarm).toBe(alarm);
  });

  test('switched off, it is silent', () => {
    expect(decide(facts({ settings: { stop: false, modes: { containment: 'off' }, stormFixes: 3 } })).notes).toEqual(
      [],
    );
  });
});

describe('the defenders are never contained', () => {
  test.each([
    ['asepsis/lakeside-contain', true],
    ['asepsis/lakeside-contain-fixer', true],
    ['asepsis/lakeside-drift-data-fixer', true],
    ['asepsis/lakeside-drift-SweeperRole1A2B3C4D-abcdef', true],
    ['asepsis/lakeside-break-glass', true],
    ['asepsis/lakeside-approver', true],
    ['asepsis/lakeside-backup', true],
    ['asepsis/lakeside-restore', true],
    ['asepsis/lakeside-clinician', false],
    ['asepsis/lakeside-derm-imaging', false],
    // A practice or a name that only begins alike.
    ['asepsis/lakeside-driftwood-imaging', false],
    ['lakeside-break-glass', false],
    ['asepsis/other-break-glass', false],
  ])('%s: %p', (path, expected) => {
    expect(isProtected(role(path), defenders)).toBe(expected);
    const bucket: Target = { kind: 's3.bucket', name: 'b', principal: roleArn(path) };
    expect(isProtected(bucket, defenders)).toBe(expected);
  });

  test('nor are those who approve, or their keys', () => {
    expect(isProtected({ kind: 'iam.user', name: 'ann', arn: approver }, defenders)).toBe(true);
    const key: Target = { kind: 'iam.access-key', id: 'AKIA', user: 'ann', arn: approver };
    expect(isProtected(key, defenders)).toBe(true);
  });

  test('they are an alarm, and the others are contained all the same', () => {
    const plan = decide(facts({ subjects: [sure(role('asepsis/lakeside-break-glass')), sure(host)] }));
    expect(plan.steps).toEqual([{ target: host, mode: 'at-once' }]);
    expect(plan.alarm).toBe(true);
    expect(plan.notes.join()).toContain('never contained');
  });
});

describe('for whatever is known', () => {
  const name = fc.constantFrom('reader', 'asepsis/lakeside-drift-data-fixer', 'asepsis/lakeside-approver', 'mallory');
  const target: fc.Arbitrary<Target> = fc.oneof(
    name.map(role),
    name.map((principal): Target => ({ kind: 's3.bucket', name: 'b', principal: roleArn(principal) })),
    fc.constantFrom('i-1', 'i-2').map((id): Target => ({ kind: 'ec2.instance', id })),
  );
  const subject: fc.Arbitrary<Subject> = fc.record(
    { name: fc.string(), sure: fc.boolean(), target },
    { requiredKeys: ['name', 'sure'] },
  );
  const any: fc.Arbitrary<Facts> = fc.record({
    finding: fc
      .record({
        severity: fc.double({ min: 0, max: 10, noNaN: true }),
        sample: fc.boolean(),
        archived: fc.boolean(),
        from: fc.constantFrom('guardduty', 'suspicion') as fc.Arbitrary<'guardduty' | 'suspicion'>,
        account: fc.constantFrom(account, '444455556666'),
      })
      .map((changes) => finding('exfiltration-s3', changes)),
    subjects: fc.array(subject, { maxLength: 6 }),
    settings: fc.option(
      fc.record({
        stop: fc.boolean(),
        stormFixes: fc.constant(3),
        modes: fc.constantFrom<Settings['modes']>({}, { containment: 'observe' }, { containment: 'enforce' }),
      }),
      { nil: undefined },
    ),
    levels: fc.record({ atOnce: fc.integer({ min: 1, max: 11 }), ask: fc.integer({ min: 1, max: 10 }) }),
    defenders: fc.constant(defenders),
    releasedBefore: fc.boolean(),
  });

  test('no defender, no stranger, nothing twice; never at once below the level, unsure or suspected; stopped means stopped', () => {
    fc.assert(
      fc.property(any, (known) => {
        const { steps } = decide(known);
        const named = new Set(known.subjects.flatMap((one) => (one.target ? [keyOf(one.target)] : [])));
        const keys = steps.map((step) => keyOf(step.target));
        expect(new Set(keys).size).toBe(keys.length);
        for (const step of steps) {
          expect(named.has(keyOf(step.target))).toBe(true);
          expect(isProtected(step.target, defenders)).toBe(false);
          if (step.mode === 'ask') continue;
          expect(known.finding.severity).toBeGreaterThanOrEqual(known.levels.atOnce);
          expect(known.finding.from).toBe('guardduty');
          expect(known.releasedBefore).toBe(false);
          expect(known.subjects.some((one) => one.sure && one.target && keyOf(one.target) === keyOf(step.target))).toBe(
            true,
          );
        }
        if (known.settings === undefined || known.settings.stop || known.finding.sample) expect(steps).toEqual([]);
      }),
    );
  });

  test('the same facts give the same plan', () => {
    fc.assert(fc.property(any, (known) => expect(decide(known)).toEqual(decide(known))));
  });
});
