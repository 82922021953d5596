import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../lib/cli/check';
import { report } from '../../lib/cli/output';
import { run } from '../../lib/cli/program';
import { AsepsisError } from '../../lib/errors';
import type { GuardEngine } from '../../lib/gates/guard';

const valid = `tier: clinic
mode: trial
name: lakeside
organisation: { name: Lakeside }
account: "111122223333"
region: us-east-1
availabilityZones: [us-east-1a, us-east-1b]
allowedRegions: [us-east-1]
practices:
  - { id: derm, name: Derm }
contacts: { security: a@example.com, privacy: b@example.com }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-cli-'));
  // The day by which exceptions expire; timers go on as they are.
  jest.useFakeTimers({ now: new Date('2026-11-23T12:00:00Z'), doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] });
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command line and gives what a person and a shell see of it. */
async function asepsis(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(['node', 'asepsis', ...args], {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const put = (text: string | Buffer, name = 'config.yaml') => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('bad input ends with 2, says what and where, and writes nothing', () => {
  const unknownKeys = `${valid}pratices: []\nregoin: us-east-1\n`;
  const cases: readonly (readonly [what: string, text: string | Buffer, message: RegExp])[] = [
    ['an empty file', '', /given an empty file/],
    ['a file of NUL bytes', Buffer.alloc(100), /allowed: an object/],
    ['10 MB', Buffer.alloc(10_000_000, 'a: 1\n'), /given 10000000 bytes; allowed: 1000000 bytes at most/],
    ['wrong types', valid.replace('[us-east-1]', '7'), /config\.yaml:8:17 allowedRegions: given 7; allowed: an array/],
    ['no number', `${valid}backup: { retentionDays: .nan }\n`, /backup\.retentionDays: given NaN; allowed: a number/],
    [
      'unknown keys, all of them',
      unknownKeys,
      /2 problems:.*pratices.*Did you mean practices\?.*Did you mean region\?/s,
    ],
    ['a duplicate key', `${valid}tier: solo\n`, /config\.yaml:12:1 given Map keys must be unique/],
    ['a duplicate key within', valid.replace('{ id: derm', '{ id: derm, id: eye'), /config\.yaml:10:17 given Map keys/],
    ['a cycle', `${valid}dataClasses: &a [*a]\n`, /the anchor a, which contains itself/],
    ['an anchor that nobody set', valid.replace('name: Derm', 'name: *who'), /Unresolved alias/],
    ['500 aliases', `${valid}a: &a [1]\nb: [${Array(500).fill('*a').join(',')}]\n`, /at most 100 aliases/],
    ['tabs', valid.replace('  - {', '\t- {'), /config\.yaml:10:1 given Tabs are not allowed as indentation/],
    ['deep flow nesting', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /config\.yaml:1:\d+ given deeper nesting/],
    ['deep nesting that never ends', '['.repeat(200_000), /given deeper nesting/],
    ['deep block nesting', `${'- '.repeat(100_000)}x`, /given deeper nesting; allowed: 32 levels at most/],
    [
      'a tag that means nothing',
      valid.replace('Derm }', '!shout Derm }'),
      /config\.yaml:10:23 given Unresolved tag: !shout/,
    ],
    ['a key that is a list', `${valid}? [a, b]\n: c\n`, /the unknown key "\[ a, b \]"/],
    ['a key that is every object’s', `${valid}__proto__: { tier: solo }\n`, /the unknown key "__proto__"/],
    ['another encoding', Buffer.from(valid, 'utf16le'), /allowed: an object|not UTF-8/],
    ['carriage returns alone', valid.replaceAll('\n', '\r'), /allowed: well-formed YAML/],
    ['a control character in a name', valid.replace('Derm }', '"De\\u0007rm" }'), /without control characters/],
    [
      'a name that turns what follows',
      valid.replace('Derm }', '"De\\u202Erm" }'),
      /given "De\\u202Erm"; allowed: a text without control/,
    ],
    ['a name of spaces', valid.replace('name: Derm', 'name: "  "'), /practices\.0\.name: given " {2}"/],
    [
      'an id in another script',
      valid.replace('id: derm', 'id: 皮膚科'),
      /practices\.0\.id: given "皮膚科"; allowed: lower-case/,
    ],
  ];

  test.each(cases)('%s', async (_what, text, message) => {
    const file = put(text);
    const { code, err, out } = await asepsis('check', '--config', file);
    expect(err).toMatch(message);
    expect(err).toContain('nothing was written');
    expect(err).not.toMatch(/^\s+at /m);
    expect({ code, out, files: readdirSync(folder) }).toEqual({ code: 2, out: '', files: ['config.yaml'] });
  });

  test.each([
    ['a file that is not there', () => 'none.yaml', /no such file/],
    [
      'a folder',
      () => {
        mkdirSync(join(folder, 'd.yaml'));
        return 'd.yaml';
      },
      /not a file/,
    ],
    [
      'a loop of links',
      () => {
        symlinkSync(join(folder, 'loop.yaml'), join(folder, 'loop.yaml'));
        return 'loop.yaml';
      },
      /ELOOP/,
    ],
    ['a name that cannot be one', () => 'a\0b', /null bytes/],
  ])('%s', async (_what, make, message) => {
    const { code, err } = await asepsis('check', '--config', join(folder, make()));
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test('start refuses it before anything is started', async () => {
    const { code, err, out } = await asepsis('start', '--json', '--config', put(valid.replace('clinic', 'clinik')));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Did you mean clinic?');
  });

  test.each([
    ['a name that is none', ['--name', 'Meadow!'], /name: given "Meadow!"/],
    ['an account that is none', ['--account', '12'], /account: given "12"; allowed: an AWS account id/],
    ['a tier that is none', ['--tier', 'tiny'], /tier: given "tiny"; allowed: solo, clinic, hospital/],
  ])('init with %s', async (_what, flags, message) => {
    const file = join(folder, 'new.yaml');
    const given = { '--tier': 'solo', '--name': 'meadow', '--account': '111122223333' };
    const all = {
      ...given,
      [flags[0] ?? '']: flags[1] ?? '',
      '--organisation': 'Meadow',
      '--contact': 'a@example.com',
    };
    const { code, err } = await asepsis('init', '--config', file, ...Object.entries(all).flat());
    expect(err).toMatch(message);
    expect({ code, files: readdirSync(folder) }).toEqual({ code: 2, files: [] });
  });

  test.each([
    ['an unknown command', ['chekc'], /unknown command 'chekc'/],
    ['an unknown option', ['check', '--confg', 'x'], /unknown option '--confg'/],
    ['an unknown control', ['explain', 'kms.key.rotatoin'], /Did you mean kms\.key\.rotation\?/],
  ])('%s', async (_what, args, message) => {
    const { code, err } = await asepsis(...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('input that is good in an unusual way', () => {
  test.each([
    ['a byte order mark', `\uFEFF${valid}`],
    ['Windows line ends', valid.replaceAll('\n', '\r\n')],
    ['both', `\uFEFF${valid.replaceAll('\n', '\r\n')}`],
    ['a tab between key and value', valid.replace('mode: trial', 'mode:\ttrial')],
    ['anchors', valid.replace('a@example.com, privacy: b@example.com', '&who a@example.com, privacy: *who')],
    ['names in any script', valid.replace('Derm }', '"عيادة 皮膚科 🩺👩‍⚕️" }')],
  ])('%s', async (_what, text) => {
    const { code, out } = await asepsis('check', '--without-cfn-guard', '--config', put(text));
    expect(out).toMatch(/resources pass every gate/);
    expect(code).toBe(0);
  });
});

describe('check', () => {
  const silent = { out: () => undefined, err: () => undefined };

  test('lists every exception with rule, path, owner and days, and says which gates it passed', async () => {
    const { code, err, out } = await asepsis('check', '--config', put(valid));
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+ exceptions in force:/);
    expect(out).toMatch(
      /343 days {2}security {3}AwsSolutions-COG8 at Asepsis\/Identity\/People\/Pool\/Resource \(1\)\n +The Plus/,
    );
    expect(out).toMatch(/s3_bucket_logging_enabled_check at Asepsis\/Audit\/AccessLogs\/Resource \(1\)/);
    expect(out).toMatch(/resources pass every gate, cfn-guard included/);
    expect(err).toMatch(/^\[1\/9\] cfn-guard: lakeside-/m);
    expect(err).toMatch(/^\[9\/9\] cfn-guard: lakeside-/m);
  });

  test('says that cfn-guard was left out, where it was', async () => {
    const { code, err, out } = await asepsis('check', '--without-cfn-guard', '--config', put(valid));
    expect(code).toBe(0);
    expect(out).toMatch(/pass every gate but cfn-guard, which was left out as asked/);
    expect(err).not.toContain('/7]');
  });

  test('ends with 1 on the day after exceptions expired, and still lists those that hold', async () => {
    jest.setSystemTime(new Date('2030-01-01T00:00:00Z'));
    const { code, err, out } = await asepsis('check', '--without-cfn-guard', '--config', put(valid));
    expect(code).toBe(1);
    expect(err).toMatch(/✗ the exception for AwsSolutions-COG8 at .* \(owner security\) expired on 2027-11-01/);
    expect(err).toMatch(/the exception for lambda_inside_vpc_check at .* expired/);
    expect(out).toBe('no exceptions');
  });

  test('ends with 3 where cfn-guard cannot run: a gate that is not there is not passed', () => {
    const missing: GuardEngine = () => {
      throw new AsepsisError('cfn-guard did not run on plan9/x64', { code: 'CFN_GUARD_UNAVAILABLE', remedy: 'r' });
    };
    const out: string[] = [];
    let code = 0;
    try {
      check({ config: put(valid), cfnGuard: true }, { ...silent, out: (text) => void out.push(text) }, missing);
    } catch (error) {
      code = report(error, silent);
    }
    expect({ code, out }).toEqual({ code: 3, out: [] });
  });
});

describe('init', () => {
  const flags = [
    '--tier',
    'hospital',
    '--name',
    'north',
    '--organisation',
    'North – 病院',
    '--account',
    '111122223333',
  ];

  test('writes a configuration that check accepts, and keeps one that is there', async () => {
    const file = join(folder, 'north.yaml');
    const args = ['init', '--config', file, ...flags, '--contact', 'a@example.com'];
    expect(await asepsis(...args)).toMatchObject({ code: 0, err: '' });
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/asepsis\.schema\.json\n/);
    expect(await asepsis(...args)).toMatchObject({ code: 2, err: expect.stringContaining('exists') });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect((await asepsis('check', '--without-cfn-guard', '--config', file)).code).toBe(0);
  });
});

test('every command has help with an example', async () => {
  const { out } = await asepsis('--help');
  const commands = [...out.matchAll(/^ {2}(\w+) /gm)].map((found) => found[1] ?? '').filter((name) => name !== 'help');
  expect(commands.length).toBeGreaterThanOrEqual(4);
  for (const command of commands) {
    const help = await asepsis(command, '--help');
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('Example') });
    expect(help.out).toContain('--config <file>');
  }
});
