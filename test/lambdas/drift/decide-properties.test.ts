import fc from 'fast-check';
import { decide, type Facts, stormFixes, stormMinutes } from '../../../lambdas/drift/decide';
import { covers, guardiansOf, isExcepted, modeOf } from '../../../lambdas/drift/findings';
import { anyFacts, compliant, now } from './facts';

const runs = { numRuns: 5_000 };
const fixOf = (facts: Facts) => {
  const decision = decide(facts);
  return decision.act === 'fix' ? decision.paths : [];
};
/** Paths that the calls of a fix write and that would change. */
const written = (facts: Facts) => {
  const differing = new Set(facts.differences.map(({ path }) => path));
  return fixOf(facts)
    .flatMap(({ path }) => [path, ...(facts.puts.get(path) ?? [])])
    .filter((path) => differing.has(path));
};

describe('whatever the facts', () => {
  const holds = (claim: (facts: Facts) => void) => fc.assert(fc.property(anyFacts, claim), runs);

  test('they are varied enough for the claims to mean something', () => {
    const acts = new Set(fc.sample(anyFacts, { numRuns: 2_000, seed: 1 }).map((facts) => decide(facts).act));
    expect([...acts].sort()).toEqual(['alarm', 'fix', 'nothing', 'postpone', 'recreate', 'report']);
  });

  test('the same facts give the same decision, and stay as they are', () =>
    holds((facts) => {
      const before = JSON.stringify(facts);
      expect(decide(facts)).toEqual(decide(facts));
      expect(JSON.stringify(facts)).toBe(before);
    }));

  test('a template that nobody attested is no aim: nothing of it is fixed or made anew, and nothing is made ready', () =>
    holds((facts) => {
      if (facts.unattested === undefined) return;
      const decision = decide(facts);
      expect(['fix', 'recreate']).not.toContain(decision.act);
      expect(decision).not.toHaveProperty('byDeploy');
      // What would have been done is told instead: an alarm, never silence.
      const attested = decide({ ...facts, unattested: undefined });
      if (attested.act === 'fix' || attested.act === 'recreate') expect(decision.act).toBe('alarm');
      else expect(decision.act).toBe(attested.act);
    }));

  test('what was fixed is not fixed again', () =>
    holds((facts) => {
      const fixed = written(facts);
      if (fixed.length === 0) return;
      const differences = facts.differences.filter(({ path }) => !fixed.includes(path));
      const live = (facts.live ?? []).map((one) => ({ ...one, verdict: compliant }));
      const again = decide({ ...facts, differences, live });
      if (again.act === 'fix') for (const { path } of again.paths) expect(fixed).not.toContain(path);
      if (differences.length + facts.undecided.length === 0) expect(again.act).toMatch(/^(nothing|alarm)$/);
    }));

  test('nothing that is not known is written', () =>
    holds((facts) => {
      for (const { path } of fixOf(facts))
        for (const hidden of facts.undecided)
          expect([path, ...(facts.puts.get(path) ?? [])].some((one) => covers(one, hidden.path))).toBe(false);
    }));

  test('nothing is put back to a declared state that is weak without an exception in force', () =>
    holds((facts) => {
      const isWeak = ({ control: { id }, verdict }: { control: { id: string }; verdict: { status: string } }) =>
        verdict.status !== 'compliant' &&
        !(facts.exceptions ?? []).some(({ expires, rule }) => rule === id && expires >= '2026-11-24');
      for (const path of written(facts))
        for (const one of facts.declared ?? []) if (isWeak(one)) expect(one.guards).not.toContain(path);
      if (decide(facts).act === 'recreate') expect((facts.declared ?? []).filter(isWeak)).toEqual([]);
    }));

  test('nothing is bolder than a person and the control allow', () =>
    holds((facts) => {
      const { settings } = facts;
      const decision = decide(facts);
      if (decision.act !== 'fix' && decision.act !== 'recreate') return;
      expect(settings?.stop).toBe(false);
      const bold = ({ control: { fix, id } }: { control: { fix: { mode: string }; id: string } }) =>
        fix.mode === 'enforce' && (settings?.modes[id] ?? 'enforce') === 'enforce';
      for (const path of written(facts)) {
        const guardians = guardiansOf(path, facts);
        expect(guardians.length === 0 || guardians.some((one) => bold({ control: one }))).toBe(true);
      }
      if (decision.act === 'recreate') expect((facts.declared ?? []).some(bold)).toBe(true);
    }));

  test('nothing that is held is written', () =>
    holds((facts) => {
      for (const path of written(facts)) expect(facts.held.has(path)).toBe(false);
      if (decide(facts).act === 'recreate') expect(facts.held.size).toBe(0);
    }));

  test('nothing is changed after three fixes in ten minutes', () =>
    holds((facts) => {
      const late = facts.fixes.filter((at) => now.getTime() - at.getTime() < stormMinutes * 60_000);
      if (late.length >= stormFixes) expect(decide(facts).act).not.toMatch(/^(fix|recreate)$/);
    }));

  test('nothing is changed while settings or exceptions are unreadable, or a stack is in progress', () =>
    holds((facts) => {
      if (facts.settings === undefined || facts.exceptions === undefined) expect(decide(facts).act).toBe('alarm');
      else if (facts.stackStatus?.endsWith('_IN_PROGRESS')) expect(decide(facts).act).toBe('postpone');
    }));

  test('nothing is written but what a template promises, or what must not be', () =>
    holds((facts) => {
      for (const { controls, path } of fixOf(facts)) {
        const promised = facts.declared !== undefined && facts.differences.some((one) => one.path === path);
        expect(promised || (facts.declared === undefined && controls.some(({ forbidden }) => forbidden))).toBe(true);
        expect([...facts.puts.keys()].some((put) => covers(put, path))).toBe(true);
      }
    }));

  test('nothing that is wrong goes untold, unless a person wants it so', () =>
    holds((facts) => {
      const { exceptions, settings } = facts;
      if (settings === undefined || exceptions === undefined || decide(facts).act !== 'nothing') return;
      for (const { control: one, verdict } of facts.live ?? [])
        if (verdict.status !== 'compliant')
          expect(modeOf(one, settings) === 'off' || isExcepted(one, exceptions, now)).toBe(true);
    }));
});
