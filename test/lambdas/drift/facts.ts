/** Facts for `decide`: sound ones to change, and arbitrary ones. */
import fc from 'fast-check';
import type { Facts, Judged, Mode } from '../../../lambdas/drift/decide';
import type { AnyControl } from '../../../lib/controls/control';
import type { Verdict } from '../../../lib/controls/verdict';
import type { ResourceKind } from '../../../lib/resources/kind';
import { kmsKey } from '../../../lib/resources/kms-key';

export const now = new Date('2026-11-24T20:00:00.000Z');

export const control = (id: string, mode: AnyControl['fix']['mode'] = 'enforce', forbidden = false): AnyControl => ({
  id,
  title: `control ${id}`,
  hipaa: ['164.312(b)'],
  severity: 'high',
  resource: kmsKey as ResourceKind<unknown>,
  ...(forbidden ? { forbidden } : {}),
  evaluate: () => ({ status: 'compliant' }),
  remedy: 'none',
  brokenBy: [],
  fix: mode === 'enforce' ? { mode } : { mode, reason: 'a reason' },
  permissions: [],
});

export const compliant: Verdict = { status: 'compliant' };
export const violated = (path: string): Verdict => ({
  status: 'violated',
  reasons: [{ path, found: 'bad', expected: 'good' }],
});
export const undecidable = (path: string): Verdict => ({
  status: 'undecidable',
  reasons: [{ path, found: 'unknown: unreadable', expected: 'good' }],
});

export const judged = (one: AnyControl, verdict: Verdict, guards: readonly string[]): Judged => ({
  control: one,
  verdict,
  guards,
});

export const difference = (path: string) => ({ path, declared: 'good', live: 'bad' });

/** Each path put by a call of its own. */
export const apart = (...paths: readonly string[]): Facts['puts'] => new Map(paths.map((path) => [path, [path]]));

/** A resource of ours in which nothing is wrong. */
export const sound: Facts = {
  settings: { stop: false, modes: {} },
  now,
  stackStatus: 'UPDATE_COMPLETE',
  unattested: undefined,
  declared: [judged(control('one'), compliant, ['a'])],
  exceptions: [],
  live: [judged(control('one'), compliant, ['a'])],
  differences: [],
  undecided: [],
  puts: apart('a', 'b'),
  canRecreate: false,
  held: new Set(),
  fixes: [],
};

const paths = ['a', 'b', 'c', 'd'] as const;
const somePaths = fc.subarray([...paths]);
const aVerdict: fc.Arbitrary<Verdict> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(compliant) },
  { weight: 2, arbitrary: fc.constantFrom(...paths, 'elsewhere').map(violated) },
  { weight: 1, arbitrary: fc.constantFrom(...paths, 'elsewhere').map(undecidable) },
);
const aMode = fc.constantFrom<Mode>('enforce', 'observe', 'off');
const pool = fc.tuple(
  ...['one', 'two', 'three'].map((id) =>
    fc
      .tuple(fc.constantFrom<AnyControl['fix']['mode']>('enforce', 'enforce', 'observe', 'none'), fc.boolean())
      .map(([mode, forbidden]) => control(id, mode, forbidden)),
  ),
);

const judgedBy = (controls: readonly AnyControl[]): fc.Arbitrary<readonly Judged[]> =>
  fc
    .tuple(
      ...controls.map((one) => fc.tuple(aVerdict, somePaths).map(([verdict, guards]) => judged(one, verdict, guards))),
    )
    .map((list) => [...list]);

/** Puts of some paths, those of one number by one call. */
const somePuts: fc.Arbitrary<Facts['puts']> = fc
  .tuple(...paths.map(() => fc.integer({ min: 0, max: 3 })))
  .map((numbers) => {
    const put = paths.map((path, index) => ({ path, group: numbers[index] ?? 0 })).filter(({ group }) => group > 0);
    return new Map(
      put.map(({ group, path }) => [path, put.filter((other) => other.group === group).map((other) => other.path)]),
    );
  });

const someSettings = fc.record({
  stop: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  modes: fc.dictionary(fc.constantFrom('one', 'two', 'three'), aMode),
});

const someExceptions = fc.array(
  fc.record({ rule: fc.constantFrom('one', 'two', 'three'), expires: fc.constantFrom('2026-11-23', '2026-11-24') }),
  { maxLength: 3 },
);

const rarely = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: fc.constant(undefined) });

/** A path differs, or is not known, or neither: never both. */
const compared = fc.tuple(...paths.map(() => fc.constantFrom('same', 'differs', 'hidden'))).map((says) => ({
  differences: paths.filter((_, index) => says[index] === 'differs').map(difference),
  undecided: paths.filter((_, index) => says[index] === 'hidden').map((path) => ({ path, why: 'unreadable' })),
}));

export const anyFacts: fc.Arbitrary<Facts> = pool.chain((controls) =>
  fc
    .record({
      settings: rarely(someSettings),
      stackStatus: fc.constantFrom('UPDATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_IN_PROGRESS'),
      unattested: fc.constantFrom(undefined, undefined, undefined, 'its deployed template is another'),
      declared: fc.oneof(judgedBy(controls), fc.constant(undefined)),
      exceptions: rarely(someExceptions),
      live: rarely(judgedBy(controls)),
      compared,
      puts: somePuts,
      canRecreate: fc.boolean(),
      held: fc.constantFrom([], [], ['a'], ['b']).map((held) => new Set<string>(held)),
      fixes: fc.array(fc.integer({ min: -15, max: 2 }), { maxLength: 4 }),
    })
    .map(({ compared: { differences, undecided }, fixes, ...rest }) => {
      const is = rest.declared !== undefined && rest.live !== undefined;
      return {
        ...rest,
        now,
        stackStatus: rest.declared === undefined ? undefined : rest.stackStatus,
        unattested: rest.declared === undefined ? undefined : rest.unattested,
        differences: is ? differences : [],
        undecided: is ? undecided : [],
        fixes: fixes.map((minutes) => new Date(now.getTime() + minutes * 60_000)),
      };
    }),
);
