import { type Decision, decide, type Facts } from '../../../lambdas/drift/decide';
import { modeOf } from '../../../lambdas/drift/findings';
import { apart, compliant, control, difference, judged, now, sound, undecidable, violated } from './facts';

const minutesAgo = (...minutes: readonly number[]) => minutes.map((one) => new Date(now.getTime() - one * 60_000));
const one = control('one');
const drifted: Partial<Facts> = { differences: [difference('a')], live: [judged(one, violated('a'), ['a'])] };
const weak: Partial<Facts> = { declared: [judged(one, violated('a'), ['a'])] };
const gone: Partial<Facts> = { live: undefined, canRecreate: true };

type Expected = { readonly act: Decision['act']; readonly why?: RegExp; readonly paths?: readonly string[] };

describe('decide', () => {
  test.each<[string, Partial<Facts>, Expected]>([
    ['nothing is wrong', {}, { act: 'nothing' }],
    ['a promise is broken', drifted, { act: 'fix', paths: ['a'] }],
    ['a promise is broken that no control guards', { differences: [difference('b')] }, { act: 'fix', paths: ['b'] }],
    [
      'it has no put',
      { ...drifted, puts: apart('b') },
      { act: 'report', why: /the API cannot change it without harm/ },
    ],
    ['fixes are stopped', { ...drifted, settings: { stop: true, modes: {} } }, { act: 'report', why: /stopped/ }],
    [
      'fixes are stopped, of a promise without a control',
      { differences: [difference('b')], settings: { stop: true, modes: {} } },
      { act: 'report', why: /stopped/ },
    ],
    [
      'its control is observed by a person`s wish',
      { ...drifted, settings: { stop: false, modes: { one: 'observe' } } },
      { act: 'report', why: /only observed/ },
    ],
    ['its control is off', { ...drifted, settings: { stop: false, modes: { one: 'off' } } }, { act: 'nothing' }],
    [
      'its control only observes, whatever a person wishes',
      {
        declared: [judged(control('one', 'observe'), compliant, ['a'])],
        live: [],
        differences: [difference('a')],
        settings: { stop: false, modes: { one: 'enforce' } },
      },
      { act: 'report', why: /only observed/ },
    ],
    ['a person holds it', { ...drifted, held: new Set(['a']) }, { act: 'report', why: /took this fix back/ }],
    ['the settings cannot be read', { ...drifted, settings: undefined }, { act: 'alarm', why: /settings/ }],
    ['nothing is wrong, and the settings cannot be read', { settings: undefined }, { act: 'alarm', why: /settings/ }],
    ['the exceptions cannot be read', { ...drifted, exceptions: undefined }, { act: 'alarm', why: /exceptions/ }],
    ['a deploy is under way', { ...drifted, stackStatus: 'UPDATE_IN_PROGRESS' }, { act: 'postpone' }],
    ['a deploy cleans up', { ...drifted, stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }, { act: 'postpone' }],
    ['a rollback is under way', { ...drifted, stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }, { act: 'postpone' }],
    ['it was put back three times', { ...drifted, fixes: minutesAgo(1, 4, 9) }, { act: 'alarm', why: /works against/ }],
    ['it was put back twice, and once long ago', { ...drifted, fixes: minutesAgo(1, 4, 11) }, { act: 'fix' }],
    ['it was put back by a clock ahead', { ...drifted, fixes: minutesAgo(-2, 1, 4) }, { act: 'alarm', why: /against/ }],
    ['it was put back thrice, and is right', { fixes: minutesAgo(1, 2, 3) }, { act: 'nothing' }],
    ['the template is weak', { ...drifted, ...weak }, { act: 'alarm', why: /no aim of a fix/ }],
    ['the template is weak, and the resource right', weak, { act: 'alarm', why: /no aim of a fix/ }],
    [
      'the template is weak by an exception',
      { ...weak, ...drifted, differences: [], exceptions: [{ rule: 'one', expires: '2026-11-24' }] },
      { act: 'nothing' },
    ],
    [
      'the template is weak by an exception, and the resource weaker',
      { ...weak, ...drifted, exceptions: [{ rule: 'one', expires: '2026-11-24' }] },
      { act: 'fix', paths: ['a'] },
    ],
    [
      'the exception is over',
      { ...weak, ...drifted, exceptions: [{ rule: 'one', expires: '2026-11-23' }] },
      { act: 'alarm', why: /no aim of a fix/ },
    ],
    [
      'the exception is another rule`s',
      { ...weak, ...drifted, exceptions: [{ rule: 'two', expires: '2099-01-01' }] },
      { act: 'alarm', why: /no aim of a fix/ },
    ],
    [
      'the template is weak elsewhere',
      { ...drifted, declared: [judged(control('two'), violated('b'), ['b']), judged(one, compliant, ['a'])] },
      { act: 'fix', paths: ['a'] },
    ],
    [
      'a promised property cannot be read',
      { undecided: [{ path: 'a', why: 'AccessDenied' }] },
      { act: 'alarm', why: /cannot be known/ },
    ],
    [
      'a property that a control needs cannot be read, though no template promises it',
      { live: [judged(one, undecidable('z'), ['a'])] },
      { act: 'alarm', why: /cannot be known/ },
    ],
    [
      'what cannot be read is nobody`s wish',
      {
        live: [judged(one, undecidable('a'), ['a'])],
        undecided: [{ path: 'a', why: 'AccessDenied' }],
        settings: { stop: false, modes: { one: 'off' } },
      },
      { act: 'nothing' },
    ],
    [
      'one path cannot be read, and another is wrong',
      { ...drifted, undecided: [{ path: 'b', why: 'AccessDenied' }] },
      { act: 'fix', paths: ['a'] },
    ],
    [
      'it is written together with what cannot be read',
      { ...drifted, undecided: [{ path: 'b', why: '?' }], puts: new Map([['a', ['a', 'b']]]) },
      { act: 'alarm', why: /cannot be known/ },
    ],
    [
      'it is written together with what a person holds',
      {
        differences: [difference('a'), difference('b')],
        held: new Set(['b']),
        puts: new Map([
          ['a', ['a', 'b']],
          ['b', ['a', 'b']],
        ]),
      },
      { act: 'report', why: /must stay as it is/ },
    ],
    [
      'it is written together with what is only observed, which is as declared',
      { ...drifted, puts: new Map([['a', ['a', 'b']]]), held: new Set(['b']) },
      { act: 'fix', paths: ['a'] },
    ],
    [
      'it breaks a control where no template promises anything',
      { live: [judged(one, violated('z'), ['a'])] },
      { act: 'report', why: /nothing declares/ },
    ],
    ['it was deleted, and keeps its name', gone, { act: 'recreate' }],
    [
      'it was deleted, and its stack alone can make anew',
      { live: undefined },
      { act: 'alarm', why: /its stack alone/ },
    ],
    [
      'it was deleted, and fixes are stopped',
      { ...gone, settings: { stop: true, modes: {} } },
      { act: 'alarm', why: /stopped/ },
    ],
    [
      'it was deleted, and its controls are off',
      { ...gone, settings: { stop: false, modes: { one: 'off' } } },
      { act: 'nothing' },
    ],
    ['it was deleted, and the template is weak', { ...gone, ...weak }, { act: 'alarm', why: /too weak/ }],
    ['it was deleted again and again', { ...gone, fixes: minutesAgo(1, 2, 3) }, { act: 'alarm', why: /against it/ }],
    ['it was deleted, and is held', { ...gone, held: new Set(['a']) }, { act: 'alarm', why: /holds it/ }],
    ['a stranger that is gone', { live: undefined, declared: undefined, stackStatus: undefined }, { act: 'nothing' }],
    [
      'a stranger that must not be',
      {
        declared: undefined,
        stackStatus: undefined,
        live: [judged(control('one', 'enforce', true), violated('a'), [])],
      },
      { act: 'fix', paths: ['a'] },
    ],
    [
      'a stranger that must not be, and that only a person may take away',
      {
        declared: undefined,
        stackStatus: undefined,
        live: [judged(control('one', 'observe', true), violated('a'), [])],
      },
      { act: 'report', why: /only observed/ },
    ],
    [
      'a stranger that is merely weak',
      { declared: undefined, stackStatus: undefined, live: [judged(one, violated('a'), ['a'])] },
      { act: 'report', why: /nothing declares/ },
    ],
    [
      'a resource of ours that breaks a `forbidden` control, as declared',
      {
        declared: [judged(control('one', 'enforce', true), violated('a'), [])],
        live: [judged(control('one', 'enforce', true), violated('a'), [])],
      },
      { act: 'alarm', why: /no aim of a fix/ },
    ],
  ])('%s', (_name, facts, { act, paths, why }) => {
    const decision = decide({ ...sound, ...facts });
    expect(decision.act).toBe(act);
    if (why) expect(decision).toMatchObject({ why: expect.stringMatching(why) });
    if (paths && decision.act === 'fix') expect(decision.paths.map(({ path }) => path)).toEqual(paths);
  });

  test('tells what it leaves beside what it fixes', () => {
    const decision = decide({
      ...sound,
      differences: [difference('a'), difference('b')],
      held: new Set(['b']),
      undecided: [{ path: 'c', why: 'AccessDenied' }],
      declared: [judged(control('two'), violated('d'), ['d'])],
    });
    expect(decision).toMatchObject({ act: 'fix', paths: [{ path: 'a' }] });
    if (decision.act === 'fix') expect(decision.others.map(({ path }) => path)).toEqual(['b', 'c', 'd']);
  });
});

describe('modeOf', () => {
  test.each([
    ['enforce', {}, false, 'enforce'],
    ['enforce', { one: 'observe' }, false, 'observe'],
    ['enforce', { one: 'off' }, true, 'off'],
    ['enforce', {}, true, 'observe'],
    ['observe', { one: 'enforce' }, false, 'observe'],
    ['observe', { one: 'off' }, false, 'off'],
    ['none', { one: 'enforce' }, false, 'observe'],
  ] as const)('a control that says %s, set to %j, stopped: %s', (mode, modes, stop, expected) => {
    expect(modeOf(control('one', mode), { modes, stop })).toBe(expected);
  });
});
