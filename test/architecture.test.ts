/** What may import what, and the form of files. The linter says most of it while one writes; this test says all of it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, problemOf } from './house-rules';

const root = join(__dirname, '..');
const tops = ['bin', 'lib', 'lambdas', 'local', 'bench', 'test'];

interface Source {
  readonly file: string;
  readonly text: string;
}

const sourcesIn = (folder: string): readonly Source[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

const isFolder = (name: string) => statSync(join(root, name), { throwIfNoEntry: false })?.isDirectory() === true;
const sources = tops.filter(isFolder).flatMap(sourcesIn);

describe('the house', () => {
  test('every import goes the way that the house allows', () => {
    expect(sources.length).toBeGreaterThan(200);
    const problems = sources.flatMap(({ file, text }) =>
      importsOf(text).flatMap((specifier) => problemOf(file, specifier) ?? []),
    );
    expect(problems).toEqual([]);
  });

  test.each([
    ['lib/resources/x.ts', '../config/tiers'],
    ['lib/resources/x.ts', 'aws-cdk-lib/aws-s3'],
    ['lib/controls/x.ts', '@aws-sdk/client-s3'],
    ['lib/controls/deep/x.ts', '../../gates/gate'],
    ['lib/constructs/x.ts', '../stacks/blueprint'],
    ['lib/constructs/x.ts', '../config/schema'],
    ['lib/gates/x.ts', '../cli/output'],
    ['lib/stacks/x.ts', '../app'],
    ['lib/config/x.ts', '../constructs/phi-bucket'],
    ['lambdas/drift/x.ts', 'aws-cdk-lib'],
    ['lambdas/drift/x.ts', '../../lib/stacks/blueprint'],
    ['lambdas/drift/x.ts', '../../local/zip'],
    ['lib/nowhere/x.ts', '../config/schema'],
  ])('%s may not import %s', (file, specifier) => {
    expect(problemOf(file, specifier)).toContain(specifier.startsWith('.') ? file : specifier);
  });

  test.each([
    ['lib/controls/x.ts', '../resources/kind'],
    ['lib/constructs/x.ts', '../errors'],
    ['lib/cli/x.ts', '../../local/cloud'],
    ['lambdas/drift/x.ts', '../../lib/controls/index'],
    ['lambdas/drift/x.ts', '@aws-sdk/client-s3'],
    ['test/gates/x.ts', '../../lib/cli/check'],
  ])('%s may import %s', (file, specifier) => {
    expect(problemOf(file, specifier)).toBeUndefined();
  });

  test('an import is seen in each of its forms', () => {
    const text = [
      "import { a } from 'one';",
      "import type { b } from 'two';",
      "import 'three';",
      "export * from 'four';",
      "const five = await import('five');",
      "const six = require('six');",
      "type Seven = typeof import('seven');",
      "import {\n  a,\n} from 'eight';",
    ].join('\n');
    expect([...importsOf(text)].sort()).toEqual(
      ['eight', 'five', 'four', 'one', 'seven', 'six', 'three', 'two'].sort(),
    );
  });

  test('every room stands in the map of the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const map = readme.split('\n').filter((line) => line.startsWith('| `'));
    const named = new Set(
      map.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1])),
    );
    const rooms = readdirSync(join(root, 'lib')).filter((name) => isFolder(join('lib', name)));
    const missing = [
      ...rooms.map((name) => `lib/${name}`),
      ...['bin', 'config', 'lambdas', 'local', 'bench'].filter(isFolder).map((name) => `${name}/`),
    ].filter((room) => !named.has(room));
    expect(missing).toEqual([]);
    const gone = [...named].filter((room) => room !== undefined && !isFolder(room));
    expect(gone).toEqual([]);
  });

  test('what functions are bundled from takes zod as a namespace: by its own object, all of zod comes along', () => {
    const bundled = /^(lambdas|lib\/(attest|contain|controls|drift|resources))\//;
    const whole = sources.filter(
      ({ file, text }) => bundled.test(file) && /import \{[^}]*\bz\b[^}]*\} from 'zod'/.test(text),
    );
    expect(whole.map(({ file }) => file)).toEqual([]);
  });

  test('every file can be read at one sitting', () => {
    // Nobody reads what is generated: its source is elsewhere.
    const written = sources.filter(({ file }) => file !== 'lib/evidence/oscal/schema-types.ts');
    const long = written.map(({ file, text }) => [file, text.split('\n').length - 1] as const);
    expect(long.filter(([, lines]) => lines >= 300).map(([file, lines]) => `${file} has ${lines} lines`)).toEqual([]);
  });

  test('every name is exported by name, in a file of its own kind', () => {
    expect(
      sources.filter(({ text }) => /^export default\b|\bas default\b/m.test(text)).map(({ file }) => file),
    ).toEqual([]);
    expect(
      sources
        .map(({ file }) => file)
        .filter((file) => !/^[a-z0-9/.-]+$/.test(file) || /\/(utils?|helpers?|misc|common)(\.ts|\/)/.test(file)),
    ).toEqual([]);
  });
});
