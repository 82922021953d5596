/** Checks a bundle against its manifest, offline, and names whatever is otherwise. Pure. */
import { createPublicKey } from 'node:crypto';
import { canonicalJson, digestOf } from '../../attest/canonical';
import {
  type Envelope,
  envelopeSchemaOf,
  fingerprintOf,
  isSealedBy,
  payloadOf,
  payloadTypes,
} from '../../attest/envelope';
import { envelopeFile, type Manifest, manifestFile, manifestSchema, ownFiles, publicKeyFile } from './manifest';

const envelopeSchema = envelopeSchemaOf(payloadTypes.manifest);

/** A bundle as it lies in a folder: content by path, with `/` between the parts of a path. */
export type FoundFiles = ReadonlyMap<string, Uint8Array>;

export interface Verdict {
  /** Absent where the manifest itself cannot be read. */
  readonly manifest?: Manifest;
  /** Each names a file and what is wrong with it; none where the bundle is as it was written. */
  readonly problems: readonly string[];
}

function parsed<T>(found: FoundFiles, path: string, parse: (text: string) => T, problems: string[]): T | undefined {
  const content = found.get(path);
  if (content === undefined) {
    problems.push(`${path}: removed`);
    return undefined;
  }
  try {
    return parse(Buffer.from(content).toString('utf8'));
  } catch {
    problems.push(`${path}: changed`);
    return undefined;
  }
}

/** The same value can be written in many ways, and only one of them is the one that was written. */
function asWritten<T>(value: T, text: string, written: string): T {
  if (text !== written) throw new RangeError('the bytes are not those that were written');
  return value;
}

function envelopeOf(text: string): Envelope {
  const envelope = envelopeSchema.parse(JSON.parse(text));
  const exact = (base64: string) => Buffer.from(base64, 'base64').toString('base64');
  const signatures = envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig: exact(sig) }));
  const written = { ...envelope, payload: exact(envelope.payload), signatures };
  return asWritten(envelope, text, `${canonicalJson(written)}\n`);
}

const publicKeyOf = (text: string): string =>
  asWritten(text, text, createPublicKey(text).export({ type: 'spki', format: 'pem' }).toString());

const isCopySigned = (envelope: Envelope, publicKey: string, copy: Uint8Array | undefined): copy is Uint8Array =>
  copy !== undefined && isSealedBy({ ...envelope, payload: Buffer.from(copy).toString('base64') }, publicKey);

/**
 * Who signed, and whether it is who the reader expects.
 *
 * @param named fingerprint of the key that the manifest says it is signed with
 */
function signatureProblems(
  envelope: Envelope,
  publicKey: string,
  expected: string | undefined,
  named: string | undefined,
): readonly string[] {
  const fingerprint = fingerprintOf(publicKey);
  if (expected !== undefined && fingerprint !== expected)
    return [`${publicKeyFile}: the key is ${fingerprint}, and you expect ${expected}`];
  const keyId = envelope.signatures[0]?.keyid;
  // Manifest and signature name one key, and it is another that lies beside them: that is told of the key, not of them.
  if (keyId === named && fingerprint !== named) return [];
  if (keyId !== fingerprint || !isSealedBy(envelope, publicKey))
    return [`${envelopeFile}: the signature is not of the key in ${publicKeyFile}`];
  return [];
}

/** A manifest says itself who signed it. Of what it says, this alone can be held against the key: KMS signs with P-256 here. */
function signerProblems({ signedBy }: Manifest, publicKey: string): readonly string[] {
  const { asymmetricKeyDetails, asymmetricKeyType } = createPublicKey(publicKey);
  const isP256 = asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return signedBy === 'kms' && !isP256
    ? [`${manifestFile}: it says that AWS KMS signed it, and the key is no P-256 key as Asepsis has it in KMS`]
    : [];
}

