/** A bundle is what it was when it was signed, or `asepsis verify` names what is not. */
import fc from 'fast-check';
import { fingerprintOf } from '../../lib/attest/envelope';
import { envelopeFile, manifestFile, publicKeyFile } from '../../lib/evidence/manifest/manifest';
import { sealBundle } from '../../lib/evidence/manifest/seal';
import { type FoundFiles, verifyBundle } from '../../lib/evidence/manifest/verify';
import { kmsKey, localKey } from '../attest/signers';
import { testConfig } from '../configs';

const facts = {
  at: new Date('2026-11-24T00:00:00Z'),
  config: testConfig('clinic'),
  configSha256: '0'.repeat(64),
  templates: [{ stack: 'lakeside-audit', template: { Resources: { Key: { Type: 'AWS::KMS::Key' } } } }],
  tools: { asepsis: '0.1.0' },
};
const files = new Map<string, string>([
  ['index.html', '<!doctype html>'],
  ['oscal/catalog.json', '{}'],
  ['findings.sarif', '{"runs":[]}'],
]);
const asFound = (bundle: ReadonlyMap<string, string | Uint8Array>): Map<string, Uint8Array> =>
  new Map([...bundle].map(([path, content]) => [path, Buffer.from(content)]));
const signer = localKey();
let bundle: FoundFiles;

beforeAll(async () => {
  bundle = asFound(await sealBundle(facts, files, signer));
});

const tampered = (change: (found: Map<string, Uint8Array>) => void) => {
  const found = new Map(bundle);
  change(found);
  return verifyBundle(found).problems;
};

describe('a bundle as it was written', () => {
  test.each([
    ['a local key', localKey],
    ['a key of KMS', kmsKey],
  ])('has no problems, signed by %s', async (_, make) => {
    const one = make();
    const found = asFound(await sealBundle(facts, files, one));
    const { manifest, problems } = verifyBundle(found, fingerprintOf(one.publicKey));
    expect(problems).toEqual([]);
    expect(manifest).toMatchObject({ deployment: 'lakeside', signedBy: one.signedBy, at: '2026-11-24T00:00:00.000Z' });
    expect(manifest?.files.map(({ path }) => path)).toEqual(['findings.sarif', 'index.html', 'oscal/catalog.json']);
  });

  test('is the same bytes from the same facts and key', async () => {
    expect(asFound(await sealBundle(facts, files, signer))).toEqual(bundle);
  });
});

describe('what is otherwise is named', () => {
  test.each<[what: string, change: (found: Map<string, Uint8Array>) => void, problems: readonly string[]]>([
    ['a changed file', (found) => found.set('index.html', Buffer.from('x')), ['index.html: changed']],
    ['a removed file', (found) => found.delete('index.html'), ['index.html: removed']],
    ['an added file', (found) => found.set('index2.html', Buffer.from('x')), ['index2.html: added']],
    [
      'a renamed file',
      (found) => {
        found.set('start.html', found.get('index.html') ?? Buffer.from(''));
        found.delete('index.html');
      },
      ['index.html: renamed to start.html'],
    ],
    ['a changed manifest', (found) => found.set(manifestFile, Buffer.from('{}')), ['manifest.json: changed']],
    ['a removed manifest', (found) => found.delete(manifestFile), ['manifest.json: removed']],
    ['a removed signature', (found) => found.delete(envelopeFile), ['manifest.dsse.json: removed']],
    ['a removed key', (found) => found.delete(publicKeyFile), ['manifest.pub.pem: removed']],
  ])('%s', (_, change, problems) => expect(tampered(change)).toEqual(problems));

  test('another key, and a signature of somebody else over changed files', async () => {
    const other = localKey();
    const forged = asFound(await sealBundle(facts, new Map([['index.html', 'forged']]), other));
    // By itself it is sound: only who knows the key can tell.
    expect(verifyBundle(forged).problems).toEqual([]);
    expect(verifyBundle(forged, fingerprintOf(signer.publicKey)).problems[0]).toMatch(/manifest.pub.pem: the key is/);
    const mixed = new Map(forged).set(publicKeyFile, Buffer.from(signer.publicKey));
    expect(verifyBundle(mixed).problems).toEqual([expect.stringContaining('manifest.pub.pem: changed')]);
  });

  test('a key of this machine that says it is one of KMS', async () => {
    const forged = asFound(await sealBundle(facts, files, { ...localKey(), signedBy: 'kms' }));
    expect(verifyBundle(forged).problems).toEqual([
      expect.stringMatching(/^manifest.json: it says that AWS KMS signed/),
    ]);
  });

  test('any flipped bit of any file, by its name and no other', () => {
    const paths = [...bundle.keys()];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.nat(), fc.integer({ min: 0, max: 7 }), (path, at, bit) => {
        const content = Buffer.from(bundle.get(path) ?? []);
        const index = at % content.length;
        content[index] = (content[index] ?? 0) ^ (1 << bit);
        const problems = tampered((found) => found.set(path, content));
        // Who flips the key or the envelope makes the signature unsound: no other file is accused of it.
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.filter((one) => !one.startsWith(`${path}: `))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
