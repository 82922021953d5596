import fc from 'fast-check';
import {
  type Closing,
  close,
  endOfSecond,
  isClosed,
  reopen,
  revocation,
  revokedBefore,
  sidOf,
} from '../../../lambdas/contain/overlay';

const one: Closing = {
  bucket: 'phi-images',
  partition: 'aws',
  principal: 'arn:aws:iam::111122223333:role/reader',
  sid: sidOf('case-0123456789ab'),
};
const other = { ...one, sid: sidOf('case-ba9876543210-2'), principal: 'arn:aws:iam::111122223333:user/mallory' };

describe('a revocation', () => {
  test.each([
    ['2026-11-20T22:06:00.000Z', '2026-11-20T22:06:01Z'],
    ['2026-11-20T22:06:00.999Z', '2026-11-20T22:06:01Z'],
    ['2026-12-31T23:59:59.500Z', '2027-01-01T00:00:00Z'],
  ])('at %s refuses what was issued before %s', (at, before) => {
    expect(endOfSecond(new Date(at))).toBe(before);
    expect(revokedBefore(revocation(new Date(at)))).toEqual(new Date(before));
  });

  test.each([
    ['none', null],
    ['an allow', revocation(new Date()).replace('Deny', 'Allow')],
    ['one of fewer actions', revocation(new Date()).replace('"Action":"*"', '"Action":"s3:*"')],
    ['one without its condition', revocation(new Date()).replace('DateLessThan', 'DateGreaterThan')],
  ])('is not seen in %s', (_, text) => {
    expect(revokedBefore(text)).toBeUndefined();
  });
});

describe('closing a bucket', () => {
  test('denies one principal everything, and says it by letters and digits alone', () => {
    const { Statement } = JSON.parse(close(null, one));
    expect(Statement).toEqual([
      {
        Sid: 'AsepsisContainmentcase0123456789ab',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::phi-images', 'arn:aws:s3:::phi-images/*'],
        Condition: { ArnEquals: { 'aws:PrincipalArn': one.principal } },
      },
    ]);
  });

  test('twice is once', () => {
    expect(close(close(null, one), one)).toBe(close(null, one));
  });

  test('two cases do not undo one another', () => {
    const both = close(close(null, one), other);
    const rest = reopen(both, one.sid, null);
    expect(isClosed(rest, one.sid)).toBe(false);
    expect(isClosed(rest, other.sid)).toBe(true);
    expect(reopen(rest, other.sid, null)).toBeNull();
  });

  test('what somebody added meanwhile stays', () => {
    const before = JSON.stringify({ Version: '2012-10-17', Statement: { Sid: 'Tls', Effect: 'Deny' } });
    const changed = JSON.parse(close(before, one));
    changed.Statement.push({ Sid: 'Added', Effect: 'Deny' });
    const after = JSON.parse(reopen(JSON.stringify(changed), one.sid, before) ?? '');
    expect(after.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['Tls', 'Added']);
  });

  test('and opening again gives the very text that was there, whatever it was', () => {
    const statement = fc.record({
      Sid: fc.stringMatching(/^[A-Z][a-z]{0,8}$/),
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.oneof(fc.constant('s3:*'), fc.array(fc.constantFrom('s3:GetObject', 's3:PutObject'))),
      Condition: fc.dictionary(fc.string(), fc.jsonValue()),
    });
    const policy = fc.record(
      { Id: fc.string(), Version: fc.constant('2012-10-17'), Statement: fc.oneof(statement, fc.array(statement)) },
      { requiredKeys: ['Statement'] },
    );
    const text = fc.tuple(policy, fc.constantFrom(0, 2)).map(([one, indent]) => JSON.stringify(one, undefined, indent));
    fc.assert(
      fc.property(fc.option(text), (before) => {
        const closed = close(before, one);
        expect(isClosed(closed, one.sid)).toBe(true);
        expect(reopen(closed, one.sid, before)).toBe(before);
      }),
    );
  });
});
