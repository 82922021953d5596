/**
 * Two profiles of the catalog: the rule in force, and the proposed rule laid over it. A proposal adds parts that say of
 * themselves that they are none of the law; it adds, removes and changes no control. Pure.
 */
import { addressableItems, type ItemId, itemIds } from '../../config/rule-items';
import type { EvidenceFacts } from '../facts';
import { commonMetadata, contentId, controlId, files, prop } from './document';
import { type Proposal, proposalLookedUp, proposals } from './proposed-rule';
import type { Modify, OscalDocument, Part, Profile } from './schema-types';
import { escaped } from './text';

const sealed = (body: Omit<Profile, 'uuid'>): OscalDocument => ({ profile: { uuid: contentId(body), ...body } });

/** The rule in force: the whole catalog as it is. */
export const ruleInForce = (facts: EvidenceFacts): OscalDocument =>
  sealed({
    metadata: {
      ...commonMetadata(facts, 'HIPAA Security Rule in force (2013)', 'All items of the rule in force.'),
      props: [prop('legal-status', 'in force')],
    },
    imports: [{ href: files.catalog, 'include-all': {} }],
    merge: { 'as-is': true },
  });

const part = (item: ItemId, index: number, says: string, props: Part['props'] = []): Part => ({
  id: `${controlId(item)}_nprm.${index}`,
  name: 'guidance',
  class: 'proposed',
  title: 'Proposed, not law',
  props: [prop('legal-status', 'proposed'), prop('rulemaking', 'RIN 0945-AA22, 90 FR 898'), ...props],
  prose: `Proposed, not law: ${escaped(says)}`,
});

const proposed = ({ cite, confidence, figures = {}, says }: Proposal, index: number, item: ItemId): Part =>
  part(item, index, says, [
    ...(cite ? [prop('proposed-paragraph', cite)] : []),
    prop('confidence', confidence),
    ...Object.entries(figures).map(([name, value]) => prop(name, value)),
  ]);

/** What is proposed at one item. Addressable items would be required as others are, with narrow exceptions. */
function partsOf(item: ItemId): Part[] {
  const own = proposals.filter((one) => one.item === item).map((one, index) => proposed(one, index + 1, item));
  return addressableItems.includes(item)
    ? [
        part(item, 0, 'This specification would be required; it would no longer be addressable.', [
          prop('confidence', 'found'),
        ]),
        ...own,
      ]
    : own;
}

const alters: Modify['alters'] = itemIds.flatMap((item) => {
  const parts = partsOf(item);
  return parts.length > 0 ? [{ 'control-id': controlId(item), adds: [{ position: 'ending' as const, parts }] }] : [];
});

/** The proposed rule over the rule in force: a look ahead. */
export const proposedRule = (facts: EvidenceFacts): OscalDocument =>
  sealed({
    metadata: {
      ...commonMetadata(
        facts,
        'HIPAA Security Rule with the changes proposed on 6 January 2025: a look ahead, not law',
        `A proposal (RIN 0945-AA22, 90 FR 898). On ${proposalLookedUp} no final rule was found and it was not withdrawn. Nothing that this profile adds is a legal requirement. Look its status up before you rely on it.`,
      ),
      props: [prop('legal-status', 'proposed'), prop('looked-up', proposalLookedUp)],
    },
    imports: [{ href: files.ruleInForce, 'include-all': {} }],
    merge: { 'as-is': true },
    modify: { alters },
  });
