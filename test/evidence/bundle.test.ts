/** The bundle, whole: the same facts give the same bytes, hostile names come out harmless, and forbidden words nowhere. */
import { bundleOf } from '../../lib/evidence/bundle';
import type { Software } from '../../lib/evidence/sbom/software';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from './made-facts';

const software: Software = {
  name: 'asepsis',
  version: '0.1.0',
  license: 'Apache-2.0',
  dependsOn: [],
  packages: [],
  functions: [],
};
const facts = synthesizedFacts('solo');
const shown = { ...facts, deployed: readBackAsDeclared(facts), drill: drilledWell() };
const bundle = bundleOf(shown, software);
const texts = [...bundle].map(([path, content]) => [path, content.toString()] as const);

test('every part has its file', () => {
  expect([...bundle.keys()]).toEqual(
    expect.arrayContaining([
      'index.html',
      'oscal/catalog.json',
      'oscal/ssp.json',
      'findings.sarif',
      'findings.ocsf.jsonl',
      'controls.csv',
      'responsibility.csv',
      'sbom.cdx.json',
      'coverage.json',
      'reach.json',
      'cost.json',
      'inventory/assets.json',
      'drill.json',
      'read-back.json',
    ]),
  );
  for (const [, text] of texts) expect(text.length).toBeGreaterThan(100);
});

test('the same facts give the same bytes, in whatever order they come', () => {
  expect([...bundleOf(shown, software)]).toEqual([...bundle]);
  const turned = { ...shown, origins: [...shown.origins].reverse() };
  expect([...bundleOf(turned, software).keys()]).toEqual([...bundle.keys()]);
});

test('without a deployment nothing is said to be deployed', () => {
  const designed = bundleOf(facts, software);
  expect([...designed.keys()]).not.toContain('drill.json');
  const levels = JSON.parse(designed.get('coverage.json')?.toString() ?? '') as {
    controls: readonly { standing?: { level: string } }[];
  };
  expect(new Set(levels.controls.flatMap(({ standing }) => standing?.level ?? []))).toEqual(new Set(['designed']));
});

test('nobody is certified by it', () => {
  for (const [path, text] of texts)
    expect([path, /HIPAA[- ]compliant|is certified/i.test(text)]).toEqual([path, false]);
});

test('it holds no credentials', () => {
  for (const [path, text] of texts)
    expect([path, /AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY|SecretAccessKey"/.test(text)]).toEqual([path, false]);
});
