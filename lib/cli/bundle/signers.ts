/**
 * Who signs a bundle where there is no key of KMS (`kmsSigner` in lambdas/attest): a key of this machine that nobody else
 * vouches for.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Signer } from '../../attest/envelope';
import { InputError } from '../../errors';

/** Where the key of this machine is kept; never committed. */
export const localKeyFile = '.asepsis/evidence-key.pem';

/**
 * The key of this machine (Ed25519), made at its first use.
 *
 * @throws InputError where the file holds no Ed25519 key
 */
export function localSigner(file: string = localKeyFile): Signer {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  chmodSync(file, 0o600);
  const key = keyIn(file);
  return {
    signedBy: 'local',
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign: async (bytes) => sign(null, bytes, key),
  };
}

function keyIn(file: string) {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, without a word of what the file holds.
  }
  throw new InputError(`${file} holds no Ed25519 private key in PEM`, 'Name another with --key, or move it away.');
}
