/** What plan, results and plan of action say of a deployment, where all is well and where something is not. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { Coverage, ItemCoverage } from '../../../lib/evidence/coverage/model';
import type { DeployedFacts, DrillFacts, EvidenceFacts } from '../../../lib/evidence/facts';
import { assessmentResults } from '../../../lib/evidence/oscal/assessment-results';
import { planOfAction } from '../../../lib/evidence/oscal/poam';
import type { PoamItem, Result, SspImplementedRequirement } from '../../../lib/evidence/oscal/schema-types';
import { systemSecurityPlan } from '../../../lib/evidence/oscal/ssp';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';

let bare: EvidenceFacts;
let deployed: DeployedFacts;

beforeAll(() => {
  bare = synthesizedFacts('solo');
  deployed = readBackAsDeclared(bare);
});

const full = (): EvidenceFacts => ({ ...bare, deployed, drill: drilledWell() });
const inAccount = (): EvidenceFacts => ({ ...full(), deployed: { ...deployed, where: 'account' } });

function planOf(facts: EvidenceFacts, coverage: Coverage = coverageOf(facts)) {
  const document = systemSecurityPlan(facts, coverage);
  if (!('system-security-plan' in document)) throw new Error('no plan');
  return document['system-security-plan'];
}

function requirement(facts: EvidenceFacts, id: string, coverage?: Coverage): SspImplementedRequirement {
  const found = planOf(facts, coverage)['control-implementation']['implemented-requirements'].find(
    (one) => one['control-id'] === id,
  );
  if (!found) throw new Error(`${id} is not in the plan`);
  return found;
}

const states = (one: SspImplementedRequirement) =>
  (one['by-components'] ?? []).flatMap((by) => by['implementation-status']?.state ?? []);

function resultOf(facts: EvidenceFacts): Result {
  const document = assessmentResults(facts, coverageOf(facts));
  if (!('assessment-results' in document)) throw new Error('no results');
  return document['assessment-results'].results[0] as Result;
}

const verdicts = (facts: EvidenceFacts): ReadonlyMap<string, string> =>
  new Map(resultOf(facts).findings?.map(({ target }) => [target['target-id'], target.status.state]));

function actionsOf(facts: EvidenceFacts, coverage: Coverage = coverageOf(facts)): readonly PoamItem[] {
  const document = planOfAction(facts, coverage);
  if (!('plan-of-action-and-milestones' in document)) throw new Error('no plan of action');
  return document['plan-of-action-and-milestones']['poam-items'];
}

const why = (items: readonly PoamItem[]) => items.map(({ props }) => props?.find(({ name }) => name === 'why')?.value);

/** Coverage with one item changed. */
const withItem = (coverage: Coverage, id: string, change: Partial<ItemCoverage>): Coverage => ({
  ...coverage,
  items: coverage.items.map((one) => (one.item.id === id ? { ...one, ...change } : one)),
});

const deviating = (kind: string): DeployedFacts => {
  const broken = deployed.resources.find((one) => one.kind === kind);
  return {
    ...deployed,
    resources: deployed.resources.map((one) =>
      one === broken ? { ...one, deviations: [{ path: 'versioning', problem: 'Suspended <b>' }] } : one,
    ),
  };
};

const failing = (control: string): DrillFacts => ({
  ...drilledWell(),
  rows: drilledWell().rows.map((row) =>
    row.control === control ? { ...row, passed: false, why: 'nobody noticed', noticedMs: 40 } : row,
  ),
});

