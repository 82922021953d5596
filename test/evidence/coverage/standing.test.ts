import { together, told } from '../../../lib/evidence/coverage/standing';

test('the standing of several is that of the weakest, with counts', () => {
  const one = (level: 'designed' | 'deployed' | 'operating') => ({ level, at: 'then', shownBy: '' });
  expect(together([one('operating'), one('designed'), one('deployed')], 'control')).toEqual({
    level: 'designed',
    at: 'then',
    shownBy: '3 controls: 3 designed, 2 deployed, 1 operating',
  });
  expect(together([], 'control')).toBeUndefined();
});

test.each([
  ['in their order, each once', ['at run time', 'at synth', 'at run time'] as const, ['at synth', 'at run time']],
  ['as not covered where there is none', [] as const, ['not covered']],
])('answers are told %s', (_what, given, answers) => {
  expect(told(given)).toEqual(answers);
});
