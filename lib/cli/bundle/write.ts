/** A bundle from facts: made, signed, written whole. */
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { bundling } from '../../constructs/secure-function';
import { bundleOf } from '../../evidence/bundle';
import type { EvidenceFacts } from '../../evidence/facts';
import { sealBundle } from '../../evidence/manifest/seal';
import { fingerprintOf } from '../../evidence/manifest/signature';
import { readSoftware } from '../../evidence/sbom/read-software';
import { refuseForeign, writeBundle } from './folder';
import { kmsSigner, localSigner } from './signers';

const root = join(__dirname, '../../..');

/** What was written. */
export interface EvidenceSummary {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly signedBy: 'kms' | 'local';
  readonly fingerprint: string;
}

/** Who signs: a key of KMS, or the key of this machine in a file. */
export interface Signing {
  /** Id or ARN of an asymmetric key of KMS. @default a key of this machine */
  readonly kmsKey?: string;
  /** File of the key of this machine. */
  readonly key?: string;
}

/** Makes the bundle of facts, signs it, and writes it whole. */
export async function writeEvidence(
  facts: EvidenceFacts,
  out: string,
  { key, kmsKey }: Signing,
): Promise<EvidenceSummary> {
  refuseForeign(out);
  const files = bundleOf(facts, readSoftware(root, bundling));
  const signer = kmsKey ? await kmsSigner(new KMSClient({}), kmsKey) : localSigner(key);
  const sealed = await sealBundle(facts, files, signer);
  writeBundle(out, sealed);
  const bytes = [...sealed.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  return {
    folder: out,
    files: sealed.size,
    bytes,
    signedBy: signer.signedBy,
    fingerprint: fingerprintOf(signer.publicKey),
  };
}

/** One line for a person. */
export const evidenceLine = ({ bytes, files, fingerprint, folder, signedBy }: EvidenceSummary): string =>
  `${files} files (${(bytes / 1e6).toFixed(1)} MB) in ${folder}, signed by ${signedBy === 'kms' ? 'a key of KMS' : 'a key of this machine'} ${fingerprint.slice(0, 16)}…: open ${join(folder, 'index.html')}`;
