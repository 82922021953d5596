/** The bill of materials: of made software and of this repository, held against CycloneDX's own strict validator. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { buildApp } from '../../../lib/app';
import { functionBundles } from '../../../lib/constructs/function-bundles';
import { readLockFile } from '../../../lib/evidence/sbom/lock-file';
import { placeOf, readSoftware } from '../../../lib/evidence/sbom/read-software';
import { hashesOf, purlOf, sbomFiles } from '../../../lib/evidence/sbom/sbom';
import type { Software } from '../../../lib/evidence/sbom/software';
import { testConfig, ungated } from '../../configs';

const root = join(__dirname, '../../..');
const at = new Date('2026-11-23T12:00:00Z');

interface Bom {
  readonly components: readonly { readonly 'bom-ref': string; readonly scope?: string; readonly version: string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const textOf = (software: Software, moment = at) => sbomFiles({ at: moment }, software)[0]?.[1] ?? '';
const bomOf = (software: Software): Bom => JSON.parse(textOf(software));
const problemsOf = (text: string) => new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
const dependsOn = ({ dependencies }: Bom, ref: string) => dependencies.find((one) => one.ref === ref)?.dependsOn ?? [];

const lock = {
  lockfileVersion: 3,
  packages: {
    '': {
      name: 'blueprint',
      version: '1.0.0',
      license: 'Apache-2.0',
      dependencies: { a: '1' },
      devDependencies: { c: '1' },
    },
    'node_modules/a': {
      version: '1.0.0',
      license: 'MIT',
      integrity: 'sha512-AAEC',
      dependencies: { b: '2', '@s/d': '1' },
    },
    'node_modules/a/node_modules/b': { version: '2.0.0', license: 'SEE LICENSE IN <script>"x"</script>' },
    'node_modules/b': { version: '1.0.0', license: '(MIT OR Apache-2.0)', peerDependencies: { a: '1' } },
    'node_modules/@s/d': { version: '1.0.0-rc+1', optional: true, dependencies: { b: '1' } },
    'node_modules/c': { version: '1.0.0', dev: true, dependencies: { absent: '1' } },
    linked: { version: '0.0.1' },
    'node_modules/linked': { link: true },
  },
};

const made = (): Software => ({
  ...readLockFile(JSON.stringify(lock)),
  functions: [{ entry: 'lambdas/x/handler.ts', bytes: 12, sha256: 'ab'.repeat(32), packages: ['node_modules/a'] }],
});

describe('the lock file', () => {
  test('is read into packages, each with those that Node.js would find for it', () => {
    const { dependsOn: direct, packages } = readLockFile(JSON.stringify(lock));
    expect(direct).toEqual(['node_modules/a', 'node_modules/c']);
    expect(packages.map(({ dependsOn: places, name, path }) => [path, name, places])).toEqual([
      ['node_modules/@s/d', '@s/d', ['node_modules/b']],
      ['node_modules/a', 'a', ['node_modules/@s/d', 'node_modules/a/node_modules/b']],
      ['node_modules/a/node_modules/b', 'b', []],
      ['node_modules/b', 'b', ['node_modules/a']],
      ['node_modules/c', 'c', []],
    ]);
  });

  test('of another version is refused', () => {
    expect(() => readLockFile(JSON.stringify({ ...lock, lockfileVersion: 1 }))).toThrow(/lockfileVersion/);
  });
});

describe('sbom.cdx.json', () => {
  test('is CycloneDX 1.6, whatever a package calls its licence', async () => {
    expect(await problemsOf(textOf(made()))).toBeNull();
  });

  test('the validator refuses what is no CycloneDX', async () => {
    const bom: object = JSON.parse(textOf(made()));
    expect(await problemsOf(JSON.stringify({ ...bom, components: [{ type: 'library' }] }))).not.toBeNull();
    expect(await problemsOf(JSON.stringify({ ...bom, made: 'up' }))).not.toBeNull();
  });

  test('says what is needed, optional, or for development alone', () => {
    const scopes = bomOf(made()).components.map((one) => [one['bom-ref'], one.scope]);
    expect(Object.fromEntries(scopes)).toEqual({
      'lambdas/x/handler.ts': undefined,
      'node_modules/@s/d': 'optional',
      'node_modules/a': 'required',
      'node_modules/a/node_modules/b': 'required',
      'node_modules/b': 'required',
      'node_modules/c': 'excluded',
    });
  });

  test('says what a function holds', () => {
    expect(dependsOn(bomOf(made()), 'lambdas/x/handler.ts')).toEqual(['node_modules/a']);
    expect(dependsOn(bomOf(made()), 'blueprint')).toEqual(['lambdas/x/handler.ts', 'node_modules/a', 'node_modules/c']);
  });

  test('is the same again, and has another number where the software is another', () => {
    const { packages, ...rest } = made();
    expect(textOf(made())).toBe(textOf(made()));
    expect(textOf({ ...rest, packages: packages.slice(1) })).not.toContain(
      JSON.parse(textOf(made())).serialNumber as string,
    );
  });

  test.each([
    ['a', '1.0.0', 'pkg:npm/a@1.0.0'],
    ['@s/d', '1.0.0-rc+1', 'pkg:npm/%40s/d@1.0.0-rc%2B1'],
  ])('%s %s is %s', (name, version, purl) => {
    expect(purlOf({ name, version })).toBe(purl);
  });

  test('digests are in hexadecimal, and unknown ones are left out', () => {
    expect([...hashesOf('sha512-AAEC md5-AAEC')]).toEqual([['SHA-512', '000102']]);
    expect([...hashesOf(undefined)]).toEqual([]);
  });
});

describe('this repository', () => {
  let software: Software;
  beforeAll(() => {
    software = readSoftware(root, functionBundles().values());
  }, 60_000);

  test('has functions byte for byte as they are deployed: those of the templates, and no other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'asepsis-sbom-'));
    try {
      buildApp(testConfig('hospital'), { ...ungated, bundling: true, outdir: folder }).synth();
      const codes = readdirSync(folder).filter((name) => name.startsWith('asset.'));
      expect(codes.flatMap((code) => readdirSync(join(folder, code)))).toEqual(codes.map(() => 'index.js'));
      const deployed = codes.map((code) => sha256(readFileSync(join(folder, code, 'index.js'))));
      expect(deployed.sort()).toEqual(software.functions.map((one) => one.sha256).sort());
      expect(deployed.length).toBeGreaterThan(10);
      // Nothing is left that is of no function.
      expect(readdirSync(folder).filter((name) => name.startsWith('bundling'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test('has functions with what they use, and without the CDK', () => {
    const held = (entry: string) => software.functions.find((one) => one.entry === entry)?.packages ?? [];
    expect(held('lambdas/imaging/handler.ts')).toEqual(expect.arrayContaining(['node_modules/zod']));
    expect(held('lambdas/drift/functions/sweep.ts')).toEqual(
      expect.arrayContaining(['node_modules/@aws-sdk/client-sqs', 'node_modules/zod']),
    );
    const places = new Set(software.packages.map(({ path }) => path));
    for (const { bytes, packages, sha256 } of software.functions) {
      expect(bytes).toBeGreaterThan(1000);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(packages.filter((place) => !places.has(place) || /aws-cdk|constructs|cdk-nag/.test(place))).toEqual([]);
    }
  });

  test('lists every package; as a bundle holds it, it is CycloneDX 1.6: test/cli/evidence', () => {
    expect(bomOf(software).components.length).toBeGreaterThan(500);
  });
});

test.each([
  ['node_modules/zod/v4/index.js', 'node_modules/zod'],
  ['../main/node_modules/@a/b/node_modules/c/index.js', 'node_modules/@a/b/node_modules/c'],
  ['lambdas/imaging/handler.ts', undefined],
])('%s is of %s', (path, place) => {
  expect(placeOf(path)).toBe(place);
});
