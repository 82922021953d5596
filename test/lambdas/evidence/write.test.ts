/** One increment after the other, by a made-up world. */
import { writeIncrement } from '../../../lambdas/evidence/write';
import { checkIncrements } from '../../../lib/attest/chain';
import { type Increment, incrementSchema } from '../../../lib/attest/increment';
import { incrementOf, keep } from '../../attest/increments';
import { kmsKey } from '../../attest/signers';
import { type FakeWorld, fakeWorld, noSources } from './fake-ports';

const place = { deployment: 'lakeside', account: '111122223333', region: 'us-east-1' };
const signer = kmsKey();
const later = (world: FakeWorld, hours: number) => {
  world.now = new Date(world.now.getTime() + hours * 3_600_000);
};
const read = (world: FakeWorld, key = ''): Increment => incrementSchema.parse(JSON.parse(world.objects.get(key) ?? ''));
const problems = (world: FakeWorld) =>
  checkIncrements(world.objects, [signer.publicKey], {
    deployment: 'lakeside',
    from: new Date('2026-11-01T00:00:00Z'),
    to: world.now,
  }).problems;

test('the first looks back a month, and ends three minutes ago', async () => {
  const world = fakeWorld(signer);
  const { key } = await writeIncrement(place, world.ports);
  expect(key).toBe('evidence/2026/11/25T031209Z.json');
  expect(read(world, key)).toMatchObject({
    ...place,
    from: '2026-10-25T03:12:09.000Z',
    to: '2026-11-25T03:12:09.000Z',
    previous: null,
    notes: [],
  });
});

test('each follows the one before it, without a gap', async () => {
  const world = fakeWorld(signer);
  const keys: (string | undefined)[] = [];
  for (let day = 0; day < 3; day += 1) {
    keys.push((await writeIncrement(place, world.ports)).key);
    later(world, 24);
  }
  expect(read(world, keys[2])).toMatchObject({ from: read(world, keys[1]).to, previous: { key: keys[1] } });
  expect(problems(world)).toEqual([]);
});

test('twice in the same second writes one', async () => {
  const world = fakeWorld(signer);
  await writeIncrement(place, world.ports);
  expect(await writeIncrement(place, world.ports)).toEqual({ refused: [] });
  expect(world.objects.size).toBe(2);
});

test('what a service refuses is said by name, and the others are written all the same', async () => {
  const denied = Object.assign(new Error('User: arn:aws:sts::1:assumed-role/x/ann is not authorized\nat x'), {
    name: 'AccessDeniedException',
  });
  const world = fakeWorld(signer, {
    sources: {
      ...noSources,
      rules: () => Promise.reject(denied),
      people: () => Promise.reject('x'),
      roles: async () => ({ items: [{ role: 'a', path: '/', bounded: true }], left: '3 more' }),
    },
  });
  const { key, refused } = await writeIncrement(place, world.ports);
  expect(refused).toEqual(['rules', 'people']);
  expect(read(world, key).sections).toMatchObject({
    rules: { status: 'refused', why: 'AccessDeniedException: User: arn is not authorized' },
    people: { status: 'refused', why: 'failed without an error' },
    roles: { status: 'gathered', items: [{ role: 'a' }], left: '3 more' },
    drift: { status: 'gathered', items: [] },
  });
  expect(world.errors).toHaveLength(2);
});

describe('what stands in the archive beside them', () => {
  test('a write that was cut short is noted, and the chain goes on before it', async () => {
    const world = fakeWorld(signer);
    const { key: first } = await writeIncrement(place, world.ports);
    later(world, 24);
    world.objects.set('evidence/2026/11/25T101112Z.json', '{}');
    const { key } = await writeIncrement(place, world.ports);
    expect(read(world, key)).toMatchObject({
      previous: { key: first },
      notes: ['evidence/2026/11/25T101112Z.json: nothing signs it'],
    });
  });

  test.each([
    ['by another key', new Date('2026-11-25T10:11:12Z'), kmsKey(), 'the signature is not of the key'],
    ['from the future', new Date('2027-01-01T00:00:00Z'), signer, 'it ends in the future'],
  ])('an increment %s is noted, and hides no period', async (_, to, by, why) => {
    const world = fakeWorld(signer);
    const { key: first } = await writeIncrement(place, world.ports);
    later(world, 24);
    await keep(world.objects, incrementOf(new Date('2026-11-25T03:12:09Z'), to, null), by);
    const { key } = await writeIncrement(place, world.ports);
    const increment = read(world, key);
    expect(increment.previous?.key).toBe(first);
    expect(increment.notes).toEqual([expect.stringContaining(why)]);
  });
});

test('an archive that cannot be read, or is there already, fails the run: nothing is passed over', async () => {
  const unread = fakeWorld(signer);
  const { archive } = unread.ports;
  const gone = { ...archive, list: () => Promise.reject(new Error('denied')) };
  await expect(writeIncrement(place, { ...unread.ports, archive: gone })).rejects.toThrow('denied');
  const taken = fakeWorld(signer);
  taken.objects.set('evidence/2026/11/25T031209Z.json', 'x');
  await expect(writeIncrement(place, taken.ports)).rejects.toThrow('is there');
});
