/**
 * Who can reach PHI, from templates alone: every identity, and those who are in no template, on every store, by class
 * of access, with the statements that decide. 45 CFR 164.308(a)(4), 164.312(a)(1).
 */

import { contentOf } from '../resources/organizations-policy';
import { str } from '../resources/read';
import { idOf, type TemplateSet } from '../resources/template';
import { type Data, isUnknown } from '../resources/value';

import { type Organisation, throughStore } from './facts';
import { type Identity, identitiesOf } from './identities';
import type { Surroundings } from './judge';
import type { Grant, NamedPolicy } from './layers';
import { outsidersOf } from './outsiders';
import { Physical } from './physical';
import { type Path, type Place, pathsOf, placesOf } from './places';
import { type Row, rowsOf } from './rows';
import { type Store, type StoreType, storesOf } from './stores';
import { readable } from './text';

export interface ReachOptions {
  /** Values of the tag `data-class` that mean PHI. @default phi */
  readonly classes?: readonly string[];
  /** Tag that tells practices apart. @default practice */
  readonly partition?: string;
  /** Region by stack, where it is not the templates' own. */
  readonly regions?: Readonly<Record<string, string>>;
  /** AWS Organizations, where there is one. */
  readonly organisation?: Organisation;
  /** Grants of keys as they were read live, by `stack/logicalId` of the key: a template cannot declare one. */
  readonly grants?: Readonly<Record<string, readonly Grant[]>>;
}

export interface ReachStore {
  readonly id: string;
  readonly type: StoreType;
  readonly arn: string;
  readonly practice?: string;
  /** `stack/logicalId` of its key, or the key's ARN where no template declares it. */
  readonly key?: string;
}

export interface ReachPrincipal {
  readonly id: string;
  readonly name: string;
  readonly kind: 'role' | 'user' | 'outsider';
  /** Functions that run as it. */
  readonly functions: readonly string[];
}

/** Those that nothing allows, counted: a cell is one session of one principal, one store and one class of access. */
export interface Denied {
  readonly cells: number;
  readonly byLayer: Readonly<Record<string, number>>;
  /** By statement, or by the layer in which none allows. */
  readonly byReason: readonly { readonly reason: string; readonly cells: number }[];
}

export interface Reach {
  readonly stores: readonly ReachStore[];
  readonly principals: readonly ReachPrincipal[];
  /** All that is allowed or undecided; everything else is denied. */
  readonly rows: readonly Row[];
  readonly denied: Denied;
  /** Functions inside a network, and the endpoints that they come to. */
  readonly paths: readonly Path[];
  /** Words that a reader needs to weigh the rest. */
  readonly assumptions: readonly string[];
}

const assumptions: readonly string[] = [
  'Every policy is read as of version 2012-10-17, with policy variables.',
  'A role is looked at in every session that its trust admits: with the practice of the store, with another, with none.',
  'What a caller picks (the object, a header, an item key) is allowed where one choice is found that is, denied where none can be.',
  'An administrator is a role that may do everything, has no boundary and is named by no policy; another account, anyone in it.',
  'Policies of AWS Organizations count where a template declares them; FullAWSAccess is taken to stay attached.',
  'Grants of keys are in no template: they count where they were read live.',
  "Whether a service asks in its caller's name is decided by service: those not known to are taken to.",
];

/** A service or resource control policy of the templates; AWS attaches its own full access to every level. */
function organisationPolicies(set: TemplateSet, physical: Physical, type: string): readonly NamedPolicy[] {
  return set.ofType('AWS::Organizations::Policy').flatMap((one) => {
    if (str(one.properties, 'Type', '') !== type) return [];
    const content = contentOf(one.properties.Content as Data);
    return [isUnknown(content) ? { name: idOf(one), policy: content } : physical.policy(idOf(one), content)];
  });
}

