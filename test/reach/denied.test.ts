/** Every principal on every store by every action: allowed, undecided, or denied by a reason that is named; once. */
import fc from 'fast-check';
import { actionsOf } from '../../lib/reach/actions';
import { Denials, positionsOf, rangesOf } from '../../lib/reach/denied';
import { reachOf } from '../../lib/reach/reach';
import { readTemplates } from '../../lib/resources/template';
import { testConfig } from '../configs';
import { synthesized } from '../synthesized';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const practices = ['derm', 'skin'].map((id) => ({ id, name: id }));
const reach = reachOf(readTemplates(synthesized(testConfig('clinic', 'production', { practices })), environment));
const { patterns, reasons, rows, stores } = reach.denied;
const names = new Map(reach.principals.map(({ id, name }) => [id, name]));

/** Each denied cell with its reason, by principal, session, store and action. */
const denied = rows.flatMap(({ pattern, principals, session, stores: ranges }) => {
  const { refusals = [], type } = patterns[pattern] ?? {};
  const ids = positionsOf(ranges).flatMap((place) => (type && stores[type]?.[place]) ?? []);
  return refusals.flatMap(({ actions, reason }) =>
    principals.flatMap((principal) =>
      ids.flatMap((store) =>
        actions.map((action) => ({ cell: [principal, session, store, action].join(' '), reason: reasons[reason] })),
      ),
    ),
  );
});

const open = new Set(
  reach.rows
    .filter(({ through }) => through === undefined)
    .flatMap(({ actions, principal, session, stores: ids }) =>
      ids.flatMap((store) => actions.map((action) => [principal, session, store, action].join(' '))),
    ),
);

test('nothing is both, and nothing is told twice', () => {
  const cells = denied.map(({ cell }) => cell);
  expect(new Set(cells).size).toBe(cells.length);
  expect(cells.filter((cell) => open.has(cell))).toEqual([]);
});

test('nothing is left out: in each of its sessions a principal has an answer for every action on every store', () => {
  const answered = new Map<string, number>();
  for (const cell of [...denied.map((one) => one.cell), ...open]) {
    const key = cell.split(' ').slice(0, -1).join(' ');
    answered.set(key, (answered.get(key) ?? 0) + 1);
  }
  const types = new Map(reach.stores.map(({ id, type }) => [id, type]));
  const short = [...answered].filter(([key, count]) => {
    const type = [...types].find(([id]) => key.endsWith(` ${id}`))?.[1];
    return type === undefined || count !== new Set(actionsOf[type].map(({ action }) => action)).size;
  });
  expect(short).toEqual([]);
  for (const { id } of reach.principals)
    for (const store of reach.stores)
      expect([...answered.keys()].some((key) => key.startsWith(`${id} `) && key.endsWith(` ${store.id}`))).toBe(true);
});

test.each<[who: string, session: string, action: string, reason: RegExp]>([
  ['lakeside-billing', 'own', 's3:GetObject', /^identity: nothing allows$/],
  ['lakeside-clinician', 'other', 's3:GetObject', /#(FromTheNetworkOnly|OwnPracticeOnly)$/],
  ['another account', 'fixed', 's3:GetObject', /#(FromTheNetworkOnly|OwnPracticeOnly)$/],
  ['an administrator', 'fixed', 's3:PutObject', /#(FromTheNetworkOnly|OwnPracticeOnly)$/],
  ['lakeside-drift-identity-fixer', 'fixed', 's3:GetObject', /^identity: nothing allows$/],
])('%s, of %s practice, cannot %s of the images, by what is named', (who, session, action, reason) => {
  const found = denied.filter(({ cell }) => {
    const [principal = ''] = reach.principals.filter(({ id }) => cell.startsWith(`${id} `)).map(({ id }) => id);
    return (
      names.get(principal) === who && cell.endsWith(` ${session} lakeside-practice-derm/PhiStoreDF22AA8A ${action}`)
    );
  });
  expect(found.map((one) => one.reason)).toEqual([expect.stringMatching(reason)]);
});

test.each<[readonly number[], string]>([
  [[0], '0'],
  [[3, 1, 2], '1-3'],
  [[0, 1, 4, 7, 8, 9], '0-1,4,7-9'],
])('%j is %s', (positions, ranges) => expect(rangesOf(positions)).toBe(ranges));

test('ranges hold the positions that they are made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(400), { minLength: 1 }), (positions) => {
      expect(positionsOf(rangesOf(positions))).toEqual([...positions].sort((a, b) => a - b));
    }),
  );
});

test('who is refused the same is told in one row', () => {
  const denials = new Denials();
  for (const who of ['a', 'b'])
    for (const id of ['x', 'y']) denials.note(who, 'fixed', { id, type: 'bucket' }, [['s3:GetObject', 'why']]);
  expect(denials.denied()).toMatchObject({
    reasons: ['why'],
    stores: { bucket: ['x', 'y'] },
    rows: [{ principals: ['a', 'b'], session: 'fixed', pattern: 0, stores: '0-1' }],
  });
});
