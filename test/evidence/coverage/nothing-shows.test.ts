/** No state that nothing shows: what coverage must not claim, each with what it says instead. */
import type { ItemId } from '../../../lib/config/rule-items';
import { controls } from '../../../lib/controls';
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import { verdictOf } from '../../../lib/evidence/coverage/verdict';
import type { DeployedFacts, DrilledControl, EvidenceFacts } from '../../../lib/evidence/facts';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { control, item, rule } from './find';

let clinic: EvidenceFacts;
let full: EvidenceFacts;

beforeAll(() => {
  clinic = synthesizedFacts('clinic');
  full = { ...clinic, deployed: readBackAsDeclared(clinic), drill: drilledWell() };
});

/** The drill with the rows of one control changed. */
const drilledAs = (id: string, change: Partial<DrilledControl>) => ({
  grants: [],
  rows: drilledWell().rows.map((row) => (row.control === id ? { ...row, ...change } : row)),
});

/** The read-back with one resource of a kind changed. */
function readBackAs(kind: string, change: Partial<DeployedFacts['resources'][number]>): DeployedFacts {
  const deployed = readBackAsDeclared(clinic);
  const first = deployed.resources.find((one) => one.kind === kind);
  if (!first) throw new Error(`nothing of ${kind} was read back`);
  return { ...deployed, resources: deployed.resources.map((one) => (one === first ? { ...one, ...change } : one)) };
}

describe('an item that asks for what people do and write down', () => {
  test.each<ItemId>([
    '164.308(a)(1)(ii)(A)',
    '164.308(a)(3)(ii)(C)',
    '164.308(a)(6)(i)',
    '164.308(a)(6)(ii)',
    '164.308(a)(7)(ii)(A)',
    '164.308(a)(7)(ii)(C)',
    '164.308(a)(7)(ii)(E)',
    '164.308(a)(8)',
    '164.310(d)(2)(iv)',
    '164.312(a)(2)(ii)',
    '164.316(b)(1)',
    '164.316(b)(2)(i)',
  ])('%s has no standing, however well the mechanisms beside it work', (id) => {
    const { answers, core, practice, standing, support } = item(coverageOf(full), id);
    expect([core, answers, standing]).toEqual(['process', ["the practice's own process"], undefined]);
    expect(practice).toMatch(/^[A-Z]/);
    expect(support).toMatchObject({ level: 'operating', shownBy: expect.stringMatching(/^\d+ controls?: /) });
  });

  test('every item with a standing asks for a mechanism, and every one of a process says what the practice does', () => {
    for (const { core, practice, standing, support, item: one } of coverageOf(full).items) {
      if (standing) expect([one.id, core]).toEqual([one.id, 'mechanism']);
      if (support) expect(core).not.toBe('mechanism');
      if (core === 'process') expect([one.id, practice]).toEqual([one.id, expect.stringMatching(/\.$/)]);
    }
  });
});

describe('an item that concerns few', () => {
  test.each<[ItemId, RegExp]>([
    ['164.308(a)(4)(ii)(A)', /^It concerns only a health care clearinghouse that is part of a larger organisation\./],
    ['164.314(b)(1)', /^It concerns only a group health plan\./],
    ['164.314(b)(2)', /^It concerns only a group health plan\./],
  ])('%s is not applicable, says why, and is shown by nothing', (id, why) => {
    const { answers, controls: answering, notApplicable, standing, support } = item(coverageOf(full), id);
    expect([answers, answering, standing, support]).toEqual([['not applicable'], [], undefined, undefined]);
    expect(notApplicable).toMatch(why);
  });

  test('no control cites the requirements for group health plans', () => {
    expect(controls.filter(({ hipaa }) => hipaa.some((one) => one.startsWith('164.314(b)')))).toEqual([]);
  });
});

describe('a resource that a control does not concern', () => {
  test.each<[string, number]>([
    ['iam.role.break-glass-mfa', 1],
    ['s3.bucket.object-lock', 1],
    ['s3.bucket.logging', 3],
  ])('%s is told of %i', (id, count) => {
    const { notConcerned, resources } = control(coverageOf(clinic), id);
    expect(resources).toHaveLength(count);
    expect(notConcerned).toBeGreaterThan(0);
  });

  test('a control that concerns none of its kind is shown as nothing, and helps no item', () => {
    const coverage = coverageOf(full);
    const { gaps, notConcerned, resources, standing } = control(coverage, 'cognito.user-pool.threat-protection');
    expect([resources, notConcerned, standing]).toEqual([[], 1, undefined]);
    expect(gaps[0]).toBe('1 resource of its kind here, which it does not concern');
    expect(item(coverage, '164.308(a)(5)(ii)(C)').controls).not.toContain('cognito.user-pool.threat-protection');
  });
});

