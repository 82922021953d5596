/** Why something is allowed or refused, as texts; and what is refused without a look at it. */
import { actionsOf, type StoreAction } from './actions';
import type { Refused } from './denied';
import { type Decision, reasonText } from './evaluate';
import type { Identity } from './identities';
import { mentions } from './judge';
import { remembered } from './memory';
import type { Store, StoreType } from './stores';
import { readable } from './text';

export const reasons = ({ by }: Pick<Decision, 'by'>): readonly string[] => [
  ...new Set(by.map((one) => readable(reasonText(one)))),
];

/** No policy of the identity names it. */
export const nothing = 'identity: nothing allows';

const refused = new Map<StoreType, Refused>();

/** Every action on such a store, for one whose policies name none. */
export function everythingRefused(type: StoreType): Refused {
  const known = refused.get(type) ?? actionsOf[type].map(({ action }) => [action, nothing] as const);
  refused.set(type, known);
  return known;
}

const spoken = new WeakMap<Identity, Map<string, readonly StoreAction[]>>();

/** Actions on such stores of which an identity's policies speak; most roles have no business with most of them. */
export function mentioned(identity: Identity, { type }: Pick<Store, 'type'>): readonly StoreAction[] {
  const known = remembered(spoken, identity);
  const before = known.get(type);
  if (before) return before;
  const found = actionsOf[type].filter(({ action }) => mentions(identity.policies, action));
  known.set(type, found);
  return found;
}
