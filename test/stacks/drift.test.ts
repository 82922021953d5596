/** The two paths of the drift loop share no queue, no rule, no schedule, no function and no role. */
import { tiers } from '../../lib/config/tiers';
import { boundaryActions } from '../../lib/constructs/permissions-boundary';
import { deployed, type Resource } from './deployed';

const stack = () => deployed().of('Drift');
const ofType = (type: string) => Object.entries(stack().findResources(type)) as [string, Resource][];
const text = (value: unknown) => JSON.stringify(value);

/** Logical id of the one resource of a type that bears a name. */
function idOf(type: string, key: string, name: string): string {
  const found = ofType(type).filter(([, { Properties }]) => Properties[key] === name);
  expect(found).toHaveLength(1);
  return found[0]?.[0] ?? '';
}
const propertiesOf = (type: string, key: string, name: string) =>
  stack().findResources(type)[idOf(type, key, name)]?.Properties as Record<string, unknown>;

/** Policies of a role. */
const policiesOf = (roleId: string) =>
  ofType('AWS::IAM::ManagedPolicy').filter(([, { Properties }]) =>
    text(Properties.Roles ?? []).includes(`"${roleId}"`),
  );

const watch = 'lakeside-drift-watch';
const functionId = () => idOf('AWS::Lambda::Function', 'FunctionName', watch);
const deadLettersId = () => idOf('AWS::SQS::Queue', 'QueueName', `${watch}-dead-letters`);

describe('the second path', () => {
  test('is started by its rule directly, and by no queue', () => {
    const rule = propertiesOf('AWS::Events::Rule', 'Name', watch);
    expect(rule.Targets).toEqual([
      expect.objectContaining({
        Arn: { 'Fn::GetAtt': [functionId(), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [deadLettersId(), 'Arn'] } },
      }),
    ]);
    const fed = ofType('AWS::Lambda::EventSourceMapping').filter(([, one]) => text(one).includes(functionId()));
    expect(fed).toEqual([]);
  });

  test('is started by a schedule of its own, which keeps what it could not start', () => {
    const schedule = propertiesOf('AWS::Scheduler::Schedule', 'Name', watch);
    expect(schedule).toMatchObject({
      ScheduleExpression: `rate(${tiers.clinic.watchMinutes} minutes)`,
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [functionId(), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [deadLettersId(), 'Arn'] } },
        Input: text({ 'detail-type': 'Asepsis round' }),
      },
    });
  });

  test('leaves its failures where nothing else does, and two alarms tell of it', () => {
    const others = ofType('AWS::Lambda::Function').filter(([id]) => id !== functionId());
    expect(others.filter(([, one]) => text(one).includes(deadLettersId()))).toEqual([]);
    const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    expect(alarms.find(({ AlarmName }) => AlarmName === `${watch}-dead-letters`)).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmActions: [expect.anything()],
    });
    expect(alarms.find(({ AlarmName }) => AlarmName === `${watch}-silence`)).toMatchObject({
      MetricName: 'Invocations',
      Period: tiers.clinic.watchMinutes * 3 * 60,
      TreatMissingData: 'breaching',
      AlarmActions: [expect.anything()],
    });
  });

  test('has a role and a fixer of its own, and no say over the queues of the families', () => {
    const names = ofType('AWS::IAM::Role').map(([, { Properties }]) => Properties.RoleName);
    expect(names).toEqual(expect.arrayContaining([watch, `${watch}-fixer`]));
    const roleId = idOf('AWS::IAM::Role', 'RoleName', watch);
    const policies = policiesOf(roleId);
    expect(policies.length).toBeGreaterThan(0);
    expect(text(policies)).not.toMatch(/sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility)/);
  });

  test('is given no variable by which a queue could be found', () => {
    const { Variables } = propertiesOf('AWS::Lambda::Function', 'FunctionName', watch).Environment as {
      Variables: Record<string, string>;
    };
    expect(Object.keys(Variables).filter((name) => name.includes('QUEUE'))).toEqual([]);
  });
});

test('rounds come within the hour in every tier, and no oftener than is paid for knowingly', () => {
  for (const { watchMinutes } of Object.values(tiers)) {
    expect(watchMinutes).toBeLessThanOrEqual(60);
    expect(watchMinutes).toBeGreaterThanOrEqual(5);
  }
});

type TableStatement = { Action: unknown; Effect: string; Condition?: unknown };

const onTheTable = (role: string): readonly TableStatement[] =>
  policiesOf(idOf('AWS::IAM::Role', 'RoleName', role))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: TableStatement[] }).Statement)
    .filter(({ Action, Effect }) => Effect === 'Allow' && text(Action).includes('Item'));

const attestation = {
  Action: 'dynamodb:GetItem',
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['A'] } },
};

test('the sweep may touch its own place in the table of records, and what it tells of templates, alone', () => {
  expect(onTheTable('lakeside-drift-sweep')).toEqual([
    expect.objectContaining(attestation),
    expect.objectContaining({
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      Condition: {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': ['S#sweep', 'R#cloudformation.stack#*', 'R#deployment#*', 'F#*'],
        },
      },
    }),
  ]);
});

test.each(['data', 'identity', 'watch'])(
  'the function %s reads what is attested and may neither write nor delete it',
  (family) => {
    expect(onTheTable(`lakeside-drift-${family}`)).toEqual([
      expect.objectContaining({
        Condition: { 'ForAllValues:StringNotEquals': { 'dynamodb:LeadingKeys': ['A'] } },
      }),
      expect.objectContaining(attestation),
    ]);
  },
);

test('no function that drains a queue may ask for its address: it is told', () => {
  for (const name of ['Drift', 'Containment']) {
    const mappings = Object.keys(deployed().of(name).findResources('AWS::Lambda::EventSourceMapping'));
    expect(mappings.length).toBeGreaterThan(0);
    const policies = Object.entries(deployed().of(name).findResources('AWS::IAM::ManagedPolicy')) as [
      string,
      Resource,
    ][];
    const asking = policies.filter(
      ([id, one]) => !/^(Approver|.*Boundary)/.test(id) && text(one).includes('GetQueueUrl'),
    );
    expect(asking.map(([id]) => id)).toEqual([]);
  }
});

test('the boundary lets a schedule do what its role is granted: without that no sweep begins', () => {
  const allowed = new Set(Object.values(boundaryActions).flat());
  const roles = ofType('AWS::Scheduler::Schedule').map(([, { Properties }]) =>
    text((Properties.Target as { RoleArn: unknown }).RoleArn),
  );
  expect(roles.length).toBeGreaterThan(1);
  for (const role of roles) {
    const [id = ''] = ofType('AWS::IAM::Role').flatMap(([one]) => (role.includes(`"${one}"`) ? [one] : []));
    const actions = policiesOf(id).flatMap(([, { Properties }]) =>
      (Properties.PolicyDocument as { Statement: { Action: string | string[] }[] }).Statement.flatMap(
        ({ Action }) => Action,
      ),
    );
    expect(actions).toContain('lambda:InvokeFunction');
    expect(actions.filter((action) => !allowed.has(action))).toEqual([]);
  }
});