describe('a control with nothing of its kind', () => {
  test.each(['secretsmanager.secret.rotation', 'ec2.network-acl.world'])(
    '%s does not operate by a drill of something staged, and says so',
    (id) => {
      const { gaps, resources, standing } = control(coverageOf(full), id);
      expect([resources, standing]).toEqual([[], undefined]);
      expect(gaps[0]).toBe('no such resource here');
      expect(gaps[1]).toMatch(/^only staged for a drill: broken there by .*, and put right$/);
    },
  );

  test('what must not be there operates by a drill, and is said to be declared nowhere', () => {
    const { standing } = control(coverageOf(full), 'iam.login-profile.forbidden');
    expect(standing).toMatchObject({ level: 'operating', response: 'put right' });
    expect(standing?.shownBy).toMatch(/^done in a drill by iam:\w+, to what no template declares, and put right$/);
  });
});

describe('a break', () => {
  test.each<[string, Partial<DrilledControl>, string]>([
    ['that was put right', { outcome: 'fixed' }, 'put right'],
    ['after which it was made anew', { outcome: 'recreated' }, 'put right'],
    ['that was reported', { outcome: 'reported', mode: 'observe' }, 'told'],
    ['that raised an alarm', { outcome: 'alarmed', mode: 'observe' }, 'told'],
  ])('%s is said to be %j', (_what, change, response) => {
    const { standing } = control(
      coverageOf({ ...full, drill: drilledAs('kms.key.rotation', change) }),
      'kms.key.rotation',
    );
    expect(standing).toMatchObject({ level: 'operating', response });
    expect(standing?.shownBy).toContain(`, and ${response}; `);
  });

  test('of one resource is told of one, beside how many were read back', () => {
    const { resources, standing } = control(coverageOf(full), 'iam.role.inline-policies');
    const count = resources.length;
    expect(count).toBeGreaterThan(20);
    expect(standing?.shownBy).toMatch(/^1 of \d+ broken in a drill by iam:\w+/);
    expect(standing?.shownBy).toMatch(new RegExp(`^1 of ${count} .*; ${count} of ${count} read back as declared$`));
  });

  test('of two resources, by two ids, is told of two', () => {
    const { rows } = drilledWell();
    const [row] = rows.filter((one) => one.control === 'iam.role.inline-policies');
    if (!row) throw new Error('it was not drilled');
    const two = ['one', 'other'].map((physicalId) => ({ ...row, physicalId }));
    const drill = { grants: [], rows: [...rows.filter((one) => one !== row), ...two] };
    expect(control(coverageOf({ ...full, drill }), row.control).standing?.shownBy).toMatch(/^2 of \d+ broken/);
  });

  test('has a time of its own, and so has the read-back', () => {
    const at = '2026-11-20T10:00:00.000Z';
    const drill = drilledAs('kms.key.rotation', { at });
    const read = '2026-11-21T10:00:00.000Z';
    const deployed = { ...readBackAsDeclared(clinic), at: read };
    expect(control(coverageOf({ ...clinic, deployed, drill }), 'kms.key.rotation').standing?.at).toBe(at);
    expect(control(coverageOf({ ...clinic, deployed }), 'kms.key.rotation').standing?.at).toBe(read);
  });
});

describe('a value that cannot be compared', () => {
  const undecided = [{ path: 'environment.APPROVER_ID', why: 'RoleId is not computed' }];

  test('is no deviation, and of no control that decides without it', () => {
    const coverage = coverageOf({ ...full, deployed: readBackAs('lambda.function', { undecided }) });
    for (const { deviating, id, undecided: hidden, resources, standing } of coverage.controls) {
      expect([id, deviating, hidden]).toEqual([id, 0, []]);
      if (id.startsWith('lambda.function.') && resources.length > 0) expect(standing?.level).toBe('operating');
    }
  });

  test('keeps a control that needs it from standing higher than designed, and falls short of nothing', () => {
    const hidden = [{ path: 'rotationEnabled', why: 'it is not told' }];
    const coverage = coverageOf({ ...full, deployed: readBackAs('kms.key', { undecided: hidden }) });
    const { deviating, gaps, standing, undecided: told } = control(coverage, 'kms.key.rotation');
    expect([deviating, standing?.level]).toEqual([0, 'designed']);
    expect(told).toEqual([expect.stringMatching(/cannot be compared at rotationEnabled: it is not told$/)]);
    expect(gaps).toEqual(expect.arrayContaining([...told]));
    expect(control(coverage, 'kms.key.enabled').standing?.level).toBe('operating');
    const covered = item(coverage, '164.312(a)(2)(iv)');
    const answering = coverage.controls.filter(({ id }) => covered.controls.includes(id));
    expect(verdictOf(covered, answering)).toMatchObject({ holds: false, short: [], undecided: ['kms.key.rotation'] });
  });
});

