/** Who can reach PHI on the page: a hundred practices are told once, exceptions alone, and no row is lost. */
import fc from 'fast-check';
import type { Cell } from '../../../lib/evidence/page/model';
import { reachPart } from '../../../lib/evidence/page/parts/reach';
import { anyStack, grouped, practiceStacks, ungrouped } from '../../../lib/evidence/page/parts/reach-groups';
import type { Reach, ReachStore } from '../../../lib/reach/reach';
import type { Row } from '../../../lib/reach/rows';

const row = (changes: Partial<Row> = {}): Row => ({
  principal: 'x-identity/Clinician',
  session: 'own',
  access: 'read',
  outcome: 'allowed',
  actions: ['s3:GetObject'],
  from: ['x-network/Endpoint'],
  by: ['identity x-identity/Clinician#Read'],
  stores: ['x-practice-a/Files'],
  ...changes,
});

/** What somebody may do in one practice, decided by that practice's own key. */
const inPractice = (id: string, changes: Partial<Row> = {}): Row =>
  row({ stores: [`x-practice-${id}/Files`], by: [`resource x-practice-${id}/Key#Own`], ...changes });

const stacks = ['x-practice-a', 'x-practice-ab', 'x-practice-b'];
const shapes = (rows: readonly Row[], known: readonly string[] = stacks) =>
  grouped(rows, known).map((group) => [group.row.stores.join(), group.stacks.length] as const);

describe('rows that differ only by the practice', () => {
  test.each<[string, readonly Row[], readonly (readonly [string, number])[]]>([
    ['are one', [inPractice('a'), inPractice('ab'), inPractice('b')], [[`${anyStack}/Files`, 3]]],
    [
      'are one without the practice that has another outcome, which stands alone',
      [inPractice('a'), inPractice('ab', { outcome: 'undecided' }), inPractice('b')],
      [
        [`${anyStack}/Files`, 2],
        [`${anyStack}/Files`, 1],
      ],
    ],
    [
      'are two where another statement decides',
      [inPractice('a'), inPractice('b', { by: ['resource x-practice-b/Key#Other'] })],
      [
        [`${anyStack}/Files`, 1],
        [`${anyStack}/Files`, 1],
      ],
    ],
    [
      'do not hide a role of one practice that reaches into another',
      [
        inPractice('a', { principal: 'x-practice-a/Scan' }),
        inPractice('b', { principal: 'x-practice-b/Scan' }),
        inPractice('b', { principal: 'x-practice-a/Scan' }),
      ],
      [
        [`${anyStack}/Files`, 2],
        ['x-practice-b/Files', 0],
      ],
    ],
    [
      'are told from a stack that only begins like a practice’s',
      [inPractice('a'), inPractice('abc')],
      [
        [`${anyStack}/Files`, 1],
        ['x-practice-abc/Files', 0],
      ],
    ],
    [
      'stay as they are where no practice is in them',
      [row({ stores: ['x-backup/Vault'], by: [] })],
      [['x-backup/Vault', 0]],
    ],
  ])('%s', (_, rows, expected) => expect(shapes(rows)).toEqual(expected));

  test('a text that looks like the place of a practice is left alone', () => {
    const odd = inPractice('a', { by: [`identity ${anyStack}/Policy#1`] });
    const groups = grouped([odd], stacks);
    expect(groups).toEqual([{ row: odd, stacks: [] }]);
    expect(groups.flatMap(ungrouped)).toEqual([odd]);
  });
});

const ids = fc
  .tuple(
    fc.constantFrom(...stacks, 'x-identity', 'x-practice-abc', 'yx-practice-a', anyStack),
    fc.constantFrom('Files', 'Key', 'Role', 'x-practice-b'),
  )
  .map((parts) => parts.join('/'));
const reasons = fc
  .tuple(fc.constantFrom('identity ', 'resource ', '', 'x-practice-a '), ids, fc.string())
  .map((parts) => parts.join(''));
const rows = fc.array(
  fc
    .record({
      principal: ids,
      session: fc.constantFrom('own', 'other', 'none', 'fixed'),
      through: fc.option(fc.array(ids, { maxLength: 2 }), { nil: undefined }),
      access: fc.constantFrom('read', 'write'),
      outcome: fc.constantFrom('allowed', 'undecided'),
      actions: fc.constantFrom(['s3:GetObject'], ['x-practice-a/']),
      from: fc.array(ids, { maxLength: 2 }),
      by: fc.array(reasons, { maxLength: 2 }),
      stores: fc.array(ids, { maxLength: 3 }),
    })
    .map(({ through, ...rest }): Row => ({ ...rest, ...(through ? { through } : {}) })),
);

test('no row is lost: the groups taken apart are the rows', () => {
  const sorted = (some: readonly Row[]) => some.map((one) => JSON.stringify(one)).sort();
  fc.assert(
    fc.property(rows, fc.array(fc.constantFrom(...stacks)), (some, known) => {
      expect(sorted(grouped(some, known).flatMap(ungrouped))).toEqual(sorted(some));
    }),
    { numRuns: 500 },
  );
});

