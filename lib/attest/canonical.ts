/** The one way to write a value as bytes, and their digest: what is signed at one place is compared at another. Pure. */
import { createHash } from 'node:crypto';

export const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** JSON with sorted keys and no spaces: the same value is the same bytes, whoever wrote it (RFC 8785 for our values). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/**
 * Digest of a template, whatever the order of its keys. CloudFormation's `GetTemplate` gives back a question mark for each
 * character that is not ASCII (the CDK's own `diff` allows for it, `mangleLikeCloudFormation`): so does this, or no
 * template with an umlaut in it would ever be the one that was deployed.
 */
export const templateDigest = (template: unknown): string =>
  digestOf(canonicalJson(template).replace(/[\u{80}-\u{10ffff}]/gu, '?'));
