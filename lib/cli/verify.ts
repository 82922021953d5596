/** `asepsis verify`: whether a bundle of evidence is what was signed. Offline; it needs no deployment and no key. */
import { InputError, TamperedError } from '../errors';
import { ownFiles } from '../evidence/manifest/manifest';
import { type Verdict, verifyFolder } from '../evidence/manifest/verify';
import { checkOperation, type OperationSummary } from '../evidence/operation/check';
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
  const kms = pinned ? 'a key of AWS KMS' : 'a key that the bundle itself calls one of AWS KMS';
  const whose = signedBy === 'kms' ? kms : 'a key of the machine that wrote it, which nobody else vouches for';
  return [
    `✓ ${files.length} files are as they were signed: ${deployment}, ${at}, ${origin}`,
    `  ${templates.length} templates are attested`,
    `  signed by ${whose}: ${keyFingerprint}`,
    pinned
      ? '  which is the key that you expect'
      : '  Compare that fingerprint with one that you got by another way, or give it with --fingerprint: whoever writes a bundle can sign it.',
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What was checked of a period of operation, once more. */
function operated({ from, gaps, increments, keys, problems, to }: OperationSummary): readonly string[] {
  const missing = gaps.filter(({ kind }) => kind !== 'not due yet').length;
  return [
    `  ${counted(increments.length, 'increment')} of operation, ${from.slice(0, 10)} to ${to.slice(0, 10)}, signed and linked; ${counted(missing, 'gap')}`,
    ...keys.map((key) => `  increments signed by a key of the deployment: ${key}`),
    ...problems.map((problem) => `  ! in the archive: ${shown(problem)}`),
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
  const operation = checkOperation(found.files);
  const problems = [...verdict.problems, ...(operation?.problems ?? [])];
  if (problems.length > 0)
    throw new TamperedError(
      `${folder} is not as it was signed:\n${problems.map((one) => `  ${shown(one)}`).join('\n')}`,
    );
  const lines = sound(verdict, expected !== undefined);
  output.out([...lines, ...(operation && 'summary' in operation ? operated(operation.summary) : [])].join('\n'));
}
