import { SSMClient } from '@aws-sdk/client-ssm';
import { parseSettings, settingsFrom } from '../../../lambdas/drift/settings';

describe('the settings', () => {
  test.each<[string | undefined, unknown]>([
    ['{}', { stop: false, modes: {} }],
    ['{"stop":true}', { stop: true, modes: {} }],
    ['{"modes":{"kms.key.rotation":"observe"}}', { stop: false, modes: { 'kms.key.rotation': 'observe' } }],
    [' {"stop" : false}\n', { stop: false, modes: {} }],
    [undefined, undefined],
    ['', undefined],
    ['stop', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['{"stop":"yes"}', undefined],
    ['{"stop":1}', undefined],
    ['{"Stop":true}', undefined],
    ['{"stopp":true}', undefined],
    ['{"modes":{"kms.key.rotation":"disabled"}}', undefined],
    ['{"modes":{"kms.key.rotations":"off"}}', undefined],
    ['{"modes":["kms.key.rotation"]}', undefined],
    ['{"stop":true', undefined],
  ])('%j is understood as %j', (text, expected) => {
    expect(parseSettings(text)).toEqual(expected);
  });
});

describe('reading them', () => {
  function parameter(...answers: readonly (string | Error)[]) {
    let now = 0;
    const logged: string[] = [];
    let asked = 0;
    const ssm = new SSMClient({ region: 'us-east-1' });
    ssm.send = (async () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer instanceof Error) throw answer;
      return { Parameter: { Value: answer } };
    }) as typeof ssm.send;
    const read = settingsFrom(
      ssm,
      '/asepsis/lakeside/drift',
      () => now,
      (message) => logged.push(message),
    );
    return { read, logged, asked: () => asked, pass: (milliseconds: number) => (now += milliseconds) };
  }

  test('a stop takes hold within five seconds', async () => {
    const { asked, pass, read } = parameter('{}', '{"stop":true}');
    expect((await read())?.stop).toBe(false);
    pass(4_999);
    expect((await read())?.stop).toBe(false);
    expect(asked()).toBe(1);
    pass(1);
    expect((await read())?.stop).toBe(true);
  });

  test.each([
    ['cannot be read', new Error('AccessDenied')],
    ['are not understood', '{"stop":'],
  ])('what was read before does not stand in for settings that %s, and it is logged', async (_name, answer) => {
    const { logged, pass, read } = parameter('{}', answer, '{}');
    await read();
    pass(5_000);
    expect(await read()).toBeUndefined();
    expect(logged).toHaveLength(1);
    expect(await read()).toEqual({ stop: false, modes: {} });
  });
});
