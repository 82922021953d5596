/** An allow more never takes a power or a way away, and a deny more never gives one. */
import fc from 'fast-check';
import { type Reach, reachOf } from '../../../lib/reach/reach';
import { type RawTemplate, readTemplates } from '../../../lib/resources/template';

const account = '111122223333';
const environment = { account, region: 'us-east-1', partition: 'aws' };
const roles = ['ann', 'bob', 'code'] as const;
type Role = (typeof roles)[number];

/** Statements of each role, and of a boundary that all but one have. */
type Model = Readonly<Record<Role | 'boundary' | 'bucket', readonly object[]>>;

const arn = (role: string) => `arn:aws:iam::${account}:role/${role}`;
const trust = (principal: object) => ({
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
});

const template = (model: Model): RawTemplate => ({
  Resources: {
    Boundary: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: 'most', PolicyDocument: { Statement: model.boundary } },
    },
    ...Object.fromEntries(
      roles.map((name) => [
        name,
        {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: name,
            AssumeRolePolicyDocument: trust(name === 'code' ? { Service: 'lambda.amazonaws.com' } : { AWS: account }),
            Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: model[name] } }],
            ...(name === 'bob' ? {} : { PermissionsBoundary: { Ref: 'Boundary' } }),
          },
        },
      ]),
    ),
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'work', Role: { 'Fn::GetAtt': ['code', 'Arn'] } },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: 'images', Tags: [{ Key: 'data-class', Value: 'phi' }] },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: model.bucket } },
    },
  },
});

const look = (model: Model): Reach => reachOf(readTemplates([{ stack: 's', template: template(model) }], environment));

const oneOf = fc.constantFrom;
const action = oneOf(
  'iam:UpdateAssumeRolePolicy',
  'iam:PutRolePolicy',
  'iam:DeleteRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:CreatePolicyVersion',
  'iam:*',
  'iam:PassRole',
  'lambda:*',
  'lambda:InvokeFunction',
  'lambda:UpdateFunctionCode',
  's3:GetObject',
  's3:PutBucketPolicy',
  'sts:AssumeRole',
);
const resource = oneOf('*', ...roles.map(arn), 'arn:aws:iam::*:role/*', 'arn:aws:s3:::images*', 'arn:aws:lambda:*');
const condition = oneOf<object>(
  {},
  {},
  { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
  { Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } },
  { Condition: { ArnLike: { 'aws:PrincipalArn': arn('b*') } } },
);
const statement = fc
  .tuple(oneOf('Allow', 'Allow', 'Deny'), action, resource, condition)
  .map(([Effect, Action, Resource, more]) => ({ Effect, Action, Resource, ...more }));
const some = (of: fc.Arbitrary<object>) => fc.array(of, { maxLength: 3 });
const onBucket = statement.map((one) => ({
  ...one,
  Principal: { AWS: arn('ann') },
  Resource: 'arn:aws:s3:::images/*',
}));
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const models: fc.Arbitrary<Model> = fc.record({
  ann: some(statement),
  bob: some(statement),
  code: some(statement),
  boundary: some(statement).map((list) => [everything, ...list]),
  bucket: some(onBucket),
});

const rank = { undecided: 1, allowed: 2 } as const;

/** How sure each power is, and each access that a principal has or could get for itself. */
function sure({ escalation, rows }: Reach): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const note = (key: string, outcome: keyof typeof rank) =>
    found.set(key, Math.max(found.get(key) ?? 0, rank[outcome]));
  for (const { outcome, power, principal, session, targets } of escalation.powers)
    for (const target of targets) note(`${principal} ${session} ${power} ${target}`, outcome);
  for (const { access, outcome, principal, stores } of rows)
    for (const store of stores) note(`${principal} reaches ${access} ${store}`, outcome);
  for (const { access, lets, outcome, principal, stores } of escalation.leads)
    if (!lets) for (const store of stores) note(`${principal} reaches ${access} ${store}`, outcome);
  return found;
}

/** What is surer in one than in the other. */
const surer = (one: Reach, than: Reach): readonly string[] => {
  const other = sure(than);
  return [...sure(one)].filter(([key, value]) => value > (other.get(key) ?? 0)).map(([key]) => key);
};

const added = fc.tuple(oneOf<Role>(...roles), statement, fc.nat(3));
function withOne(model: Model, role: Role, one: object, place: number): Model {
  const at = place % (model[role].length + 1);
  return { ...model, [role]: [...model[role].slice(0, at), one, ...model[role].slice(at)] };
}

const runs = { numRuns: 100 };

test('an allow more never takes a power or a way away', () => {
  fc.assert(
    fc.property(models, added, (model, [role, one, place]) => {
      expect(surer(look(model), look(withOne(model, role, { ...one, Effect: 'Allow' }, place)))).toEqual([]);
    }),
    runs,
  );
});

test('a deny more never gives one', () => {
  fc.assert(
    fc.property(models, added, (model, [role, one, place]) => {
      expect(surer(look(withOne(model, role, { ...one, Effect: 'Deny' }, place)), look(model))).toEqual([]);
    }),
    runs,
  );
});

test('a boundary that allows less never gives one', () => {
  fc.assert(
    fc.property(models, statement, (model, one) => {
      const narrower = { ...model, boundary: [...model.boundary, { ...one, Effect: 'Deny' }] };
      // Whoever may take it away is led no further than without it.
      expect(surer(look(narrower), look(model))).toEqual([]);
    }),
    runs,
  );
});

test('powers and ways of either sort are met', () => {
  const seen = fc.sample(models, { numRuns: 60, seed: 1 }).map(look);
  const outcomes = new Set(
    seen.flatMap(({ escalation }) => [...escalation.powers, ...escalation.leads].map((one) => one.outcome)),
  );
  expect([...outcomes].sort()).toEqual(['allowed', 'undecided']);
  expect(seen.some(({ escalation }) => escalation.leads.some(({ principal }) => principal === 's/ann'))).toBe(true);
});
