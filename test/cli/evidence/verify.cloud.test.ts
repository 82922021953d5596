/** `asepsis verify` on what `asepsis evidence` wrote: sound as it is, and each kind of tampering named by its file. */
import { spawnSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson, digestOf } from '../../../lib/attest/canonical';
import { fingerprintOf, payloadTypes, type Signer, sealed } from '../../../lib/attest/envelope';
import { envelopeFile, manifestFile, ownFiles, publicKeyFile } from '../../../lib/evidence/manifest/manifest';
import { localKey } from '../../attest/signers';
import { speak } from '../speak';
import { everyTierBundle, filesIn, keyFile, tierBundle, tiers } from './bundles';
import { sharedPlace } from './shared-place';

jest.setTimeout(1_200_000);

let copy: string;
let fingerprint: string;
const stranger = localKey();

beforeAll(async () => {
  await everyTierBundle();
  const key = createPublicKey(readFileSync(keyFile())).export({ type: 'spki', format: 'pem' });
  fingerprint = fingerprintOf(key.toString());
});

/** A copy of a tier's bundle, to be tampered with. */
async function copied(tier: string): Promise<string> {
  copy = join(mkdtempSync(sharedPlace('verify-')), 'bundle');
  cpSync((await tierBundle(tier)).folder, copy, { recursive: true });
  return copy;
}

afterEach(() => copy && rmSync(dirname(copy), { recursive: true, force: true }));

const at = (path: string) => join(copy, path);
const remedy = '→ Ask whoever gave you the bundle for the one that they signed. What is named here proves nothing.';

/** What a person reads of a bundle with these problems. */
const refusal = (...problems: readonly string[]) => ({
  code: 1,
  text: [`${copy} is not as it was signed:`, ...problems.map((one) => `  ${one}`), remedy].join('\n'),
});

describe.each(tiers)('the bundle of %s', (tier) => {
  test('is as it was signed, by the key that is expected, however its fingerprint is written', async () => {
    const folder = await copied(tier);
    const { code, text } = await speak('verify', folder);
    expect(code).toBe(0);
    expect(text).toMatch(/^✓ \d+ files are as they were signed: [a-z]+, 2026-11-18T/);
    expect(text).toContain(fingerprint);
    expect(text).toContain('Compare that fingerprint');
    const asOpensslWritesIt = (fingerprint.match(/../g) ?? []).join(':').toUpperCase();
    for (const given of [fingerprint, asOpensslWritesIt]) {
      const pinned = await speak('verify', folder, '--fingerprint', given);
      expect(pinned).toEqual({ code: 0, text: expect.stringContaining('the key that you expect') });
    }
  });

  test('names any file of which one bit is flipped', async () => {
    const files = filesIn(await copied(tier));
    expect(files.size).toBeGreaterThanOrEqual(27);
    for (const [path, content] of files) {
      const flipped = Buffer.from(content);
      const middle = flipped.length >> 1;
      flipped[middle] = (flipped[middle] ?? 0) ^ 1;
      writeFileSync(at(path), flipped);
      const { code, text } = await speak('verify', copy);
      const named = text.split('\n').filter((line) => line.startsWith('  '));
      // A flipped key or envelope makes the signature unsound too: nothing else is accused of it.
      expect([path, code, named.filter((line) => !line.startsWith(`  ${path}: `))]).toEqual([path, 1, []]);
      expect([path, named.length]).toEqual([path, 1]);
      writeFileSync(at(path), content);
    }
    expect((await speak('verify', copy)).code).toBe(0);
  });
});

type Tampering = readonly [what: string, tamper: () => void, problems: readonly string[]];

const swap = (one: string, other: string) => {
  renameSync(at(one), at('between'));
  renameSync(at(other), at(one));
  renameSync(at('between'), at(other));
};

const edited = (path: string, edit: (text: string) => string) =>
  writeFileSync(at(path), edit(readFileSync(at(path), 'utf8')));

