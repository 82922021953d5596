/** `asepsis evidence` as a person runs it: what it says, the same bytes another day, and nothing in them that is secret. */
import { readFileSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { localKeyFile } from '../../../lib/cli/bundle/signers';
import type { EvidenceSummary } from '../../../lib/cli/bundle/write';
import { disguisedPage, randomPng } from '../../../local/workload/image';
import {
  type BundleName,
  bundleNames,
  epoch,
  everyBundle,
  filesIn,
  keyFile,
  tierBundle,
  tierBundleAgain,
  tiers,
} from './bundles';

jest.setTimeout(1_200_000);

let bundles: ReadonlyMap<BundleName, string>;

beforeAll(async () => {
  bundles = await everyBundle();
});

const filesOf = (name: BundleName) => filesIn(bundles.get(name) ?? '');

describe.each(tiers)('asepsis evidence of %s', (tier) => {
  test('ends well, and says on stdout nothing but what it wrote', async () => {
    const { code, err, folder, out } = await tierBundle(tier);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    const summary = JSON.parse(out) as EvidenceSummary;
    const files = filesIn(folder);
    expect(summary).toEqual({
      folder,
      files: files.size,
      bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
      signedBy: 'local',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('speaks for the moment of SOURCE_DATE_EPOCH', () => {
    const manifest = JSON.parse(filesOf(tier).get('manifest.json')?.toString() ?? '') as { at: string };
    expect(manifest.at).toBe(new Date(epoch * 1000).toISOString());
  });
});

const shownAlone = ['drill.json', 'read-back.json'];

describe.each(bundleNames)('the files of %s', (name) => {
  const isShown = name === 'shown on the local cloud' || name === 'hostile names';

  test('are one for each part, and those of a deployment only where there was one', () => {
    const paths = [...filesOf(name).keys()];
    const parts = [
      'index.html',
      'oscal/catalog.json',
      'oscal/ssp.json',
      'findings.sarif',
      'findings.ocsf.jsonl',
      'controls.csv',
      'responsibility.csv',
      'sbom.cdx.json',
      'coverage.json',
      'reach.json',
      'cost.json',
      'inventory/assets.json',
      'inventory/network.svg',
    ];
    expect(paths).toEqual(expect.arrayContaining(parts));
    expect(paths.filter((path) => shownAlone.includes(path))).toEqual(isShown ? shownAlone : []);
    for (const [, content] of filesOf(name)) expect(content.length).toBeGreaterThan(100);
  });

  test('say that what nobody deployed is designed, and no more', () => {
    const { controls } = JSON.parse(filesOf(name).get('coverage.json')?.toString() ?? '') as {
      controls: readonly { readonly standing?: { readonly level: string } }[];
    };
    const levels = new Set(controls.flatMap(({ standing }) => standing?.level ?? []));
    expect([...levels].every((level) => level === 'designed')).toBe(!isShown);
    expect(levels.size).toBeGreaterThan(0);
  });

  test('certify nobody', () => {
    for (const [path, content] of filesOf(name))
      expect([path, /HIPAA[- ]compliant|is certified/i.test(content.toString())]).toEqual([path, false]);
  });
});

test('the same configuration, moment and key give the same bytes: later, elsewhere, in another zone and language', async () => {
  const [first, again] = [await tierBundle('solo'), await tierBundleAgain('solo')];
  expect({ code: again.code, err: again.code === 0 ? '' : again.err }).toEqual({ code: 0, err: '' });
  expect(again.folder).not.toBe(first.folder);
  const [one, other] = [filesIn(first.folder), filesIn(again.folder)];
  expect([...other.keys()]).toEqual([...one.keys()]);
  expect([...one].filter(([path, content]) => !other.get(path)?.equals(content)).map(([path]) => path)).toEqual([]);
});

/** The body of a key in PEM, on one line: however it is wrapped, a part of it would be found. */
const bodyOf = (pem: string): string => pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');

const secrets: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /BEGIN [A-Z ]*PRIVATE KEY/],
  ['an AWS access key', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a secret or a session token of AWS', /"?(SecretAccessKey|SecretKey|SessionToken)"?\s*[:=]/i],
  ['a token of the user pool', /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/],
  ['a header that carries one', /\bBearer [\w-]{8,}/],
  // Passwords of the workload end so: local/workload/people.ts.
  ['a password of the workload', /[\w-]{24}aA1!/],
];

/** What the workload stores in place of health information, and the people whom it makes. */
const traces: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an image', new RegExp(randomPng().subarray(0, 12).toString('base64'))],
  ['a disguised image', new RegExp(`document\\.cookie|${disguisedPage.subarray(0, 24).toString('base64')}`)],
  ['the place of an image', /images\/[0-9a-f]{8}-[0-9a-f]{4}-4/],
  ['a person', /\b[a-z]+-(clinician|billing)-[0-9a-f]{8}\b/],
  ['a code of an authenticator app', /otpauth:|"secret"/i],
];

describe.each(bundleNames)('the bundle of %s', (name) => {
  const holding = (pattern: RegExp) =>
    [...filesOf(name)].filter(([, content]) => pattern.test(content.toString('utf8'))).map(([path]) => path);

  test.each([...secrets, ...traces])('holds no trace of %s', (_what, pattern) => expect(holding(pattern)).toEqual([]));

  test('holds nothing of the key that signed it, nor of the machine that wrote it', () => {
    const keys = [keyFile(), localKeyFile].map((file) => bodyOf(readFileSync(file, 'utf8')));
    const root = join(__dirname, '../../..');
    const places = [...keys, `${root}/`, `${tmpdir()}/`, `${homedir()}/`].map((text) => ({
      text,
      bytes: Buffer.from(text),
    }));
    for (const [path, content] of filesOf(name))
      for (const { bytes, text } of places) expect([path, text, content.includes(bytes)]).toEqual([path, text, false]);
  });
});

test.each([
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
  ['an AWS access key', 'AKIAIOSFODNN7EXAMPLE'],
  ['a secret or a session token of AWS', '{"SecretAccessKey": "x"}'],
  ['a token of the user pool', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln'],
  ['a header that carries one', 'authorization: Bearer eyJhbGciOi'],
  ['a password of the workload', `${'a'.repeat(24)}aA1!`],
  ['an image', randomPng().toString('base64')],
  ['a disguised image', disguisedPage.toString('utf8')],
  ['the place of an image', 'images/0b8f7c1e-1d2c-4f1a-9b1e-2f3a4b5c6d7e'],
  ['a person', 'derm-clinician-0a1b2c3d'],
  ['a code of an authenticator app', 'otpauth://totp/x'],
])('%s would be found', (what, text) => {
  const found = [...secrets, ...traces].find(([name]) => name === what);
  expect(text).toMatch(found?.[1] ?? /^$/);
});

test('the key is readable by its owner alone', () => {
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
});
