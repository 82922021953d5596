import { nextStep, totp } from '../../../local/workload/totp';

/** RFC 6238, appendix B: the last six digits of its SHA-1 column. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('at %d s the code is %s', (seconds, code) => expect(totp(secret, seconds * 1000)).toBe(code));

test('padding and case of the secret do not matter', () =>
  expect(totp(`${secret.toLowerCase()}======`, 59_000)).toBe('287082'));

test('what is no base32 is refused', () => expect(() => totp('0189', 0)).toThrow('"0" is not of base32'));

test('the next code is another one', () => expect(totp(secret, nextStep(59_000))).toBe(totp(secret, 60_000)));
