import { totp } from './sign-in';

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits. The secret is `12345678901234567890` in base 32. */
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('the code at second %i is %s', (second, code) => {
  expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', second * 1000)).toBe(code);
});