const store = (id: string, practice?: string): ReachStore => ({
  id,
  type: 'bucket',
  arn: `arn:aws:s3:::${id}`,
  ...(practice === undefined ? {} : { practice }),
});

test.each<[string, readonly ReachStore[], Readonly<Record<string, string>>]>([
  [
    'is that of its stores',
    [store('x-practice-a/Files', 'a'), store('x-practice-a/Key', 'a')],
    { 'x-practice-a': 'a' },
  ],
  ['is none where they are of two', [store('all/A', 'a'), store('all/B', 'b')], {}],
  ['is none where one is of nobody', [store('x/Files', 'a'), store('x/Backup')], {}],
  ['is none without a tag', [store('x-backup/Vault')], {}],
])('the practice of a stack %s', (_, stores, expected) =>
  expect(Object.fromEntries(practiceStacks(stores))).toEqual(expected),
);

describe('on the page', () => {
  const practices = Array.from({ length: 100 }, (_, index) => `p${index}`);
  const principal = (id: string, name: string): Reach['principals'][number] => ({
    id,
    name,
    kind: 'role',
    functions: [],
  });
  const reachWith = (some: readonly Row[], of: readonly string[] = practices): Reach => ({
    stores: [store('x-backup/Vault'), ...of.map((id) => store(`x-practice-${id}/Files`, id))],
    principals: [
      principal('x-identity/Clinician', 'x-clinician'),
      ...of.map((id) => principal(`x-practice-${id}/Scan`, `x-${id}-scan`)),
    ],
    rows: some,
    denied: { cells: 12_345, byLayer: {}, byReason: [], reasons: [], patterns: [], stores: {}, rows: [] },
    escalation: { targets: [], powers: [], denied: [], steps: [], leads: [] },
    paths: [],
    assumptions: [],
    limits: [],
  });
  const told = (reach: Reach): readonly (readonly Cell[])[] =>
    reachPart(reach).tables.find(({ title }) => title === 'Allowed or undecided')?.rows ?? [];
  const textOf = (cell: Cell | undefined): string | undefined => (typeof cell === 'object' ? cell.text : cell);

  test('a hundred practices are a row, which lists them', () => {
    const [only, ...others] = told(reachWith(practices.map((id) => inPractice(id))));
    expect(others).toEqual([]);
    expect(only?.[3]).toEqual({
      text: 'bucket Files in each of 100 practices',
      list: [`bucket Files: ${practices.join(', ')}`],
    });
    expect(only?.[5]).toBe(`resource ${anyStack}/Key#Own`);
  });

  test('so are a hundred roles of the same kind, by the name that they share', () => {
    const all = practices.map((id) => inPractice(id, { principal: `x-practice-${id}/Scan` }));
    expect(told(reachWith(all)).map(([who]) => who)).toEqual([`x-${anyStack}-scan, in a session of the same practice`]);
  });

  test('the one that is otherwise is named twice: as missing, and alone', () => {
    const all = practices.map((id) =>
      inPractice(id, id === 'p7' ? { by: ['resource x-practice-p7/Key#Everyone'] } : {}),
    );
    expect(told(reachWith(all)).map((cells) => [textOf(cells[3]), cells[5]])).toEqual([
      ['bucket Files in 99 of 100 practices, not in p7', `resource ${anyStack}/Key#Own`],
      ['bucket Files of p7', 'resource x-practice-p7/Key#Everyone'],
    ]);
  });

  test.each<[string, Partial<Row>, string]>([
    ['of its own tags', { session: 'fixed' }, 'x-clinician'],
    ['of another practice', { session: 'other' }, 'x-clinician, in a session of another practice'],
    [
      'through a role',
      { session: 'none', through: ['x-practice-a/Scan'] },
      'x-clinician, in a session of no practice, through x-a-scan',
    ],
  ])('a session %s is told with its principal', (_, changes, expected) =>
    expect(told(reachWith([row(changes)], ['a']))[0]?.[0]).toBe(expected),
  );

  test('a row of many stores tells the same names once', () => {
    const stores = ['x-backup/Vault', ...practices.slice(0, 40).map((id) => `x-practice-${id}/Files`)];
    expect(textOf(told(reachWith([row({ stores })]))[0]?.[3])).toBe(
      'bucket Vault; bucket Files in 40 of 100 practices',
    );
  });

  test('a single practice is told as it is, and nothing is said of many', () => {
    const reach = reachWith([inPractice('a')], ['a']);
    expect(told(reach)[0]?.slice(3)).toEqual(['bucket Files', 'x-network/Endpoint', 'resource x-practice-a/Key#Own']);
    expect(reachPart(reach).notes?.join()).not.toContain('reach.json');
    expect(reachPart(reachWith([])).notes?.join()).toContain('reach.json beside this page has every way');
  });

  test('what is all different is cut, and the page says where the rest is', () => {
    const different = Array.from({ length: 620 }, (_, index) =>
      row({ by: [`identity x-identity/P${index}#0`], stores: ['x-backup/Vault'] }),
    );
    const cells = told(reachWith(different));
    expect(cells).toHaveLength(501);
    expect(cells.at(-1)?.join(' ')).toMatch(/^and 120 ways more .*reach\.json/);
  });
});
