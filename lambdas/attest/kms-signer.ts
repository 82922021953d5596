/** Signs with an asymmetric key of KMS, whose private half never leaves it. */
import { createHash, createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Signer } from '../../lib/attest/envelope';
import { AccountError } from '../../lib/errors';

/** The public key in PEM. @throws AccountError where KMS gives no key of the kind ECC_NIST_P256 */
export async function kmsPublicKey(kms: Pick<KMSClient, 'send'>, KeyId: string): Promise<string> {
  const { KeySpec, PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  if (!PublicKey || KeySpec !== 'ECC_NIST_P256')
    throw new AccountError(
      `${KeyId} is of the kind ${KeySpec}`,
      'Give a key of the kind ECC_NIST_P256 for SIGN_VERIFY.',
    );
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** @throws AccountError where KMS gives no such key, or no signature */
export async function kmsSigner(kms: Pick<KMSClient, 'send'>, KeyId: string): Promise<Signer> {
  return {
    signedBy: 'kms',
    publicKey: await kmsPublicKey(kms, KeyId),
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
