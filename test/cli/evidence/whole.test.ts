/** A bundle is written whole or not at all: whatever fails, what stood there stands, and nothing half is left. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Signer } from '../../../lib/attest/envelope';
import { momentOf } from '../../../lib/cli/bundle/facts';
import { refuseForeign, writeBundle } from '../../../lib/cli/bundle/folder';
import { FileError, InputError } from '../../../lib/errors';
import { sealBundle } from '../../../lib/evidence/manifest/seal';
import { localKey } from '../../attest/signers';
import { testConfig } from '../../configs';
import { speak } from '../speak';
import { filesIn } from './bundles';

const facts = {
  at: new Date('2026-11-24T00:00:00Z'),
  config: testConfig('solo'),
  configSha256: '0'.repeat(64),
  templates: [],
  tools: { asepsis: '0.1.0' },
};
const older = new Map([
  ['index.html', '<!doctype html>older'],
  ['oscal/catalog.json', '{}'],
]);
const newer = new Map([
  ['index.html', '<!doctype html>newer'],
  ['oscal/catalog.json', '{}'],
  ['cost.json', '{}'],
]);
const signer = localKey();

let folder: string;
let place: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-whole-'));
  place = join(folder, 'evidence');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As `asepsis evidence` does it: signed, then written. */
const write = async (files: ReadonlyMap<string, string>, by: Signer = signer, out = place) =>
  writeBundle(out, await sealBundle(facts, files, by));

const textOf = (path: string) => readFileSync(join(place, path), 'utf8');

test('a newer bundle takes the place of an older one, with nothing of it left, and no other folder', async () => {
  await write(new Map([...older, ['oscal/old.json', '{}']]));
  await write(newer);
  expect(readdirSync(folder)).toEqual(['evidence']);
  expect([...filesIn(place).keys()].filter((path) => !path.startsWith('manifest.'))).toEqual([
    'cost.json',
    'index.html',
    'oscal/catalog.json',
  ]);
  expect((await speak('verify', place)).code).toBe(0);
});

test('a folder whose parents are not there yet is made', async () => {
  const deep = join(folder, 'a/b/evidence');
  await write(newer, signer, deep);
  expect((await speak('verify', deep)).code).toBe(0);
});

describe('what fails in the middle', () => {
  const mute: Signer = { ...signer, sign: async () => Promise.reject(new Error('the key is disabled')) };
  const cases: readonly (readonly [what: string, files: ReadonlyMap<string, string>, by: Signer, said: RegExp])[] = [
    ['a signature that is refused', newer, mute, /the key is disabled/],
    // What comes after it in the map is not written any more; what came before it was.
    ['a file that the disk refuses', new Map([...newer, ['x'.repeat(300), '']]), signer, /ENAMETOOLONG/],
    ['a file where a folder must be', new Map([...newer, ['index.html/x', '']]), signer, /ENOTDIR|EEXIST/],
    ['a file of the manifest’s own name', new Map([...newer, ['manifest.json', '']]), signer, /own name/],
  ];

  test.each(cases)('%s leaves the older bundle as it was', async (_what, files, by, said) => {
    await write(older);
    const before = filesIn(place);
    await expect(write(files, by)).rejects.toThrow(said);
    expect(filesIn(place)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['evidence']);
  });

  test.each(cases)('%s leaves nothing where nothing was', async (_what, files, by, said) => {
    await expect(write(files, by)).rejects.toThrow(said);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a place that cannot be written is told as such, and not as a defect', async () => {
    writeFileSync(join(folder, 'file'), 'x');
    await expect(write(newer, signer, join(folder, 'file/evidence'))).rejects.toThrow(FileError);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('x');
  });
});

