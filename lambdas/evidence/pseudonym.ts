/** A stand-in for what may be called after a person: the same in each increment, and no name. */
import { digestOf } from '../../lib/attest/canonical';

export const pseudonymOf = (id: string): string => `x-${digestOf(id).slice(0, 16)}`;
