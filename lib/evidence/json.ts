import { canonicalJson } from '../attest/canonical';

/** JSON that a person can read too, with sorted keys: the same value is the same bytes. */
export const readableJson = (value: unknown): string =>
  `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 1)}\n`;
