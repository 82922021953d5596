/** Opens one increment: the bytes that were signed, and what they say. Pure. */
import { type Envelope, envelopeSchemaOf, fingerprintOf, isSealedBy, payloadOf, payloadTypes } from './envelope';
import { type Increment, incrementSchema } from './increment';

const envelopeSchema = envelopeSchemaOf(payloadTypes.increment);

export type Opened =
  | { readonly increment: Increment; readonly payload: Buffer; readonly fingerprint: string }
  | { readonly problem: string };

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const sealedByOneOf = (envelope: Envelope, publicKeys: readonly string[]): string | undefined =>
  publicKeys.find((key) => envelope.signatures[0]?.keyid === fingerprintOf(key) && isSealedBy(envelope, key));

/** @param publicKeys in PEM, the keys whose signature counts */
export function openIncrement(text: string, publicKeys: readonly string[]): Opened {
  const envelope = envelopeSchema.safeParse(jsonIn(text));
  if (!envelope.success) return { problem: 'is no signed increment' };
  const key = sealedByOneOf(envelope.data, publicKeys);
  if (key === undefined) return { problem: 'the signature is not of the key' };
  const payload = payloadOf(envelope.data);
  const increment = incrementSchema.safeParse(jsonIn(payload.toString('utf8')));
  if (!increment.success) return { problem: 'what it seals is no increment' };
  return { increment: increment.data, payload, fingerprint: fingerprintOf(key) };
}
