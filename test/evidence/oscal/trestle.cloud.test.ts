/** Whether compliance-trestle loads and validates what commands write, and refuses what is broken. */
import { oscalVersion } from '../../../lib/evidence/oscal/document';
import { type BundleName, bundleNames, everyBundle, filesIn } from '../../cli/evidence/bundles';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { driftItem, madeOperation } from '../made-operation';
import { documentsOf } from './made-bundle';
import { checkedByTrestle, type Verdict } from './trestle';

jest.setTimeout(1_200_000);

const names = [
  'assessment-plan.json',
  'assessment-results.json',
  'catalog.json',
  'component-definition.json',
  'mapping-nist-800-53.json',
  'poam.json',
  'profile-2013.json',
  'profile-nprm-2025.json',
  'ssp.json',
];

type Node = Record<string, never>;

/** What breaks one document of a good bundle, and what trestle says of it. */
const breaks: readonly (readonly [what: string, file: string, breakIt: (document: Node) => void, said: RegExp])[] = [
  ['an empty version', 'catalog.json', (d) => set(d, 'catalog.metadata.version', ''), /version/],
  ['a document without its metadata', 'ssp.json', (d) => drop(d, 'system-security-plan.metadata'), /metadata/],
  ['an id that is no token', 'catalog.json', (d) => set(d, 'catalog.groups.0.controls.0.id', '164.308(a)(1)'), /id/],
  [
    'a field that no model has',
    'poam.json',
    (d) => set(d, 'plan-of-action-and-milestones.certified', true),
    /certified/,
  ],
  ['an empty list', 'poam.json', (d) => set(d, 'plan-of-action-and-milestones.poam-items', []), /poam-items/],
  [
    'one identifier twice',
    'component-definition.json',
    (d) => set(d, 'component-definition.components.1.uuid', get(d, 'component-definition.components.0.uuid')),
    /duplicate/i,
  ],
  [
    'a moment without a time zone',
    'assessment-results.json',
    (d) => set(d, 'assessment-results.metadata.last-modified', '2026-11-23T12:00:00'),
    /last-modified|timezone/,
  ],
  [
    'a finding in a third state',
    'assessment-results.json',
    (d) => set(d, 'assessment-results.results.0.findings.0.target.status.state', ['maybe']),
    /state/,
  ],
  [
    'a mapping without sources',
    'mapping-nist-800-53.json',
    (d) => drop(d, 'mapping-collection.mappings.0.maps.0.sources'),
    /sources/,
  ],
  [
    'a model that nobody knows',
    'profile-2013.json',
    (d) => Object.assign(d, { certificate: d.profile, profile: undefined }),
    /certificate/,
  ],
];

const steps = (path: string) => path.split('.');
const get = (document: object, path: string): unknown =>
  steps(path).reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
function set(document: object, path: string, value: unknown): void {
  const keys = steps(path);
  const last = keys.pop() ?? '';
  (get(document, keys.join('.')) as Record<string, unknown>)[last] = value;
}
function drop(document: object, path: string): void {
  const keys = steps(path);
  const last = keys.pop() ?? '';
  delete (get(document, keys.join('.')) as Record<string, unknown>)[last];
}

const unsigned = { stack: 'a_stack', region: 'us-east-1', asSynthesized: false, attested: false, why: 'x' };

let operated: Verdict;
let good: ReadonlyMap<BundleName, Verdict>;
let broken: Verdict;

/** The OSCAL documents in a bundle's folder, by file name. */
const documentsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    [...filesIn(folder)]
      .filter(([path]) => path.startsWith('oscal/'))
      .map(([path, content]) => [path.replace('oscal/', ''), content.toString('utf8')]),
  );

beforeAll(async () => {
  const bundles = await everyBundle();
  const documents = bundleNames.map((name) => documentsIn(bundles.get(name) ?? ''));
  const hostile = documents.at(-1);
  const wrong = new Map(
    breaks.map(([, file, breakIt], index) => {
      const document = JSON.parse(hostile?.get(file) ?? '') as Node;
      breakIt(document);
      return [`${index}-${file}`, JSON.stringify(document)];
    }),
  );
  const solo = synthesizedFacts('solo');
  const period = documentsOf({
    ...solo,
    deployed: { ...readBackAsDeclared(solo), where: 'account', stacks: [unsigned] },
    drill: drilledWell(),
    operation: await madeOperation({ day: 20, drift: [driftItem()] }, { day: 22 }),
  });
  const verdicts = await checkedByTrestle([...documents, period, wrong]);
  operated = verdicts.at(-2) as Verdict;
  good = new Map(bundleNames.map((name, index) => [name, verdicts[index] as Verdict]));
  broken = verdicts.at(-1) as Verdict;
});

test('every document of a period of operation with its gaps does', () => {
  expect(operated.refused).toEqual(Object.fromEntries(names.map((one) => [one, null])));
});

test.each(bundleNames)('every document of %s loads, validates and survives being written again', (name) => {
  expect(good.get(name)?.refused).toEqual(Object.fromEntries(names.map((one) => [one, null])));
});

test('its models are of the release that the documents name', () => {
  expect(good.get('solo')?.version).toBe(oscalVersion);
});

test('the profile of the rule in force resolves to the 66 items, and adds nothing', () => {
  const controls = Object.values(good.get('solo')?.resolved['profile-2013.json'] ?? {});
  expect(controls).toHaveLength(66);
  expect(new Set(controls.flat())).toEqual(new Set(['statement']));
});

test('the profile of the proposed rule resolves to the same items, and what it adds says that it is no law', () => {
  const inForce = good.get('solo')?.resolved['profile-2013.json'] ?? {};
  const proposed = good.get('solo')?.resolved['profile-nprm-2025.json'] ?? {};
  expect(Object.keys(proposed)).toEqual(Object.keys(inForce));
  const added = Object.values(proposed)
    .flat()
    .filter((title) => title !== 'statement');
  expect(added.length).toBeGreaterThan(40);
  expect(new Set(added)).toEqual(new Set(['Proposed, not law']));
});

test.each(breaks.map(([what, file, , said], index) => [what, `${index}-${file}`, said] as const))(
  'refused: %s',
  (_, name, said) => {
    expect(broken.refused[name]).toMatch(said);
  },
);
