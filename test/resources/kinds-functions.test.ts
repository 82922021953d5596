/** What the readers of functions, messaging, rules, schedules, alarms and secrets take a declaration to mean. */
import { measureOf } from '../../lib/resources/cloudwatch-alarm';
import { eventsRule } from '../../lib/resources/events-rule';
import { lambdaFunction } from '../../lib/resources/lambda-function';
import { permissionOf, plainStatement } from '../../lib/resources/lambda-permission';
import { readPolicy, type Statement } from '../../lib/resources/policy';
import { schedulerSchedule } from '../../lib/resources/scheduler-schedule';
import { secretsmanagerSecret } from '../../lib/resources/secretsmanager-secret';
import { snsTopic } from '../../lib/resources/sns-topic';
import { sqsQueue } from '../../lib/resources/sqs-queue';
import { readTemplates } from '../../lib/resources/template';
import { iamLoginProfile } from '../../lib/resources/undeclared';
import { isUnknown, unknown, type Value } from '../../lib/resources/value';
import { open, type Resources, resource, stateOf } from './state-of';

const statementsOf = (policy: Value<{ readonly statements: readonly Statement[] }>): readonly Statement[] => {
  if (isUnknown(policy)) throw new Error(policy.unknown);
  return policy.statements;
};

describe('who may call a function', () => {
  const permission = (FunctionName: unknown, more: object = {}) =>
    resource('AWS::Lambda::Permission', { FunctionName, Action: 'lambda:InvokeFunction', Principal: '*', ...more });
  const fn = (others: Resources, properties: object = {}) =>
    stateOf(lambdaFunction, { Fn: resource('AWS::Lambda::Function', { ...properties }), ...others });

  /** What Lambda answers to `GetPolicy` after the permission was added: its user guide's examples. */
  const answered = (principal: unknown, condition: object, qualifier = '') =>
    plainStatement(
      statementsOf(
        readPolicy(
          JSON.stringify({
            Statement: [
              {
                Sid: 'made-up',
                Effect: 'Allow',
                Principal: principal,
                Action: 'lambda:InvokeFunction',
                Resource: `arn:aws:lambda:us-east-1:111122223333:function:planted${qualifier}`,
                Condition: condition,
              },
            ],
          }),
        ),
      )[0] as Statement,
    );

  test.each<[string, object, Statement]>([
    [
      'a service',
      { Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::a', SourceAccount: '111122223333' },
      answered(
        { Service: 's3.amazonaws.com' },
        { StringEquals: { 'AWS:SourceAccount': '111122223333' }, ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::a' } },
      ),
    ],
    ['an account', { Principal: '999988887777' }, answered({ AWS: 'arn:aws:iam::999988887777:root' }, {})],
    [
      'a role',
      { Principal: 'arn:aws:iam::999988887777:role/x' },
      answered({ AWS: 'arn:aws:iam::999988887777:role/x' }, {}),
    ],
    [
      'an organisation',
      { Principal: '*', PrincipalOrgID: 'o-a1' },
      answered('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } }),
    ],
    [
      'an address',
      { Principal: '*', FunctionUrlAuthType: 'NONE' },
      answered({ AWS: '*' }, { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }),
    ],
    [
      'an address, since the end of 2025',
      { Principal: '*', InvokedViaFunctionUrl: true },
      answered('*', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
    ],
  ])('%s reads the same declared and live, and can be written again', (_name, more, expected) => {
    const [one] = statementsOf(fn({ Permit: permission({ Ref: 'Fn' }, more) }).access.policy);
    expect(one).toEqual(expected);
    const texts = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, String(value)]));
    expect(permissionOf(one as Statement)).toEqual({ Action: 'lambda:InvokeFunction', Qualifier: undefined, ...texts });
  });

  test('is said by permissions of the function, of its aliases and of its versions, each with its id', () => {
    const { access } = fn(
      {
        Own: permission({ 'Fn::GetAtt': ['Fn', 'Arn'] }),
        Named: permission('planted'),
        Written: permission('arn:aws:lambda:us-east-1:111122223333:function:planted'),
        Joined: permission({ 'Fn::Sub': '111122223333:function:${Fn}' }),
        Qualified: permission('planted:beta'),
        Alias: resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'Fn' }, Name: 'live', FunctionVersion: '1' }),
        OfAlias: permission({ Ref: 'Alias' }),
        Version: resource('AWS::Lambda::Version', { FunctionName: { Ref: 'Fn' } }),
        OfVersion: permission({ Ref: 'Version' }),
        Strange: permission('other'),
        Stranger: permission('arn:aws:lambda:us-east-1:111122223333:function:planted-too'),
      },
      { FunctionName: 'planted' },
    );
    const found = statementsOf(access.policy).map(({ resources }, at) => [access.ids[at], resources]);
    expect(Object.fromEntries(found)).toEqual({
      '{{s/Own}}': [],
      '{{s/Named}}': [],
      '{{s/Written}}': [],
      '{{s/Joined}}': [],
      '{{s/Qualified}}': ['beta'],
      '{{s/OfAlias}}': ['live'],
      '{{s/OfVersion}}': ['{{s/Version.Version}}'],
    });
  });

  test('is unknown where it is not known whom a permission is for: it must not be taken away', () => {
    expect(fn({ Permit: permission(open) }).access.policy).toEqual(unknown(expect.any(String) as never));
  });

  test.each([
    ['a role of the template', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }, 'arn:boundary'],
    ['a role from elsewhere', { Role: 'arn:aws:iam::111122223333:role/x' }, unknown(expect.any(String) as never)],
  ])('the boundary of %s', (_name, properties, expected) => {
    const Role = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {}, PermissionsBoundary: 'arn:boundary' });
    expect(fn({ Role }, properties).boundary).toEqual(expected);
  });

  test.each([
    ['an asset', { S3Bucket: 'assets', S3Key: 'a.zip' }, 's3://assets/a.zip'],
    ['inline text', { ZipFile: 'exports.handler = …' }, undefined],
    ['an image', { ImageUri: 'x' }, undefined],
  ])('code from %s', (_name, Code, expected) => {
    expect(fn({}, { Code }).code).toBe(expected);
  });

  test('a code signing configuration of the template reports and does not refuse, unless it says so', () => {
    const config = { CodeSigningConfigArn: { Ref: 'Signing' } };
    expect(fn({ Signing: resource('AWS::Lambda::CodeSigningConfig') }, config).signing.untrusted).toBe('Warn');
    expect(fn({}, { CodeSigningConfigArn: 'arn:x' }).signing.untrusted).toEqual(unknown(expect.any(String) as never));
  });
});

