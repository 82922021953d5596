/** Closes a bundle: its manifest, signed, and the key beside it. */
import { canonicalJson } from '../../attest/canonical';
import { fingerprintOf, payloadTypes, type Signer, sealed } from '../../attest/envelope';
import type { BundleFiles } from '../facts';
import { envelopeFile, manifestFile, manifestOf, ownFiles, publicKeyFile } from './manifest';

/** @throws RangeError where a file has a name that the manifest needs */
export async function sealBundle(
  facts: Parameters<typeof manifestOf>[0],
  files: BundleFiles,
  signer: Signer,
): Promise<BundleFiles> {
  const taken = [...files.keys()].find((path) => ownFiles.has(path));
  if (taken !== undefined) throw new RangeError(`${taken} is the manifest's own name`);
  const { publicKey, signedBy } = signer;
  const manifest = manifestOf(facts, files, { signedBy, keyFingerprint: fingerprintOf(publicKey) });
  const payload = Buffer.from(`${canonicalJson(manifest)}\n`);
  const envelope = await sealed(payloadTypes.manifest, payload, signer);
  return new Map([
    ...files,
    [manifestFile, payload],
    [envelopeFile, `${canonicalJson(envelope)}\n`],
    [publicKeyFile, publicKey],
  ]);
}
