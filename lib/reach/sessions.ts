/** Which sessions an identity may have: with the practice of the store, with another one, with none. */
import type { Statement } from '../resources/policy';
import { isUnknown } from '../resources/value';
import { conditionsHold } from './conditions';
import type { Context, Fact } from './context';
import type { Session } from './facts';
import type { Identity } from './identities';
import { namesAction } from './statement';
import { hole } from './text';

/** Whose practice a session carries, seen from a store. */
export type Bearing = 'own' | 'other' | 'none' | 'fixed';

export interface BoundSession extends Session {
  /** `fixed` for an identity whose sessions all carry the same tags. */
  readonly bearing: Bearing;
}

const assuming = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'];

const trusting = ({ trust }: Identity): readonly Statement[] =>
  trust === undefined || isUnknown(trust.policy)
    ? []
    : trust.policy.statements.filter(({ effect }) => effect === 'Allow');

/** Whether somebody may bring tags to a session. A trust that is not known may let everyone. */
export const isTagged = (identity: Identity): boolean =>
  isTrustUnknown(identity) || trusting(identity).some((one) => namesAction(one, 'sts:TagSession'));

const isTrustUnknown = ({ trust }: Identity): boolean => trust !== undefined && isUnknown(trust.policy);

/** Whether no statement of the trust can hold in such a context. */
const impossible = (identity: Identity, context: Context): boolean =>
  !isTrustUnknown(identity) &&
  trusting(identity)
    .filter((one) => assuming.some((action) => namesAction(one, action)))
    .every((one) => conditionsHold(one, context) === 'no');

/** Tags that policies speak of, in small letters. */
function spokenTags(texts: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of texts)
    for (const [, key = ''] of text.matchAll(/aws:(?:PrincipalTag|RequestTag)\/([^"},]+)/gi))
      found.add(key.toLowerCase());
  return found;
}

/** What a tag other than the practice's can be. */
function tagFact(identity: Identity, key: string): Fact {
  const own = Object.entries(identity.tags).find(([name]) => name.toLowerCase() === key)?.[1];
  const brought = !impossible(identity, { 'aws:tagkeys': [key] });
  if (!brought) return own === undefined ? 'absent' : [own];
  if (!impossible(identity, { [`aws:requesttag/${key}`]: 'absent' })) return 'open';
  const values = new Set(
    trusting(identity).flatMap(({ conditions }) =>
      Object.entries(conditions.StringEquals ?? {}).flatMap(([name, list]) =>
        name.toLowerCase() === `aws:requesttag/${key}` ? list : [],
      ),
    ),
  );
  const [only] = values;
  return values.size === 1 && only !== undefined && !only.includes('${') ? [only] : 'open';
}

const spoken = new WeakMap<Identity, ReadonlyMap<string, Fact>>();

/** Facts of the tags that may matter, the practice aside. */
function tagsOf(identity: Identity, partition: string, texts: () => Iterable<string>): ReadonlyMap<string, Fact> {
  const known = spoken.get(identity);
  if (known) return known;
  const found = new Map<string, Fact>();
  for (const key of Object.keys(identity.tags)) found.set(key.toLowerCase(), tagFact(identity, key.toLowerCase()));
  for (const key of spokenTags(texts())) if (key !== partition) found.set(key, tagFact(identity, key));
  spoken.set(identity, found);
  return found;
}

/**
 * The sessions that a store can be asked by.
 *
 * @param partition key of the tag that tells practices apart
 * @param practice of the store; undefined for what all share
 * @param texts of the policies, in which tags are looked for
 */
export function sessionsOf(
  identity: Identity,
  partition: string,
  practice: string | undefined,
  texts: () => Iterable<string>,
): readonly BoundSession[] {
  const { principal, secondFactor } = identity;
  const who = { principal, ...(secondFactor === undefined ? {} : { secondFactor }) };
  if (!isTagged(identity)) {
    const tags = Object.fromEntries(Object.entries(identity.tags).map(([key, value]) => [key.toLowerCase(), [value]]));
    return [{ ...who, tags, bearing: 'fixed' }];
  }
  const facts = tagsOf(identity, partition, texts);
  const own = identity.tags[partition];
  const of = (bearing: Bearing, value: Fact): BoundSession => ({
    ...who,
    tags: { ...Object.fromEntries(facts), [partition]: value },
    bearing,
  });
  const none: Fact = own === undefined ? 'absent' : [own];
  const bare = impossible(identity, { [`aws:requesttag/${partition}`]: 'absent' }) ? [] : [of('none', none)];
  if (impossible(identity, { 'aws:tagkeys': [partition] })) return bare;
  const other = of('other', [hole('value', `another ${partition}`, practice === undefined ? [] : [practice])]);
  return [...(practice === undefined ? [] : [of('own', [practice])]), other, ...bare];
}

/** Sessions of identities as stores and what else has a practice see them, each worked out once. */
export class Sessions {
  private readonly known = new Map<string, readonly BoundSession[]>();

  /** @param policies of resources, in which tags are looked for */
  constructor(
    private readonly partition: string,
    private readonly policies: readonly unknown[],
  ) {}

  of(identity: Identity, tags: Readonly<Record<string, string>>): readonly BoundSession[] {
    const practice = isTagged(identity) ? tags[this.partition] : undefined;
    const key = `${identity.id}\n${practice ?? ''}`;
    const before = this.known.get(key);
    if (before) return before;
    const texts = () => [JSON.stringify([identity.policies, identity.trust, this.policies])];
    const found = sessionsOf(identity, this.partition, practice, texts);
    this.known.set(key, found);
    return found;
  }
}
