/**
 * Checks the increments of a bundle once more, offline: each signature and link, against what the summary says. Whoever wrote
 * the bundle could sign its manifest; the increments are signed by the deployment's own key, whose private half never leaves
 * KMS. Pure.
 */
import * as z from 'zod';
import { checkIncrements } from '../../attest/chain';
import { fingerprintOf } from '../../attest/envelope';
import type { FoundFiles } from '../manifest/verify';
import { archiveFolder, incrementKeysFile, operatingFile } from './files';

/** Of the summary, what the check needs. */
const summarySchema = z.object({
  deployment: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  keys: z.array(z.string()),
  increments: z.array(z.object({ key: z.string(), sha256: z.string() })),
  problems: z.array(z.string()),
  gaps: z.array(z.object({ from: z.string(), to: z.string(), kind: z.string() })),
});

export type OperationSummary = z.output<typeof summarySchema>;

export interface CheckedOperation {
  readonly summary: OperationSummary;
  /** What the summary does not tell; none where it is as it was written. */
  readonly problems: readonly string[];
}

const pem = /-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----\n?/g;

/** Public keys in a file, one after the other; what is none counts for nothing. */
const keysIn = (text: string): readonly string[] =>
  (text.match(pem) ?? []).filter((key) => {
    try {
      return fingerprintOf(key) !== '';
    } catch {
      return false;
    }
  });

const textOf = (found: FoundFiles, path: string): string => Buffer.from(found.get(path) ?? '').toString('utf8');

function summaryIn(found: FoundFiles): OperationSummary | undefined {
  try {
    return summarySchema.parse(JSON.parse(textOf(found, operatingFile)));
  } catch {
    return undefined;
  }
}

/** Objects under the names that they have in the archive. */
const archived = (found: FoundFiles): ReadonlyMap<string, string> =>
  new Map(
    [...found.keys()]
      .filter((path) => path.startsWith(archiveFolder) && path !== incrementKeysFile)
      .map((path) => [path.slice(archiveFolder.length), textOf(found, path)]),
  );

const lineOf = ({ key, sha256 }: { readonly key: string; readonly sha256: string }) => `${key} ${sha256}`;

/** @returns undefined where the bundle holds no period of operation */
export function checkOperation(
  found: FoundFiles,
): CheckedOperation | { readonly problems: readonly string[] } | undefined {
  if (!found.has(operatingFile)) return undefined;
  const summary = summaryIn(found);
  if (!summary) return { problems: [`${operatingFile}: is no summary of a period of operation`] };
  const keys = keysIn(textOf(found, incrementKeysFile));
  const period = { deployment: summary.deployment, from: new Date(summary.from), to: new Date(summary.to) };
  const { increments, problems } = checkIncrements(archived(found), keys, period);
  const [told, are] = [new Set(summary.increments.map(lineOf)), new Set(increments.map(lineOf))];
  return {
    summary,
    problems: [
      ...problems.filter((one) => !summary.problems.includes(one)),
      ...summary.increments
        .filter((one) => !are.has(lineOf(one)))
        .map(({ key }) => `${operatingFile}: names ${key}, which is not there or not sound`),
      ...increments
        .filter((one) => !told.has(lineOf(one)))
        .map(({ key }) => `${key}: ${operatingFile} does not name it`),
      ...(keys.map(fingerprintOf).sort().join() === [...summary.keys].sort().join()
        ? []
        : [`${incrementKeysFile}: are not the keys that ${operatingFile} names`]),
    ],
  };
}
