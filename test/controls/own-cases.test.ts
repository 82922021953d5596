/** A control that is half written is found out, and says what to do next. */
import { type AnyControl, defineControl } from '../../lib/controls/control';
import { notWritten } from '../../lib/controls/not-written';
import { all, check, type Verdict } from '../../lib/controls/verdict';
import { sqsQueue } from '../../lib/resources/sqs-queue';
import { unknown } from '../../lib/resources/value';
import type { OwnFixture } from './fixture';
import { shortOf } from './own-cases';

const control = (evaluate: (state: { readonly days: number }) => Verdict): AnyControl =>
  defineControl<never>({
    id: 'sqs.queue.days',
    title: 't',
    hipaa: ['164.312(b)'],
    severity: 'low',
    resource: sqsQueue as never,
    evaluate: evaluate as never,
    remedy: 'r',
    brokenBy: ['sqs:SetQueueAttributes'],
    fix: { mode: 'none', reason: 'a test' },
    permissions: [],
  });

const kept = control(({ days }) => all(check('days', days, 'four', (known) => known >= 4)));
const states = (compliantState: object, violatingState: object, undecidableState: object): OwnFixture => ({
  control: 'sqs.queue.days',
  compliantState,
  violatingState,
  undecidableState,
});
const days = (value: unknown) => ({ days: value });
const whole = states(days(4), days(1), days(unknown('why')));

/** Cases that plant what they are given, without a synth. */
const planted = (compliant: readonly object[]): OwnFixture => ({
  control: 'sqs.queue.days',
  compliant: ((given: object[]) => given.push(...compliant)) as never,
  violating: ((given: object[]) => given.push(days(1))) as never,
  undecidable: ((given: object[]) => given.push(days(unknown('why')))) as never,
});

describe('a control of a fork', () => {
  test.each<[what: string, control: AnyControl, fixture: OwnFixture, short: readonly RegExp[]]>([
    ['with its three cases', kept, whole, []],
    [
      'as the generator leaves it',
      control(() => all(notWritten('days'))),
      whole,
      [/evaluate of .*own\/sqs-queue-days/],
    ],
    ['that never objects', control(() => ({ status: 'compliant' })), whole, [/^violatingState/, /^undecidableState/]],
    ['that always objects', kept, states(days(1), days(1), days(unknown('why'))), [/^compliantState .* is violated/]],
    ['without anything unknown', kept, states(days(4), days(1), days(4)), [/make it undecidable/]],
    ['with cases that plant it', kept, planted([days(4)]), []],
    ['whose case plants nothing of its kind', kept, planted([]), [/^compliant .* plants no sqs\.queue/]],
  ])('%s', (_what, one, fixture, short) => {
    const statesOf = (plant: unknown) => {
      const given: object[] = [];
      (plant as (into: object[]) => void)(given);
      return given;
    };
    const found = shortOf(one, fixture, statesOf as never);
    expect(found).toHaveLength(short.length);
    for (const [at, words] of short.entries()) expect(found[at]).toMatch(words);
  });

  test('closes the gate until it is written, and says so', () => {
    expect(all(notWritten('days'))).toEqual({
      status: 'undecidable',
      reasons: [
        { path: 'days', found: expect.stringContaining('nobody has written'), expected: 'a check in its evaluate' },
      ],
    });
  });
});