describe('the system security plan', () => {
  test('has all 66 items, each answered by somebody', () => {
    const all = planOf(full())['control-implementation']['implemented-requirements'];
    expect(all).toHaveLength(66);
    for (const one of all) expect(one['by-components']?.length).toBeGreaterThan(0);
  });

  test.each<[string, () => EvidenceFacts, string]>([
    ['from templates alone nothing is implemented', () => bare, 'planned'],
    ['read back on an emulator it is planned still', full, 'planned'],
    ['read back in an account, it is', inAccount, 'implemented'],
    [
      'read back in an account, and not as declared, it is in part',
      () => ({ ...inAccount(), deployed: { ...deviating('cloudtrail.trail'), where: 'account' } }),
      'partial',
    ],
    [
      'read back in an account, and not drilled, it is in part',
      () => ({ ...inAccount(), drill: failing('cloudtrail.trail.logging') }),
      'partial',
    ],
  ])('%s', (_, facts, expected) => {
    expect(states(requirement(facts(), 'hipaa-164.312.b'))).toEqual([expected]);
  });

  test.each<[string, Partial<ItemCoverage>, readonly string[]]>([
    ['something open makes it partial', { open: 'Not yet.' }, ['partial']],
    ['a process of the practice makes it partial', { practice: 'Do it.' }, ['partial']],
    ['without any standing it is planned', { standing: undefined }, ['planned']],
    ['what is not covered is planned', { answers: ['not covered'], standing: undefined }, ['planned']],
    ['what the practice alone does has no state', { answers: ["the practice's own process"], practice: 'Do it.' }, []],
    ['what AWS alone does has no state', { answers: ['inherited from AWS'] }, []],
  ])('%s', (_, change, expected) => {
    const coverage = withItem(coverageOf(inAccount()), '164.312(b)', change);
    expect(states(requirement(inAccount(), 'hipaa-164.312.b', coverage))).toEqual(expected);
  });

  test.each<['implemented' | 'alternative' | 'not applicable', string]>([
    ['implemented', 'implemented'],
    ['alternative', 'alternative'],
    ['not applicable', 'not-applicable'],
  ])('a decision that an addressable item is %s stands with its approver', (state, expected) => {
    const decision = {
      item: '164.308(a)(5)(ii)(A)' as const,
      state,
      rationale: 'Because it is so here.',
      alternative: 'Posters on each wall.',
      approver: 'A. Owner',
      reviewed: '2026-01-05',
      nextReview: '2027-01-05',
    };
    const facts = { ...full(), config: { ...bare.config, compliance: { addressable: [decision] } } };
    const found = requirement(facts, 'hipaa-164.308.a.5.ii.a');
    expect(states(found)).toEqual([expected]);
    expect(JSON.stringify(found)).toContain('Decided by A. Owner on 2026-01-05');
  });

  test('nothing is implemented beside an assessment that is not satisfied', () => {
    const decision = {
      item: '164.312(a)(2)(iii)' as const,
      state: 'implemented' as const,
      approver: 'A. Owner',
      reviewed: '2026-01-05',
      nextReview: '2027-01-05',
    };
    for (const given of [
      bare,
      full(),
      inAccount(),
      { ...inAccount(), deployed: { ...deviating('iam.role'), where: 'account' as const } },
    ]) {
      const facts = { ...given, config: { ...bare.config, compliance: { addressable: [decision] } } };
      const failed = [...verdicts(facts)].filter(([, state]) => state === 'not-satisfied').map(([id]) => id);
      expect(failed).toContain('hipaa-164.312.a.2.iii_obj');
      for (const id of failed) expect(states(requirement(facts, id.replace('_obj', '')))).not.toContain('implemented');
    }
  });

  test('an item that asks for what people do is never implemented by the deployment, whatever works', () => {
    expect(states(requirement(inAccount(), 'hipaa-164.308.a.1.ii.a'))).toEqual(['partial']);
  });

  test.each(['hipaa-164.308.a.4.ii.a', 'hipaa-164.314.b.1', 'hipaa-164.314.b.2'])(
    '%s is not applicable, with why',
    (id) => {
      const found = requirement(inAccount(), id);
      expect(states(found)).toEqual(['not-applicable']);
      expect(JSON.stringify(found)).toContain('It concerns only');
    },
  );

  test.each<[string, DeployedFacts['where'] | undefined, string]>([
    ['from templates alone', undefined, 'under-development'],
    ['on a local cloud', 'local cloud', 'under-development'],
    ['in an account', 'account', 'operational'],
  ])('the state of a system that was looked at %s', (_, where, expected) => {
    const facts = where ? { ...bare, deployed: { ...deployed, where } } : bare;
    expect(planOf(facts)['system-characteristics'].status.state).toBe(expected);
  });
});

