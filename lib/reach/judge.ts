/** One action of one session on one store from one place, through every layer. */

import type { Policy } from '../resources/policy';
import { isUnknown, unknown, type Value } from '../resources/value';
import { actionsOf, keyActionOf, mayForward, resourceOf, type StoreAction, serviceOf, someOne } from './actions';
import { sortOf } from './alike';
import type { Context } from './context';
import type { Outcome } from './evaluate';
import { contextOf, namesNoItem, type Organisation, type Session, throughStore } from './facts';
import type { Identity } from './identities';
import { type Grant, type Layers, type NamedPolicy, speaking } from './layers';
import { remembered } from './memory';
import { type Place, throughService } from './places';
import type { Principal } from './request';
import { namesAction, namesResource } from './statement';
import type { Store } from './stores';
import { decide, type Found } from './witness';

/** What bounds every request, and what is known beside the templates. */
export interface Surroundings {
  readonly account: string;
  readonly organisation?: Organisation;
  readonly scp?: readonly (readonly NamedPolicy[])[];
  readonly rcp?: readonly NamedPolicy[];
  /** Grants by id of their key, `stack/logicalId`. @default none: a template cannot declare one */
  readonly grants?: Readonly<Record<string, readonly Grant[]>>;
}

const allowsSome = (policies: readonly NamedPolicy[], test: (policy: Policy) => boolean): boolean =>
  policies.some(({ policy }) => isUnknown(policy) || test(policy));

type Memory = WeakMap<readonly NamedPolicy[], Map<string, boolean>>;

function remember(memory: Memory, policies: readonly NamedPolicy[], action: string, test: (policy: Policy) => boolean) {
  const known = remembered(memory, policies);
  const before = known.get(action);
  if (before !== undefined) return before;
  const found = allowsSome(policies, test);
  known.set(action, found);
  return found;
}

const mentioning: Memory = new WeakMap();

/** Whether some allow of these policies names the action. */
export const mentions = (policies: readonly NamedPolicy[], action: string): boolean =>
  remember(mentioning, policies, action, ({ statements }) =>
    statements.some((one) => one.effect === 'Allow' && namesAction(one, action)),
  );

const granting: Memory = new WeakMap();
const isAccount = (value: string): boolean => /^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(value);

/** Whether a resource's policies allow an action to somebody whom they do not leave to IAM. */
const grantsDirectly = (policies: readonly NamedPolicy[], action: string): boolean =>
  remember(granting, policies, action, ({ statements }) =>
    statements.some(
      (one) =>
        one.effect === 'Allow' &&
        namesAction(one, action) &&
        (Object.keys(one.notPrincipals).length > 0 || !Object.values(one.principals).flat().every(isAccount)),
    ),
  );

/** Whether some allow of an identity may name the resource: what cannot is denied, wherever it is asked from. */
export function mayName(
  policies: readonly NamedPolicy[],
  action: string,
  resource: string,
  context: () => Context,
): boolean {
  const { hidden, spoken } = speaking('identity', 'allow', policies, action);
  return (
    hidden.length > 0 ||
    spoken.some(({ one }) => {
      // Most statements name resources without variables, and need no context.
      const plain = [...one.resources, ...one.notResources].every((pattern) => !pattern.includes('${'));
      return namesResource(one, resource, plain ? {} : context()) !== 'no';
    })
  );
}

/**
 * What a bucket's own policy cannot refuse to the root user of its account. S3 API Reference, PutBucketPolicy and
 * DeleteBucketPolicy.
 */
const isRootsOwn = ({ kind }: Principal, action: string): boolean =>
  kind === 'root' && ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'].includes(action);

const noPolicies: readonly NamedPolicy[] = [];

const forwarding = new WeakMap<Identity, boolean>();

/** Whether an identity may ask some service that asks others in its name. */
function forwards(identity: Identity): boolean {
  const known = forwarding.get(identity);
  if (known !== undefined) return known;
  const found = allowsSome(identity.policies, ({ statements }) =>
    statements.some(
      ({ actions, effect, notActions }) => effect === 'Allow' && (notActions.length > 0 || actions.some(mayForward)),
    ),
  );
  forwarding.set(identity, found);
  return found;
}

/** Places that lead to a service, for an identity. */
export function placesFor(identity: Identity, action: string, places: readonly Place[]): readonly Place[] {
  const leading = places.filter(({ service }) => service === undefined || service === serviceOf(action));
  return forwards(identity) ? [...leading, throughService] : leading;
}

/** What of an action matters to a decision: who names it in each layer, what it is asked for, what its service makes of it. */
function sortOfQuestion({ boundary, endpoint, identity, rcp, resource, scp = [] }: Layers, one: StoreAction): string {
  const { action, ofPoint, within } = one;
  const policies = [identity, resource.policies, boundary, endpoint, rcp, ...scp];
  const speakers = policies.map((those) => sortOf(those, action)).join();
  return `${speakers} ${serviceOf(action)} ${namesNoItem(action)} ${resource.policies.length} ${ofPoint} ${within}`;
}

