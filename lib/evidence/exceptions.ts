/** How many exceptions are in force, in one way for every part: decisions, entries, resources, findings. Pure. */
import type { EvidenceFacts } from './facts';

export interface ExceptionCounts {
  /** What somebody decided once, with one reason, owner and end. */
  readonly decisions: number;
  /** A decision for one rule at one construct path: as the file of exceptions is held against findings. */
  readonly entries: number;
  readonly resources: number;
  /** One rule that one resource does not keep, or a part of a rule. */
  readonly findings: number;
}

export function countExceptions({ gate: { inForce } }: Pick<EvidenceFacts, 'gate'>): ExceptionCounts {
  const found = inForce.flatMap(({ findings }) => findings);
  return {
    decisions: new Set(
      inForce.map(({ exception: { expires, owner, reason } }) => JSON.stringify([expires, owner, reason])),
    ).size,
    entries: inForce.length,
    resources: new Set(found.map(({ path }) => path)).size,
    findings: found.length,
  };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** "34 decisions, under which 62 resources come with 250 findings". */
export function exceptionWords(facts: Pick<EvidenceFacts, 'gate'>): string {
  const { decisions, findings, resources } = countExceptions(facts);
  return `${counted(decisions, 'decision')}, under which ${counted(resources, 'resource')} come${resources === 1 ? 's' : ''} with ${counted(findings, 'finding')}`;
}
