/** A bundle from facts: made, signed, written whole. */
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { kmsSigner } from '../../../lambdas/attest/kms-signer';
import { fingerprintOf } from '../../attest/envelope';
import { bundling } from '../../constructs/secure-function';
import { InputError, TamperedError } from '../../errors';
import { partsOf, type Timed, untimed, withSoftware } from '../../evidence/bundle';
import type { BundleFiles, EvidenceFacts } from '../../evidence/facts';
import { sealBundle } from '../../evidence/manifest/seal';
import { verifyBundle } from '../../evidence/manifest/verify';
import { readSoftware } from '../../evidence/sbom/read-software';
import type { Reach } from '../../reach/reach';
import { readBundle, writeBundle } from './folder';
import { localSigner } from './signers';

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
  /** An older bundle: what changed since in who reaches PHI is told. */
  readonly since?: string;
}

/** Who could reach PHI by an older bundle. @throws TamperedError, InputError */
export function reachIn(folder: string): Reach {
  const found = readBundle(folder);
  const { problems } = verifyBundle(found);
  if (problems.length > 0) throw new TamperedError(`${folder} is not as it was signed: ${problems.join('; ')}`);
  const reach = found.get('reach.json');
  if (!reach) throw new InputError(`${folder} holds no reach.json`, 'Name a bundle of this release with --since.');
  return JSON.parse(Buffer.from(reach).toString('utf8')) as Reach;
}

/**
 * Every file, before it is signed. esbuild bundles the functions in a process of its own, while everything else is worked
 * out here: on two cores neither waits for the other.
 */
async function filesOf(facts: EvidenceFacts, before: Reach | undefined, timed: Timed): Promise<BundleFiles> {
  const reading = readSoftware(root, bundling);
  // Where the parts throw, that is what is told.
  reading.catch(() => undefined);
  const parts = partsOf(facts, before, timed);
  const software = await timed('waiting for esbuild', () => reading);
  return timed('SBOM', () => withSoftware(parts, facts, software));
}

/** Makes the bundle of facts, signs it, and writes it whole. */
export async function writeEvidence(
  facts: EvidenceFacts,
  out: string,
  { key, kmsKey, since }: Signing,
  timed: Timed = untimed,
): Promise<EvidenceSummary> {
  const files = await filesOf(facts, since === undefined ? undefined : reachIn(since), timed);
  const signer = kmsKey ? await kmsSigner(new KMSClient({}), kmsKey) : localSigner(key);
  const sealed = await timed('manifest, signature', () => sealBundle(facts, files, signer));
  timed('writing', () => writeBundle(out, sealed));
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
