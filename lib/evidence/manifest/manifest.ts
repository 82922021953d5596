/** The manifest of a bundle: what it holds, of what it was made, by what. Pure. */
import { z } from 'zod';
import { digestOf, templateDigest } from '../../attest/canonical';
import type { BundleFiles, EvidenceFacts } from '../facts';

/** The manifest as a person reads it, its signed form, and the key that the signature is of. */
export const manifestFile = 'manifest.json';
export const envelopeFile = 'manifest.dsse.json';
export const publicKeyFile = 'manifest.pub.pem';

/** Files that speak of the others, and that no manifest lists. */
export const ownFiles: ReadonlySet<string> = new Set([manifestFile, envelopeFile, publicKeyFile]);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestSchema = z.strictObject({
  format: z.literal('asepsis-evidence/1'),
  deployment: z.string(),
  /** The moment that the bundle speaks for. */
  at: z.iso.datetime(),
  commit: z.strictObject({ id: z.string(), dirty: z.boolean() }).nullable(),
  configSha256: sha256,
  tools: z.record(z.string(), z.string()),
  /** Whose signature it is: a key of AWS KMS, or one of this machine that nobody else vouches for. */
  signedBy: z.enum(['kms', 'local']),
  /** SHA-256 of the public key in its DER form: compare it with one that you got by another way. */
  keyFingerprint: sha256,
  files: z.array(z.strictObject({ path: z.string(), sha256, bytes: z.int().min(0) })),
  /** Of each template as synthesized, in canonical JSON: what a deployed one is held against. */
  templates: z.array(z.strictObject({ stack: z.string(), sha256 })),
});

export type Manifest = z.output<typeof manifestSchema>;

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : 1);

export function manifestOf(
  facts: Pick<EvidenceFacts, 'at' | 'commit' | 'config' | 'configSha256' | 'templates' | 'tools'>,
  files: BundleFiles,
  signer: Pick<Manifest, 'signedBy' | 'keyFingerprint'>,
): Manifest {
  return {
    format: 'asepsis-evidence/1',
    deployment: facts.config.name,
    at: facts.at.toISOString(),
    commit: facts.commit ?? null,
    configSha256: facts.configSha256,
    tools: facts.tools,
    signedBy: signer.signedBy,
    keyFingerprint: signer.keyFingerprint,
    files: [...files]
      .map(([path, content]) => ({ path, sha256: digestOf(content), bytes: Buffer.byteLength(content) }))
      .sort(byPath),
    templates: facts.templates
      .map(({ stack, template }) => ({ stack, sha256: templateDigest(template) }))
      .sort((a, b) => (a.stack < b.stack ? -1 : 1)),
  };
}