test('a topic without a policy has the one that SNS gives', () => {
  const [one] = statementsOf(stateOf(snsTopic, { Topic: resource('AWS::SNS::Topic') }).policy);
  expect(one?.principals).toEqual({ AWS: ['*'] });
  expect(one?.conditions).toEqual({ StringEquals: { 'AWS:SourceOwner': ['111122223333'] } });
});

test('subscribers of a topic, inline and attached; an empty filter is none', () => {
  const state = stateOf(snsTopic, {
    Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'sqs', Endpoint: 'arn:q' }] }),
    Sub: resource('AWS::SNS::Subscription', {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'email',
      Endpoint: 'a@example.com',
      FilterPolicy: {},
    }),
  });
  expect(state.subscriptions).toEqual([
    { protocol: 'sqs', endpoint: 'arn:q', filter: undefined },
    { protocol: 'email', endpoint: 'a@example.com', filter: undefined },
  ]);
});

test('a dead-letter queue is one because another queue says so', () => {
  const queues = (target: object) => ({
    Dead: resource('AWS::SQS::Queue'),
    Work: resource('AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: target, maxReceiveCount: '5' } }),
  });
  expect(stateOf(sqsQueue, queues({ 'Fn::GetAtt': ['Dead', 'Arn'] })).takesDeadLetters).toBe(true);
  expect(stateOf(sqsQueue, queues({ 'Fn::GetAtt': ['Work', 'Arn'] })).takesDeadLetters).toBe(false);
});

test('the bus of a rule is its name, however it is named; a target without an id is unknown', () => {
  const rule = (properties: object) => stateOf(eventsRule, { Rule: resource('AWS::Events::Rule', { ...properties }) });
  expect(rule({}).bus).toBe('default');
  expect(rule({ EventBusName: 'arn:aws:events:us-east-1:111122223333:event-bus/drift' }).bus).toBe('drift');
  expect(rule({ Targets: [{ Id: open, Arn: 'arn:x' }] }).targets).toEqual(unknown('a target without a known id'));
});

test('a schedule has what Scheduler adds to it', () => {
  const Target = { Arn: 'arn:x', RoleArn: 'arn:r', RetryPolicy: { MaximumRetryAttempts: 2 } };
  const state = stateOf(schedulerSchedule, { It: resource('AWS::Scheduler::Schedule', { Target }) });
  expect(state.target).toEqual({
    Arn: 'arn:x',
    RoleArn: 'arn:r',
    RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 2 },
  });
  expect([state.group, state.timezone, state.state]).toEqual(['default', 'UTC', 'ENABLED']);
});

test('an alarm on an expression reads as CloudWatch answers it', () => {
  const declared = measureOf({ Metrics: [{ Id: 'e', Expression: 'a+b' }], Threshold: 1 });
  const answered = measureOf({
    Metrics: [{ Id: 'e', Expression: 'a+b', ReturnData: true }],
    Threshold: 1,
    Dimensions: [],
    TreatMissingData: 'missing',
  });
  expect(declared).toEqual(answered);
});

test('the rotation of a secret, also of one that is attached to its database', () => {
  const secret = (SecretId: object) =>
    stateOf(secretsmanagerSecret, {
      Secret: resource('AWS::SecretsManager::Secret'),
      Attachment: resource('AWS::SecretsManager::SecretTargetAttachment', { SecretId: { Ref: 'Secret' } }),
      Rotation: resource('AWS::SecretsManager::RotationSchedule', {
        SecretId,
        RotationRules: { AutomaticallyAfterDays: 30 },
      }),
    }).rotation;
  const expected = { enabled: true, schedule: 'rate(30 days)', function: undefined };
  expect(secret({ Ref: 'Secret' })).toEqual(expected);
  expect(secret({ Ref: 'Attachment' })).toEqual(expected);
});

test('what nobody can declare is read from no template', () => {
  const none = {
    stack: 's',
    logicalId: 'It',
    type: 'AWS::IAM::User',
    properties: {},
    metadata: {},
    deletionPolicy: '',
  };
  const set = readTemplates([], { account: '111122223333', region: 'us-east-1', partition: 'aws' });
  expect(() => iamLoginProfile.read(none, set)).toThrow('AWS::IAM::User It declares no iam.login-profile');
});
