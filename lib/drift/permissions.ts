/** What the functions of the loop may do: reading in their own name, changing in the fixers' alone. Pure. */
import type { AnyControl } from '../controls/control';
import { controlsOf, type Family } from './families';
import { makingActions, promiseActions, wholeResource } from './promises';
import { mergeReads, reads } from './reads';
import { type Allowed, type Scope, statementsFor, type Want } from './scope';

const kindsOf = (guarded: readonly AnyControl[]): readonly string[] => [
  ...new Set(guarded.map((control) => control.resource.name)),
];

/** What a function needs to read the live state of what it guards. */
export const readWants = (guarded: readonly AnyControl[]): readonly Want[] =>
  kindsOf(guarded).map((kind) => ({ kind, actions: reads[kind] ?? [] }));

/**
 * What a fix of one control needs: what it changes, and what its kind's puts read on their way (read, merge, write). What
 * is only looked at is read by the function itself, before and after.
 */
export function fixActions(control: AnyControl): readonly string[] {
  const kind = control.resource.name;
  const looking = new Set(reads[kind] ?? []);
  const changing = control.permissions.filter((action) => !looking.has(action));
  return changing.length === 0 ? [] : [...new Set([...changing, ...(mergeReads[kind] ?? [])])];
}

/**
 * What a fix of some paths needs: what their controls say, what the template's promises need besides, and where the whole
 * resource is made anew what that needs.
 */
export const actionsOf = (
  kind: string,
  enforced: readonly AnyControl[],
  paths: readonly string[],
): readonly string[] => [
  ...new Set([
    ...enforced.flatMap((control) => fixActions(control)),
    ...paths.flatMap((path) => promiseActions[kind]?.[path] ?? []),
    ...(paths.includes(wholeResource) ? (makingActions[kind] ?? []) : []),
  ]),
];

/** What the fixers' role of some controls needs, at most; each fix gets a part of it. */
export const fixWants = (guarded: readonly AnyControl[]): readonly Want[] =>
  kindsOf(guarded).map((kind) => {
    const enforced = guarded.filter(({ fix, resource }) => resource.name === kind && fix.mode === 'enforce');
    const paths = enforced.length === 0 ? [] : [wholeResource, ...Object.keys(promiseActions[kind] ?? {})];
    return { kind, actions: actionsOf(kind, enforced, paths) };
  });

export interface FamilyPolicies {
  readonly read: readonly Allowed[];
  readonly fix: readonly Allowed[];
}

/** The policies of a family's function and of its fixers, for any resource of the deployment. */
export function policiesOf(family: Family, scope: Scope): FamilyPolicies {
  const guarded = controlsOf(family);
  return { read: statementsFor(readWants(guarded), '*', scope), fix: statementsFor(fixWants(guarded), '*', scope) };
}