/** Differences between what is listed and what is there. A file under another name is one finding and not two. */
function fileProblems({ files }: Manifest, found: FoundFiles): readonly string[] {
  const listed = new Map(files.map((file) => [file.path, file]));
  const digests = new Map([...found].map(([path, content]) => [path, digestOf(content)]));
  const added = [...digests].filter(([path]) => !listed.has(path) && !ownFiles.has(path));
  const removed = files.filter(({ path }) => !digests.has(path));
  const renamed = new Map<string, string>();
  for (const { path, sha256 } of removed) {
    const now = added.find(([other, digest]) => digest === sha256 && ![...renamed.values()].includes(other));
    if (now) renamed.set(path, now[0]);
  }
  return [
    ...files
      .filter(({ path, sha256 }) => digests.has(path) && digests.get(path) !== sha256)
      .map(({ path }) => `${path}: changed`),
    ...removed.map(({ path }) => (renamed.has(path) ? `${path}: renamed to ${renamed.get(path)}` : `${path}: removed`)),
    ...added.filter(([path]) => ![...renamed.values()].includes(path)).map(([path]) => `${path}: added`),
  ];
}

/**
 * @param expected fingerprint of the key that the reader trusts, got by another way than the bundle
 */
export function verifyBundle(found: FoundFiles, expected?: string): Verdict {
  const problems: string[] = [];
  const envelope = parsed(found, envelopeFile, envelopeOf, problems);
  const publicKey = parsed(found, publicKeyFile, publicKeyOf, problems);
  // What counts is what was signed; the readable copy beside it must say the same. Where it is the copy that the signature
  // is of, it is the envelope that was changed, and the copy that still tells of the files.
  const copy = found.get(manifestFile);
  const signed: Uint8Array | undefined =
    envelope && (publicKey && isCopySigned(envelope, publicKey, copy) ? copy : payloadOf(envelope));
  const manifest = manifestSchema.safeParse(signed && jsonOf(signed));
  if (envelope && publicKey)
    problems.push(...signatureProblems(envelope, publicKey, expected, manifest.data?.keyFingerprint));
  if (copy === undefined) problems.push(`${manifestFile}: removed`);
  else if (signed && !Buffer.from(copy).equals(signed)) problems.push(`${manifestFile}: changed`);
  if (!manifest.success) {
    if (signed) problems.push(`${envelopeFile}: what it seals is no manifest`);
    return { problems };
  }
  if (publicKey && fingerprintOf(publicKey) !== manifest.data.keyFingerprint)
    problems.push(`${publicKeyFile}: changed: the manifest names the key ${manifest.data.keyFingerprint}`);
  else if (publicKey) problems.push(...signerProblems(manifest.data, publicKey));
  return { manifest: manifest.data, problems: [...problems, ...fileProblems(manifest.data, found)] };
}

/** What a bundle says that it holds, its own files included; nothing where its manifest cannot be read. */
export function listedIn(found: FoundFiles): ReadonlySet<string> {
  const manifest = manifestSchema.safeParse(jsonOf(found.get(manifestFile) ?? new Uint8Array()));
  return new Set(manifest.success ? [...ownFiles, ...manifest.data.files.map(({ path }) => path)] : []);
}

/** A folder as it lies there. */
export interface FoundFolder {
  readonly files: FoundFiles;
  /** By path, what no bundle holds: links and whatever else is no file, and folders without any. */
  readonly others: ReadonlyMap<string, string>;
}

/** The same of a folder: a link that stands in for a file is named for what it is. */
export function verifyFolder({ files, others }: FoundFolder, expected?: string): Verdict {
  const { problems, ...verdict } = verifyBundle(files, expected);
  const replaced = new Set([...others.keys()].map((path) => `${path}: removed`));
  return {
    ...verdict,
    problems: [
      ...problems.filter((one) => !replaced.has(one)),
      ...[...others].map(([path, what]) => `${path}: ${what}, which no bundle holds`),
    ],
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
