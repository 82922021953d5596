import { type Exception, isNeeded, judge, parseExceptions, pathsOf } from '../../lib/gates/exceptions';
import type { GateFinding } from '../../lib/gates/finding';
import { testConfig } from '../configs';

const today = new Date('2026-11-23T12:00:00Z');
const entry = `- rule: AwsSolutions-IAM5
  tiers: [clinic]
  path: Asepsis/Audit/Role/Resource
  reason: because it lists, and there is nothing to name
  owner: security
  expires: 2027-01-01
`;

const exception: Exception = {
  rule: 'R-1',
  tiers: ['clinic'],
  path: 'Asepsis/A/Resource',
  reason: 'a reason of some length',
  owner: 'o',
  expires: '2026-11-23',
};
const finding: GateFinding = {
  pack: 'asepsis',
  rule: 'R-1',
  path: 'Asepsis/A/Resource',
  message: 'm',
  hipaa: [],
  remedy: 'r',
};

describe('exceptions', () => {
  test.each([
    ['a wildcard', entry.replace('Role', '*'), /without wildcards/],
    ['another placeholder', entry.replace('Role', '{tier}'), /\{practice\} as its only placeholder/],
    ['a path outside the app', entry.replace('Asepsis/', ''), /starts with Asepsis/],
    ['no owner', entry.replace('  owner: security\n', ''), /owner/],
    [
      'a reason that is none',
      entry.replace('because it lists, and there is nothing to name', 'ok'),
      /convinces an auditor/,
    ],
    ['a date that is none', entry.replace('2027-01-01', 'never'), /expires/],
    ['an unknown tier', entry.replace('[clinic]', '[tiny]'), /tiers/],
    ['an unknown key', `${entry}  rules: all\n`, /rules/],
    ['text that is not YAML', '- {', /YAML/],
  ])('%s is refused', (_what, text, message) => {
    expect(() => parseExceptions(text, 'exceptions.yaml')).toThrow(message);
  });

  test.each([
    ['on its last day it holds', exception, [finding], 0, 0, 1],
    ['the day after it does not', { ...exception, expires: '2026-11-22' }, [finding], 1, 1, 0],
    ['a finding in brackets is covered by its rule', exception, [{ ...finding, rule: 'R-1[Resource::*]' }], 0, 0, 1],
    [
      'with brackets it covers that one alone',
      { ...exception, rule: 'R-1[a]' },
      [
        { ...finding, rule: 'R-1[a]' },
        { ...finding, rule: 'R-1[b]' },
      ],
      1,
      0,
      1,
    ],
    ['another path is not covered', exception, [{ ...finding, path: 'Asepsis/A/Resource/Deeper' }], 1, 1, 1],
    ['another rule that begins alike is not covered', exception, [{ ...finding, rule: 'R-10' }], 1, 1, 1],
    ['another tier is not concerned', { ...exception, tiers: ['solo' as const] }, [finding], 1, 0, 0],
  ])('%s', (_what, one, findings, violations, problems, inForce) => {
    const judgement = judge(findings, [one], testConfig(), today);
    expect(judgement.violations).toHaveLength(violations);
    expect(judgement.problems).toHaveLength(problems);
    expect(judgement.inForce).toHaveLength(inForce);
  });

  test.each([
    ['unmatched at a plain synth', '2027-01-01', [], 0],
    ['unmatched where its pack ran', '2027-01-01', ['cfn-guard' as const], 1],
    ['expired at a plain synth', '2026-11-22', [], 1],
    ['expired where its pack ran', '2026-11-22', ['cfn-guard' as const], 1],
  ])('an exception for a rule of cfn-guard, %s', (_what, expires, ran, problems) => {
    const one = { ...exception, rule: 's3_bucket_logging_enabled_check', expires };
    const judgement = judge([], [one], testConfig(), today, ran);
    expect(judgement.problems).toHaveLength(problems);
    expect(judgement.inForce.length).toBe(expires === '2027-01-01' && ran.length > 0 ? 1 : 0);
  });

  test('{practice} means each practice', () => {
    const practices = [
      { id: 'a1', name: 'A' },
      { id: 'b1', name: 'B' },
    ];
    expect(pathsOf({ ...exception, path: 'Asepsis/Practice-{practice}/Store' }, practices)).toEqual([
      'Asepsis/Practice-a1/Store',
      'Asepsis/Practice-b1/Store',
    ]);
  });

  test.each([
    [{ key: 'dataClasses', is: 'phi' }, true],
    [{ key: 'dataClasses', is: 'billing' }, false],
    [{ key: 'existing.configRecorder', is: 'create' }, true],
    [{ key: 'existing.configRecorder', is: 'adopt' }, false],
    [{ key: 'practices', is: 'derm' }, true],
    [{ key: 'logArchive.lockPhi', is: true }, true],
    [{ key: 'logArchive.lockPhi', is: false }, false],
    [{ key: 'logArchive.lockPhi', is: 'true' }, false],
    [{ key: 'no.such.key', is: 'x' }, false],
  ])('%j is needed: %s', (needs, expected) => {
    expect(isNeeded({ ...exception, needs }, testConfig())).toBe(expected);
  });
});
