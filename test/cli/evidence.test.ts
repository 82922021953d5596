/** What `asepsis evidence` refuses before any work: contradictions, days that are none, missing credentials. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { testConfig } from '../configs';
import { speak } from './speak';

const folder = mkdtempSync(join(tmpdir(), 'asepsis-evidence-cli-'));
const file = join(folder, 'config.yaml');
const before = { ...process.env };

beforeAll(() => {
  writeFileSync(file, stringify(testConfig('solo')));
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  const nowhere = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  Object.assign(process.env, { ...nowhere, AWS_EC2_METADATA_DISABLED: 'true' });
});
afterAll(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, before);
  rmSync(folder, { recursive: true, force: true });
});

test.each<[what: string, given: readonly string[], code: number, said: readonly string[]]>([
  ['both sources', ['--from-account', '--from-local'], 2, ['were both given', 'for a deployment that stands']],
  ['a period without an account', ['--period-from', '2026-01-01'], 2, ['Give them with --from-account']],
  ['a period of a local deployment', ['--from-local', '--period-to', '2026-01-01'], 2, ['there is no archive to read']],
  ['a key without an account', ['--older-key', file], 2, ['Give them with --from-account']],
  ['a day that is none', ['--from-account', '--period-from', '2026-02-30'], 2, ['2026-02-30, which is no day']],
  [
    'a key that is none',
    ['--from-account', '--older-key', file],
    2,
    ['holds no public key in PEM', 'archive/keys.pem'],
  ],
  ['no credentials', ['--from-account'], 3, ['whose credentials these are could not be read', 'Give credentials']],
])('%s', async (_what, given, code, said) => {
  const found = await speak('evidence', '--config', file, '--out', join(folder, 'out'), ...given);
  expect([found.code, found.text]).toEqual([code, expect.stringContaining(said[0] ?? '')]);
  for (const one of said) expect(found.text).toContain(one);
  expect(readdirSync(folder)).toEqual(['config.yaml']);
});
