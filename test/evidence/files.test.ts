/** The guide for auditors names each file of a bundle, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf } from '../../lib/evidence/bundle';
import { ownFiles } from '../../lib/evidence/manifest/manifest';
import { reachOf } from '../../lib/reach/reach';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from './made-facts';
import { madeOperation } from './made-operation';

const guide = readFileSync(join(__dirname, '../../docs/auditors.md'), 'utf8');
const table = guide.split('\n').filter((line) => line.startsWith('| `'));

/** Names in the first column; `*` is a name, `**` a path. */
const told = table.flatMap((line) =>
  [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
);
const formOf = (name: string) =>
  new RegExp(`^${name.replace(/[.]/g, '\\.').replace(/\*\*?/g, (stars) => (stars === '*' ? '[^/]+' : '.+'))}$`);

test('every file of a bundle is told, and every file that is told is in one', async () => {
  const facts = synthesizedFacts('solo');
  const full = {
    ...facts,
    deployed: readBackAsDeclared(facts),
    drill: drilledWell(),
    operation: await madeOperation(),
  };
  const software = { name: 'asepsis', version: '0', license: 'Apache-2.0', dependsOn: [], packages: [], functions: [] };
  const bundle = bundleOf(full, software, reachOf(facts.set, {}));
  const files = [...bundle.keys(), ...ownFiles].filter((path) => path !== 'index.html');
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((path) => !told.some((name) => formOf(name).test(path)))).toEqual([]);
  expect(told.filter((name) => !files.some((path) => formOf(name).test(path)))).toEqual([]);
});

test('the page itself, and what a reader needs, are told', () => {
  expect(guide).toContain('`index.html`');
  // The command refers to it by this heading.
  expect(guide).toContain('## What the reader of an account needs');
});