const tamperings: readonly Tampering[] = [
  ['a file that is cut short', () => truncateSync(at('coverage.json'), 100), ['coverage.json: changed']],
  ['a file that is emptied', () => truncateSync(at('index.html'), 0), ['index.html: changed']],
  ['a file with a byte more', () => appendFileSync(at('reach.json'), '\n'), ['reach.json: changed']],
  ['a file that is removed', () => rmSync(at('oscal/poam.json')), ['oscal/poam.json: removed']],
  [
    'a folder that is removed',
    () => rmSync(at('inventory'), { recursive: true }),
    ['assets.json', 'network.json', 'network.svg', 'phi-flow.json', 'phi-flow.svg'].map(
      (name) => `inventory/${name}: removed`,
    ),
  ],
  ['a file that is added', () => writeFileSync(at('letter.html'), 'All is well.'), ['letter.html: added']],
  ['an empty file that is added', () => writeFileSync(at('.note'), ''), ['.note: added']],
  [
    'a file in a folder of its own',
    () => {
      mkdirSync(at('oscal/more'));
      writeFileSync(at('oscal/more/ssp.json'), '{}');
    },
    ['oscal/more/ssp.json: added'],
  ],
  [
    'a file that is renamed',
    () => renameSync(at('controls.csv'), at('Controls.csv')),
    ['controls.csv: renamed to Controls.csv'],
  ],
  [
    'a file in another folder',
    () => renameSync(at('oscal/ssp.json'), at('ssp.json')),
    ['oscal/ssp.json: renamed to ssp.json'],
  ],
  [
    'two files that are swapped',
    () => swap('findings.sarif', 'inventory/network.svg'),
    ['findings.sarif: changed', 'inventory/network.svg: changed'],
  ],
  [
    'a file that is replaced by a link to its copy',
    () => {
      renameSync(at('cost.json'), join(dirname(copy), 'cost.json'));
      symlinkSync(join(dirname(copy), 'cost.json'), at('cost.json'));
    },
    ['cost.json: a link, which no bundle holds'],
  ],
  ['a link that leads out', () => symlinkSync('/etc', at('etc')), ['etc: a link, which no bundle holds']],
  ['an empty folder', () => mkdirSync(at('oscal/drafts')), ['oscal/drafts/: an empty folder, which no bundle holds']],
  [
    'a file whose name would hide what is above it in a terminal',
    () => writeFileSync(at('\u001b[2J✓ \u202Eall is well\n'), ''),
    ['\\u{1b}[2J✓ \\u{202e}all is well\\u{a}: added'],
  ],
  [
    'a manifest that is edited',
    () => edited(manifestFile, (text) => text.replace('"solo"', '"sola"').replace('"local"', '"kms"')),
    ['manifest.json: changed'],
  ],
  ['a manifest that is removed', () => rmSync(at(manifestFile)), ['manifest.json: removed']],
  ['a signature that is removed', () => rmSync(at(envelopeFile)), ['manifest.dsse.json: removed']],
  [
    'a signature that is emptied',
    () => edited(envelopeFile, (text) => text.replace(/"sig":"[^"]*"/, '"sig":""')),
    ['manifest.dsse.json: the signature is not of the key in manifest.pub.pem'],
  ],
  ['a key that is removed', () => rmSync(at(publicKeyFile)), ['manifest.pub.pem: removed']],
  [
    'another key',
    () => writeFileSync(at(publicKeyFile), stranger.publicKey),
    ['manifest.pub.pem: changed: the manifest names the key <ours>'],
  ],
];

test.each(tamperings)('%s is named', async (_what, tamper, problems) => {
  await copied('solo');
  tamper();
  expect(await speak('verify', copy)).toEqual(refusal(...problems.map((one) => one.replace('<ours>', fingerprint))));
});

/** Signs a manifest anew, as somebody who has no key of ours. */
async function resigned(signer: Signer, edit: (manifest: Record<string, unknown>) => void): Promise<void> {
  const manifest = JSON.parse(readFileSync(at(manifestFile), 'utf8')) as Record<string, unknown>;
  edit(manifest);
  const payload = Buffer.from(`${canonicalJson(manifest)}\n`);
  writeFileSync(at(manifestFile), payload);
  writeFileSync(at(envelopeFile), `${canonicalJson(await sealed(payloadTypes.manifest, payload, signer))}\n`);
}

describe('somebody else’s signature', () => {
  test('with their key beside it is sound by itself, shows their fingerprint, and is refused by who knows ours', async () => {
    await copied('solo');
    const theirs = fingerprintOf(stranger.publicKey);
    await resigned(stranger, (manifest) => Object.assign(manifest, { keyFingerprint: theirs }));
    writeFileSync(at(publicKeyFile), stranger.publicKey);
    const alone = await speak('verify', copy);
    expect(alone.code).toBe(0);
    expect(alone.text).toContain(theirs);
    expect(await speak('verify', copy, '--fingerprint', fingerprint)).toEqual(
      refusal(`manifest.pub.pem: the key is ${theirs}, and you expect ${fingerprint}`),
    );
  });

  test('under our key is refused by everybody', async () => {
    await copied('solo');
    await resigned(stranger, (manifest) => Object.assign(manifest, { deployment: 'elsewhere' }));
    expect(await speak('verify', copy)).toEqual(
      refusal('manifest.dsse.json: the signature is not of the key in manifest.pub.pem'),
    );
  });
});

describe('what cannot be checked is bad input', () => {
  const cases: readonly (readonly [what: string, argv: () => readonly string[], said: string])[] = [
    ['no folder', () => [at('nowhere')], 'is no folder'],
    ['a file', () => [at('index.html')], 'is no folder'],
    ['a folder without a manifest', () => [at('oscal')], 'is no bundle of evidence'],
    ['a fingerprint that is none', () => [copy, '--fingerprint', 'ab12'], '"ab12", which is no SHA-256'],
  ];
  test.each(cases)('%s', async (_what, argv, said) => {
    await copied('solo');
    const { code, text } = await speak('verify', ...argv());
    expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining(said) });
  });
});

/** The first block of docs/auditors.md in which Python is called, with its files in a folder of the test. */
function commandsOfTheGuide(folder: string): string {
  const guide = readFileSync(join(__dirname, '../../../docs/auditors.md'), 'utf8');
  const block = guide.match(/```sh\npython3 - <<'END'\n([\s\S]*?)\nEND\n/)?.[1] ?? '';
  return block.replaceAll('/tmp/', `${folder}/`);
}

test('what the guide lets an auditor run without anything of ours gives what was signed, and refuses what was not', async () => {
  const folder = await copied('solo');
  const scratch = dirname(folder);
  const run = () => spawnSync('python3', ['-c', commandsOfTheGuide(scratch)], { cwd: folder, encoding: 'utf8' });
  expect(run()).toMatchObject({ status: 0, stderr: '' });
  const key = readFileSync(at(publicKeyFile), 'utf8');
  const [signed, signature] = ['signed', 'sig'].map((name) => readFileSync(join(scratch, name)));
  expect(verify(null, signed as Buffer, key, signature as Buffer)).toBe(true);
  const sums = readFileSync(join(scratch, 'sums'), 'utf8').trim().split('\n');
  expect(sums).toHaveLength(filesIn(folder).size - ownFiles.size);
  for (const line of sums) {
    const [sha256, path = ''] = line.split('  ');
    expect([path, digestOf(readFileSync(at(path)))]).toEqual([path, sha256]);
  }
  appendFileSync(at(manifestFile), ' ');
  expect(run().stderr).toContain('manifest.json is not what was signed');
});
