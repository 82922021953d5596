/** All documents of one deployment: valid, whole, the same bytes for the same facts, and honest in their words. */
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { controls } from '../../../lib/controls';
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { oscalFiles } from '../../../lib/evidence/oscal';
import { constructOf, constructsOf } from '../../../lib/evidence/oscal/components';
import { files, oscalVersion } from '../../../lib/evidence/oscal/document';
import { awkward, hostileFacts, nameOf } from '../hostile-facts';
import { documentsOf, nodesOf, parsed } from './made-bundle';
import { completeSchema } from './schemas';

let facts: EvidenceFacts;
let bare: EvidenceFacts;
let documents: ReadonlyMap<string, string>;

beforeAll(() => {
  facts = hostileFacts();
  const { deployed: _readBack, drill: _drilled, ...synthesized } = facts;
  bare = synthesized;
  documents = documentsOf(facts);
});

const each = (check: (name: string, document: object) => void) => {
  for (const [name, text] of documents) check(name, parsed(text));
};

/** Values of a key anywhere in a document. */
const valuesOf = (document: object, key: string): readonly unknown[] =>
  [...nodesOf(document)].flatMap(([, node]) => (key in node ? [(node as Record<string, unknown>)[key]] : []));

test('a bundle has each document once, in the folder oscal', () => {
  const paths = [...oscalFiles(facts, coverageOf(facts)).keys()];
  expect(paths).toEqual(Object.values(files).map((name) => `oscal/${name}`));
});

test('NIST’s schema accepts every document, and refuses a broken one', () => {
  process.stdout.write(`schemas of OSCAL (../shared/data or ASEPSIS_DATA): ${completeSchema ? 'there' : 'absent'}\n`);
  if (completeSchema === undefined) return expect(documents.size).toBe(9);
  const ajv = addFormats(new Ajv({ strict: false }));
  const validate = ajv.compile(JSON.parse(completeSchema) as object);
  for (const [name, text] of [...documents, ...documentsOf(bare)]) {
    expect({ name, valid: validate(parsed(text)), errors: validate.errors }).toEqual({
      name,
      valid: true,
      errors: null,
    });
  }
  expect(validate({ catalog: { uuid: 'none' } })).toBe(false);
  expect(JSON.parse(completeSchema)).toMatchObject({ $id: expect.stringContaining(`/${oscalVersion}/`) });
});

