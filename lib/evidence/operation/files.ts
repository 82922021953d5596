/**
 * The files of a period of operation: the summary, and each increment as it was signed, under the name that it has in the
 * archive. Objects whose signature does not hold are named in the summary and are not copied: nobody knows what they hold. Pure.
 */
import { canonicalJson } from '../../attest/canonical';
import type { EvidenceFacts } from '../facts';
import { operatingOf } from './operating';

export const operatingFile = 'operating.json';

/** The keys that signed increments, one PEM after the other. */
export const incrementKeysFile = 'archive/keys.pem';

/** Before the names that objects have in the archive. */
export const archiveFolder = 'archive/';

/** The bytes that an envelope seals. */
const payloadIn = (envelope: string): Buffer =>
  Buffer.from((JSON.parse(envelope) as { readonly payload: string }).payload, 'base64');

/** The files by their names; none where no archive was read. */
export function operationFiles(facts: EvidenceFacts): readonly (readonly [string, string | Uint8Array])[] {
  const { operation } = facts;
  if (!operation) return [];
  return [
    [operatingFile, `${JSON.stringify(JSON.parse(canonicalJson(operatingOf(facts, operation))), null, 1)}\n`],
    [incrementKeysFile, [...operation.publicKeys].sort().join('')],
    ...[...operation.envelopes].flatMap(([name, envelope]) => [
      [`${archiveFolder}${name}`, envelope] as const,
      [`${archiveFolder}${name.replace(/\.dsse\.json$/, '.json')}`, payloadIn(envelope)] as const,
    ]),
  ];
}