/** One question after the other is about the same session and store. */
interface Last {
  readonly identity: Identity;
  readonly session: Session;
  readonly store: Store;
  readonly decided: Map<Place, Map<string, Found>>;
}

export class Judge {
  private last: Last | undefined;
  private readonly direct = new WeakMap<Store, boolean>();

  constructor(private readonly around: Surroundings) {}

  /** Whether the store's own policies or grants allow anything to somebody whom they do not leave to IAM. */
  grantsDirectly(store: Store): boolean {
    const known = this.direct.get(store);
    if (known !== undefined) return known;
    const found =
      this.hasGrants(store) || actionsOf[store.type].some(({ action }) => grantsDirectly(store.policies, action));
    this.direct.set(store, found);
    return found;
  }

  private hasGrants({ id }: Store): boolean {
    return (this.around.grants?.[id] ?? []).length > 0;
  }

  /** Whether anything could allow it: what nothing could is denied by the identity's policies, from wherever. */
  possible(identity: Identity, session: Session, store: Store, action: StoreAction): boolean {
    if (this.hasGrants(store) || grantsDirectly(store.policies, action.action)) return true;
    if (!mentions(identity.policies, action.action)) return false;
    const context = () => this.context(session, store, action, throughService);
    return mayName(identity.policies, action.action, resourceOf(store.arn, action), context);
  }

  /** Asked of a store for one action after the other, from place to place: what no policy tells apart is decided once. */
  decide(identity: Identity, session: Session, store: Store, action: StoreAction, place: Place): Found {
    const layers = this.layers(identity, store, place, action);
    // Whom a grant lets do what is told by the action itself.
    if (this.hasGrants(store)) return this.find(session, store, action, place, layers);
    const known = this.decidedOf(identity, session, store, place);
    const key = sortOfQuestion(layers, action);
    const before = known.get(key);
    if (before) return before;
    const found = this.find(session, store, action, place, layers);
    known.set(key, found);
    return found;
  }

  /** What is decided already for the session and the store that were asked about last. */
  private decidedOf(identity: Identity, session: Session, store: Store, place: Place): Map<string, Found> {
    const { last } = this;
    if (last?.identity !== identity || last.session !== session || last.store !== store)
      this.last = { identity, session, store, decided: new Map() };
    const decided = this.last?.decided ?? new Map<Place, Map<string, Found>>();
    const known = decided.get(place) ?? new Map<string, Found>();
    decided.set(place, known);
    return known;
  }

  private find(session: Session, store: Store, action: StoreAction, place: Place, layers: Layers): Found {
    const context = this.context(session, store, action, place);
    const resource = resourceOf(store.arn, action);
    const scope = resource.includes(someOne) ? resource.replace(someOne, '*') : undefined;
    return decide(
      { principal: session.principal, action: action.action, resource, context },
      layers,
      scope === undefined ? {} : { scope },
    );
  }

  /**
   * Whether the store's key gives what its service asks for in the caller's name; `allowed` where none is asked.
   *
   * @param key the key, where a template declares it
   */
  decrypts(identity: Identity, session: Session, store: Store, key: Store | undefined, action: StoreAction): Outcome {
    const asked = keyActionOf(action);
    if (asked === undefined || store.key === undefined) return 'allowed';
    const hidden: Value<Policy> = unknown(`the key ${store.key} is in no template`);
    const asStore: Store = key ?? {
      ...store,
      type: 'key',
      arn: store.key,
      policies: [{ name: store.key, policy: hidden }],
    };
    const place: Place = { name: 'its store', context: throughStore(store) };
    const decrypting: StoreAction = { access: 'decrypt', action: asked, within: undefined };
    return this.find(session, asStore, decrypting, place, this.layers(identity, asStore, place, decrypting)).outcome;
  }

  /** The layers of a request for a store. */
  private layers(identity: Identity, store: Store, place: Place, { action }: StoreAction): Layers {
    const { account, grants, rcp, scp } = this.around;
    const endpoint = place.service === serviceOf(action) ? place.endpoint : undefined;
    return {
      identity: identity.policies,
      ...(identity.boundary ? { boundary: identity.boundary } : {}),
      resource: {
        account,
        policies: isRootsOwn(identity.principal, action) ? noPolicies : store.policies,
        required: store.type === 'key',
        grants: grants?.[store.id] ?? [],
      },
      ...(endpoint ? { endpoint } : {}),
      // The service control policies of another account are not known, and its owner may have none.
      ...(scp && identity.principal.account === account ? { scp } : {}),
      ...(rcp ? { rcp } : {}),
    };
  }

  private context(session: Session, store: Store, action: StoreAction, place: Place): Context {
    return contextOf(session, store, action, place, this.around.account, this.around.organisation);
  }
}
