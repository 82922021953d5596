/** Which objects of the archive speak for a period, on a made-up S3. */
import type { S3Client } from '@aws-sdk/client-s3';
import { envelopeKeyOf } from '../../../lib/attest/increment';
import { gatherIncrements } from '../../../lib/cli/bundle/increments';
import { archiveOf, day, gatheredFrom } from '../../evidence/made-operation';

const bucketOf = (found: ReadonlyMap<string, string>) => {
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: { Key?: string } }) =>
    name === 'ListObjectsV2Command'
      ? { Contents: [...found.keys()].map((Key) => ({ Key })) }
      : { Body: { transformToString: async () => found.get(input.Key ?? '') } };
  return { send } as unknown as S3Client;
};

const keysIn = async (from: Date, to: Date) => {
  const found = await archiveOf([{ day: 20 }, { day: 21 }, { day: 22 }, { day: 23 }]);
  found.set('evidence/notes.txt', 'x');
  const { publicKeys } = gatheredFrom(found, from, to);
  const options = { bucket: 'b', deployment: 'lakeside', from, to, publicKeys };
  const { gaps, increments, problems } = await gatherIncrements(await pagedClient(found), options);
  return { days: increments.map(({ key }) => key.slice(17, 19)), gaps, problems };
};

/** The SDK's paginator wants a client of its own class. */
async function pagedClient(found: ReadonlyMap<string, string>): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  return Object.assign(Object.create(Client.prototype), bucketOf(found));
}

test.each([
  ['all', day(19), day(23), ['20', '21', '22', '23'], 0],
  // The increment that ends after the period speaks for its end.
  ['to the middle of a day', day(19), day(21, 12), ['20', '21', '22'], 0],
  ['from the middle of a day', day(20, 12), day(22), ['21', '22'], 0],
  ['past the last', day(22), day(24), ['22', '23'], 1],
])('%s', async (_what, from, to, days, gaps) => {
  const found = await keysIn(from, to);
  expect(found.days).toEqual(days);
  expect(found.gaps).toHaveLength(gaps);
  // What has a strange name is nowhere in time, and is told whatever was asked for.
  expect(found.problems).toEqual(['evidence/notes.txt: is no increment']);
});

test('each is read under its name, the envelope too', async () => {
  const found = await archiveOf([{ day: 20 }]);
  const [key = ''] = found.keys();
  const { publicKeys } = gatheredFrom(found, day(19), day(20));
  const options = { bucket: 'b', deployment: 'lakeside', from: day(19), to: day(20), publicKeys };
  expect((await gatherIncrements(await pagedClient(found), options)).found.get(envelopeKeyOf(key))).toBe(
    found.get(envelopeKeyOf(key)),
  );
});