describe('the assessment results', () => {
  test('where all is well every objective holds but those at which something stays open, and each says that it is of the controls alone', () => {
    const facts = full();
    const open = new Set(coverageOf(facts).items.flatMap(({ item, open: what }) => (what ? [item.id as string] : [])));
    const findings = resultOf(facts).findings ?? [];
    expect(findings).toHaveLength(11);
    for (const { props, target } of findings) {
      const paragraph = props?.find(({ name }) => name === 'paragraph')?.value ?? '';
      const expected = open.has(paragraph) ? ['not-satisfied', 'other'] : ['satisfied', 'pass'];
      expect([paragraph, target.status.state, target.status.reason]).toEqual([paragraph, ...expected]);
      expect(target.status.remarks).toContain('not of the item');
    }
  });

  test('what people do and write down, and what concerns nobody here, has no finding', () => {
    const { items } = coverageOf(full());
    const found = new Set(resultOf(full()).findings?.flatMap(({ props }) => props?.map(({ value }) => value)));
    const others = items.filter(({ core }) => core !== 'mechanism').map(({ item }) => item.id);
    expect(others).toEqual(expect.arrayContaining(['164.308(a)(1)(ii)(A)', '164.308(b)(1)', '164.314(b)(2)']));
    expect(others.filter((id) => found.has(id))).toEqual([]);
  });

  test('they span what was looked at, each look at its own time', () => {
    const at = '2026-11-20T10:00:00.000Z';
    const drill = { ...drilledWell(), rows: drilledWell().rows.map((row) => ({ ...row, at })) };
    const read = '2026-11-24T10:00:00.000Z';
    const { end, observations, start } = resultOf({ ...bare, drill, deployed: { ...deployed, at: read } });
    expect([start, end]).toEqual([at, read]);
    const collected = (means: string) =>
      new Set(
        observations?.flatMap((one) =>
          one.props?.some(({ name, value }) => name === 'means' && value === means) ? [one.collected] : [],
        ),
      );
    expect([...collected('drill'), ...collected('read-back')]).toEqual([at, read]);
  });

  test('from templates alone no objective is satisfied', () => {
    expect(new Set(verdicts(bare).values())).toEqual(new Set(['not-satisfied']));
    expect(new Set(resultOf(bare).findings?.map(({ target }) => target.status.reason))).toEqual(new Set(['other']));
  });

  test('a value that cannot be compared is no failure of any control that decides without it', () => {
    const lambda = deployed.resources.find(({ kind }) => kind === 'lambda.function');
    const undecided = [{ path: 'environment.APPROVER_ID', why: 'it is not computed' }];
    const resources = deployed.resources.map((one) => (one === lambda ? { ...one, undecided } : one));
    const facts = { ...full(), deployed: { ...deployed, resources } };
    expect(verdicts(facts)).toEqual(verdicts(full()));
    const short = actionsOf(facts).filter(({ props }) => props?.[0]?.value === 'falls short');
    expect(short).toEqual([]);
    expect(actionsOf(facts).map(({ title }) => title)).toContain('Look by hand at what cannot be compared');
  });

  test('a value that a control needs, and that cannot be compared, leaves its objectives undecided', () => {
    const key = deployed.resources.find(({ kind }) => kind === 'kms.key');
    const undecided = [{ path: 'rotationEnabled', why: 'it is not told' }];
    const resources = deployed.resources.map((one) => (one === key ? { ...one, undecided } : one));
    const facts = { ...full(), deployed: { ...deployed, resources } };
    const found = resultOf(facts).findings?.find(({ target }) => target['target-id'] === 'hipaa-164.312.a.2.iv_obj');
    expect(found?.target.status).toMatchObject({ state: 'not-satisfied', reason: 'other' });
    expect(found?.target.status.remarks).toContain('Cannot be compared: kms.key.rotation');
  });

  test('what was not looked at is said, and shows nothing', () => {
    const { description, observations } = resultOf(bare);
    expect(description).toMatch(/Nothing was read back\. Nothing was drilled\.$/);
    expect(new Set(observations?.flatMap(({ methods }) => methods))).toEqual(new Set(['EXAMINE']));
  });

  test('a drill that could not be made for real shows nothing', () => {
    const rows = drilledWell().rows.map((row) => ({ ...row, proof: 'recorded' as const }));
    const { observations } = resultOf({ ...bare, drill: { ...drilledWell(), rows } });
    expect(observations?.some(({ methods }) => methods.includes('TEST'))).toBe(false);
  });

  test('a resource that is not as declared fails the objectives of its controls, and no others', () => {
    const found = verdicts({ ...full(), deployed: deviating('s3.bucket') });
    expect(found.get('hipaa-164.312.a.2.iv_obj')).toBe('not-satisfied');
    expect(found.get('hipaa-164.312.d_obj')).toBe('satisfied');
  });

  test('a break that nobody noticed fails the objectives of its control, and no others', () => {
    const found = verdicts({ ...full(), drill: failing('kms.key.rotation') });
    expect(found.get('hipaa-164.312.a.2.iv_obj')).toBe('not-satisfied');
    expect(found.get('hipaa-164.312.b_obj')).toBe('satisfied');
  });

  test('an exception for a control of ours fails its objectives, and is an approved deviation with its end', () => {
    const [bucket] = coverageOf(bare).controls.find(({ id }) => id === 's3.bucket.versioning')?.resources ?? [];
    const [first] = bare.gate.inForce;
    if (!first || !bucket) throw new Error('no exception, or no bucket');
    const [sample] = first.findings;
    if (!sample) throw new Error('no finding');
    const inForce = [
      {
        daysLeft: 7,
        exception: { ...first.exception, rule: 's3.bucket.versioning', path: bucket.path, expires: '2026-11-30' },
        findings: [{ ...sample, rule: 's3.bucket.versioning', path: bucket.path }],
      },
    ];
    const facts = { ...full(), gate: { ...bare.gate, inForce } };
    const [risk] = resultOf(facts).risks ?? [];
    expect(risk).toMatchObject({ status: 'deviation-approved', deadline: '2026-11-30T00:00:00Z' });
    const failed = resultOf(facts).findings?.filter(({ target }) => target.status.reason === 'fail') ?? [];
    expect(failed.length).toBeGreaterThan(0);
    for (const one of failed) expect(one['related-risks']).toEqual([{ 'risk-uuid': risk?.uuid }]);
  });

  test('what was seen on an emulator is never called AWS', () => {
    for (const { description, props } of resultOf(full()).observations ?? []) {
      const level = props?.find(({ name }) => name === 'level')?.value;
      if (level !== 'designed') expect(description).toContain('an emulator and not AWS');
    }
  });
});

