/** Which controls of NIST SP 800-53 Rev. 5 bear on which item of the Security Rule, as an OSCAL mapping collection. Pure. */
import { type ItemId, itemIds } from '../../config/rule-items';
import type { EvidenceFacts } from '../facts';
import { commonMetadata, contentId, controlId, files } from './document';
import { identifiersOf } from './identifiers';
import { nistControls } from './nist-800-53';
import type { Map as ControlMap, MappingCollection, OscalDocument } from './schema-types';

const id = identifiersOf('mapping', 'nist-800-53-rev5');

/** NIST's own catalog of the controls, in OSCAL. */
const nistCatalog =
  'https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json';

/** NIST IR 8477 4.3: each asks for something that the other does not, and for something in common. */
const relate = (item: ItemId): ControlMap => ({
  uuid: id('map', item),
  relationship: 'intersects-with',
  sources: [{ type: 'control', 'id-ref': controlId(item) }],
  targets: nistControls[item].map((control) => ({ type: 'control', 'id-ref': control })),
});

export function mapping(facts: EvidenceFacts): OscalDocument {
  const body: Omit<MappingCollection, 'uuid'> = {
    metadata: commonMetadata(
      facts,
      'HIPAA Security Rule to NIST SP 800-53 Rev. 5',
      'A reading of this project, not compared line by line with any table of NIST. Where it differs from the mapping that NIST publishes with SP 800-66 Rev. 2, that one holds.',
    ),
    provenance: {
      method: 'hybrid',
      'matching-rationale': 'functional',
      status: 'draft',
      'confidence-score': { category: 'medium' },
      'mapping-description':
        'Where to look in NIST SP 800-53 Rev. 5 for what an item of the Security Rule is about. To implement the controls is not to have met the item.',
    },
    mappings: [
      {
        uuid: id('mapping'),
        'source-resource': { type: 'catalog', href: files.catalog },
        'target-resource': { type: 'catalog', href: nistCatalog },
        maps: itemIds.map(relate),
      },
    ],
  };
  return { 'mapping-collection': { uuid: contentId(body), ...body } };
}
