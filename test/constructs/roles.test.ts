import { Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BreakGlassRole } from '../../lib/constructs/break-glass-role';
import { GroupRole } from '../../lib/constructs/group-role';
import { type Group, groupWork, machineWork } from '../../lib/constructs/group-work';
import { MachineRole } from '../../lib/constructs/machine-role';
import { boundaryActions } from '../../lib/constructs/permissions-boundary';
import { SafeguardError } from '../../lib/errors';
import { listOf, names, type StatementJson, testStack } from './scaffold';

const groups = Object.keys(groupWork) as Group[];

function read(build: (stack: Stack) => void) {
  const stack = testStack();
  build(stack);
  const template = Template.fromStack(stack);
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  const trust: StatementJson[] = role?.Properties.AssumeRolePolicyDocument.Statement;
  const statements: StatementJson[] = policy?.Properties.PolicyDocument.Statement ?? [];
  return { properties: role?.Properties, trust, statements, template };
}

const groupRole = (group: Group) =>
  read(
    (stack) =>
      new GroupRole(stack, 'Role', {
        roleName: `lakeside-${group}`,
        group,
        identityPoolId: 'us-east-1:pool',
        deployment: 'lakeside',
        workloadSession: Duration.minutes(30),
        names,
      }),
  );

/** What the work is, as a matrix: the whole of what a group reaches. */
test('each group reaches its own work and nothing else', () => {
  const matrix = groups.map((group) => {
    const resources = groupRole(group).statements.flatMap(({ Action, Condition, Resource, Sid }) =>
      Sid?.startsWith('Objects') || Sid?.startsWith('Records')
        ? [
            `${listOf(Action).join(' ')} @ ${JSON.stringify(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? Resource)}`,
          ]
        : [],
    );
    return [
      group,
      resources.map((one) =>
        one
          .replace(/\{"Fn::Join.*"arn:"[^:]*":s3:::|\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},":s3:::/g, '')
          .replace(/"\]\]\}/g, ''),
      ),
    ];
  });
  expect(Object.fromEntries(matrix)).toMatchSnapshot();
});

describe.each(groups)('the role of %s', (group) => {
  const { properties, statements, template, trust } = groupRole(group);

  test('has sessions of an hour, a path of ours, and no inline policy', () => {
    expect(properties).toMatchObject({ Path: '/asepsis/', MaxSessionDuration: 3600 });
    expect(properties).not.toHaveProperty('Policies');
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('is given to signed-in people of this pool and group, with a practice', () => {
    expect(trust[0]).toMatchObject({
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Condition: {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool', 'aws:RequestTag/group': group },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
        Null: { 'aws:RequestTag/practice': 'false' },
      },
    });
    expect(trust).toHaveLength(groupWork[group].workloads.length > 0 ? 2 : 1);
  });

  test('names stores and keys by the practice of the session', () => {
    const data = statements.filter(({ Action }) =>
      listOf(Action).some((action) => /^(s3:.*Object|dynamodb:|kms:)/.test(action)),
    );
    const elsewhere = data.filter(
      (one) => !JSON.stringify(one).includes('${aws:PrincipalTag/practice}') && !one.Sid?.startsWith('Archive'),
    );
    expect(elsewhere).toEqual([]);
  });

  test('stays within the permissions boundary, and deletes nothing', () => {
    const allowed = new Set(Object.values(boundaryActions).flat());
    const actions = statements.flatMap(({ Action }) => listOf(Action));
    expect(actions.filter((action) => !allowed.has(action))).toEqual([]);
    expect(actions.filter((action) => /Delete|Scan$|\*/.test(action))).toEqual([]);
  });
});

test('a workload acts for clinicians of its own practice, briefly', () => {
  expect(groupRole('clinician').trust[1]).toMatchObject({
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/asepsis/lakeside-*-imaging'] },
      StringEquals: { 'aws:RequestTag/practice': '${aws:PrincipalTag/practice}', 'aws:RequestTag/group': 'clinician' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['practice', 'group', 'person'] },
      NumericLessThanEquals: { 'sts:DurationSeconds': '1800' },
    },
  });
});

test('auditors see no PHI, researchers none but de-identified data', () => {
  expect(groupWork.auditor).toMatchObject({ objects: [], records: [] });
  expect(groupWork.researcher.objects.map((one) => one.dataClass)).toEqual(['deidentified']);
  expect(groupWork.researcher.records).toEqual([]);
});

describe('a machine', () => {
  test.each(Object.keys(machineWork) as (keyof typeof machineWork)[])(
    'with scope %s is trusted by its practice alone, briefly',
    (access) => {
      const { properties, statements, trust } = read(
        (stack) =>
          new MachineRole(stack, 'Role', {
            roleName: 'lakeside-machine-triage',
            deployment: 'lakeside',
            practice: 'derm',
            access,
            session: Duration.minutes(15),
            names,
          }),
      );
      expect(properties).toMatchObject({
        Path: '/asepsis/machine/',
        MaxSessionDuration: 3600,
        Tags: expect.arrayContaining([{ Key: 'practice', Value: 'derm' }]),
      });
      expect(trust).toHaveLength(1);
      expect(trust[0]).toMatchObject({
        Action: 'sts:AssumeRole',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/asepsis/lakeside-derm-*' },
          StringEquals: { 'aws:PrincipalTag/practice': 'derm' },
          NumericLessThanEquals: { 'sts:DurationSeconds': '900' },
        },
      });
      const actions = statements.flatMap(({ Action }) => listOf(Action));
      expect(actions.some((action) => /:(Put|Update)/.test(action))).toBe(access === 'write-results');
      expect(actions.some((action) => /:(Get|Query)/.test(action))).toBe(access !== 'write-results');
    },
  );
});

describe('the break-glass role', () => {
  const breakGlass = (principals: readonly string[]) =>
    read((stack) => new BreakGlassRole(stack, 'Role', { roleName: 'lakeside-break-glass', principals, names }));

  test.each([[[]], [['arn:aws:iam::999999999999:role/oncall']]])(
    'trusts %p only with a fresh second factor',
    (principals) => {
      const { trust } = breakGlass(principals);
      expect(trust).toHaveLength(1);
      for (const one of trust) {
        expect(one.Condition).toMatchObject({
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          NumericLessThan: { 'aws:MultiFactorAuthAge': '900' },
        });
      }
    },
  );

  test('only reads, within the boundary', () => {
    const allowed = new Set(Object.values(boundaryActions).flat());
    const actions = breakGlass([]).statements.flatMap(({ Action }) => listOf(Action));
    expect(actions.filter((action) => /:(Put|Update|Delete|Create)/.test(action) || !allowed.has(action))).toEqual([]);
    expect(actions).toContain('s3:GetObject');
  });

  test.each(['*', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/*'])(
    'refuses the principal %s',
    (principal) => {
      expect(() => breakGlass([principal])).toThrow(SafeguardError);
    },
  );
});
