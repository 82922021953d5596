/**
 * Calls that were really made, through every layer of policies: an emulator enforces few of them, so that what worked
 * there may be refused on AWS, and what must be refused may have worked.
 */
import type { TemplateSet } from '../resources/template';
import type { Data } from '../resources/value';
import { unknown } from '../resources/value';
import { actionsOf, keyActionOf, type StoreAction, serviceOf } from './actions';
import type { Facts } from './context';
import type { Outcome } from './evaluate';
import { reasonText } from './evaluate';
import { contextOf, type Session, throughStore } from './facts';
import { type Identity, identitiesOf } from './identities';
import type { Surroundings } from './judge';
import type { Layers, ResourceSide } from './layers';
import { Physical } from './physical';
import { type Place, placesOf } from './places';
import { type ReachOptions, surroundingsOf } from './reach';
import { everyStore, type Store } from './stores';
import { hasHole, hole, matches, readable } from './text';
import { decide } from './witness';

/** A call as somebody made it. */
export interface Call {
  /** Name of the role, its ARN, or its `stack/logicalId`. */
  readonly role: string;
  /** Tags of the session. @default the role's own */
  readonly tags?: Readonly<Record<string, string>>;
  /** Session policy. @default none */
  readonly session?: Data;
  readonly action: string;
  /**
   * ARN; `*` for an action on none. What ends in `/*` is anything inside.
   *
   * @default not known: any resource for which it is allowed
   */
  readonly resource?: string;
  /** More of the context, by key in small letters. */
  readonly context?: Facts;
  /** Inside a network, through its endpoint of the service; or from outside. @default outside */
  readonly from?: 'outside' | 'network';
}

export interface Replayed {
  readonly call: Call;
  readonly outcome: Outcome;
  readonly by: readonly string[];
}

export interface ReplayOptions extends ReachOptions {
  /** Physical ids as they were deployed, by `stack/logicalId`. @default those that the templates declare */
  readonly ids?: Readonly<Record<string, string>>;
}

const anyResource = hole('value', 'any resource');

class Replay {
  private readonly stores: readonly Store[];
  private readonly identities: readonly Identity[];
  private readonly places: readonly Place[];
  private readonly around: Surroundings;

  constructor(
    private readonly set: TemplateSet,
    private readonly physical: Physical,
    options: ReplayOptions,
  ) {
    this.stores = everyStore(set, physical);
    this.identities = identitiesOf(set, physical);
    this.places = placesOf(set, physical);
    this.around = surroundingsOf(set, physical, options);
  }

  one(call: Call): Replayed {
    const identity = this.identities.find(({ id, name, principal }) => [id, name, principal.name].includes(call.role));
    if (!identity) return { call, outcome: 'undecided', by: [`the role ${call.role} is in no template`] };
    const own = this.ask(call, identity, this.storeOf(call.resource), undefined);
    const key = this.keyCall(call);
    if (own.outcome === 'denied' || !key) return own;
    const decrypted = this.ask(key.call, identity, key.store, key.facts);
    if (decrypted.outcome === 'allowed') return own;
    return { call, outcome: decrypted.outcome, by: decrypted.by };
  }

  /** What the store's service asks of its key in the caller's name. */
  private keyCall(
    call: Call,
  ): { readonly call: Call; readonly store: Store | undefined; readonly facts: Facts } | undefined {
    const store = this.storeOf(call.resource);
    const action = store && actionsOf[store.type].find((one: StoreAction) => one.action === call.action);
    const asked = action && keyActionOf(action);
    if (!store?.key || !asked) return undefined;
    const facts = throughStore(store);
    return { call: { ...call, action: asked, resource: store.key }, store: this.storeOf(store.key), facts };
  }

  private ask(call: Call, identity: Identity, store: Store | undefined, through: Facts | undefined): Replayed {
    const service = serviceOf(call.action);
    const endpoint =
      call.from === 'network' && !through ? this.places.find((one) => one.service === service) : undefined;
    const outside = this.places.find(({ name }) => name === 'outside');
    const place = { context: { ...(through ?? endpoint?.context ?? outside?.context), ...call.context } };
    const { around } = this;
    const scope = call.resource ?? '*';
    // An action on no resource has `*` for one, and nothing to pick from.
    const picked = call.resource === undefined || scope.endsWith('/*');
    const resource = picked ? `${scope.slice(0, -1)}${anyResource}` : scope;
    const about: Store = store ?? { ...nowhere, arn: resource, region: this.set.environment.region };
    const context = contextOf(this.session(call, identity), about, call, place, around.account, around.organisation);
    const layers: Layers = {
      identity: identity.policies,
      ...(identity.boundary ? { boundary: identity.boundary } : {}),
      ...(call.session === undefined ? {} : { session: [this.physical.policy('session', call.session)] }),
      ...(endpoint?.endpoint ? { endpoint: endpoint.endpoint } : {}),
      ...(around.scp ? { scp: around.scp } : {}),
      ...(around.rcp ? { rcp: around.rcp } : {}),
      resource: this.side(service, resource, store, around.account),
    };
    const request = { principal: identity.principal, action: call.action, resource, context };
    const found = decide(request, layers, picked ? { scope } : {});
    return { call, outcome: found.outcome, by: found.by.map((reason) => readable(reasonText(reason))) };
  }

  private session({ tags }: Call, { principal, tags: own }: Identity): Session {
    const all = Object.entries({ ...own, ...tags }).map(([key, value]) => [key.toLowerCase(), [value]] as const);
    return { principal, tags: Object.fromEntries(all) };
  }

  /** The resource's own policies. A key that is in no template may have any. */
  private side(service: string, resource: string, store: Store | undefined, account: string): ResourceSide {
    const role = service === 'sts' ? this.identities.find(({ principal }) => principal.name === resource) : undefined;
    if (role?.trust) return { account, policies: [role.trust], required: true };
    if (store) return { account, policies: store.policies, required: store.type === 'key' };
    const required = service === 'kms' && resource !== '*';
    return {
      account,
      policies: required ? [{ name: readable(resource), policy: unknown('it is in no template') }] : [],
      required,
    };
  }

  /** The store that an ARN is of or in. An ARN of which the id is not known is of none for certain. */
  private storeOf(resource: string | undefined): Store | undefined {
    if (resource === undefined || resource === '*') return undefined;
    const whole = this.stores.filter(({ arn }) => hasHole(arn) === false || arn === resource);
    return whole.find(
      ({ arn }) =>
        arn === resource ||
        matches(`${arn}/*`, resource) === 'yes' ||
        matches(`${arn.replace(/:\*$/, '')}:*`, resource) === 'yes',
    );
  }
}

const nowhere: Store = { id: 'nowhere', type: 'queue', arn: '', region: '', tags: {}, policies: [], bucketKey: false };

/** Puts each call through every layer. */
export function replay(calls: readonly Call[], set: TemplateSet, options: ReplayOptions = {}): readonly Replayed[] {
  const physical = new Physical(set, options.regions, options.ids);
  const all = new Replay(set, physical, options);
  const known = new Map<string, Replayed>();
  return calls.map((call) => {
    const key = JSON.stringify(call);
    const found = known.get(key) ?? all.one(call);
    known.set(key, found);
    return found;
  });
}

/** The same calls, made in sessions of another practice. */
export const inPractice = (calls: readonly Call[], practice: string, partition = 'practice'): readonly Call[] =>
  calls.map((call) => ({ ...call, tags: { ...call.tags, [partition]: practice } }));