test('every identifier is of version 5 and names one thing', () => {
  each((_, document) => {
    const uuids = valuesOf(document, 'uuid');
    expect(new Set(uuids).size).toBe(uuids.length);
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

test('there is no empty list, and no empty text', () => {
  const isEmpty = (value: unknown) =>
    Array.isArray(value) ? value.length === 0 : typeof value === 'string' && value.trim() === '';
  each((name, document) => {
    const empty = [...nodesOf(document)].flatMap(([path, node]) =>
      Object.entries(node).flatMap(([key, value]) => (isEmpty(value) ? [[name, ...path, key].join('.')] : [])),
    );
    expect(empty).toEqual([]);
  });
});

test('what one document refers to is there: in it, or in what it imports', () => {
  const own = (name: string) => new Set(valuesOf(parsed(documents.get(name) ?? ''), 'uuid'));
  const known = new Set([...own('ssp.json'), ...own('assessment-plan.json')]);
  for (const name of ['ssp.json', 'assessment-plan.json', 'assessment-results.json', 'poam.json']) {
    const document = parsed(documents.get(name) ?? '');
    const here = new Set([...known, ...own(name)]);
    for (const key of [
      'component-uuid',
      'subject-uuid',
      'actor-uuid',
      'activity-uuid',
      'observation-uuid',
      'risk-uuid',
    ])
      for (const uuid of valuesOf(document, key))
        expect([name, key, here.has(uuid as string)]).toEqual([name, key, true]);
  }
});

test('every import is of a document of the bundle', () => {
  const imports = [
    'profile-2013.json',
    'profile-nprm-2025.json',
    'ssp.json',
    'assessment-plan.json',
    'assessment-results.json',
    'poam.json',
  ];
  for (const name of imports) {
    const [href] = valuesOf(parsed(documents.get(name) ?? ''), 'href');
    expect(documents.has(String(href))).toBe(true);
  }
});

test('every item and objective that is named is in the catalog, or in the assessment plan', () => {
  const ids = new Set([...valuesOf(parsed(documents.get('catalog.json') ?? ''), 'id')]);
  const objectives = new Set([...ids, ...valuesOf(parsed(documents.get('assessment-plan.json') ?? ''), 'id')]);
  each((_, document) => {
    for (const id of valuesOf(document, 'control-id')) expect(ids).toContain(id);
    for (const id of valuesOf(document, 'target-id')) expect(objectives).toContain(id);
  });
});

test('the same facts give the same bytes', () => {
  expect([...documentsOf({ ...facts })]).toEqual([...documents]);
});

test('another moment changes moments and the documents’ own identifiers, and nothing else', () => {
  const later = documentsOf({ ...facts, at: new Date('2026-11-24T12:00:00Z') });
  const [day, next] = ['2026-11-23T12:00:00.000Z', '2026-11-24T12:00:00.000Z'];
  for (const [name, text] of documents) {
    const before = text.replaceAll(day, next).split('\n');
    const after = (later.get(name) ?? '').split('\n');
    const differing = after.filter((line, index) => line !== before[index]);
    expect([name, differing.length]).toEqual([name, 1]);
    expect(differing[0]).toContain('"uuid"');
  }
});

test('identifiers of another deployment are others', () => {
  const other = documentsOf({ ...facts, config: { ...facts.config, name: 'elsewhere' } });
  const name = 'component-definition.json';
  const here = new Set(valuesOf(parsed(documents.get(name) ?? ''), 'uuid'));
  for (const uuid of valuesOf(parsed(other.get(name) ?? ''), 'uuid')) expect(here).not.toContain(uuid);
});

test('nothing is called what only a court or an auditor could say', () => {
  for (const [, text] of documents) expect(text).not.toMatch(/\b(non-?)?complian(t|ce)\b|\bcertified\b/i);
});

test('names come out as their characters: no tag, no markup, in the one and in the other kind of text', () => {
  for (const [, text] of documents) expect(text).not.toMatch(/<|\u202E/);
  const plan = JSON.stringify(parsed(documents.get('ssp.json') ?? ''));
  // A plain text keeps its characters, and markup has them escaped.
  const [party] = valuesOf(parsed(documents.get('ssp.json') ?? ''), 'parties').flat() as { name: string }[];
  expect(party?.name).toBe(nameOf(awkward));
  expect(plan).toContain('Instead: Posters, and this: &lt;/script&gt;&lt;script&gt;window.ran=1');
  expect(plan).toContain('\\\\{\\\\{ insert: param, d \\\\}\\\\}');
  expect(plan).toContain('עברית العربية 中文 🏥');
});

test('a mail address that readers of OSCAL refuse is told in words', () => {
  const [parties] = valuesOf(parsed(documents.get('ssp.json') ?? ''), 'parties') as Record<string, unknown>[][];
  expect(parties?.map((party) => [party['email-addresses'], party.remarks])).toEqual([
    [undefined, undefined],
    [undefined, 'Reached at security@practice.local.'],
    [['privacy@example.com'], undefined],
  ]);
});

describe('components', () => {
  test.each([
    ['a resource within a construct', 'Asepsis/Audit/Trail/Logs/Resource', 'Asepsis/Audit/Trail'],
    ['a resource of the stack itself', 'Asepsis/Audit/Recorder', 'Asepsis/Audit/Recorder'],
    ['a practice', 'Asepsis/Practice-derm/PhiStore/Bucket', 'Asepsis/Practice-{practice}/PhiStore'],
    ['what only looks like a practice', 'Asepsis/Practice-other/PhiStore', 'Asepsis/Practice-other/PhiStore'],
  ])('%s', (_, path, expected) => {
    expect(constructOf(path, facts)).toBe(expected);
  });

  test('every resource is of one component, however many practices there are', () => {
    const components = constructsOf(facts, coverageOf(facts));
    expect(components.flatMap(({ resources }) => resources)).toHaveLength(facts.origins.length);
    const stores = components.filter(({ path }) => path.endsWith('/PhiStore'));
    expect(stores.map(({ path }) => path)).toEqual(['Asepsis/Practice-{practice}/PhiStore']);
    const buckets = stores[0]?.types.find(([type]) => type === 'AWS::S3::Bucket')?.[1];
    // Four practices with two data classes each have one bucket for health information.
    expect(buckets).toBe(4);
  });

  test('a component names the controls that are evaluated on it, its resources’ types and the code that made it', () => {
    const document = parsed(documents.get('component-definition.json') ?? '');
    if (!('component-definition' in document)) throw new Error('no component definition');
    const store = document['component-definition'].components?.find(({ title }) => title.includes('PhiStore'));
    const named = (name: string) => store?.props?.filter((one) => one.name === name).map(({ value }) => value);
    expect(named('control')).toEqual(expect.arrayContaining(['s3.bucket.encryption', 's3.bucket.public-access-block']));
    expect(named('resource-type')).toContain('AWS::S3::Bucket');
    expect(named('source')?.[0]).toMatch(/^lib\/constructs\/[a-z-]+\.ts:\d+$/);
    const ids = new Set(controls.map(({ id }) => id));
    for (const id of named('control') ?? []) expect(ids).toContain(id);
  });
});
