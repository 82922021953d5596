import { measurePolicy } from '../../../lambdas/contain/credentials';
import type { Target } from '../../../lambdas/contain/target';
import { allTakes, lookStatements } from '../../../lib/contain/permissions';

const place = { account: '111122223333', partition: 'aws', region: 'us-east-1' };
const arn = (name: string) => `arn:aws:iam::111122223333:${name}`;
const long = 'x'.repeat(64);

const targets: readonly Target[] = [
  { kind: 'iam.role', name: long, arn: arn(`role/some/path/${long}`) },
  { kind: 'iam.user', name: 'mallory', arn: arn('user/mallory') },
  { kind: 'iam.access-key', id: 'AKIAIOSFODNN7EXAMPLE', user: 'mallory', arn: arn('user/mallory') },
  { kind: 'ec2.instance', id: 'i-0abcdef1234567890' },
  { kind: 'ec2.network-interface', id: 'eni-0123456789abcdef0' },
  { kind: 's3.bucket', name: long.slice(1), principal: arn('role/reader') },
  { kind: 'cognito.user', pool: 'us-east-1_Ab12', name: 'ann' },
];

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

const statementsOf = (target: Target) =>
  (JSON.parse(measurePolicy(target, place)) as { Statement: readonly Statement[] }).Statement;
const most = new Set(allTakes(place).flatMap(({ Action }) => Action));

describe.each(targets.map((target) => [target.kind, target] as const))('credentials for %s', (_, target) => {
  test('fit into a session policy, and are part of what the fixer may at most', () => {
    expect(measurePolicy(target, place).length).toBeLessThanOrEqual(2_048);
    const actions = statementsOf(target).flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !most.has(action))).toEqual([]);
  });

  test('hold nothing that destroys data or a host, creates an identity, or goes on to another role', () => {
    const actions = statementsOf(target).flatMap(({ Action }) => Action);
    expect(
      actions.filter((action) => /\*|Terminate|Stop|sts:|Delete(?!(Role|User|Bucket)Policy$)/.test(action)),
    ).toEqual([]);
    expect(actions.filter((action) => /iam:(Create|Attach|Add)/.test(action))).toEqual([]);
  });
});

test.each([
  ['iam.role', [arn(`role/some/path/${long}`)]],
  ['iam.user', [arn('user/mallory')]],
  ['iam.access-key', [arn('user/mallory')]],
  ['s3.bucket', [`arn:aws:s3:::${long.slice(1)}`]],
  ['cognito.user', ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Ab12']],
])('credentials for %s reach that one alone', (kind, resources) => {
  const target = targets.find((one) => one.kind === kind) as Target;
  expect(statementsOf(target).flatMap(({ Resource }) => Resource)).toEqual(resources);
});

test('snapshots are taken of that one instance', () => {
  const target = targets.find(({ kind }) => kind === 'ec2.instance') as Target;
  const taking = statementsOf(target).find(({ Action }) => Action.includes('ec2:CreateSnapshots'));
  expect(taking?.Resource.filter((one) => one.includes('instance/'))).toEqual([
    'arn:aws:ec2:us-east-1:111122223333:instance/i-0abcdef1234567890',
  ]);
});

test('looking changes nothing', () => {
  const actions = lookStatements(place).flatMap(({ Action }) => Action);
  expect(actions.filter((action) => !/:(Get|List|Describe|AdminGet)[A-Z]/.test(action))).toEqual([]);
});
