/** Who may become whom: a role's trust, and the right to assume it. */
import { isUnknown } from '../resources/value';
import type { Facts } from './context';
import type { Session } from './facts';
import { contextOf } from './facts';
import type { Identity } from './identities';
import { mentions, type Surroundings } from './judge';
import type { Layers } from './layers';
import type { BoundSession } from './sessions';
import { means } from './statement';
import type { Found } from './witness';
import { decide } from './witness';

/** Whether an identity may assume a role at all, whatever the conditions. */
function mayAssume(identity: Identity, role: Identity): boolean {
  // STS refuses a root user: IAM User Guide, "Root user best practices"; STS API Reference, AssumeRole.
  if (role.trust === undefined || identity.id === role.id || identity.principal.kind === 'root') return false;
  if (isUnknown(role.trust.policy)) return true;
  const trusted = role.trust.policy.statements.some(
    (one) => one.effect === 'Allow' && means(one, identity.principal) !== 'no',
  );
  const named = role.trust.policy.statements.some(({ principals }) =>
    (principals.AWS ?? []).some((value) => !/(:root$|^\d{12}$)/.test(value)),
  );
  return trusted && (named || mentions(identity.policies, 'sts:AssumeRole'));
}

const spoken = new WeakMap<object, readonly string[]>();

/** Request tags that policies speak of. */
function requestTags(policies: object): readonly string[] {
  const known = spoken.get(policies);
  if (known) return known;
  const found = JSON.stringify(policies).matchAll(/aws:RequestTag\/([^"},]+)/gi);
  const keys = [...new Set([...found].map(([, key = '']) => key.toLowerCase()))].sort();
  spoken.set(policies, keys);
  return keys;
}

const nowhere: Facts = { 'aws:viaawsservice': ['false'], 'aws:sourcevpc': 'unknown', 'aws:sourcevpce': 'unknown' };

/**
 * Whether a session may become a session of a role with such a practice.
 *
 * @param wanted the role's session: the practice that it is to carry stands in its tags
 */
function assumes(
  identity: Identity,
  session: Session,
  role: Identity,
  wanted: Session,
  partition: string,
  around: Surroundings,
): Found {
  const practice = wanted.tags[partition] ?? 'absent';
  const asked = typeof practice !== 'string' && role.tags[partition] !== practice[0];
  const spokenOf = [...requestTags(identity.policies), ...requestTags(role.trust ?? {})];
  const tags = [...new Set(spokenOf)].filter((key) => key !== partition);
  const keys = [...(asked ? [partition] : []), ...tags];
  const store = {
    id: role.id,
    type: 'queue',
    arn: role.principal.name,
    region: 'us-east-1',
    tags: role.tags,
    policies: [],
    bucketKey: false,
  } as const;
  const facts: Facts = {
    ...nowhere,
    'aws:requestedregion': 'unknown',
    [`aws:requesttag/${partition}`]: asked ? practice : 'absent',
    'sts:durationseconds': 'open',
    'sts:rolesessionname': 'open',
    'sts:sourceidentity': 'open',
    'sts:externalid': 'open',
    'sts:transitivetagkeys': 'open',
  };
  const place = { context: facts };
  const context = contextOf(session, store, { action: 'sts:AssumeRole' }, place, around.account, around.organisation);
  const layers: Layers = {
    identity: identity.policies,
    ...(identity.boundary ? { boundary: identity.boundary } : {}),
    resource: { account: around.account, policies: role.trust ? [role.trust] : [], required: true },
    ...(around.scp ? { scp: around.scp } : {}),
    ...(around.rcp ? { rcp: around.rcp } : {}),
  };
  const choices = { 'aws:tagkeys': [keys, ...(asked ? [[partition]] : [])] };
  const ask = (action: string): Found =>
    decide({ principal: session.principal, action, resource: role.principal.name, context }, layers, { choices });
  const assuming = ask('sts:AssumeRole');
  if (!asked || assuming.outcome === 'denied') return assuming;
  const tagging = ask('sts:TagSession');
  return tagging.outcome === 'allowed' ? assuming : tagging;
}

/** Whether a session is another one from each practice: the others are the same wherever they are seen from. */
const isSeen = ({ bearing }: BoundSession): boolean => bearing === 'own' || bearing === 'other';

/** The ways from identities to roles, each looked at once. */
export class Ways {
  private readonly roles = new Map<string, readonly Identity[]>();
  private readonly known = new Map<string, Found>();

  constructor(
    private readonly identities: readonly Identity[],
    private readonly partition: string,
    private readonly around: Surroundings,
  ) {}

  /** Roles that an identity may assume, whatever the conditions. */
  from(identity: Identity): readonly Identity[] {
    const known = this.roles.get(identity.id);
    if (known) return known;
    const found = this.identities.filter((role) => mayAssume(identity, role));
    this.roles.set(identity.id, found);
    return found;
  }

  /** @param practice of the store that both sessions are seen from: nothing else of it matters */
  decide(
    identity: Identity,
    session: BoundSession,
    role: Identity,
    wanted: BoundSession,
    practice: string | undefined,
  ): Found {
    const seenFrom = isSeen(session) || isSeen(wanted) ? (practice ?? '') : '';
    const key = `${identity.id}\n${session.bearing}\n${role.id}\n${wanted.bearing}\n${seenFrom}`;
    const known = this.known.get(key);
    if (known) return known;
    const found = assumes(identity, session, role, wanted, this.partition, this.around);
    this.known.set(key, found);
    return found;
  }
}
