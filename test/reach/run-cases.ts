/** Tables of requests, and what becomes of them. */
import { evaluate, type Outcome, reasonText } from '../../lib/reach/evaluate';
import type { Layers } from '../../lib/reach/layers';
import type { Request } from '../../lib/reach/request';
import { layers, request } from './policies';

export type Case = readonly [what: string, Partial<Request>, Partial<Layers>, Outcome, because?: string];

export const run = (cases: readonly Case[]) =>
  test.each(cases.map(([what, ...rest]) => [what, rest] as const))('%s', (_what, [asked, given, expected, because]) => {
    const { by, outcome } = evaluate(request(asked), layers(given));
    expect(outcome).toBe(expected);
    if (because !== undefined) expect(by.map(reasonText)).toContain(because);
  });
