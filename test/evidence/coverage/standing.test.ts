import { together, told } from '../../../lib/evidence/coverage/standing';

test('the standing of several is that of the weakest, with counts', () => {
  const one = (level: 'designed' | 'deployed' | 'operating') => ({ level, at: 'then', shownBy: '' });
  expect(together([one('operating'), one('designed'), one('deployed')], 'control')).toEqual({
    level: 'designed',
    at: 'then',
    shownBy: '3 controls: 1 operating, 1 deployed, 1 designed',
  });
  expect(together([], 'control')).toBeUndefined();
});

test.each([
  ['in their order, each once', ['at run time', 'at synth', 'at run time'] as const, ['at synth', 'at run time']],
  ['as not covered where there is none', [] as const, ['not covered']],
])('answers are told %s', (_what, given, answers) => {
  expect(told(given)).toEqual(answers);
});

describe('what several operating ones did', () => {
  const broken = (response: 'put right' | 'told') => ({
    level: 'operating' as const,
    at: 'then',
    where: 'local cloud' as const,
    response,
    shownBy: '',
  });

  test.each([
    ['all put right', [broken('put right'), broken('put right')], 'put right', '2 controls: 2 operating (2 put right)'],
    ['all told', [broken('told')], 'told', '1 control: 1 operating (1 told)'],
    [
      'some of each',
      [broken('told'), broken('put right')],
      'put right or told',
      '2 controls: 2 operating (1 put right, 1 told)',
    ],
  ])('is told apart: %s', (_what, standings, response, shownBy) => {
    expect(together(standings, 'control')).toMatchObject({ level: 'operating', response, shownBy });
  });

  test.each([
    ['operating', [broken('told')], 'deployed', '2 controls: 1 operating (1 told), 1 not shown'],
    [
      'designed',
      [broken('told'), { level: 'designed' as const, at: 'then', shownBy: '' }],
      'designed',
      '3 controls: 1 operating (1 told), 1 designed, 1 not shown',
    ],
  ])('one of which nothing is shown is not hidden behind %s ones', (_what, standings, level, shownBy) => {
    const whole = together(standings, 'control', 1);
    expect(whole).toMatchObject({ level, shownBy });
    expect(whole).not.toHaveProperty('response');
  });
});
