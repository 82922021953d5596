/** Every command of the program: help with an example, `--config`, and bad input that writes and changes nothing. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { buildProgram } from '../../lib/cli/program';
import { testConfig } from '../configs';
import { speak } from './speak';

const { commands } = buildProgram({ out: () => {}, err: () => {} });
const names = commands.map((command) => command.name());

test('the program has the commands that the documents name', () => {
  expect(names).toEqual(
    expect.arrayContaining(['init', 'check', 'start', 'preflight', 'bootstrap', 'up', 'down', 'explain']),
  );
});

describe.each(names)('%s', (name) => {
  test('has help with an example, and takes --config FILE', async () => {
    const { code, text } = await speak(name, '--help');
    expect(code).toBe(0);
    expect(text).toContain(`Example:\n  npm run asepsis -- ${name}`);
    expect(text).toContain('--config <file>');
  });

  test('refuses an option that it does not know', async () => {
    expect((await speak(name, '--no-such-option')).code).toBe(2);
  });
});

describe('bad input', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'asepsis-program-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['check', 'start', 'preflight', 'bootstrap', 'up', 'down'])(
    '%s writes nothing and ends with 2',
    async (name) => {
      const file = join(folder, 'bad.yaml');
      writeFileSync(file, 'tier: enormous\n');
      const { code, text } = await speak(name, '--config', file);
      expect(code).toBe(2);
      expect(text).toContain(file);
      expect((await speak(name, '--config', join(folder, 'missing.yaml'))).code).toBe(2);
      expect(readdirSync(folder)).toEqual(['bad.yaml']);
    },
  );

  test('down keeps production: exit 1, dates and steps, no call to AWS', async () => {
    const file = join(folder, 'production.yaml');
    writeFileSync(file, stringify(testConfig('clinic', 'production')));
    const { code, text } = await speak('down', '--yes', '--config', file);
    expect(code).toBe(1);
    expect(text).toContain('lakeside-audit-111122223333-us-east-1');
    expect(text).toContain('164.316(b)(2)(i)');
    expect(text).toContain('is in production and is not torn down');
  });

  test('bootstrap --print needs no account', async () => {
    const file = join(folder, 'trial.yaml');
    writeFileSync(file, stringify(testConfig('solo')));
    const { code, text } = await speak('bootstrap', '--print', '--config', file);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(text).Resources)).toEqual(['Boundary', 'Execution1', 'Execution2', 'Execution3']);
  });
});