describe('what is somebody’s own is not written over', () => {
  const keep: readonly (readonly [what: string, make: () => void])[] = [
    ['a file', () => writeFileSync(place, 'mine')],
    ['a link to an empty folder', () => symlinkSync(mkdtempSync(join(folder, 'empty-')), place)],
    ['a link to nothing', () => symlinkSync(join(folder, 'nowhere'), place)],
    [
      'a folder with a file',
      () => {
        mkdirSync(place);
        writeFileSync(join(place, 'notes.txt'), 'mine');
      },
    ],
    ['a folder with a folder', () => mkdirSync(join(place, 'mine'), { recursive: true })],
  ];

  test.each(keep)('%s', async (_what, make) => {
    make();
    const before = readdirSync(folder);
    expect(() => refuseForeign(place)).toThrow(InputError);
    await expect(write(newer)).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('notes that somebody put into an older bundle', async () => {
    await write(older);
    writeFileSync(join(place, 'oscal/notes.txt'), 'mine');
    await expect(write(newer)).rejects.toThrow(/oscal\/notes\.txt, which is of no bundle/);
    expect(textOf('oscal/notes.txt')).toBe('mine');
    expect(textOf('index.html')).toContain('older');
  });

  test('a folder that only has a file of a manifest’s name', async () => {
    mkdirSync(place);
    writeFileSync(join(place, 'manifest.dsse.json'), '{}');
    await expect(write(newer)).rejects.toThrow(InputError);
  });

  test('an empty folder is nobody’s', async () => {
    mkdirSync(place);
    await write(newer);
    expect(textOf('index.html')).toContain('newer');
  });
});

describe('asepsis evidence, before any work', () => {
  let before: NodeJS.ProcessEnv;
  let config: string;
  beforeEach(() => {
    before = { ...process.env };
    config = join(folder, 'config.yaml');
    writeFileSync(config, stringify(testConfig('solo')));
  });
  afterEach(() => {
    process.env = before;
  });

  const evidence = (...more: readonly string[]) =>
    speak('evidence', '--config', config, '--out', place, '--key', join(folder, 'key.pem'), ...more);

  const refused: readonly (readonly [
    what: string,
    prepare: () => readonly string[] | undefined,
    code: number,
    said: string,
  ])[] = [
    ['a configuration that is none', () => void writeFileSync(config, 'tier: enormous\n'), 2, 'tier'],
    [
      'a folder with something else in it',
      () => void cpSync(config, join(folder, 'evidence/mine.yaml')),
      2,
      'mine.yaml, which is of no bundle',
    ],
    ['a key that is none', () => void writeFileSync(join(folder, 'key.pem'), 'no key'), 2, 'no Ed25519 private key'],
    ['an older bundle that is none', () => ['--since', join(folder, 'nowhere')], 2, 'is no folder'],
    ['a place below a file', () => ['--out', join(config, 'evidence')], 3, 'cannot be written'],
    ...['yesterday', '', '-1', '1.5', '1e9', ' 1', '9'.repeat(13)].map(
      (given) =>
        [
          `SOURCE_DATE_EPOCH="${given}"`,
          () => void Object.assign(process.env, { SOURCE_DATE_EPOCH: given }),
          2,
          `SOURCE_DATE_EPOCH is "${given}", which is no moment`,
        ] as const,
    ),
  ];

  test.each(refused)('%s is refused, and nothing is written', async (_what, prepare, code, said) => {
    const more = prepare() ?? [];
    const held = readdirSync(folder, { recursive: true });
    const spoken = await evidence(...more);
    expect(spoken).toEqual({ code, text: expect.stringContaining(said) });
    expect(spoken.text).toContain('\n→ ');
    expect(spoken.text).not.toContain('    at ');
    expect(readdirSync(folder, { recursive: true })).toEqual(held);
  });
});

test('the moment of a bundle is that of SOURCE_DATE_EPOCH, or now to the second', () => {
  expect(momentOf({ SOURCE_DATE_EPOCH: '0' }, () => new Date())).toEqual(new Date('1970-01-01T00:00:00Z'));
  expect(momentOf({}, () => new Date('2026-11-24T12:00:00.900Z'))).toEqual(new Date('2026-11-24T12:00:00Z'));
});