const fullAccess = (physical: Physical): NamedPolicy =>
  physical.policy('FullAWSAccess', { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

export function surroundingsOf(
  set: TemplateSet,
  physical: Physical,
  { grants, organisation }: ReachOptions,
): Surroundings {
  const scp = organisationPolicies(set, physical, 'SERVICE_CONTROL_POLICY');
  const rcp = organisationPolicies(set, physical, 'RESOURCE_CONTROL_POLICY');
  return {
    account: set.environment.account,
    ...(organisation ? { organisation } : {}),
    ...(scp.length > 0 ? { scp: [[fullAccess(physical), ...scp]] } : {}),
    ...(rcp.length > 0 ? { rcp } : {}),
    ...(grants ? { grants } : {}),
  };
}

/** Places that each key is asked from: directly, and by the service of each store under it. */
function keyPlaces(stores: readonly Store[], places: readonly Place[]): (store: Store) => readonly Place[] {
  const byKey = new Map<string, readonly Place[]>();
  for (const { arn, type } of stores) if (type === 'key') byKey.set(arn, places);
  for (const one of stores) {
    const before = one.key === undefined ? undefined : byKey.get(one.key);
    const through: Place = { name: `through its ${one.type}`, context: throughStore(one) };
    if (before && one.key !== undefined) byKey.set(one.key, [...before, through]);
  }
  return ({ arn }) => byKey.get(arn) ?? places;
}

function countDenied(reasons: ReadonlyMap<string, number>): Denied {
  const byReason = [...reasons]
    .map(([reason, cells]) => ({ reason, cells }))
    .sort((a, b) => b.cells - a.cells || (a.reason < b.reason ? -1 : 1));
  const byLayer: Record<string, number> = {};
  for (const { cells, reason } of byReason) {
    const layer = /^[a-z]+/.exec(reason)?.[0] ?? reason;
    byLayer[layer] = (byLayer[layer] ?? 0) + cells;
  }
  return { cells: byReason.reduce((sum, { cells }) => sum + cells, 0), byLayer, byReason };
}

function principalsOf(
  identities: readonly Identity[],
  outsiders: readonly Identity[],
  set: TemplateSet,
): readonly ReachPrincipal[] {
  const functions = new Map<string, string[]>();
  for (const one of set.ofType('AWS::Lambda::Function')) {
    const role = set.target(one.properties.Role);
    if (role) functions.set(idOf(role), [...(functions.get(idOf(role)) ?? []), idOf(one)]);
  }
  const told = (one: Identity, kind: ReachPrincipal['kind']): ReachPrincipal => ({
    id: one.id,
    name: readable(one.name),
    kind,
    functions: functions.get(one.id) ?? [],
  });
  return [
    ...identities.map((one) => told(one, one.principal.kind === 'user' ? 'user' : 'role')),
    ...outsiders.map((one) => told(one, 'outsider')),
  ];
}

/** Everything that bears on who can reach what, read once. */
export function reachOf(set: TemplateSet, options: ReachOptions = {}): Reach {
  const partition = options.partition ?? 'practice';
  const physical = new Physical(set, options.regions);
  const stores = storesOf(set, physical, options.classes ?? ['phi']);
  const keys = new Map(stores.filter(({ type }) => type === 'key').map((one) => [one.arn, one]));
  const identities = identitiesOf(set, physical);
  const { account, partition: aws } = set.environment;
  const outsiders = outsidersOf(stores, account, aws);
  const places = placesOf(set, physical);
  const { denied, rows } = rowsOf({
    identities: [...identities, ...outsiders],
    stores,
    keys,
    partition,
    around: surroundingsOf(set, physical, options),
    placesOf: keyPlaces(stores, places),
  });
  return {
    stores: stores.map(({ arn, id, key, tags, type }) => ({
      id,
      type,
      arn: readable(arn),
      ...(tags[partition] === undefined ? {} : { practice: tags[partition] }),
      ...(key === undefined ? {} : { key: keys.get(key)?.id ?? readable(key) }),
    })),
    principals: principalsOf(identities, outsiders, set),
    rows,
    denied: countDenied(denied),
    paths: pathsOf(set),
    assumptions,
  };
}
