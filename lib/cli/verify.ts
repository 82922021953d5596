/** `asepsis verify`: whether a bundle of evidence is what was signed. Offline; it needs no deployment and no key. */
import { TamperedError } from '../errors';
import { type Verdict, verifyBundle } from '../evidence/manifest/verify';
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
    ...problems.map((problem) => `  ! in the archive: ${problem}`),
  ];
}

/** @throws TamperedError that names every file that is otherwise; InputError where there is no bundle */
export function verifyCommand(folder: string, { fingerprint }: VerifyOptions, output: Output): void {
  const found = readBundle(folder);
  const verdict = verifyBundle(found, fingerprint?.toLowerCase());
  const operation = checkOperation(found);
  const problems = [...verdict.problems, ...(operation?.problems ?? [])];
  if (problems.length > 0)
    throw new TamperedError(`${folder} is not as it was signed:\n${problems.map((one) => `  ${one}`).join('\n')}`);
  const lines = sound(verdict, fingerprint !== undefined);
  output.out([...lines, ...(operation && 'summary' in operation ? operated(operation.summary) : [])].join('\n'));
}
