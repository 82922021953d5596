/** The facts of a bundle know where each resource comes from, without the CDK CLI: findings stand at lines of the code. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../../lib/app';
import { factsFrom, readBackFacts } from '../../../lib/cli/bundle/facts';
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

test('what cannot be compared is told apart from what is not as declared', () => {
  const found = {
    stack: 'lakeside-drift',
    logicalId: 'Contain',
    type: 'AWS::Lambda::Function',
    kind: 'lambda.function',
    physicalId: 'lakeside-contain',
    owned: 14,
    ignored: [],
    completed: [],
    problems: [],
  };
  const difference = { path: 'timeout', declared: 30, live: 3 };
  const hidden = { path: 'environment.APPROVER_ID', why: 'RoleId is not computed' };
  expect(
    readBackFacts([
      { ...found, remaining: [difference], undecided: [] },
      { ...found, remaining: [], undecided: [hidden] },
    ]).map(({ deviations, undecided }) => [deviations, undecided]),
  ).toEqual([
    [[{ path: 'timeout', problem: 'not as declared' }], undefined],
    [[], [hidden]],
  ]);
});

test.each<[string, string | undefined, true | undefined]>([
  ['the clock gave', undefined, undefined],
  ['somebody gave', '0', true],
])('a moment that %s is said to be so', (_what, epoch, expected) => {
  const before = process.env.SOURCE_DATE_EPOCH;
  try {
    if (epoch === undefined) delete process.env.SOURCE_DATE_EPOCH;
    else process.env.SOURCE_DATE_EPOCH = epoch;
    expect(factsFrom({ app, file, templates, at: new Date(0) }).atWasGiven).toBe(expected);
  } finally {
    if (before === undefined) delete process.env.SOURCE_DATE_EPOCH;
    else process.env.SOURCE_DATE_EPOCH = before;
  }
});
