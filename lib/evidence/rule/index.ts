/** The Security Rule and the conformance pack, whole. */
import { type ItemId, isItemId, ruleItems } from '../../config/rule-items';
import { administrativeSafeguards } from './administrative-safeguards';
import type { PackRule, RuleCore, RuleItem } from './item';
import { organizationalRequirements } from './organizational-requirements';
import { accountPackRules } from './pack-account';
import { dataPackRules } from './pack-data';
import { networkPackRules } from './pack-network';
import { physicalSafeguards } from './physical-safeguards';
import { technicalSafeguards } from './technical-safeguards';

/** The 66 items, in the order of the rule. */
export const securityRule: readonly RuleItem[] = [
  ...administrativeSafeguards,
  ...physicalSafeguards,
  ...technicalSafeguards,
  ...organizationalRequirements,
].map((text) => ({ ...text, requirement: ruleItems[text.id] }));

/**
 * The 130 rules of "Operational Best Practices for HIPAA Security", by name: awslabs/aws-config-rules at b54d4a6 (2026-04-09).
 *
 * The pack itself cites nothing. The paragraphs are those that cdk-nag, AWS's Guard registry and Steampipe's HIPAA module give
 * for the same check, joined; eleven rules have none in any of them.
 */
export const conformancePack: readonly PackRule[] = [...accountPackRules, ...dataPackRules, ...networkPackRules].sort(
  (a, b) => (a.name < b.name ? -1 : 1),
);

/** The item that a citation is of: itself, or the one that it is a paragraph of. `164.314(b)(2)(iv)` is of `164.314(b)(2)`. */
export function itemOf(citation: string): ItemId | undefined {
  for (let text = citation; text.includes('('); text = text.slice(0, text.lastIndexOf('('))) {
    if (isItemId(text)) return text;
  }
  return undefined;
}

/** Technical safeguards that ask for a procedure all the same: "Establish (and implement as needed) procedures". */
const procedures: readonly ItemId[] = ['164.312(a)(2)(ii)'];

/**
 * What an item asks for. 45 CFR 164.304: administrative safeguards are "administrative actions, and policies and procedures",
 * physical ones "physical measures, policies, and procedures"; technical ones are "the technology and the policy and procedures
 * for its use". 164.314 and 164.316 ask for contracts and documents.
 */
export function coreOf({ id, responsibility }: Pick<RuleItem, 'id' | 'responsibility'>): RuleCore {
  if (responsibility === 'inherited') return 'AWS';
  return id.startsWith('164.312') && !procedures.includes(id) ? 'mechanism' : 'process';
}
