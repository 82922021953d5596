/** The page's model from facts: every part at its place. What other rooms make is handed in. Pure. */
import type { Coverage } from '../../coverage/model';
import { exceptionWords } from '../../exceptions';
import type { EvidenceFacts } from '../../facts';
import type { PageModel } from '../model';
import { controlRowsOf } from './controls';
import { exceptionRowsOf, grantRowsOf } from './exceptions';
import { factsOf, glanceOf, provenanceOf } from './glance';
import { itemsOf, packRulesOf } from './items';
import { openOf } from './open';
import { operationPart } from './operation';
import { protectionOf } from './protection';

/** Parts that are drawn and reckoned elsewhere. */
export type OtherParts = Pick<PageModel, 'pictures' | 'reach' | 'cost'>;

export const pageModelOf = (facts: EvidenceFacts, coverage: Coverage, others: OtherParts = {}): PageModel => ({
  organisation: facts.config.organisation.name,
  at: facts.at.toISOString(),
  ...(facts.atWasGiven ? { atWasGiven: true } : {}),
  facts: factsOf(facts),
  practices: facts.config.practices.map(({ name }) => name),
  glance: glanceOf(facts, coverage),
  protection: protectionOf(facts, coverage),
  items: itemsOf(coverage),
  controls: controlRowsOf(facts, coverage),
  packRules: packRulesOf(coverage),
  exceptions: exceptionRowsOf(facts),
  exceptionCount: exceptionWords(facts),
  open: openOf(facts, coverage),
  grants: grantRowsOf(facts),
  operation: operationPart(facts),
  provenance: provenanceOf(facts),
  ...others,
});
