/** What the second path hears of and may do: all that the loop consists of, and nothing else. */
import { familyOf } from '../../lib/drift/families';
import { isOfTheLoop, watcherControls, watcherPattern, watcherPolicies } from '../../lib/drift/watcher';
import type { Data } from '../../lib/resources/value';
import { wholeDeployment } from '../lambdas/drift/whole-deployment';
import { handedToWatcher } from './live-sources';

const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws', name: 'lakeside' };
const { fix, read } = watcherPolicies(scope);
const asPolicy = (statements: object) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const loop = wholeDeployment().filter(({ stack }) => isOfTheLoop(stack, 'lakeside'));
const ofType = (type: string) =>
  loop.flatMap(({ template }) => Object.values(template.Resources ?? {}).filter((one) => one.Type === type));
const nameOf = (properties: Readonly<Record<string, Data>> | undefined, key: string): string[] => {
  const name = properties?.[key];
  return typeof name === 'string' ? [name] : [];
};

/** Whether a statement with an action reaches an ARN. */
const may = (action: string, arn: string): boolean =>
  [...read, ...fix].some(
    ({ Action, Resource }) =>
      Action.includes(action) && Resource.some((one) => new RegExp(`^${one.replaceAll('*', '.*')}$`).test(arn)),
  );

test('the loop is two stacks of the deployment, and no other', () => {
  expect(loop.map(({ stack }) => stack).sort()).toEqual(['lakeside-containment', 'lakeside-drift']);
  expect(
    ['lakeside-audit', 'seaside-drift', 'lakeside-drifts', 'drift'].some((one) => isOfTheLoop(one, 'lakeside')),
  ).toBe(false);
});

test('the function is given a reader of each kind that it is to watch', () => {
  const kinds = [...new Set(watcherControls.map(({ resource }) => resource.name))].sort();
  expect([...handedToWatcher].sort()).toEqual(kinds);
  for (const kind of kinds) expect(familyOf(kind)).toBeDefined();
});

describe('the pattern', () => {
  const { detail, source } = watcherPattern();

  test('brings every call that can silence the loop, by one rule that AWS takes', () => {
    const calls = watcherControls.flatMap(({ brokenBy }) => brokenBy).map((one) => one.split(':'));
    expect(calls.filter(([service]) => !detail.eventSource.includes(`${service}.amazonaws.com`))).toEqual([]);
    expect(calls.filter(([, name = '']) => !detail.eventName.includes(name))).toEqual([]);
    expect(JSON.stringify(watcherPattern()).length).toBeLessThanOrEqual(2_048);
  });

  test('takes nothing but what AWS itself publishes', () => {
    expect(source).toEqual([{ prefix: 'aws.' }]);
  });
});

describe('its policies', () => {
  test('are no longer than AWS takes', () => {
    const widest = watcherPolicies({
      ...scope,
      partition: 'aws-us-gov',
      region: 'us-gov-west-1',
      name: 'a'.repeat(20),
    });
    expect(asPolicy(widest.fix).length).toBeLessThanOrEqual(6_144);
    expect(asPolicy(widest.read).length).toBeLessThanOrEqual(4_096);
  });

  test.each([
    [
      'AWS::Lambda::Function',
      'FunctionName',
      'lambda:UpdateFunctionCode',
      'arn:aws:lambda:us-east-1:111122223333:function:',
    ],
    ['AWS::Events::Rule', 'Name', 'events:PutRule', 'arn:aws:events:us-east-1:111122223333:rule/'],
    [
      'AWS::Scheduler::Schedule',
      'Name',
      'scheduler:UpdateSchedule',
      'arn:aws:scheduler:us-east-1:111122223333:schedule/default/',
    ],
    ['AWS::SQS::Queue', 'QueueName', 'sqs:SetQueueAttributes', 'arn:aws:sqs:us-east-1:111122223333:'],
    [
      'AWS::Logs::LogGroup',
      'LogGroupName',
      'logs:PutRetentionPolicy',
      'arn:aws:logs:us-east-1:111122223333:log-group:',
    ],
    [
      'AWS::CloudWatch::Alarm',
      'AlarmName',
      'cloudwatch:PutMetricAlarm',
      'arn:aws:cloudwatch:us-east-1:111122223333:alarm:',
    ],
    ['AWS::IAM::Role', 'RoleName', 'iam:UpdateAssumeRolePolicy', 'arn:aws:iam::111122223333:role/asepsis/'],
  ])('reach every %s of the loop that has a name', (type, key, action, prefix) => {
    const names = ofType(type).flatMap(({ Properties }) => nameOf(Properties as Readonly<Record<string, Data>>, key));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !may(action, `${prefix}${name}`))).toEqual([]);
  });

  test('reach what CloudFormation names by a stack of the loop', () => {
    for (const role of ['lakeside-drift-SweeperRole1A2B-c3', 'lakeside-containment-QueueRole1A2B-c3'])
      expect(may('iam:UpdateAssumeRolePolicy', `arn:aws:iam::111122223333:role/asepsis/${role}`)).toBe(true);
    const policy = 'arn:aws:iam::111122223333:policy/asepsis/lakeside-drift-GuarddataFixerPermissions-c3';
    expect(may('iam:CreatePolicyVersion', policy)).toBe(true);
  });

  test.each([
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:us-east-1:111122223333:function:lakeside-derm-imaging'],
    ['events:PutRule', 'arn:aws:events:us-east-1:111122223333:rule/lakeside-break-glass'],
    ['sqs:SetQueueAttributes', 'arn:aws:sqs:us-east-1:111122223333:orders'],
    ['iam:UpdateAssumeRolePolicy', 'arn:aws:iam::111122223333:role/asepsis/lakeside-break-glass'],
    ['iam:AttachRolePolicy', 'arn:aws:iam::111122223333:role/lakeside-drift-data'],
    ['iam:CreatePolicyVersion', 'arn:aws:iam::111122223333:policy/asepsis/lakeside-boundary'],
  ])('do not reach what is no part of it: %s on %s', (action, arn) => {
    expect(may(action, arn)).toBe(false);
  });
});
