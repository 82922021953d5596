import { Match } from 'aws-cdk-lib/assertions';
import { casePartition as partitionInTable } from '../../lambdas/contain/cases-table';
import { casePartition } from '../../lib/stacks/containment';
import { testConfig } from '../configs';
import { listOf } from '../constructs/scaffold';
import { deploy, deployed, type Resource, statementsOf } from './deployed';

const stack = () => deployed().of('Containment');
const rolesOf = (name: string) =>
  (Object.values(stack().findResources('AWS::IAM::Role')) as Resource[]).filter(
    ({ Properties }) => Properties.RoleName === name,
  );

test('the partition of cases is the same to the function and to the approver', () => {
  expect(casePartition).toBe(partitionInTable);
});

describe('the approver', () => {
  test('is assumed with a fresh second factor alone', () => {
    const [approver] = rolesOf('lakeside-approver');
    const trust = statementsOf(approver?.Properties.AssumeRolePolicyDocument);
    expect(trust).toHaveLength(1);
    for (const { Condition } of trust)
      expect(Condition).toEqual({
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        NumericLessThan: { 'aws:MultiFactorAuthAge': '900' },
      });
  });

  test('may be those alone whom the configuration names, and they are never contained', () => {
    const ann = 'arn:aws:iam::111122223333:user/ann';
    const named = deploy(testConfig('solo', 'trial', { containment: { approvers: [ann] } })).of('Containment');
    const [approver] = (Object.values(named.findResources('AWS::IAM::Role')) as Resource[]).filter(
      ({ Properties }) => Properties.RoleName === 'lakeside-approver',
    );
    const trust = statementsOf(approver?.Properties.AssumeRolePolicyDocument);
    expect(trust.map(({ Principal }) => Principal)).toEqual([{ AWS: ann }]);
    expect(JSON.stringify(named.findResources('AWS::Lambda::Function'))).toContain(ann);
  });

  test('reads cases and sends decisions, nothing else', () => {
    const [id] = Object.entries(stack().findResources('AWS::IAM::Role')).flatMap(([logicalId, role]) =>
      role.Properties.RoleName === 'lakeside-approver' ? [logicalId] : [],
    );
    const policies = (Object.values(stack().findResources('AWS::IAM::ManagedPolicy')) as Resource[]).filter(
      ({ Properties }) => JSON.stringify(Properties.Roles ?? []).includes(`"${id}"`),
    );
    const statements = policies.flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));
    expect(statements.flatMap(({ Action }) => listOf(Action)).sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:Query',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ]);
    const reading = statements.find(({ Action }) => listOf(Action).includes('dynamodb:Query'));
    expect(reading?.Condition).toEqual({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['C'] } });
  });
});

test('nobody of the account but the approver can put a message into the queue', () => {
  const policies = (Object.values(stack().findResources('AWS::SQS::QueuePolicy')) as Resource[]).flatMap(
    ({ Properties }) => statementsOf(Properties.PolicyDocument),
  );
  expect(policies.find(({ Sid }) => Sid === 'OnlyEventsAndTheApprover')).toMatchObject({
    Effect: 'Deny',
    Action: 'sqs:SendMessage',
    Principal: { AWS: '*' },
    Condition: {
      ArnNotEquals: {
        'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/asepsis/lakeside-approver',
      },
      Bool: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
});

test('findings come from GuardDuty itself, from the lowest severity that is asked', () => {
  stack().hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', 4] }] },
    },
  });
});

test('a clock releases what has expired', () => {
  stack().hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    Targets: [Match.objectLike({ Input: '{"detail-type":"Asepsis Clock"}' })],
  });
});

test('the fixer is denied the defenders by IAM as well', () => {
  const denies = (Object.values(stack().findResources('AWS::IAM::ManagedPolicy')) as Resource[])
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument))
    .filter(({ Sid }) => Sid === 'NeverTheDefenders');
  expect(denies).toHaveLength(1);
  const [deny] = denies;
  expect(deny?.Effect).toBe('Deny');
  for (const name of ['approver', 'break-glass', 'contain*', 'drift-*'])
    expect(JSON.stringify(deny?.Resource)).toContain(`role/asepsis/lakeside-${name}`);
  expect(listOf(deny?.Action ?? [])).toEqual(expect.arrayContaining(['iam:PutRolePolicy', 'iam:UpdateAccessKey']));
});