describe('what a setting cannot show', () => {
  const copies = /No copy and no restore was seen here/;
  const archive = /The archive is locked for 1 day, in a mode that can be lifted \(GOVERNANCE\), not for the 6 years/;

  test.each<[string, RegExp]>([
    ['backup.plan.daily', copies],
    ['cloudtrail.trail.archive', archive],
    ['s3.bucket.object-lock', archive],
  ])('%s says so beside its standing', (id, says) => {
    const { gaps, standing } = control(coverageOf(full), id);
    expect(standing?.level).toBe('operating');
    expect(gaps.join('\n')).toMatch(says);
  });

  test.each<[ItemId, RegExp]>([
    ['164.308(a)(7)(ii)(A)', copies],
    ['164.310(d)(2)(iv)', copies],
    ['164.316(b)(2)(i)', archive],
    ['164.312(c)(1)', /class phi holds is locked for 1 day, in a mode that can be lifted/],
  ])('%s holds it as open', (id, says) => {
    expect(item(coverageOf(full), id).open).toMatch(says);
  });

  test('a lock for as long as the configuration asks, which nobody can lift, leaves nothing open', () => {
    const production = synthesizedFacts('clinic', {
      mode: 'production',
      baa: { acceptedBy: 'A. Owner', acceptedOn: '2026-01-05' },
    });
    expect(item(coverageOf(production), '164.316(b)(2)(i)').open).toBeUndefined();
    expect(item(coverageOf(production), '164.312(c)(1)').open).toBeUndefined();
  });

  test('one that is shorter than a configuration that asks for more is open', () => {
    const config = { ...clinic.config, retention: { ...clinic.config.retention, auditYears: 9 } };
    expect(item(coverageOf({ ...full, config }), '164.316(b)(2)(i)').open).toContain('not for the 9 years');
  });
});

describe('an addressable item', () => {
  test.each<[ItemId, string]>([
    ['164.312(a)(2)(iii)', 'alternative'],
    ['164.312(c)(2)', 'alternative'],
    ['164.308(a)(5)(ii)(C)', 'implemented'],
    ['164.310(d)(2)(iv)', 'alternative'],
  ])('%s, at which something stays open, waits for the practice with a proposal: %s', (id, state) => {
    const { addressable } = item(coverageOf(full), id);
    expect(addressable).toMatchObject({ state: 'undecided', decidedBy: 'nobody', proposal: { state } });
    expect(addressable?.proposal?.rationale.length).toBeGreaterThan(40);
  });

  test('none is implemented by the blueprint where anything is open or left to the practice', () => {
    for (const { addressable, core, open, practice } of coverageOf(full).items)
      if (addressable?.decidedBy === 'the blueprint')
        expect([core, open, practice]).toEqual(['mechanism', undefined, undefined]);
  });
});

describe('a rule of the conformance pack', () => {
  test.each<[string, readonly RegExp[]]>([
    [
      's3-bucket-default-lock-enabled',
      [/^narrower than AWS's: AWS Config looks at 1 of 5 by the tag data-class=audit$/, /our control concerns 1 of 5$/],
    ],
    [
      's3-event-notifications-enabled',
      [/^narrower than AWS's: AWS Config looks at 1 of 5 by the tag backup=daily$/, /our control concerns 1 of 5$/],
    ],
    [
      's3-bucket-logging-enabled',
      [/our control concerns 3 of 5, and AWS Config looks at the others.*AccessLogs.*ArchiveLogs/],
    ],
    [
      's3-default-encryption-kms',
      [/3 of 5/, /^under an exception in force: .*reports 2.*in AWS Config may.*AccessLogs.*ArchiveLogs/],
    ],
    ['s3-bucket-replication-enabled', [/^under an exception in force: .*reports 3.*PhiStore/]],
    ['s3-bucket-versioning-enabled', []],
  ])('%s says how it differs from AWS’s', (name, expected) => {
    const { differs } = rule(coverageOf(clinic), name);
    expect(differs).toEqual(expected.map((one) => expect.stringMatching(one)));
  });
});
