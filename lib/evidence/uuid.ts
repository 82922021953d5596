/** Ids that the same names always give, RFC 9562 version 5. Pure. */
import { createHash } from 'node:crypto';

/** The namespace of URLs, RFC 9562 appendix A: names here are made up in the form of one. */
const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** The UUID of a name, for example `findings/lakeside/kms.key.rotation`. */
export function uuidOf(name: string): string {
  const hash = createHash('sha1').update(namespace).update(`urn:asepsis:${name}`, 'utf8').digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
