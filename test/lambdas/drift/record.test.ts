import fc from 'fast-check';
import { beginRecord, gravest, momentOf, recordId, recordOfSession, sessionName } from '../../../lambdas/drift/record';
import { parseTrigger } from '../../../lambdas/drift/trigger';
import { controls } from '../../../lib/controls';
import { control, now } from './facts';
import { stopRotation, visit } from './fake-messages';

const aMoment = fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const digits = fc.stringMatching(/^[0-9a-f]{8}$/);

describe('the id of a record', () => {
  test('is its moment and some digits', () => {
    expect(recordId(now, '1a2b3c4d')).toBe('20261124T200000000Z-1a2b3c4d');
    expect(momentOf('20261124T200000000Z-1a2b3c4d')).toEqual(now);
  });

  test('gives its moment back, sorts by it, and survives as the name of a session', () => {
    fc.assert(
      fc.property(aMoment, aMoment, digits, (one, other, hex) => {
        const id = recordId(one, hex);
        expect(momentOf(id)).toEqual(one);
        if (one < other) expect(id < recordId(other, hex)).toBe(true);
        expect(recordOfSession(sessionName(id))).toBe(id);
        // STS takes 64 of these characters.
        expect(sessionName(id)).toMatch(/^[\w+=,.@-]{2,64}$/);
      }),
    );
  });

  test.each([
    undefined,
    '',
    'fix-',
    'fix-20261124T200000000Z-1A2B3C4D',
    'fix-20261124T200000000Z-1a2b3c4d5',
    'xfix-20261124T200000000Z-1a2b3c4d',
    'fix-20261124T200000000Z-1a2b3c4d\n',
    'fix-20261124T200000Z-1a2b3c4d',
  ])('is not in %j', (session) => {
    expect(recordOfSession(session)).toBeUndefined();
  });

  test('that is none has no moment', () => {
    expect(Number.isNaN(momentOf('H#policy').getTime())).toBe(true);
  });
});

describe('gravest', () => {
  const graded = (...severities: readonly ('low' | 'medium' | 'high' | 'critical')[]) =>
    severities.map((severity) => ({ ...control('one'), severity }));
  test.each([
    [[], 'medium'],
    [['low'], 'low'],
    [['low', 'high'], 'high'],
    [['critical', 'low', 'high'], 'critical'],
  ] as const)('of %j is %s', (severities, expected) => {
    expect(gravest(graded(...severities))).toBe(expected);
  });
});

describe('a record as it begins', () => {
  const rotation = controls.find(({ id }) => id === 'kms.key.rotation');
  const deletion = controls.find(({ id }) => id === 'kms.key.deletion');
  const findings = [
    { path: 'rotationEnabled', controls: rotation ? [rotation] : [], found: 'false', expected: 'true' },
    {
      path: 'deletionScheduled',
      controls: deletion && rotation ? [deletion, rotation] : [],
      found: 'true',
      expected: 'false',
    },
  ];
  const start = {
    id: recordId(now, '1a2b3c4d'),
    outcome: 'fixing',
    resource: { kind: 'kms.key', physicalId: 'k' },
  } as const;

  test('holds who, what, when and which paragraphs, each once', () => {
    const trigger = parseTrigger(JSON.stringify(stopRotation()));
    expect(beginRecord(start, trigger, now, findings)).toEqual({
      ...start,
      trigger: {
        kind: 'call',
        id: trigger.id,
        at: '2026-11-24T20:00:00.000Z',
        name: 'kms:DisableKeyRotation',
        actor: 'arn:aws:iam::111122223333:user/mallory',
        address: '203.0.113.7',
      },
      noticedAt: now.toISOString(),
      controls: ['kms.key.rotation', 'kms.key.deletion'],
      paragraphs: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)', '164.308(a)(1)(ii)(B)', '164.312(c)(1)'],
      severity: 'critical',
      findings: findings.map(({ expected, found, path }) => ({ path, found, expected })),
      changes: [],
      notified: false,
    });
  });

  test('of the sweep names nobody', () => {
    const record = beginRecord(start, parseTrigger(JSON.stringify(visit())), now, []);
    expect(record.trigger).toEqual({ kind: 'visit', id: expect.any(String), at: expect.any(String), name: 'sweep' });
    expect(record.severity).toBe('medium');
  });
});
