/** What the plan says of a deployment: nothing is implemented that an assessment does not bear out. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { ItemCoverage } from '../../../lib/evidence/coverage/model';
import type { DeployedFacts, EvidenceFacts } from '../../../lib/evidence/facts';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { deviatingIn, failing, planOf, requirement, states, verdicts, withItem } from './judged';

let bare: EvidenceFacts;
let deployed: DeployedFacts;

beforeAll(() => {
  bare = synthesizedFacts('solo');
  deployed = readBackAsDeclared(bare);
});

const full = (): EvidenceFacts => ({ ...bare, deployed, drill: drilledWell() });
const inAccount = (): EvidenceFacts => ({ ...full(), deployed: { ...deployed, where: 'account' } });
const deviating = (kind: string) => deviatingIn(deployed, kind);

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
      'read back in an account, and broken without anybody noticing, it is in part',
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
