import { inflateSync } from 'node:zlib';
import { imageTypeOf } from '../../../lambdas/imaging/image-type';
import { disguisedPage, randomPng } from '../../../local/workload/image';

test('a random PNG is one, and each is another', () => {
  const [one, other] = [randomPng(), randomPng()];
  expect(imageTypeOf(one)).toBe('image/png');
  expect(one.equals(other)).toBe(false);
  const at = one.indexOf('IDAT');
  const length = one.readUInt32BE(at - 4);
  // Eight rows of eight points, each after the byte that names its filter.
  expect(inflateSync(one.subarray(at + 4, at + 4 + length))).toHaveLength(8 * 9);
});

test('the disguised page is no image', () => expect(imageTypeOf(disguisedPage)).toBeUndefined());
