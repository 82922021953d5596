import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../lib/config/load';
import { nearest } from '../../lib/config/parse';
import { ConfigError } from '../../lib/errors';
import { valid } from './valid';

const today = new Date('2026-11-23T12:00:00Z');

describe('loadConfig', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'asepsis-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (text: string | Buffer) => {
    const file = join(folder, 'config.yaml');
    writeFileSync(file, text);
    return loadConfig(file, { today });
  };
  const problemsOf = (text: string | Buffer) => {
    try {
      load(text);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  };

  test.each(['solo', 'clinic', 'hospital'])('the shipped %s.yaml is valid', (tier) => {
    expect(loadConfig(join(__dirname, `../../config/${tier}.yaml`), { today }).tier).toBe(tier);
  });

  test.each([
    ['right-to-left', 'مستشفى المدينة'],
    ['ideographs', '市民病院'],
    ['emoji', 'Klinik 🩺'],
    ['a script tag', '<script>alert(1)</script>'],
  ])('a name in %s stays as it was given', (_what, name) => {
    expect(load(valid.replace('name: Derm', `name: ${JSON.stringify(name)}`)).practices[0]?.name).toBe(name);
  });

  test.each([
    ['a missing key', valid.replace('mode: trial\n', ''), { path: 'mode', given: 'nothing' }],
    [
      'a wrong value',
      valid.replace('tier: clinic', 'tier: clinik'),
      { path: 'tier', line: 1, given: '"clinik"', suggestion: 'clinic' },
    ],
    ['a misspelt key', `${valid}pratices: []\n`, { path: 'pratices', line: 12, suggestion: 'practices' }],
    [
      'a misspelt inner key',
      valid.replace('security:', 'sceurity:'),
      { path: 'contacts.sceurity', suggestion: 'security' },
    ],
    [
      'an account that is a number',
      valid.replace('"111122223333"', '111122223333'),
      { path: 'account', line: 5, allowed: expect.stringContaining('quotes') },
    ],
    ['a duplicate key', `${valid}tier: solo\n`, { line: 12, given: expect.stringContaining('unique') }],
    ['an empty file', '', { given: 'an empty file' }],
    ['comments alone', '# nothing\n', { given: 'an empty file' }],
    ['two documents', `${valid}---\n${valid}`, { given: 'more than one YAML document' }],
    ['a list', '- a\n', { path: '', allowed: 'an object' }],
    ['bytes that are not UTF-8', Buffer.from([0x74, 0xff, 0xfe]), { given: expect.stringContaining('UTF-8') }],
    ['an unclosed list', 'practices: [', { line: 1 }],
    ['an unknown anchor', valid.replace('Derm }', '*nobody }'), {}],
    [
      'an anchor that contains itself',
      `${valid}dataClasses: &a [*a]\n`,
      { given: expect.stringContaining('contains itself') },
    ],
    ['10 MB', `# ${'x'.repeat(10_000_000)}\n${valid}`, { given: '10000292 bytes' }],
    ['production without a BAA', valid.replace('trial', 'production'), { path: 'baa' }],
    ['a BAA of tomorrow', `${valid}baa: { acceptedBy: A, acceptedOn: 2026-11-24 }\n`, { path: 'baa.acceptedOn' }],
    ['a zone elsewhere', valid.replace('us-east-1b', 'us-west-2b'), { path: 'availabilityZones.1', line: 7 }],
    ['too few zones', valid.replace(', us-east-1b', ''), { path: 'availabilityZones', given: '1 zones' }],
    [
      'a region that is not allowed',
      valid.replace('allowedRegions: [us-east-1]', 'allowedRegions: [us-west-2]'),
      { path: 'allowedRegions' },
    ],
    ['a practice twice', valid.replace('Derm }', 'Derm }\n  - { id: derm, name: Other }'), { path: 'practices.1.id' }],
    [
      'a practice that covers another',
      valid.replace('Derm }', 'Derm }\n  - { id: derm-phi, name: Other }'),
      { path: 'practices.1.id' },
    ],
    [
      'a practice named like a store of the foundation',
      valid.replace('id: derm', 'id: audit'),
      { path: 'practices.0.id' },
    ],
    [
      'policies without an organisation',
      valid.replace('{ name: Lakeside }', '{ name: Lakeside, managesPolicies: true }'),
      { path: 'organisation.managesPolicies' },
    ],
    [
      'a machine of nobody',
      `${valid}identity: { machines: [{ id: ai, practice: eye, access: read-phi }] }\n`,
      { path: 'identity.machines.0.practice', allowed: 'derm' },
    ],
    ['an SMS switch', `${valid}identity: { mfa: sms }\n`, { path: 'identity.mfa' }],
  ])('%s is refused', (_what, text, problem) => {
    expect(problemsOf(text)).toContainEqual(expect.objectContaining(problem));
  });

  test('a billion laughs are refused', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) =>
        `l${level}: &l${level} [${Array(9)
          .fill(level === 0 ? '"ha"' : `*l${level - 1}`)
          .join(', ')}]`,
    );
    expect(problemsOf(levels.join('\n'))).toHaveLength(1);
  });

  test('all problems come at once, each with its place', () => {
    const problems = problemsOf(
      valid.replace('tier: clinic', 'tier: big').replace('a@example.com', 'nobody').replace('id: derm', 'id: Derm!'),
    );
    expect(problems.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([
      'contacts.security:11',
      'practices.0.id:10',
      'tier:1',
    ]);
  });

  test('a file that is not there, and a folder', () => {
    expect(() => loadConfig(join(folder, 'none.yaml'))).toThrow(/no such file/);
    expect(() => loadConfig(folder)).toThrow(/not a file/);
  });

  test('anchors that are used well are resolved', () => {
    const text = valid.replace(
      'security: a@example.com, privacy: b@example.com',
      'security: &who a@example.com, privacy: *who',
    );
    expect(load(text).contacts.privacy).toBe('a@example.com');
  });

  test.each([
    ['practises', 'practices'],
    ['regoin', 'region'],
    ['zzz', undefined],
  ])('the nearest of %s is %s', (written, expected) => {
    expect(nearest(written, ['practices', 'region', 'tier'])).toBe(expected);
  });
});
