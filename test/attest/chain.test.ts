/** Increments as they lie in the archive: what is otherwise than it was written is named, and so is what is missing. */
import fc from 'fast-check';
import { checkIncrements } from '../../lib/attest/chain';
import { envelopeKeyOf, type Increment, incrementOfKey, keyOfIncrement } from '../../lib/attest/increment';
import { incrementOf, keep } from './increments';
import { kmsKey } from './signers';

const signer = kmsKey();
const day = (number: number) => new Date(Date.UTC(2026, 10, number, 3, 15, 9));
const keys = [2, 3, 4, 5].map((number) => keyOfIncrement(day(number)));
const [first = '', second = '', third = '', fourth = ''] = keys;
const whole = { deployment: 'lakeside', from: day(1), to: day(5) };
let archive: ReadonlyMap<string, string>;

beforeAll(async () => {
  const found = new Map<string, string>();
  let previous: Increment['previous'] = null;
  for (const number of [1, 2, 3, 4])
    previous = await keep(found, incrementOf(day(number), day(number + 1), previous), signer);
  archive = found;
});

const check = (found: ReadonlyMap<string, string>, period = whole) =>
  checkIncrements(found, [signer.publicKey], period);
const changed = (change: (found: Map<string, string>) => unknown) => {
  const found = new Map(archive);
  change(found);
  return check(found);
};

test('names say the moment, and nothing else is a name', () => {
  expect(first).toBe('evidence/2026/11/02T031509Z.json');
  expect(incrementOfKey(envelopeKeyOf(first))).toEqual({ key: first, at: day(2), signed: true });
  for (const name of [
    'evidence/x.json',
    `${first}.bak`,
    'evidence/2026/13/02T031509Z.json',
    'evidence/2026/02/31T031509Z.json',
    'AWSLogs/x',
  ])
    expect(incrementOfKey(name)).toBeUndefined();
});

test('four days of a chain have no problem and no gap', () => {
  const { gaps, increments, problems } = check(archive);
  expect({ gaps, problems, keys: increments.map(({ key }) => key) }).toEqual({ gaps: [], problems: [], keys });
});

test('what comes before the first and after the last is a gap', () => {
  const { gaps } = check(archive, {
    ...whole,
    from: new Date('2026-10-01T00:00:00Z'),
    to: new Date('2026-12-01T00:00:00Z'),
  });
  expect(gaps).toEqual([
    { from: '2026-10-01T00:00:00.000Z', to: day(1).toISOString() },
    { from: day(5).toISOString(), to: '2026-12-01T00:00:00.000Z' },
  ]);
});

test('no increment at all is one gap', () => {
  expect(check(new Map())).toEqual({
    increments: [],
    problems: [],
    gaps: [{ from: day(1).toISOString(), to: day(5).toISOString() }],
  });
});

describe('what is otherwise is named', () => {
  const gap = { from: day(2).toISOString(), to: day(3).toISOString() };
  const orphan = `${third}: it follows ${second}, which is not there or not sound`;

  test.each<[what: string, change: (found: Map<string, string>) => unknown, problems: readonly string[], gaps: number]>(
    [
      [
        'a removed increment',
        (found) => [second, envelopeKeyOf(second)].map((name) => found.delete(name)),
        [orphan],
        1,
      ],
      [
        'a removed signature',
        (found) => found.delete(envelopeKeyOf(second)),
        [`${second}: nothing signs it: ${envelopeKeyOf(second)} is not there`, orphan],
        1,
      ],
      ['a removed copy', (found) => found.delete(second), [`${second}: removed`], 0],
      ['a changed copy', (found) => found.set(second, '{}'), [`${second}: changed`], 0],
      [
        'an envelope that is none',
        (found) => found.set(envelopeKeyOf(second), '{"payload":'),
        [`${envelopeKeyOf(second)}: is no signed increment`, orphan],
        1,
      ],
      [
        'an envelope under another name',
        (found) => found.set(envelopeKeyOf(second), found.get(envelopeKeyOf(fourth)) ?? ''),
        [
          `${envelopeKeyOf(second)}: it is the increment that ends at ${day(5).toISOString()}, under another name`,
          orphan,
        ],
        1,
      ],
      ['a stranger', (found) => found.set('evidence/note.txt', 'x'), ['evidence/note.txt: is no increment'], 0],
    ],
  )('%s', (_, change, problems, gaps) => {
    const found = changed(change);
    expect(found.problems).toEqual(problems);
    expect(found.gaps).toEqual(gaps === 1 ? [gap] : []);
  });

  test('a forged one: well made, by another key', async () => {
    const found = new Map(archive);
    await keep(found, incrementOf(day(2), day(3), null), kmsKey());
    const { gaps, problems } = check(found);
    expect(problems).toEqual([`${envelopeKeyOf(second)}: the signature is not of the key`, orphan]);
    expect(gaps).toEqual([gap]);
  });

  test('one that our own key signed anew: the next one follows another', async () => {
    const found = new Map(archive);
    const opened = check(archive).increments[0]?.increment;
    await keep(
      found,
      { ...incrementOf(day(2), day(3), null), previous: opened?.previous ?? null, notes: ['x'] },
      signer,
    );
    expect(check(found).problems).toEqual([
      `${second}: the chain begins anew: it follows no other`,
      `${second}: it is not what ${third} follows`,
    ]);
  });

  test('one of another deployment', async () => {
    const found = new Map(archive);
    await keep(found, { ...incrementOf(day(5), day(6), null), deployment: 'harbour' }, signer);
    expect(check(found).problems).toEqual([`${keyOfIncrement(day(6))}: it is of the deployment harbour`]);
  });

  test('any changed character of any object, by its name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...archive.keys()), fc.nat(), (name, at) => {
        const text = archive.get(name) ?? '';
        // The line's end and the base64 of a signature's last bits say nothing: what counts is what the key signed.
        const index = at % (text.length - 40);
        const other = text[index] === 'A' ? 'B' : 'A';
        const { problems } = changed((found) => found.set(name, text.slice(0, index) + other + text.slice(index + 1)));
        expect(problems).toContainEqual(expect.stringContaining(name));
      }),
      { numRuns: 500 },
    );
  });
});
