/** Messages with something taken away, put in, or turned into something else. */
import { stopRotation, visit } from './fake-messages';

export const detailOf = (message: object): Record<string, unknown> =>
  (message as { detail: Record<string, unknown> }).detail;

/** A message with some of its detail changed. */
export const withDetail = (message: object, changes: object) => ({
  ...message,
  detail: { ...detailOf(message), ...changes },
});

/** A small generator of numbers that are the same each time: a hundred thousand events shrink nothing. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const more = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((more ^ (more >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const oddValues: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '💉',
  '\u202e',
  '__proto__',
  [],
  {},
  [[]],
  { __proto__: null },
  'x'.repeat(300),
  { toString: 'x' },
  Number.NaN,
];

/** An event of ours with something taken away, put in, or turned into something else. */
export function spoil(next: () => number): string {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(next() * items.length)];
  const message = structuredClone(pick([stopRotation(), visit()]) ?? {}) as Record<string, unknown>;
  const detail = detailOf(message);
  const spoiled = pick([
    () => JSON.stringify(message).slice(0, Math.floor(next() * JSON.stringify(message).length)),
    () => JSON.stringify(pick(oddValues)) ?? '',
    () => JSON.stringify({ ...message, 'detail-type': pick(oddValues) }),
    () => JSON.stringify({ ...message, detail: pick(oddValues) }),
    () => {
      const required = 'eventID' in detail ? ['eventID', 'eventName', 'eventSource', 'eventTime'] : Object.keys(detail);
      const odd = pick([undefined, null, true, 0, '', [], {}, 'x'.repeat(300)]);
      return JSON.stringify(withDetail(message, { [pick(required) ?? '']: odd }));
    },
    () => JSON.stringify(message).replaceAll('"', pick(["'", '', '\\']) ?? ''),
    () => `${JSON.stringify(message)}${pick(['}', ',', '\u0000', '{}'])}`,
  ]);
  return spoiled?.() ?? '';
}
