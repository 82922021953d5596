/** What a bundle tells of a deployment that is otherwise than promised, counted: for whoever lets a script ask. */
import type { EvidenceFacts } from '../../evidence/facts';

export interface FoundOtherwise {
  /** Stacks that do not stand as they were synthesized, or are attested by nobody. */
  readonly stacks: number;
  /** Resources of which a property is not as declared. */
  readonly deviating: number;
  /** Resources that were not read back. */
  readonly leftOut: number;
  /** What is wrong with the archive: objects that are gone, changed, strange, or signed by no known key. */
  readonly archiveProblems: number;
  /** Times of the period for which no sound increment speaks. */
  readonly archiveGaps: number;
}

/** Undefined where nothing but templates was looked at. */
export function foundOtherwise({
  deployed,
  operation,
}: Pick<EvidenceFacts, 'deployed' | 'operation'>): FoundOtherwise | undefined {
  if (!deployed && !operation) return undefined;
  const { leftOut = [], resources = [], stacks = [] } = deployed ?? {};
  return {
    stacks: stacks.filter(({ asSynthesized, attested }) => !asSynthesized || attested === false).length,
    deviating: resources.filter(({ deviations }) => deviations.length > 0).length,
    leftOut: leftOut.length,
    archiveProblems: operation?.problems.length ?? 0,
    archiveGaps: operation?.gaps.length ?? 0,
  };
}

const counted: readonly (readonly [name: keyof FoundOtherwise, one: string, many: string])[] = [
  ['stacks', 'stack that is not as promised', 'stacks that are not as promised'],
  ['deviating', 'resource with a deviation', 'resources with deviations'],
  ['archiveProblems', 'problem in the archive', 'problems in the archive'],
  ['archiveGaps', 'time without an increment', 'times without an increment'],
];

/** One line for a person; undefined where all is as promised. */
export function otherwiseLine(found: FoundOtherwise): string | undefined {
  const told = counted.flatMap(([name, one, many]) => {
    const count = found[name];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return told.length === 0 ? undefined : `The bundle tells of ${told.join(', ')}.`;
}
