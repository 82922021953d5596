/** The increments of a bundle, checked once more offline: whoever wrote the bundle cannot have made them. */
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { checkOperation } from '../../../lib/evidence/operation/check';
import { incrementKeysFile, operatingFile, operationFiles } from '../../../lib/evidence/operation/files';
import { kmsKey } from '../../attest/signers';
import { testConfig } from '../../configs';
import { archiveOf, day, gatheredFrom, madeOperation } from '../made-operation';

const facts = { config: testConfig('solo') } as EvidenceFacts;
const second = 'evidence/2026/11/21T030000Z';
let files: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  files = filesOf({ ...facts, operation: await madeOperation() });
});

const filesOf = (given: EvidenceFacts) =>
  new Map(operationFiles(given).map(([path, content]) => [path, Buffer.from(content)]));

const changed = (change: (found: Map<string, Uint8Array>) => unknown) => {
  const found = new Map(files);
  change(found);
  return checkOperation(found)?.problems;
};

test('what was gathered is sound', () => {
  const checked = checkOperation(files);
  expect(checked?.problems).toEqual([]);
  expect(checked && 'summary' in checked && checked.summary.increments).toHaveLength(4);
  expect([...files.keys()]).toContain(`archive/${second}.dsse.json`);
});

test('a bundle without a period has nothing to check', () => {
  expect(operationFiles(facts)).toEqual([]);
  expect(checkOperation(new Map())).toBeUndefined();
});

test('what was odd in the archive is told by the summary, and is no problem of the bundle', async () => {
  const found = await archiveOf([{ day: 20 }, { day: 21 }, { day: 22 }]);
  found.delete(`${second}.json`);
  found.delete(`${second}.dsse.json`);
  found.set('evidence/notes.txt', 'x');
  const gathered = filesOf({ ...facts, operation: gatheredFrom(found, day(19), day(22)) });
  expect([...gathered.keys()].some((path) => path.includes('notes'))).toBe(false);
  const checked = checkOperation(gathered);
  expect(checked?.problems).toEqual([]);
  expect(checked && 'summary' in checked && checked.summary.problems).toHaveLength(2);
});

test.each<[what: string, change: (found: Map<string, Uint8Array>) => unknown, problem: RegExp]>([
  [
    'an increment taken out',
    (found) => found.delete(`archive/${second}.dsse.json`),
    /21T030000Z.json, which is not there/,
  ],
  [
    'a copy that says otherwise',
    (found) => found.set(`archive/${second}.json`, Buffer.from('{}')),
    /21T030000Z.json: changed/,
  ],
  [
    'an increment beside the summary',
    (found) => {
      const summary = JSON.parse(String(found.get(operatingFile))) as { increments: unknown[] };
      found.set(operatingFile, Buffer.from(JSON.stringify({ ...summary, increments: summary.increments.slice(1) })));
    },
    /20T030000Z.json: operating.json does not name it/,
  ],
  [
    'other keys',
    (found) => found.set(incrementKeysFile, Buffer.from(kmsKey().publicKey)),
    /signature is not of the key/,
  ],
  [
    'no keys',
    (found) => found.set(incrementKeysFile, Buffer.from('-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----')),
    /are not the keys/,
  ],
  ['a summary that is none', (found) => found.set(operatingFile, Buffer.from('{}')), /is no summary/],
])('%s is named', (_what, change, problem) => {
  expect(changed(change)?.join('\n')).toMatch(problem);
});
