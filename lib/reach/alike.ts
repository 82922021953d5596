/**
 * Actions that policies do not tell apart: the same statements name them. Most policies speak of actions by the dozen, so that
 * what is asked of a store comes to few questions.
 */
import { isUnknown } from '../resources/value';
import type { NamedPolicy } from './layers';
import { namesAction } from './statement';

class Sorts {
  private readonly byAction = new Map<string, number>();
  private readonly bySpeakers = new Map<string, number>();

  constructor(private readonly policies: readonly NamedPolicy[]) {}

  of(action: string): number {
    const known = this.byAction.get(action);
    if (known !== undefined) return known;
    const speakers = this.policies.flatMap(({ policy }, place) =>
      isUnknown(policy)
        ? []
        : policy.statements.flatMap((one, index) => (namesAction(one, action) ? [`${place}.${index}`] : [])),
    );
    const sort = this.bySpeakers.get(speakers.join()) ?? this.bySpeakers.size;
    this.bySpeakers.set(speakers.join(), sort);
    this.byAction.set(action, sort);
    return sort;
  }
}

const sorts = new WeakMap<readonly NamedPolicy[], Sorts>();

/** A number that two actions share if, and only if, the same statements of these policies name them. */
export function sortOf(policies: readonly NamedPolicy[] | undefined, action: string): number {
  if (policies === undefined || policies.length === 0) return 0;
  const known = sorts.get(policies) ?? new Sorts(policies);
  sorts.set(policies, known);
  return known.of(action);
}
