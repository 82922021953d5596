/** A judge that is asked about one action after the other answers as one that is asked about a single action. */
import fc from 'fast-check';
import { actionsOf, type StoreAction } from '../../lib/reach/actions';
import { sortOf } from '../../lib/reach/alike';
import type { Session } from '../../lib/reach/facts';
import type { Identity } from '../../lib/reach/identities';
import { Judge, type Surroundings } from '../../lib/reach/judge';
import type { NamedPolicy } from '../../lib/reach/layers';
import type { Place } from '../../lib/reach/places';
import { namesAction } from '../../lib/reach/statement';
import type { Store } from '../../lib/reach/stores';
import { isUnknown } from '../../lib/resources/value';
import { policy, role, roleArn } from './policies';

const account = role.account ?? '';
const bucketArn = 'arn:aws:s3:::records';
const tableArn = `arn:aws:dynamodb:us-east-1:${account}:table/records`;
const bare = { id: 'stack/Records', region: 'us-east-1', tags: { practice: 'derm' }, bucketKey: true } as const;
const store = (type: 'bucket' | 'table', policies: readonly NamedPolicy[]): Store => ({
  ...bare,
  type,
  arn: type === 'bucket' ? bucketArn : tableArn,
  policies,
});

const oneOf = fc.constantFrom;
const named = oneOf(
  's3:*',
  's3:Get*',
  's3:*Object',
  's3:Put*',
  's3:DeleteBucket',
  'dynamodb:*',
  'dynamodb:*Item',
  'dynamodb:Scan',
  'dynamodb:Create*',
  'dynamodb:Restore*',
  '*',
);
const actions = fc.array(named, { minLength: 1, maxLength: 3 });
const resources = oneOf('*', bucketArn, `${bucketArn}/*`, `${bucketArn}/a*`, tableArn, `${tableArn}/*`);
const conditions = oneOf<object>(
  {},
  { Condition: { StringEquals: { 'aws:PrincipalTag/practice': 'derm' } } },
  { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } },
  { Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['derm'] } } },
  { Condition: { Null: { 's3:x-amz-acl': 'true' } } },
  { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
);
const statements = (more: fc.Arbitrary<object>) =>
  fc.array(
    fc
      .tuple(oneOf('Allow', 'Allow', 'Deny'), fc.boolean(), actions, resources, conditions, more)
      .map(([Effect, inverse, those, Resource, condition, rest]) => ({
        Effect,
        ...(inverse ? { NotAction: those } : { Action: those }),
        Resource,
        ...condition,
        ...rest,
      })),
    { maxLength: 3 },
  );
const own = statements(fc.constant({}));
const based = statements(oneOf<object>({ Principal: '*' }, { Principal: { AWS: roleArn } }));

interface World {
  readonly identity: Identity;
  readonly around: Surroundings;
  readonly store: Store;
  readonly places: readonly Place[];
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    identity: own,
    boundary: fc.option(own),
    resource: based,
    endpoint: based,
    scp: fc.option(own),
    type: oneOf('bucket' as const, 'table' as const),
  })
  .map(({ boundary, endpoint, identity, resource, scp, type }) => ({
    identity: {
      id: 'stack/Role',
      name: 'role',
      principal: role,
      policies: [policy('own', ...identity)],
      ...(boundary ? { boundary: [policy('boundary', ...boundary)] } : {}),
      tags: {},
    },
    around: { account, ...(scp ? { scp: [[policy('scp', ...scp)]] } : {}) },
    store: store(type, [policy('resource', ...resource)]),
    places: [
      { name: 'outside', context: { 'aws:sourcevpce': 'absent' } },
      {
        name: 'endpoint',
        context: { 'aws:sourcevpce': ['vpce-1'] },
        endpoint: [policy('endpoint', ...endpoint)],
        service: type === 'bucket' ? 's3' : 'dynamodb',
      },
    ],
  }));

const session: Session = { principal: role, tags: { practice: ['derm'] } };

test('whatever the policies, in whichever order the actions are asked about', () => {
  const orders = worlds.chain((world) =>
    fc.tuple(fc.constant(world), fc.shuffledSubarray([...actionsOf[world.store.type]], { minLength: 2 })),
  );
  let told = new Set<string>();
  fc.assert(
    fc.property(orders, ([{ around, identity, places, store: of }, asked]) => {
      const judge = new Judge(around);
      for (const action of asked)
        for (const place of places) {
          const found = judge.decide(identity, session, of, action, place);
          expect(found).toEqual(new Judge(around).decide(identity, session, of, action, place));
          told = told.add(found.outcome);
        }
    }),
    { numRuns: 200 },
  );
  // All three were met: worlds in which everything is denied would show nothing.
  expect(told).toEqual(new Set(['allowed', 'denied', 'undecided']));
});

test('what is decided of its key in between changes nothing', () => {
  const judge = new Judge({ account });
  const of = { ...store('bucket', []), key: `arn:aws:kms:us-east-1:${account}:key/k` };
  const identity: Identity = {
    id: 'stack/Role',
    name: 'role',
    principal: role,
    policies: [policy('own', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })],
    tags: {},
  };
  const place: Place = { name: 'outside', context: {} };
  const [get, ...others] = actionsOf.bucket;
  const outcome = (action: StoreAction) => judge.decide(identity, session, of, action, place).outcome;
  expect(get && outcome(get)).toBe('allowed');
  expect(get && judge.decrypts(identity, session, of, undefined, get)).toBe('undecided');
  expect(get && outcome(get)).toBe('allowed');
  expect(new Set(others.map(outcome))).toEqual(new Set(['denied']));
});

test('two actions are of one sort if, and only if, the same statements name them', () => {
  fc.assert(
    fc.property(own, own, (first, second) => {
      const policies = [policy('a', ...first), policy('b', ...second)];
      const speakers = ({ action }: StoreAction) =>
        policies.map(({ policy: one }) =>
          isUnknown(one) ? [] : one.statements.map((each) => namesAction(each, action)),
        );
      const all = actionsOf.table;
      for (const a of all)
        for (const b of all)
          expect(sortOf(policies, a.action) === sortOf(policies, b.action)).toBe(
            JSON.stringify(speakers(a)) === JSON.stringify(speakers(b)),
          );
    }),
    { numRuns: 30 },
  );
});
