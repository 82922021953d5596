/** Who signs a bundle: an asymmetric key of KMS, or a key of this machine that nobody else vouches for. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { AccountError, InputError } from '../../errors';
import type { Signer } from '../../evidence/manifest/signature';

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

/**
 * An ECC_NIST_P256 key of KMS for SIGN_VERIFY: the private half never leaves it.
 *
 * @throws AccountError where KMS gives no such key
 */
export async function kmsSigner(kms: Pick<KMSClient, 'send'>, KeyId: string): Promise<Signer> {
  const { KeySpec, PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  if (!PublicKey || KeySpec !== 'ECC_NIST_P256')
    throw new AccountError(
      `${KeyId} is of the kind ${KeySpec}`,
      'Give a key of the kind ECC_NIST_P256 for SIGN_VERIFY.',
    );
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  return {
    signedBy: 'kms',
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
    sign: async (bytes) => {
      const Message = createHash('sha256').update(bytes).digest();
      const { Signature } = await kms.send(
        new SignCommand({ KeyId, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' }),
      );
      if (!Signature) throw new AccountError(`${KeyId} gave no signature`, 'Try again.');
      return Signature;
    },
  };
}
