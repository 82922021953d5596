/** Identifiers from what they name: the same name gives the same one, so that two bundles can be compared. */
import { uuidOf } from '../uuid';

/** Gives the identifier of what its parts name. */
export type Identify = (...parts: readonly string[]) => string;

/** Identifiers within what `scope` names, for example one deployment. */
export const identifiersOf =
  (...scope: readonly string[]): Identify =>
  (...parts) =>
    // As JSON `a` `b/c` and `a/b` `c` stay two names.
    uuidOf(`oscal/${JSON.stringify([...scope, ...parts])}`);
