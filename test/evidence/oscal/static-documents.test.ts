/** The documents that say the same of every deployment: catalog, profiles, mapping. */
import { addressableItems, isItemId, itemIds } from '../../../lib/config/rule-items';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { catalog } from '../../../lib/evidence/oscal/catalog';
import { controlId, objectiveId, statementId } from '../../../lib/evidence/oscal/document';
import { mapping } from '../../../lib/evidence/oscal/mapping';
import { nistControls } from '../../../lib/evidence/oscal/nist-800-53';
import { proposedRule, ruleInForce } from '../../../lib/evidence/oscal/profile';
import { proposals } from '../../../lib/evidence/oscal/proposed-rule';
import type { Control, OscalDocument } from '../../../lib/evidence/oscal/schema-types';
import { securityRule } from '../../../lib/evidence/rule';
import { moment } from '../made-facts';
import { moderateBaseline } from './moderate-baseline';

// These look at the moment and the version alone.
const facts = { at: moment, tools: { asepsis: '0.1.0' } } as unknown as EvidenceFacts;

const within = (control: Control): readonly Control[] => [control, ...(control.controls ?? []).flatMap(within)];

function catalogControls(document: OscalDocument): readonly Control[] {
  if (!('catalog' in document)) throw new Error('no catalog');
  return (document.catalog.groups ?? []).flatMap((group) =>
    'controls' in group ? (group.controls ?? []).flatMap(within) : [],
  );
}

function profileOf(document: OscalDocument) {
  if (!('profile' in document)) throw new Error('no profile');
  return document.profile;
}

const token = /^[\p{L}_][\p{L}\p{N}.\-_]*$/u;

test('ids are tokens, and each item has its own', () => {
  const ids = itemIds.flatMap((item) => [controlId(item), statementId(item), objectiveId(item)]);
  expect(new Set(ids).size).toBe(3 * 66);
  for (const id of ids) expect(id).toMatch(token);
  expect(controlId('164.312(a)(2)(iv)')).toBe('hipaa-164.312.a.2.iv');
});

test('the catalog has the 66 items in the order of the rule, each with its paragraph, requirement and statement', () => {
  const controls = catalogControls(catalog(facts));
  const labels = controls.map(({ props }) => props?.find(({ name }) => name === 'label')?.value);
  expect([...labels].sort()).toEqual([...itemIds].sort());
  for (const item of securityRule) {
    const control = controls.find(({ id }) => id === controlId(item.id));
    expect(control?.class).toBe(item.kind);
    expect(control?.props).toContainEqual(
      expect.objectContaining({ name: 'requirement', value: item.requirement === 'A' ? 'addressable' : 'required' }),
    );
    expect(control?.parts?.[0]).toMatchObject({ id: statementId(item.id), name: 'statement' });
  }
});

test('a specification stands within its standard', () => {
  const controls = catalogControls(catalog(facts));
  for (const { id, parent } of securityRule) {
    if (!parent) continue;
    const standard = controls.find((control) => control.id === controlId(parent));
    expect(standard?.controls?.map((control) => control.id)).toContain(controlId(id));
  }
});

test('the rule in force is the whole catalog, unchanged', () => {
  const { imports, modify } = profileOf(ruleInForce(facts));
  expect(imports).toEqual([{ href: 'catalog.json', 'include-all': {} }]);
  expect(modify).toBeUndefined();
});

describe('the proposed rule', () => {
  const profile = profileOf(proposedRule(facts));
  const alters = profile.modify?.alters ?? [];
  const parts = alters.flatMap(({ adds }) => (adds ?? []).flatMap((add) => add.parts ?? []));

  test('is laid over the rule in force, and says of itself that it is not law', () => {
    expect(profile.imports).toEqual([{ href: 'profile-2013.json', 'include-all': {} }]);
    expect(profile.metadata.title).toContain('not law');
    expect(profile.metadata.remarks).toContain('Nothing that this profile adds is a legal requirement');
    expect(profile.metadata.props).toContainEqual(expect.objectContaining({ name: 'legal-status', value: 'proposed' }));
  });

  test('only adds, at items of today, and each part says that it is proposed and how sure that is', () => {
    const known = new Set(itemIds.map(controlId));
    for (const alter of alters) {
      expect(known).toContain(alter['control-id']);
      expect(Object.keys(alter).sort()).toEqual(['adds', 'control-id']);
    }
    expect(parts).toHaveLength(proposals.length + addressableItems.length);
    for (const part of parts) {
      expect(part).toMatchObject({ name: 'guidance', class: 'proposed', title: 'Proposed, not law' });
      expect(part.prose).toMatch(/^Proposed, not law: /);
      expect(part.props).toContainEqual(expect.objectContaining({ name: 'legal-status', value: 'proposed' }));
      expect(part.props?.find(({ name }) => name === 'confidence')?.value).toMatch(/^(found|recalled)$/);
    }
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
  });

  test('never says that anything of it is required today', () => {
    for (const { says } of proposals) expect(says).not.toMatch(/\b(must|shall|law|requires?|required|obliged)\b/i);
  });

  test('has the numbers of the proposal', () => {
    const figures = Object.assign({}, ...proposals.map((one) => one.figures ?? {})) as Record<string, number>;
    expect(figures).toMatchObject({
      'critical-patch-days': 15,
      'high-patch-days': 30,
      'termination-hours': 1,
      'restore-hours': 72,
      'copy-hours': 48,
      'scan-days': 183,
      'attack-test-days': 365,
      'restore-test-days': 31,
    });
  });
});

test('the mapping has each item once, to controls that NIST has, and claims no more than that they intersect', () => {
  const document = mapping(facts);
  if (!('mapping-collection' in document)) throw new Error('no mapping');
  const { mappings, provenance } = document['mapping-collection'];
  const [only] = [mappings].flat();
  expect(only?.maps.map(({ sources }) => sources.map((source) => source['id-ref']))).toEqual(
    itemIds.map((item) => [controlId(item)]),
  );
  expect(new Set(only?.maps.map(({ relationship }) => relationship))).toEqual(new Set(['intersects-with']));
  expect(provenance.status).toBe('draft');
  for (const controls of Object.values(nistControls)) {
    expect(controls.length).toBeGreaterThan(0);
    for (const control of controls)
      expect(/^pm-([1-9]|[12]\d|3[0-2])$/.test(control) || moderateBaseline.has(control)).toBe(true);
  }
});

test('a control that NIST has not, or a paragraph that is no item, would be noticed', () => {
  expect(moderateBaseline.has('ac-99')).toBe(false);
  expect(isItemId('164.999(a)')).toBe(false);
});
