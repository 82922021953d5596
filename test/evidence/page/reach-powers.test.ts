/** On the page: who is denied, who can change who reaches PHI, and what that leads to. */
import type { Cell } from '../../../lib/evidence/page/model';
import { reachPart } from '../../../lib/evidence/page/parts/reach';
import { anyStack } from '../../../lib/evidence/page/parts/reach-groups';
import type { Reach } from '../../../lib/reach/reach';

const practices = Array.from({ length: 100 }, (_, index) => `p${index}`);
const principal = (id: string, name: string): Reach['principals'][number] => ({
  id,
  name,
  kind: 'role',
  functions: [],
});
const empty: Reach = {
  stores: practices.map((id) => ({
    id: `x-practice-${id}/Files`,
    type: 'bucket',
    arn: `arn:aws:s3:::${id}`,
    practice: id,
  })),
  principals: [
    principal('x-identity/Clinician', 'x-clinician'),
    ...practices.map((id) => principal(`x-practice-${id}/Scan`, `x-${id}-scan`)),
  ],
  rows: [],
  denied: { cells: 0, byLayer: {}, byReason: [], reasons: [], patterns: [], stores: {}, rows: [] },
  escalation: { targets: [], powers: [], denied: [], steps: [], leads: [] },
  paths: [],
  assumptions: [],
  limits: [],
};
const textOf = (cell: Cell | undefined): string | undefined => (typeof cell === 'object' ? cell.text : cell);

const tableOf = (reach: Reach, title: string): readonly (readonly Cell[])[] =>
  reachPart(reach).tables.find((one) => one.title === title)?.rows ?? [];
const wholeText = (cell: Cell | undefined): string =>
  typeof cell === 'object' ? [cell.text, ...cell.list].join(' ') : (cell ?? '');

