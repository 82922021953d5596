/** Coverage of a deployment, from its facts. Pure. */
import type { EvidenceFacts } from '../facts';
import { controlsCovered } from './controls';
import { itemsCovered } from './items';
import type { Coverage } from './model';
import { packCovered } from './pack';

/** What answers the Security Rule and the conformance pack, and how far each answer is shown. */
export function coverageOf(facts: EvidenceFacts): Coverage {
  const controls = controlsCovered(facts);
  const packRules = packCovered(facts, controls);
  return { controls, packRules, items: itemsCovered(facts, controls, packRules) };
}
