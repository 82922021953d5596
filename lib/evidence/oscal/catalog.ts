/** The Security Rule as an OSCAL catalog: 45 CFR 164.308 to 164.316, in our own words. Pure. */
import type { ItemId } from '../../config/rule-items';
import type { EvidenceFacts } from '../facts';
import { securityRule } from '../rule';
import type { RuleItem } from '../rule/item';
import { commonMetadata, contentId, controlId, prop, statementId } from './document';
import type { Catalog, CatalogGroup, Control, OscalDocument } from './schema-types';
import { escaped } from './text';

const sections: readonly (readonly [id: string, title: string])[] = [
  ['164.308', 'Administrative safeguards'],
  ['164.310', 'Physical safeguards'],
  ['164.312', 'Technical safeguards'],
  ['164.314', 'Organizational requirements'],
  ['164.316', 'Policies and procedures and documentation requirements'],
];

const control = (item: RuleItem, specifications: readonly RuleItem[]): Control => ({
  id: controlId(item.id),
  class: item.kind,
  title: escaped(item.title),
  props: [
    { name: 'label', value: item.id },
    prop('requirement', item.requirement === 'A' ? 'addressable' : 'required'),
    prop('responsibility', item.responsibility),
  ],
  parts: [{ id: statementId(item.id), name: 'statement', prose: escaped(item.says) }],
  ...(specifications.length > 0 ? { controls: specifications.map((one) => control(one, [])) } : {}),
});

function group([section, title]: readonly [string, string]): CatalogGroup {
  const items = securityRule.filter(({ id }) => id.startsWith(`${section}(`));
  const own = (id: ItemId) => items.filter(({ parent }) => parent === id);
  return {
    id: `hipaa-${section}`,
    class: 'section',
    title,
    props: [{ name: 'label', value: section }],
    controls: items.filter(({ parent }) => parent === undefined).map((item) => control(item, own(item.id))),
  };
}

export function catalog(facts: EvidenceFacts): OscalDocument {
  const body: Omit<Catalog, 'uuid'> = {
    metadata: {
      ...commonMetadata(
        facts,
        'HIPAA Security Rule, 45 CFR Part 164 Subpart C',
        'The rule in force, as amended in 2013. Each statement is in our own words: the CFR is the authority.',
      ),
      links: [
        {
          href: 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C',
          rel: 'reference',
          text: 'Electronic Code of Federal Regulations',
        },
      ],
    },
    groups: sections.map(group),
  };
  return { catalog: { uuid: contentId(body), ...body } };
}
