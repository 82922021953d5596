/** `asepsis verify`: whether a bundle of evidence is what was signed. Offline; it needs no deployment and no key. */
import { InputError, TamperedError } from '../errors';
import { ownFiles } from '../evidence/manifest/manifest';
import { type Verdict, verifyFolder } from '../evidence/manifest/verify';
import { readBundle } from './bundle/folder';
import type { Output } from './output';

export interface VerifyOptions {
  /** Fingerprint of the key that the reader trusts. */
  readonly fingerprint?: string;
}

function sound({ manifest }: Verdict, pinned: boolean): readonly string[] {
  if (!manifest) return [];
  const { at, commit, deployment, files, keyFingerprint, signedBy, templates } = manifest;
  const origin = commit
    ? `commit ${commit.id}${commit.dirty ? ' with changes that are not committed' : ''}`
    : 'no commit';
  const whose =
    signedBy === 'kms' ? 'a key of AWS KMS' : 'a key of the machine that wrote it, which nobody else vouches for';
  return [
    `✓ ${files.length} files are as they were signed: ${deployment}, ${at}, ${origin}`,
    `  ${templates.length} templates are attested`,
    `  signed by ${whose}: ${keyFingerprint}`,
    pinned
      ? '  which is the key that you expect'
      : '  Compare that fingerprint with one that you got by another way, or give it with --fingerprint: whoever writes a bundle can sign it.',
  ];
}

/** A fingerprint as tools print it: hexadecimal in either case, with or without colons. @throws InputError */
function expectedOf(given: string): string {
  const hexadecimal = given.replaceAll(':', '').trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hexadecimal)) return hexadecimal;
  throw new InputError(
    `--fingerprint is ${JSON.stringify(given)}, which is no SHA-256`,
    'Give the 64 hexadecimal digits that `asepsis evidence` printed for the key.',
  );
}

/** The name of a file may be made to move a terminal's cursor, or to turn what follows: such characters are shown by number. */
const shown = (problem: string): string =>
  problem.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);

/** @throws TamperedError that names every file that is otherwise; InputError where there is no bundle */
export function verifyCommand(folder: string, { fingerprint }: VerifyOptions, output: Output): void {
  const expected = fingerprint === undefined ? undefined : expectedOf(fingerprint);
  const found = readBundle(folder);
  if (![...ownFiles].some((path) => found.files.has(path)))
    throw new InputError(`${folder} is no bundle of evidence`, 'Give the folder that `asepsis evidence --out` wrote.');
  const verdict = verifyFolder(found, expected);
  if (verdict.problems.length > 0)
    throw new TamperedError(
      `${folder} is not as it was signed:\n${verdict.problems.map((one) => `  ${shown(one)}`).join('\n')}`,
    );
  output.out(sound(verdict, expected !== undefined).join('\n'));
}
