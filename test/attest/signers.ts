/** Keys for tests: of this machine, and such as KMS holds. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { Signer } from '../../lib/attest/envelope';

/** Ed25519, as `asepsis evidence` makes one where there is no KMS. */
export function localKey(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    signedBy: 'local',
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: async (bytes) => sign(null, bytes, privateKey),
  };
}

/** As KMS signs: ECDSA over a SHA-256. */
export function kmsKey(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    signedBy: 'kms',
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: async (bytes) => sign('sha256', bytes, privateKey),
  };
}
