import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Tier } from '../../../lib/config/schema';
import { readTemplates } from '../../../lib/resources/template';
import { actionOfCall, grantedAndUsed, grantsOf, type TracedCall, tracedCall } from '../../../local/drill/granted';
import { reasons } from '../../../local/drill/unused';
import { deploymentFor } from '../../lambdas/drift/whole-deployment';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const role = (name: string) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName: name } });
const policy = (logicalId: string, actions: readonly string[]) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: {
    Roles: [{ Ref: logicalId }],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
  },
});
const templates = readTemplates(
  [
    {
      stack: 'x-drift',
      template: {
        Resources: {
          Data: role('x-drift-data'),
          DataPolicy: policy('Data', ['s3:GetBucketPolicy', 'logs:PutLogEvents', 'kms:CreateKey']),
          Fixer: role('x-drift-data-fixer'),
          FixerPolicy: policy('Fixer', ['s3:PutBucketPolicy']),
          Other: role('x-workload'),
        },
      },
    },
  ],
  environment,
);
const call = (as: TracedCall['as'], command: string): TracedCall => ({
  function: 'x-drift-data',
  as,
  client: 'S3Client',
  command,
});

test('what is used without a grant, and what is granted without a reason, stands out', () => {
  const rows = grantedAndUsed(
    templates,
    [call('own', 'GetBucketPolicyCommand'), call('fixer', 'PutBucketEncryptionCommand')],
    'x-drift-',
  );
  expect(rows).toEqual([
    {
      role: 'x-drift-data',
      granted: ['kms:CreateKey', 'logs:PutLogEvents', 's3:GetBucketPolicy'],
      used: ['s3:GetBucketPolicy'],
      unused: [{ action: 'logs:PutLogEvents', reason: expect.stringContaining('Lambda') }],
      unexplained: ['kms:CreateKey'],
      missing: [],
    },
    {
      role: 'x-drift-data-fixer',
      granted: ['s3:PutBucketPolicy'],
      used: ['s3:PutEncryptionConfiguration'],
      unused: [],
      unexplained: ['s3:PutBucketPolicy'],
      missing: ['s3:PutEncryptionConfiguration'],
    },
  ]);
});

test.each([
  ['S3Client', 'GetPublicAccessBlockCommand', 's3:GetBucketPublicAccessBlock'],
  ['S3ControlClient', 'GetPublicAccessBlockCommand', 's3:GetAccountPublicAccessBlock'],
  ['CognitoIdentityProviderClient', 'DescribeUserPoolCommand', 'cognito-idp:DescribeUserPool'],
  ['CloudWatchLogsClient', 'PutRetentionPolicyCommand', 'logs:PutRetentionPolicy'],
  ['ConfigServiceClient', 'PutConfigurationRecorderCommand', 'config:PutConfigurationRecorder'],
  ['SQSClient', 'SendMessageBatchCommand', 'sqs:SendMessage'],
  ['KMSClient', 'EnableKeyCommand', 'kms:EnableKey'],
])('%s %s asks for %s', (client, command, action) => expect(actionOfCall({ client, command })).toBe(action));

test('a line of a log is a call, or something else', () => {
  const line = { level: 'INFO', message: 'sdk call', as: 'fixer', client: 'KMSClient', command: 'EnableKeyCommand' };
  expect(tracedCall('x-drift-data', JSON.stringify(line))).toEqual([
    { function: 'x-drift-data', as: 'fixer', client: 'KMSClient', command: 'EnableKeyCommand' },
  ]);
  const on = { KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' };
  expect(tracedCall('x-drift-data', JSON.stringify({ ...line, on }))).toMatchObject([{ on }]);
  expect(tracedCall('x-drift-data', 'START RequestId: 1')).toEqual([]);
});

test('what only an absent kind needs is explained by that, and by nothing else', () => {
  const roles = readTemplates(
    [
      {
        stack: 'x-drift',
        template: {
          Resources: {
            Fixer: role('x-drift-account-fixer'),
            FixerPolicy: policy('Fixer', ['organizations:UpdatePolicy', 's3:PutAccountPublicAccessBlock']),
          },
        },
      },
    ],
    environment,
  );
  const unexplained = (absent: readonly string[]) =>
    grantedAndUsed(roles, [], 'x-drift-', new Set(absent)).flatMap((row) => row.unexplained);
  expect(unexplained([])).toEqual(['organizations:UpdatePolicy', 's3:PutAccountPublicAccessBlock']);
  expect(unexplained(['organizations.policy'])).toEqual(['s3:PutAccountPublicAccessBlock']);
});

describe('each reason', () => {
  const granted = (tier: Tier, mode: Config['mode']) => {
    const found = grantsOf(readTemplates(deploymentFor(tier, mode), environment));
    return [...found].flatMap(([name, actions]) => actions.map((action) => ({ name, action })));
  };
  const all = [...granted('hospital', 'production'), ...granted('clinic', 'trial')];

  test.each(reasons.flatMap((one) => one.actions.map((action) => [one.roles.source, action, one] as const)))(
    '%s %s is of a grant that there is',
    (_roles, action, { roles }) => {
      expect(all.some((grant) => grant.action === action && roles.test(grant.name))).toBe(true);
    },
  );

  test('that says where the call is shown says so truly', () => {
    const wrong = reasons.flatMap(({ shownBy }) => {
      if (!shownBy) return [];
      const [path, text] = shownBy;
      return readFileSync(join(__dirname, '../../..', path), 'utf8').includes(text) ? [] : [path];
    });
    expect(wrong).toEqual([]);
  });

  test('names its actions, and never a pattern of them', () => {
    expect(
      reasons.flatMap(({ actions }) => actions).filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)),
    ).toEqual([]);
    expect(reasons.filter(({ why }) => why.length < 20)).toEqual([]);
  });
});
