/** What results and plan of action say of a deployment, where all is well and where something is not. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { DeployedFacts, EvidenceFacts } from '../../../lib/evidence/facts';
import type { PoamItem } from '../../../lib/evidence/oscal/schema-types';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { actionsOf, deviatingIn, failing, resultOf, verdicts, why, withItem } from './judged';

let bare: EvidenceFacts;
let deployed: DeployedFacts;

beforeAll(() => {
  bare = synthesizedFacts('solo');
  deployed = readBackAsDeclared(bare);
});

const full = (): EvidenceFacts => ({ ...bare, deployed, drill: drilledWell() });
const deviating = (kind: string) => deviatingIn(deployed, kind);

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
