import { readTemplates } from '../../../lib/resources/template';
import { actionOfCall, grantedAndUsed, type TracedCall, tracedCall } from '../../../local/drill/granted';

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
  { account: '111122223333', region: 'us-east-1', partition: 'aws' },
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
