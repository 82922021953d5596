/** What plan, results and plan of action say, for tests of what they judge. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { Coverage, ItemCoverage } from '../../../lib/evidence/coverage/model';
import type { DeployedFacts, DrillFacts, EvidenceFacts } from '../../../lib/evidence/facts';
import { assessmentResults } from '../../../lib/evidence/oscal/assessment-results';
import { planOfAction } from '../../../lib/evidence/oscal/poam';
import type { PoamItem, Result, SspImplementedRequirement } from '../../../lib/evidence/oscal/schema-types';
import { systemSecurityPlan } from '../../../lib/evidence/oscal/ssp';
import { drilledWell } from '../made-facts';

export function planOf(facts: EvidenceFacts, coverage: Coverage = coverageOf(facts)) {
  const document = systemSecurityPlan(facts, coverage);
  if (!('system-security-plan' in document)) throw new Error('no plan');
  return document['system-security-plan'];
}

export function requirement(facts: EvidenceFacts, id: string, coverage?: Coverage): SspImplementedRequirement {
  const found = planOf(facts, coverage)['control-implementation']['implemented-requirements'].find(
    (one) => one['control-id'] === id,
  );
  if (!found) throw new Error(`${id} is not in the plan`);
  return found;
}

export const states = (one: SspImplementedRequirement) =>
  (one['by-components'] ?? []).flatMap((by) => by['implementation-status']?.state ?? []);

export function resultOf(facts: EvidenceFacts): Result {
  const document = assessmentResults(facts, coverageOf(facts));
  if (!('assessment-results' in document)) throw new Error('no results');
  return document['assessment-results'].results[0] as Result;
}

export const verdicts = (facts: EvidenceFacts): ReadonlyMap<string, string> =>
  new Map(resultOf(facts).findings?.map(({ target }) => [target['target-id'], target.status.state]));

export function actionsOf(facts: EvidenceFacts, coverage: Coverage = coverageOf(facts)): readonly PoamItem[] {
  const document = planOfAction(facts, coverage);
  if (!('plan-of-action-and-milestones' in document)) throw new Error('no plan of action');
  return document['plan-of-action-and-milestones']['poam-items'];
}

export const why = (items: readonly PoamItem[]) =>
  items.map(({ props }) => props?.find(({ name }) => name === 'why')?.value);

/** Coverage with one item changed. */
export const withItem = (coverage: Coverage, id: string, change: Partial<ItemCoverage>): Coverage => ({
  ...coverage,
  items: coverage.items.map((one) => (one.item.id === id ? { ...one, ...change } : one)),
});

/** A read-back in which one resource of a kind is not as declared. */
export const deviatingIn = (deployed: DeployedFacts, kind: string): DeployedFacts => {
  const broken = deployed.resources.find((one) => one.kind === kind);
  return {
    ...deployed,
    resources: deployed.resources.map((one) =>
      one === broken ? { ...one, deviations: [{ path: 'versioning', problem: 'Suspended <b>' }] } : one,
    ),
  };
};

export const failing = (control: string): DrillFacts => ({
  ...drilledWell(),
  rows: drilledWell().rows.map((row) =>
    row.control === control ? { ...row, passed: false, why: 'nobody noticed', noticedMs: 40 } : row,
  ),
});
