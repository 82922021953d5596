/** What commands wrote, held against the schemas of those who made the formats, and read by strict readers. */
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { parseCsv } from '../../evidence/findings/read-findings';
import { findingValidators, type Problems } from '../../evidence/schemas';
import { type BundleName, bundleNames, everyBundle, filesIn } from './bundles';

jest.setTimeout(1_200_000);

let sarifProblems: Problems;
let ocsfProblems: Problems;
let bundles: ReadonlyMap<BundleName, ReadonlyMap<string, Buffer>>;

beforeAll(async () => {
  const folders = await everyBundle();
  bundles = new Map([...folders].map(([name, folder]) => [name, filesIn(folder)]));
  ({ sarif: sarifProblems, ocsf: ocsfProblems } = await findingValidators());
});

function textOf(bundle: BundleName, file: string): string {
  const content = bundles.get(bundle)?.get(file);
  if (!content) throw new Error(`${file} is not in the bundle ${bundle}`);
  return new TextDecoder('utf-8', { fatal: true }).decode(content);
}

const endingIn = (bundle: BundleName, end: string) =>
  [...(bundles.get(bundle)?.keys() ?? [])].filter((path) => path.endsWith(end));

const linesIn = (bundle: BundleName): readonly object[] =>
  textOf(bundle, 'findings.ocsf.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);

interface Sarif {
  readonly runs: readonly { readonly results: readonly object[] }[];
}

const sarifIn = (bundle: BundleName) => JSON.parse(textOf(bundle, 'findings.sarif')) as Sarif;

/** What it refuses: test/evidence/sbom. */
const bomProblems = (text: string) => new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);

describe.each(bundleNames)('%s', (name) => {
  test('findings.sarif is SARIF 2.1.0, and holds findings', () => {
    expect(sarifProblems(sarifIn(name))).toEqual([]);
    expect(sarifIn(name).runs[0]?.results.length).toBeGreaterThan(50);
  });

  test('each line of findings.ocsf.jsonl is a Compliance Finding of OCSF 1.8', () => {
    const lines = linesIn(name);
    expect(lines.length).toBeGreaterThan(150);
    expect(lines.flatMap((line) => ocsfProblems(line))).toEqual([]);
  });

  test('sbom.cdx.json is CycloneDX 1.6', async () => {
    expect(await bomProblems(textOf(name, 'sbom.cdx.json'))).toBeNull();
  });

  test('every JSON file is JSON, in UTF-8', () => {
    const files = endingIn(name, '.json');
    expect(files.length).toBeGreaterThanOrEqual(17);
    for (const file of files) expect(() => JSON.parse(textOf(name, file))).not.toThrow();
  });

  test('every table has rows of one width, and no cell is a formula', () => {
    const tables = endingIn(name, '.csv');
    expect(tables).toEqual(['conformance-pack.csv', 'controls.csv', 'responsibility.csv']);
    for (const table of tables) {
      const rows = parseCsv(textOf(name, table));
      expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
      expect(rows.flat().filter((text) => /(^|[;\t])\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/u.test(text))).toEqual([]);
    }
  });
});

describe('the schemas refuse what is otherwise', () => {
  test('SARIF', () => {
    const sarif = sarifIn('solo');
    const [run] = sarif.runs;
    const [result] = run?.results ?? [];
    const withResult = (one: object) => ({ ...sarif, runs: [{ ...run, results: [one] }] });
    expect(sarifProblems(withResult({ ...result }))).toEqual([]);
    expect(sarifProblems({ ...sarif, version: '2.0.0' })).not.toEqual([]);
    expect(sarifProblems(withResult({ ...result, message: 'no object' }))).not.toEqual([]);
    expect(sarifProblems(withResult({ ...result, severity: 'high' }))).not.toEqual([]);
  });

  test.each([
    ['another class', { class_uid: 'x' }],
    ['no time', { time: undefined }],
    ['a property that the class has not', { verdict: 'fine' }],
    ['a severity that there is not', { severity_id: 42 }],
  ])('OCSF: %s', (_what, change) => {
    expect(ocsfProblems({ ...linesIn('solo')[0], ...change })).not.toEqual([]);
  });

  test('the reader of tables', () => {
    expect(() => parseCsv('a,"b\r\n')).toThrow();
  });
});
