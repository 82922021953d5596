/** What each source makes of a service's answers: no name of a person, no value that was found, nothing beyond its bounds. */
import type { Case } from '../../../lambdas/contain/case';
import { allOf } from '../../../lambdas/evidence/bounds';
import { cellsOf, users, usersIn } from '../../../lambdas/evidence/sources/access';
import { driftItemOf } from '../../../lambdas/evidence/sources/drift';
import { responsesOf } from '../../../lambdas/evidence/sources/responses';
import { fixedRecord } from '../drift/records';

const period = { from: new Date('2026-11-24T00:00:00Z'), to: new Date('2026-11-25T00:00:00Z') };

async function* pagesOf<T>(...pages: readonly (readonly T[])[]) {
  for (const page of pages) yield page;
}

describe('bounds', () => {
  test.each<[what: string, most: { items: number; pages: number }, result: object]>([
    ['all', { items: 4, pages: 2 }, { items: [1, 2, 3, 4] }],
    ['too many items', { items: 3, pages: 2 }, { items: [1, 2, 3], left: '1 more' }],
    ['too many pages', { items: 4, pages: 1 }, { items: [1, 2], left: 'what follows 1 pages: not read' }],
  ])('%s', async (_, most, result) => {
    expect(await allOf(pagesOf([1, 2], [3, 4]), (page) => page, most)).toEqual(result);
  });
});

describe('drift', () => {
  test('a record without who did it and what was found', () => {
    const item = driftItemOf(fixedRecord);
    expect(item).toMatchObject({
      record: fixedRecord.id,
      outcome: 'fixed',
      resource: 'key-key',
      paths: ['rotationEnabled'],
    });
    expect(JSON.stringify(item)).not.toMatch(/mallory|203\.0\.113|false/);
  });

  test('what no stack declares may be called after a person', () => {
    const stranger = { ...fixedRecord, resource: { kind: 'iam.user', physicalId: 'ann.example' } };
    expect(JSON.stringify(driftItemOf(stranger))).not.toContain('ann');
    expect(driftItemOf(stranger).resource).toBe(driftItemOf(stranger).resource);
    expect(driftItemOf(stranger).resource).not.toBe(
      driftItemOf({ ...stranger, resource: { kind: 'iam.user', physicalId: 'bob' } }).resource,
    );
  });
});

describe('responses', () => {
  const one: Case = {
    id: 'case-0123456789ab',
    finding: {
      id: 'f',
      from: 'guardduty',
      type: 'Recon:IAMUser/X',
      title: 'ann',
      severity: 8,
      lastSeen: '',
    } as Case['finding'],
    openedAt: '2026-11-24T10:00:00.000Z',
    steps: [
      {
        target: { kind: 'iam.user', name: 'ann', arn: 'arn:aws:iam::111122223333:user/ann' },
        status: 'released',
        containedAt: '2026-11-24T10:00:01.000Z',
      },
    ],
    notes: ['ann'],
    alarm: false,
    approvedBy: 'AROA:ann',
    releasedBy: 'AROA:ann',
    closedAt: '2026-11-24T11:00:00.000Z',
    told: true,
    version: 3,
  };

  test('a case without whom it concerns and who decided', () => {
    const { items } = responsesOf([one], period);
    expect(items).toMatchObject([{ status: 'released', approved: true, releasedBy: 'person', severity: 8 }]);
    expect(JSON.stringify(items)).not.toContain('ann');
  });

  test.each<[what: string, change: Partial<Case>, counts: boolean]>([
    ['opened and ended before', { openedAt: '2026-11-20T00:00:00Z', closedAt: '2026-11-21T00:00:00Z' }, false],
    ['opened before and ended within', { openedAt: '2026-11-20T00:00:00Z' }, true],
    ['opened at the end', { openedAt: '2026-11-25T00:00:00Z', closedAt: undefined }, false],
    [
      'open for long',
      {
        openedAt: '2026-11-20T00:00:00Z',
        closedAt: undefined,
        steps: one.steps.map((step) => ({ ...step, status: 'contained' as const })),
      },
      true,
    ],
  ])('%s', (_, change, counts) => {
    expect(responsesOf([{ ...one, ...change }], period).items).toHaveLength(counts ? 1 : 0);
  });
});

describe('users', () => {
  const head =
    'user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date';
  const root =
    '<root_account>,arn:aws:iam::1:root,2020-01-01T00:00:00+00:00,not_supported,no_information,true,false,N/A,N/A,false,N/A,N/A';
  const ann =
    '"ann,jr",arn:aws:iam::1:user/ann,2020-01-01T00:00:00+00:00,true,2026-11-01T00:00:00+00:00,false,true,2026-01-01T00:00:00+00:00,N/A,false,N/A,N/A';

  test('the report without names', () => {
    const { items } = usersIn([head, root, ann, ''].join('\n'));
    expect(items).toContainEqual({ user: 'root', mfa: true, password: false, keys: [] });
    expect(items).toContainEqual({
      user: expect.stringMatching(/^x-[0-9a-f]{16}$/),
      mfa: false,
      password: true,
      passwordLastUsedAt: '2026-11-01T00:00:00+00:00',
      keys: [{ active: true, rotatedAt: '2026-01-01T00:00:00+00:00' }],
    });
    expect(JSON.stringify(items)).not.toContain('ann');
  });

  test('another report is refused, and not taken for one without users', () => {
    expect(() => usersIn('user,arn\nann,x')).toThrow('no column mfa_active');
  });

  test.each([
    ['a,b', ['a', 'b']],
    ['"a,""b""",,c', ['a,"b"', '', 'c']],
    ['', ['']],
  ])('the line %s', (line, cells) => expect(cellsOf(line)).toEqual(cells));

  test('a report that is not written in time is a failure', async () => {
    const waits: number[] = [];
    const client = { send: async () => ({ State: 'INPROGRESS' }) } as unknown as Parameters<typeof users>[0];
    await expect(users(client, async (milliseconds) => void waits.push(milliseconds))).rejects.toThrow('in time');
    expect(waits).toHaveLength(14);
  });
});
