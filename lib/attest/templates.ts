/**
 * Attested templates: which template of each stack is the one that was synthesized through the gate, signed. Whoever can
 * update a stack but not sign makes no weakness the aim of a fix. 45 CFR 164.312(c)(1). Pure.
 */
import * as z from 'zod';
import { canonicalJson } from './canonical';
import { envelopeSchemaOf, fingerprintOf, isSealedBy, payloadOf, payloadTypes, type Signer, sealed } from './envelope';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const attestationSchema = z.strictObject({
  format: z.literal('asepsis-templates/1'),
  deployment: z.string(),
  at: z.iso.datetime(),
  /** Digests that count, by stack (`templateDigest`): two where a deployment is under way, the one before it and its own. */
  templates: z.array(z.strictObject({ stack: z.string(), sha256: z.array(sha256).min(1) })),
});

export type Attestation = z.output<typeof attestationSchema>;

/** Where it lies in the drift loop's table: one item, replaced with each deployment. */
export const attestationKey = { pk: 'A', sk: 'templates' } as const;

export interface TemplateDigest {
  readonly stack: string;
  readonly sha256: string;
}

/** An attestation of some templates; with those of an older one, while stacks still stand by that. */
export function attestationOf(
  { at, deployment }: { readonly deployment: string; readonly at: Date },
  templates: readonly TemplateDigest[],
  older?: Attestation,
): Attestation {
  const digests = new Map<string, Set<string>>();
  const add = (stack: string, sha256: string) => digests.set(stack, (digests.get(stack) ?? new Set()).add(sha256));
  for (const { sha256, stack } of older?.templates ?? []) for (const one of sha256) add(stack, one);
  for (const { sha256, stack } of templates) add(stack, sha256);
  return {
    format: 'asepsis-templates/1',
    deployment,
    at: at.toISOString(),
    templates: [...digests]
      .map(([stack, found]) => ({ stack, sha256: [...found].sort() }))
      .sort((a, b) => (a.stack < b.stack ? -1 : 1)),
  };
}

/** The text that is kept. */
export async function sealAttestation(attestation: Attestation, signer: Signer): Promise<string> {
  const payload = Buffer.from(`${canonicalJson(attestation)}\n`);
  return canonicalJson(await sealed(payloadTypes.templates, payload, signer));
}

/** @throws RangeError that says what is wrong with it: what is not sound attests nothing */
export function openAttestation(text: string, publicKey: string, deployment: string): Attestation {
  const envelope = envelopeSchemaOf(payloadTypes.templates).safeParse(jsonIn(text));
  if (!envelope.success) throw new RangeError('it is no signed manifest of templates');
  const named = envelope.data.signatures[0]?.keyid === fingerprintOf(publicKey);
  if (!named || !isSealedBy(envelope.data, publicKey)) throw new RangeError('its signature is not of the key');
  const attestation = attestationSchema.safeParse(jsonIn(payloadOf(envelope.data).toString('utf8')));
  if (!attestation.success) throw new RangeError('what it seals is no manifest of templates');
  if (attestation.data.deployment !== deployment)
    throw new RangeError(`it is of the deployment ${attestation.data.deployment}`);
  return attestation.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
