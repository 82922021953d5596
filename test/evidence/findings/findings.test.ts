/** What SARIF, OCSF and CSV say of facts. Whole bundles are held against the formats' schemas in test/cli/evidence. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ruleItems } from '../../../lib/config/rule-items';
import { controls } from '../../../lib/controls';
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { ocsfFiles } from '../../../lib/evidence/findings/ocsf';
import { messageOf, sarifFiles } from '../../../lib/evidence/findings/sarif';
import { tableFiles } from '../../../lib/evidence/findings/tables';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { hostile } from './hostile';
import { linesOf, runOf } from './read-findings';

let facts: EvidenceFacts;
let broken: EvidenceFacts;

beforeAll(() => {
  facts = synthesizedFacts('clinic', hostile);
  const deployed = readBackAsDeclared(facts);
  const [first, ...rest] = deployed.resources;
  const drill = drilledWell();
  if (!first) throw new Error('nothing was read back');
  broken = {
    ...facts,
    deployed: {
      ...deployed,
      resources: [{ ...first, deviations: [{ path: 'versioning', problem: 'declared true, found false' }] }, ...rest],
    },
    drill: {
      ...drill,
      rows: drill.rows.map((row) =>
        row.control === 'kms.key.rotation' ? { ...row, passed: false, why: 'nobody noticed' } : row,
      ),
    },
  };
});

describe('findings.sarif', () => {
  test('has a rule for each control, and each result points at its rule', () => {
    const { tool, results } = runOf(broken).run;
    const { rules } = tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(controls.map(({ id }) => id)));
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('has the 66 items as its taxonomy, and relates rules to them alone', () => {
    const { taxonomies, tool } = runOf(facts).run;
    const taxa = taxonomies[0]?.taxa.map(({ id }) => id) ?? [];
    expect(taxa).toEqual(Object.keys(ruleItems));
    const related = tool.driver.rules.flatMap(({ relationships }) => relationships.map(({ target }) => target.id));
    expect(related.length).toBeGreaterThan(200);
    expect(related.filter((id) => !taxa.includes(id))).toEqual([]);
  });

  test('each exception is a suppressed result with its reason, at a line of the code that is there', () => {
    const { results } = runOf(facts).run;
    const expected = facts.gate.inForce.flatMap(({ findings }) => findings);
    expect(results.length).toBe(
      new Set(expected.map(({ message, path, rule }) => `${rule}\n${path}\n${message}`)).size,
    );
    expect(results.length).toBeGreaterThan(50);
    for (const { locations, suppressions } of results) {
      expect(suppressions?.[0]?.justification.length).toBeGreaterThan(20);
      expect(suppressions?.[0]?.properties.owner).toBe('security');
      const place = locations[0]?.physicalLocation;
      expect(place?.region?.startLine).toBeGreaterThan(0);
      const file = decodeURIComponent(place?.artifactLocation.uri ?? '');
      expect([file, existsSync(join(__dirname, '../../..', file))]).toEqual([file, true]);
    }
  });

  test('a reason stands as it was given, and a message makes no markup of a path', () => {
    const reason = '<script>alert("x")</script> {0} [a](http://x) \u0645\u0633\u062a\u0634\u0641\u0649';
    const [first] = facts.gate.inForce;
    const [finding] = first?.findings ?? [];
    if (!first || !finding) throw new Error('no exception is in force');
    const hostile = { ...finding, message: reason, rule: 'rule <b>"one"</b>' };
    const inForce = [{ ...first, exception: { ...first.exception, reason }, findings: [hostile] }];
    const odd = { ...facts, gate: { ...facts.gate, inForce } };
    const { run } = runOf(odd);
    expect(run.results[0]?.suppressions?.[0]?.justification).toBe(reason);
    expect(run.results[0]?.message.text).toBe(reason.replace('{0}', '{{0}}').replace('](', '] ('));
  });

  test('what was read back otherwise, and a drill that fell short, are not suppressed', () => {
    const open = runOf(broken).run.results.filter(({ suppressions }) => suppressions === undefined);
    expect(open.map(({ level, ruleId }) => [ruleId, level]).sort()).toEqual([
      ['asepsis.deployed.as-declared', 'error'],
      ['kms.key.rotation', 'error'],
    ]);
    expect(open.map(({ message }) => message.text).join()).toMatch(
      /versioning: declared true, found false.*nobody noticed/,
    );
  });

  test('fingerprints tell results apart, and are the same at another time', () => {
    const prints = (one: EvidenceFacts) =>
      runOf(one).run.results.map(({ partialFingerprints }) => partialFingerprints['asepsis/v1']);
    expect(new Set(prints(broken)).size).toBe(prints(broken).length);
    expect(prints({ ...facts, at: new Date('2027-01-01T00:00:00Z') })).toEqual(prints(facts));
  });

  test.each([
    ['a placeholder', 'holds {0}', 'holds {{0}}'],
    ['a link', '[here](http://x)', '[here] (http://x)'],
    ['brackets of a rule', 'IAM5[Resource::*]', 'IAM5[Resource::*]'],
  ])('a message does not make %s', (_what, given, text) => {
    expect(messageOf(given)).toEqual({ text });
  });
});

describe('findings.ocsf.jsonl', () => {
  test('findings are told apart', () => {
    for (const one of [facts, broken]) {
      const lines = linesOf(one);
      expect(new Set(lines.map(({ finding_info }) => finding_info.uid)).size).toBe(lines.length);
    }
  });

  test('what cannot be compared is neither passed nor failed, in either form', () => {
    const deployed = readBackAsDeclared(facts);
    const undecided = [{ path: 'rotationEnabled', why: 'it is not told' }];
    const key = deployed.resources.find(({ kind }) => kind === 'kms.key');
    const resources = deployed.resources.map((one) => (one === key ? { ...one, undecided } : one));
    const hidden = { ...facts, deployed: { ...deployed, resources }, drill: drilledWell() };
    const { run } = runOf(hidden);
    const open = run.results.filter(({ suppressions }) => suppressions === undefined);
    expect(open.map(({ kind, level, ruleId }) => [ruleId, kind, level])).toEqual([
      ['asepsis.deployed.as-declared', 'open', 'none'],
    ]);
    const lines = linesOf(hidden);
    expect(lines.filter(({ compliance }) => compliance.status_id === 3)).toEqual([]);
    const unknown = lines.filter(({ compliance }) => compliance.status_id === 0);
    expect(unknown.map(({ compliance }) => compliance.control)).toEqual([
      'kms.key.rotation',
      'asepsis.deployed.as-declared',
    ]);
  });

  test('nothing is resolved: none of it was found before', () => {
    for (const one of [facts, broken])
      expect(linesOf(one).filter(({ status_id }) => ![1, 3].includes(status_id))).toEqual([]);
  });

  test.each([
    [
      'what no template can declare was never evaluated nor deployed',
      'iam.login-profile.forbidden',
      [false, false, true],
    ],
    ['what the gate refuses was never deployed', 'iam.user.forbidden', [true, false, true]],
    ['what was read back and broken was', 'kms.key.enabled', [true, true, true]],
    ['what was not read back was not', 'kms.key.enabled', [true, false, true]],
  ])('%s: designed, deployed, operating', (what, id, expected) => {
    const whole = { ...facts, drill: drilledWell(), deployed: readBackAsDeclared(facts) };
    const { deployed: _, ...unread } = whole;
    const line = linesOf(what.includes('not read back') ? unread : whole).find(
      ({ compliance }) => compliance.control === id,
    );
    expect(line?.compliance.assessments?.map(({ meets_criteria }) => meets_criteria)).toEqual(expected);
  });

  test('a control that concerns nothing here has no line', () => {
    const whole = { ...facts, drill: drilledWell(), deployed: readBackAsDeclared(facts) };
    const told = linesOf(whole).map(({ compliance }) => compliance.control);
    expect(told).not.toContain('cognito.user-pool.threat-protection');
    expect(told).not.toContain('secretsmanager.secret.rotation');
  });

  test('exceptions are suppressed warnings that say whose decision and until when', () => {
    const suppressed = linesOf(facts).filter(({ status_id }) => status_id === 3);
    expect(suppressed.length).toBe(runOf(facts).run.results.length);
    for (const { comment, compliance } of suppressed) {
      expect(compliance.status_id).toBe(2);
      expect(comment).toMatch(/^security, until \d{4}-\d\d-\d\d: /);
    }
  });

  test('what passes, fails or is not known says so', () => {
    const statusOf = (one: EvidenceFacts, control: string) =>
      linesOf(one).find(({ compliance }) => compliance.control === control)?.compliance.status_id;
    expect(statusOf(facts, 'kms.key.rotation')).toBe(1);
    expect(statusOf(broken, 'kms.key.rotation')).toBe(3);
    expect(statusOf(broken, 'kms.key.enabled')).toBe(1);
    // Nothing is declared that it looks at, and nothing was drilled.
    expect(statusOf(facts, 'iam.login-profile.forbidden')).toBe(0);
  });
});

test('the same facts give the same bytes', () => {
  const write = (one: EvidenceFacts) =>
    JSON.stringify([...sarifFiles(one), ...ocsfFiles(one, coverageOf(one)), ...tableFiles(coverageOf(one))]);
  expect(write({ ...broken })).toBe(write(broken));
});

test('nothing says that anybody complies', () => {
  const text = [
    ...sarifFiles(broken),
    ...ocsfFiles(broken, coverageOf(broken)),
    ...tableFiles(coverageOf(broken)),
  ].join();
  expect(text).not.toMatch(/HIPAA[- ]compliant|certified/i);
});