describe('who is denied', () => {
  const ids = practices.map((id) => `x-practice-${id}/Files`);
  const denied: Reach['denied'] = {
    cells: 1,
    byLayer: {},
    byReason: [],
    reasons: ['identity: nothing allows', 'resource x-practice-p7/Files#Own'],
    patterns: [
      { type: 'bucket', refusals: [{ reason: 0, actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'] }] },
      {
        type: 'bucket',
        refusals: [
          { reason: 1, actions: ['s3:GetObject'] },
          { reason: 0, actions: ['s3:PutObject'] },
        ],
      },
    ],
    stores: { bucket: ids },
    rows: [
      { principals: ['x-identity/Clinician'], session: 'other', pattern: 0, stores: '0-6,8-99' },
      { principals: ['x-identity/Clinician'], session: 'other', pattern: 1, stores: '7' },
      ...practices.map((id, place) => ({
        principals: [`x-practice-${id}/Scan`],
        session: 'fixed' as const,
        pattern: 0,
        stores: [...(place > 0 ? [`0-${place - 1}`] : []), ...(place < 99 ? [`${place + 1}-99`] : [])].join(),
      })),
    ],
  };
  const rows = tableOf({ ...empty, denied }, 'Denied');

  test('by the same statement of every practice’s own is one row', () => {
    const own = practices.map((_, place) => ({
      principals: ['x-identity/Clinician'],
      session: 'other' as const,
      pattern: place,
      stores: String(place),
    }));
    const reasons = practices.map((id) => `resource x-practice-${id}/Files#Own`);
    const patterns = practices.map((_, reason) => ({
      type: 'bucket' as const,
      refusals: [{ reason, actions: ['s3:GetObject'] }],
    }));
    const cells = tableOf({ ...empty, denied: { ...denied, reasons, patterns, rows: own } }, 'Denied');
    expect(cells.map((one) => one.map(textOf))).toEqual([
      [
        'x-clinician',
        'of another practice',
        'read (GetObject)',
        'bucket Files in each of 100 practices',
        `resource ${anyStack}/Files#Own`,
      ],
    ]);
  });

  test('is told with the session, the accesses, the stores and the statement', () => {
    expect(rows.slice(0, 3).map((cells) => cells.map(textOf))).toEqual([
      [
        'x-clinician',
        'of another practice',
        'read, write (PutObject)',
        'bucket Files in 99 of 100 practices, not in p7',
        'identity: nothing allows',
      ],
      [
        'x-clinician',
        'of another practice',
        'read (GetObject)',
        'bucket Files of p7',
        'resource x-practice-p7/Files#Own',
      ],
      ['x-clinician', 'of another practice', 'write (PutObject)', 'bucket Files of p7', 'identity: nothing allows'],
    ]);
    expect(wholeText(rows[0]?.[2])).toContain('s3:GetObject');
  });

  test('roles of a hundred practices that are kept out of the others are one row', () => {
    expect(rows.slice(3).map((cells) => cells.map(textOf))).toEqual([
      [
        `x-${anyStack}-scan`,
        'as its role says',
        'read, write (PutObject)',
        `bucket Files in 99 of 100 practices, not in ${anyStack}`,
        'identity: nothing allows',
      ],
    ]);
  });
});

describe('who can change who reaches it', () => {
  const power = (changes: Partial<Reach['escalation']['powers'][number]>) => ({
    principal: 'x/Fixer',
    session: 'fixed' as const,
    power: 'iam:PutRolePolicy',
    effect: 'widen' as const,
    outcome: 'allowed' as const,
    by: ['identity x/Fixer#0'],
    targets: ['x-identity/Clinician'],
    ...changes,
  });
  const step = { power: 'iam:UpdateAssumeRolePolicy', targets: ['x-identity/Clinician'], by: ['identity x/Fixer#1'] };
  const lead = { principal: 'x/Fixer', outcome: 'allowed' as const, steps: [0], stores: ['x-practice-p1/Files'] };
  const reach: Reach = {
    ...empty,
    principals: [
      principal('x-identity/Clinician', 'x-clinician'),
      principal('x/Fixer', 'x-fixer'),
      principal('x/Function', 'x-function'),
    ],
    escalation: {
      targets: [{ id: 'x-identity/Clinician', kind: 'role', name: 'x-clinician', roles: ['x-identity/Clinician'] }],
      powers: [
        power({}),
        power({ power: 'iam:AttachRolePolicy' }),
        power({ power: 'iam:DeleteRolePolicy', effect: 'loosen', outcome: 'undecided' }),
        power({ principal: 'x/Function', through: ['x/Fixer'], by: ['resource x/Fixer#0', 'identity x/Fixer#0'] }),
        power({
          principal: 'x/Function',
          through: ['x/Fixer'],
          power: 'iam:AttachRolePolicy',
          by: ['resource x/Fixer#0', 'identity x/Fixer#0'],
        }),
      ],
      denied: [],
      steps: [step],
      leads: [
        { ...lead, access: 'read' },
        { ...lead, access: 'write' },
      ],
    },
  };

  test('is told once for a role and whoever assumes it, by what it comes to', () => {
    const rows = tableOf(reach, 'Who can change who reaches it');
    expect(rows.map((cells) => cells.slice(0, 5).map(textOf))).toEqual([
      [
        'x-fixer; x-function through x-fixer',
        'give it any policy',
        'iam:PutRolePolicy, iam:AttachRolePolicy',
        'role x-clinician',
        'allowed',
      ],
      ['x-fixer', 'take policies from it', 'iam:DeleteRolePolicy', 'role x-clinician', 'undecided'],
    ]);
    expect(wholeText(rows[0]?.[0])).toContain('resource x/Fixer#0');
    expect(rows[0]?.[5]).toBe('identity x/Fixer#0');
  });

  test('and what it leads to, step by step', () => {
    const [cells, ...others] = tableOf(reach, 'What that leads to');
    expect(others).toEqual([]);
    expect(cells?.slice(0, 5).map(textOf)).toEqual([
      'x-fixer',
      'itself',
      'read, write',
      'bucket Files of p1',
      'allowed',
    ]);
    expect(wholeText(cells?.[5])).toBe(
      'iam:UpdateAssumeRolePolicy of role x-clinician iam:UpdateAssumeRolePolicy: identity x/Fixer#1',
    );
  });

  test('is counted, and the lead says that a denial holds for present policies', () => {
    const part = reachPart(reach);
    expect(part.figures?.map(({ label, value }) => `${value} ${label}`)).toContain(
      '2 principals that could change who reaches it',
    );
    expect(part.lead).toContain('By present policies');
  });

  test('what was not looked at stands below', () => {
    const part = reachPart({ ...reach, limits: ['Access points.'] });
    expect(part.notes).toContain('Not considered: access points.');
  });
});
