/**
 * Signatures in a DSSE envelope (https://github.com/secure-systems-lab/dsse): a signature is over the payload and its type,
 * so that it cannot be passed off as one of something else. Pure.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';

/** What is signed here. */
export const payloadTypes = {
  manifest: 'application/vnd.asepsis.evidence-manifest+json',
  increment: 'application/vnd.asepsis.evidence-increment+json',
  templates: 'application/vnd.asepsis.attested-templates+json',
} as const;

export type PayloadType = (typeof payloadTypes)[keyof typeof payloadTypes];

/** An envelope of one type: an envelope of another one is none. */
export const envelopeSchemaOf = <T extends PayloadType>(payloadType: T) =>
  z.strictObject({
    payloadType: z.literal(payloadType),
    /** The signed bytes in base64. */
    payload: z.base64(),
    signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.base64() })).length(1),
  });

export type Envelope = z.output<ReturnType<typeof envelopeSchemaOf<PayloadType>>>;

/** The bytes that an envelope holds. */
export const payloadOf = ({ payload }: Envelope): Buffer => Buffer.from(payload, 'base64');

/** Signs bytes: with a key of this machine, or through KMS. */
export interface Signer {
  readonly signedBy: 'kms' | 'local';
  /** The public key in PEM. */
  readonly publicKey: string;
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** What is signed: DSSE's pre-authentication encoding of the payload. */
function encoded(payloadType: PayloadType, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.byteLength} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** SHA-256 of a public key's DER form, in hexadecimal. @throws where it is no public key */
export function fingerprintOf(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

export async function sealed(payloadType: PayloadType, payload: Uint8Array, signer: Signer): Promise<Envelope> {
  const signature = await signer.sign(encoded(payloadType, payload));
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: fingerprintOf(signer.publicKey), sig: Buffer.from(signature).toString('base64') }],
  };
}

/** Ed25519 hashes by itself; the curves of KMS sign a SHA-256. */
const algorithmFor = (key: KeyObject): string | null => (key.asymmetricKeyType === 'ed25519' ? null : 'sha256');

/** Whether the envelope's signature is of this key, over its payload. A key of a kind that cannot sign has signed nothing. */
export function isSealedBy(envelope: Envelope, publicKeyPem: string): boolean {
  const key = createPublicKey(publicKeyPem);
  const signature = Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64');
  try {
    return verify(algorithmFor(key), encoded(envelope.payloadType, payloadOf(envelope)), key, signature);
  } catch {
    return false;
  }
}
