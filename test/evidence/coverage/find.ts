/** Finds one row of coverage, or says that it is missing. */
import type { ItemId } from '../../../lib/config/rule-items';
import { type Coverage, itemsById } from '../../../lib/evidence/coverage/model';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { readTemplates } from '../../../lib/resources/template';

export const item = (coverage: Coverage, id: ItemId) => {
  const found = itemsById(coverage).get(id);
  if (!found) throw new Error(`${id} is not covered at all`);
  return found;
};
export const rule = (coverage: Coverage, name: string) => {
  const found = coverage.packRules.find((covered) => covered.rule.name === name);
  if (!found) throw new Error(`${name} is not covered at all`);
  return found;
};
export const control = (coverage: Coverage, id: string) => {
  const found = coverage.controls.find((covered) => covered.id === id);
  if (!found) throw new Error(`${id} is not covered at all`);
  return found;
};

/** Facts of a deployment that has nothing in it. */
export const empty = (facts: EvidenceFacts): EvidenceFacts => ({
  ...facts,
  origins: [],
  templates: [],
  set: readTemplates([], { account: '111122223333', region: 'us-east-1', partition: 'aws' }),
});
