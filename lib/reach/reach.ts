/**
 * Who can reach PHI, from templates alone: every identity, and those who are in no template, on every store, by class
 * of access, with the statements that decide. 45 CFR 164.308(a)(4), 164.312(a)(1).
 */

import { contentOf } from '../resources/organizations-policy';
import { str } from '../resources/read';
import { idOf, TemplateSet } from '../resources/template';
import { type Data, isUnknown } from '../resources/value';
import { Ways } from './assume';
import type { Denied } from './denied';
import { type Escalation, escalationOf } from './escalation/escalation';
import { type Organisation, throughStore } from './facts';
import { type Identity, identitiesOf } from './identities';
import { Judge, type Surroundings } from './judge';
import type { Grant, NamedPolicy } from './layers';
import { assumptions, escalationAssumptions, limits, withoutBootstrap } from './limits';
import { outsidersOf } from './outsiders';
import { Physical } from './physical';
import { type Path, type Place, pathsOf, placesOf } from './places';
import { type Question, type Row, rowsOf } from './rows';
import { Sessions } from './sessions';
import { restoredStores, type Store, type StoreType, storesOf } from './stores';
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
  /** What stands beside the deployment, and may change it: the bootstrap of the CDK. @default none, and that is said */
  readonly beside?: TemplateSet;
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

export interface Reach {
  readonly stores: readonly ReachStore[];
  readonly principals: readonly ReachPrincipal[];
  /** All that is allowed or undecided; everything else is denied by present policies. */
  readonly rows: readonly Row[];
  readonly denied: Denied;
  /** Who can change it. */
  readonly escalation: Escalation;
  /** Functions inside a network, and the endpoints that they come to. */
  readonly paths: readonly Path[];
  /** Words that a reader needs to weigh the rest. */
  readonly assumptions: readonly string[];
  /** What was not looked at. */
  readonly limits: readonly string[];
}

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

const together = (set: TemplateSet, beside: TemplateSet | undefined): TemplateSet =>
  beside ? new TemplateSet([...set.resources, ...beside.resources], set.environment) : set;

/** Everything that bears on who can reach what, read once. */
export function reachOf(own: TemplateSet, options: ReachOptions = {}): Reach {
  const set = together(own, options.beside);
  const partition = options.partition ?? 'practice';
  const physical = new Physical(set, options.regions);
  const stores = [...storesOf(set, physical, options.classes ?? ['phi']), ...restoredStores(set, physical)];
  const keys = new Map(stores.filter(({ type }) => type === 'key').map((one) => [one.arn, one]));
  const identities = identitiesOf(set, physical);
  const { account, partition: aws } = set.environment;
  const outsiders = outsidersOf(stores, new Set(set.resources.map(({ type }) => type)), account, aws);
  const places = placesOf(set, physical);
  const around = surroundingsOf(set, physical, options);
  const everyone = [...identities, ...outsiders];
  const question: Question = {
    identities: everyone,
    stores,
    keys,
    partition,
    sessions: new Sessions(
      partition,
      stores.slice(0, 8).map(({ policies }) => policies),
    ),
    judge: new Judge(around),
    ways: new Ways(everyone, partition, around),
    placesOf: keyPlaces(stores, places),
  };
  const { denied, rows } = rowsOf(question);
  const surrounding = [
    ...places.flatMap(({ endpoint = [] }) => endpoint),
    ...(around.scp ?? []).flat(),
    ...(around.rcp ?? []),
  ];
  const escalation = escalationOf({ ...question, set, physical, declared: identities, places, rows, surrounding });
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
    escalation,
    denied,
    paths: pathsOf(own),
    assumptions: [...assumptions, ...escalationAssumptions],
    limits: [...(options.beside ? [] : [withoutBootstrap]), ...limits],
  };
}
