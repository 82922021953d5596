/**
 * The OSCAL documents of a bundle: catalog, profiles, components, plan, assessment and its results, actions, mapping. Pure: the
 * same facts give the same bytes.
 */
import type { Coverage } from '../coverage/model';
import type { BundleFiles, EvidenceFacts } from '../facts';
import { assessmentPlan } from './assessment-plan';
import { assessmentResults } from './assessment-results';
import { catalog } from './catalog';
import { componentDefinition } from './component-definition';
import { bytesOf, files } from './document';
import { mapping } from './mapping';
import { planOfAction } from './poam';
import { proposedRule, ruleInForce } from './profile';
import type { OscalDocument } from './schema-types';
import { systemSecurityPlan } from './ssp';

type Maker = (facts: EvidenceFacts, coverage: Coverage) => OscalDocument;

const makers: Readonly<Record<keyof typeof files, Maker>> = {
  catalog,
  ruleInForce,
  proposedRule,
  components: componentDefinition,
  plan: systemSecurityPlan,
  assessmentPlan,
  assessmentResults,
  actions: planOfAction,
  mapping,
};

/** The files by their path in the bundle, `oscal/catalog.json` and so on. */
export const oscalFiles = (facts: EvidenceFacts, coverage: Coverage): BundleFiles =>
  new Map(
    (Object.keys(files) as (keyof typeof files)[]).map((name) => [
      `oscal/${files[name]}`,
      bytesOf(makers[name](facts, coverage)),
    ]),
  );
