/**
 * The baseline of replacements: no release may put a new resource in the place of one that holds something (ADR 5). Pure.
 *
 * CloudFormation replaces a resource when its logical id, its type or one of certain properties changes. A baseline
 * records these for each deployment; a later template is compared with it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { TemplateSet } from '../resources/template';
import type { Data } from '../resources/value';
import type { ReplacementRules } from './replacement-rules';

/** What identifies a resource over releases. */
export interface RecordedResource {
  readonly type: string;
  /** Properties that cause a replacement, as declared; one that is absent is not declared. */
  readonly properties: Readonly<Record<string, Data>>;
}

/** Watched resources of a deployment by `stack/LogicalId`. */
export type Snapshot = Readonly<Record<string, RecordedResource>>;

/** A change to the recorded that somebody decided to make. */
export interface Acceptance {
  readonly on: string;
  readonly reason: string;
  readonly changes: readonly string[];
}

export interface Baseline {
  readonly deployments: Readonly<Record<string, Snapshot>>;
  readonly accepted: readonly Acceptance[];
}

/** What a comparison finds in one deployment. */
export interface Comparison {
  /** Each says which resource is replaced, and by what. */
  readonly replacements: readonly string[];
  /** Resources that the baseline does not know yet. */
  readonly added: readonly string[];
}

/** Records the watched resources of a deployment, in order. */
export function snapshotOf(set: TemplateSet, rules: ReplacementRules): Snapshot {
  const recorded = set.resources.flatMap(({ logicalId, properties, stack, type }): [string, RecordedResource][] => {
    const replacing = rules[type];
    if (!replacing) return [];
    const declared = replacing.flatMap((name): [string, Data][] => {
      const value = properties[name];
      return value === undefined ? [] : [[name, value]];
    });
    return [[`${stack}/${logicalId}`, { type, properties: Object.fromEntries(declared) }]];
  });
  return Object.fromEntries(recorded.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const show = (value: Data | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function changesOf(id: string, before: RecordedResource, now: RecordedResource | undefined): readonly string[] {
  if (!now) return [`${id} (${before.type}) is gone: its logical id was changed, or it was removed`];
  if (now.type !== before.type) return [`${id} would be replaced: its type was ${before.type} and is ${now.type}`];
  const names = new Set([...Object.keys(before.properties), ...Object.keys(now.properties)]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(before.properties[name], now.properties[name]))
    .map(
      (name) =>
        `${id} (${before.type}) would be replaced by ${name}: it was ${show(before.properties[name])} and is ${show(now.properties[name])}`,
    );
}

/** Compares a deployment with what was recorded of it. */
export function compareSnapshots(recorded: Snapshot, current: Snapshot): Comparison {
  return {
    replacements: Object.entries(recorded).flatMap(([id, before]) => changesOf(id, before, current[id])),
    added: Object.keys(current).filter((id) => !(id in recorded)),
  };
}

const inOrder = (snapshot: Snapshot): Snapshot =>
  Object.fromEntries(Object.entries(snapshot).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The shortest reason that says anything. */
export const shortestReason = 20;

export type Recording =
  | { readonly baseline: Baseline; readonly added: readonly string[]; readonly refused?: undefined }
  | { readonly refused: readonly string[] };

/**
 * Records deployments anew. Additions are taken; a change to the recorded is refused, unless a reason is given, which is
 * kept with the changes that it accepts.
 */
export function record(
  baseline: Baseline,
  current: Readonly<Record<string, Snapshot>>,
  accept: { readonly reason: string; readonly on: string } | undefined,
): Recording {
  const deployments: Record<string, Snapshot> = { ...baseline.deployments };
  const added: string[] = [];
  const changes: string[] = [];
  for (const [name, snapshot] of Object.entries(current)) {
    const found = compareSnapshots(baseline.deployments[name] ?? {}, snapshot);
    added.push(...found.added.map((id) => `${name}: ${id}`));
    changes.push(...found.replacements.map((change) => `${name}: ${change}`));
    deployments[name] = inOrder(snapshot);
  }
  if (changes.length === 0) return { baseline: { ...baseline, deployments }, added };
  if (!accept || accept.reason.trim().length < shortestReason) return { refused: changes };
  return { baseline: { deployments, accepted: [...baseline.accepted, { ...accept, changes }] }, added };
}