describe('the plan of action', () => {
  test('has every exception in force with its owner and end', () => {
    const items = actionsOf(full()).filter(({ props }) => props?.[0]?.value === 'exception');
    expect(items).toHaveLength(bare.gate.inForce.length);
    for (const [index, { exception }] of bare.gate.inForce.entries()) {
      expect(items[index]?.props).toContainEqual(
        expect.objectContaining({ name: 'expires', value: exception.expires }),
      );
      expect(items[index]?.props).toContainEqual(expect.objectContaining({ name: 'owner', value: exception.owner }));
    }
  });

  test.each<[string, () => readonly PoamItem[], string]>([
    ['what was not read back', () => actionsOf({ ...bare, drill: drilledWell() }), 'Read the deployment back'],
    ['what was not drilled', () => actionsOf({ ...bare, deployed }), 'Drill the drift loop'],
    ['what an emulator cannot show', () => actionsOf(full()), 'Read the deployment back in an account'],
    [
      'what could not be read back',
      () => actionsOf({ ...bare, deployed: { ...deployed, leftOut: [{ stack: 's', logicalId: 'l', reason: 'r' }] } }),
      'Read back what could not be read',
    ],
    [
      'a resource that is not as declared',
      () => actionsOf({ ...full(), deployed: deviating('s3.bucket') }),
      'Buckets keep versions',
    ],
    ['a break that nobody noticed', () => actionsOf({ ...full(), drill: failing('kms.key.rotation') }), 'rotat'],
    [
      'an item that nothing answers',
      () =>
        actionsOf(
          full(),
          withItem(coverageOf(full()), '164.312(b)', { answers: ['not covered'], standing: undefined }),
        ),
      'Answer 164.312(b), Audit controls',
    ],
    [
      'what is open',
      () => actionsOf(full(), withItem(coverageOf(full()), '164.312(b)', { open: 'Not yet.' })),
      'Close what is open at 164.312(b), Audit controls',
    ],
    [
      'an addressable item without a decision',
      () => actionsOf(full()),
      'Decide on the addressable item 164.308(a)(5)(ii)(A)',
    ],
    [
      'a decision that was to be looked at again',
      () =>
        actionsOf(
          full(),
          withItem(coverageOf(full()), '164.308(a)(5)(ii)(A)', {
            addressable: { state: 'implemented', decidedBy: 'the practice', overdue: true },
          }),
        ),
      'Look again at the decision on 164.308(a)(5)(ii)(A)',
    ],
  ])('has %s', (_, items, title) => {
    expect(items().some((one) => one.title.includes(title))).toBe(true);
  });

  test('a problem’s words come out as words', () => {
    const items = actionsOf({ ...full(), deployed: deviating('s3.bucket') });
    expect(items.some(({ description }) => description.includes('versioning: Suspended &lt;b&gt;'))).toBe(true);
  });

  test('where all was looked at in an account, nothing is there but exceptions and what coverage leaves', () => {
    const items = actionsOf({ ...full(), deployed: { ...deployed, where: 'account' } });
    expect(new Set(why(items))).toEqual(new Set(['exception', 'open', 'undecided']));
  });

  test('where nothing is left it says so: a plan is never empty', () => {
    const facts = {
      ...full(),
      deployed: { ...deployed, where: 'account' as const },
      gate: { resources: 1, inForce: [] },
    };
    const coverage = coverageOf(facts);
    const items = coverage.items.map(({ addressable: _, open: __, ...rest }) => rest);
    expect(actionsOf(facts, { ...coverage, items }).map(({ title }) => title)).toEqual(['Nothing is open']);
  });
});
