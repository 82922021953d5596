/** Identifiers from names, RFC 9562 version 5: the same name gives the same identifier, so that two bundles can be compared. */
import { createHash } from 'node:crypto';

/** RFC 9562 6.6: the namespace of URLs, which URNs are among. */
const urls = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/** The UUID of a name in a namespace. */
export function uuid5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const namespace = uuid5(urls, 'urn:asepsis:oscal');

/** Gives the identifier of what its parts name. */
export type Identify = (...parts: readonly string[]) => string;

/** Identifiers within what `scope` names, for example one deployment. */
export const identifiersOf =
  (...scope: readonly string[]): Identify =>
  (...parts) =>
    // No part holds a line break: `a` `b/c` and `a/b` `c` stay two names.
    uuid5(namespace, [...scope, ...parts].join('\n'));
