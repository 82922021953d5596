/** The facts of a bundle know where each resource comes from, without the CDK CLI: findings stand at lines of the code. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../../lib/app';
import { factsFrom } from '../../../lib/cli/bundle/facts';
import { templatesOf } from '../../../lib/gates/gate';
import { testConfig } from '../../configs';

const folder = mkdtempSync(join(tmpdir(), 'asepsis-facts-'));
const file = join(folder, 'config.yaml');
writeFileSync(file, '{}');
const app = buildApp(testConfig('solo'), { bundling: false, outdir: join(folder, 'cdk.out') });
const templates = templatesOf(app.synth());
const { origins } = factsFrom({ app, file, templates, at: new Date(0) });

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every resource of every template has its origin, once', () => {
  const declared = templates.flatMap(({ stack, template }) =>
    Object.keys(template.Resources ?? {}).map((id) => `${stack}/${id}`),
  );
  expect(declared.length).toBeGreaterThan(50);
  expect(origins.map(({ logicalId, stack }) => `${stack}/${logicalId}`).sort()).toEqual([...declared].sort());
});

test('with the path of its construct, and a line of this repository', () => {
  expect(origins.every(({ path }) => app.node.tryFindChild(path.split('/')[0] ?? '') !== undefined)).toBe(true);
  const sources = origins.flatMap(({ source }) => source ?? []);
  expect(sources).toHaveLength(origins.length);
  expect(sources.filter((one) => !existsSync(join(__dirname, '../../..', one.replace(/:\d+$/, ''))))).toEqual([]);
});
