import fc from 'fast-check';
import { physicalLookup, resolveState, type StackResource } from '../../lib/resources/resolve';
import { type NamedTemplate, readTemplates } from '../../lib/resources/template';
import { isUnknown, mark, unknown } from '../../lib/resources/value';

const environment = { account: '111122223333', region: 'eu-central-1', partition: 'aws' };

const row = (logicalId: string, type: string, physicalId: string, stack = 'lakeside-audit'): StackResource => ({
  stack,
  logicalId,
  type,
  physicalId,
});

const lookupOf = (type: string, physicalId: string) => physicalLookup([row('It', type, physicalId)], environment);

const attributes: readonly (readonly [string, string, string, string])[] = [
  ['AWS::KMS::Key', 'ab-12', 'Arn', 'arn:aws:kms:eu-central-1:111122223333:key/ab-12'],
  ['AWS::KMS::Key', 'ab-12', 'KeyId', 'ab-12'],
  ['AWS::S3::Bucket', 'lakeside-phi', 'Arn', 'arn:aws:s3:::lakeside-phi'],
  ['AWS::S3::Bucket', 'lakeside-phi', 'DomainName', 'lakeside-phi.s3.amazonaws.com'],
  ['AWS::S3::Bucket', 'lakeside-phi', 'RegionalDomainName', 'lakeside-phi.s3.eu-central-1.amazonaws.com'],
  ['AWS::DynamoDB::Table', 'records', 'Arn', 'arn:aws:dynamodb:eu-central-1:111122223333:table/records'],
  ['AWS::DynamoDB::GlobalTable', 'records', 'Arn', 'arn:aws:dynamodb:eu-central-1:111122223333:table/records'],
  ['AWS::Lambda::Function', 'imaging', 'Arn', 'arn:aws:lambda:eu-central-1:111122223333:function:imaging'],
  ['AWS::Logs::LogGroup', '/asepsis/x', 'Arn', 'arn:aws:logs:eu-central-1:111122223333:log-group:/asepsis/x:*'],
  ['AWS::SNS::Topic', 'arn:aws:sns:eu-central-1:111122223333:alerts', 'TopicName', 'alerts'],
  [
    'AWS::SNS::Topic',
    'arn:aws:sns:eu-central-1:111122223333:alerts',
    'TopicArn',
    'arn:aws:sns:eu-central-1:111122223333:alerts',
  ],
  [
    'AWS::SQS::Queue',
    'https://sqs.eu-central-1.amazonaws.com/111122223333/dead',
    'Arn',
    'arn:aws:sqs:eu-central-1:111122223333:dead',
  ],
  ['AWS::SQS::Queue', 'http://localhost:4566/000000000000/dead', 'QueueName', 'dead'],
  [
    'AWS::Cognito::UserPool',
    'eu-central-1_Ab',
    'Arn',
    'arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Ab',
  ],
  [
    'AWS::Cognito::UserPool',
    'eu-central-1_Ab',
    'ProviderName',
    'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab',
  ],
  ['AWS::Backup::BackupVault', 'v', 'BackupVaultArn', 'arn:aws:backup:eu-central-1:111122223333:backup-vault:v'],
  ['AWS::CloudTrail::Trail', 't', 'Arn', 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/t'],
  ['AWS::Events::EventBus', 'b', 'Arn', 'arn:aws:events:eu-central-1:111122223333:event-bus/b'],
  ['AWS::Events::Rule', 'r', 'Arn', 'arn:aws:events:eu-central-1:111122223333:rule/r'],
  ['AWS::Events::Rule', 'b|r', 'Arn', 'arn:aws:events:eu-central-1:111122223333:rule/b/r'],
  ['AWS::EC2::FlowLog', 'fl-1', 'Id', 'fl-1'],
  ['AWS::EC2::SecurityGroup', 'sg-1', 'GroupId', 'sg-1'],
  ['AWS::IAM::ManagedPolicy', 'arn:aws:iam::111122223333:policy/p', 'PolicyArn', 'arn:aws:iam::111122223333:policy/p'],
  ['AWS::WAFv2::WebACL', 'acl|9-9|REGIONAL', 'Arn', 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/acl/9-9'],
  // A type that is not in the table, whose Ref is an ARN.
  ['AWS::Acme::Thing', 'arn:aws:acme:eu-central-1:1:thing/1', 'ThingArn', 'arn:aws:acme:eu-central-1:1:thing/1'],
];

describe('Fn::GetAtt from physical ids', () => {
  test.each(attributes)('%s %s .%s', (type, physicalId, attribute, expected) => {
    expect(lookupOf(type, physicalId)('lakeside-audit', 'It', attribute)).toBe(expected);
  });

  test('Ref is the physical id', () => {
    expect(lookupOf('AWS::KMS::Key', 'ab-12')('lakeside-audit', 'It', undefined)).toBe('ab-12');
  });

  test.each([
    ['AWS::EC2::VPC', 'vpc-1', 'DefaultSecurityGroup', /DefaultSecurityGroup of the AWS::EC2::VPC vpc-1/],
    ['AWS::IAM::Role', 'clinician', 'Arn', /path of the AWS::IAM::Role clinician/],
    ['AWS::WAFv2::WebACL', 'odd', 'Arn', /name\|id\|scope/],
    ['Custom::Anything', 'x', 'Answer', /Answer of the Custom::Anything x/],
  ])('%s %s .%s is unknown and says why', (type, physicalId, attribute, why) => {
    expect(lookupOf(type, physicalId)('lakeside-audit', 'It', attribute)).toEqual({
      unknown: expect.stringMatching(why),
    });
  });

  test('what is not deployed is unknown', () => {
    expect(lookupOf('AWS::KMS::Key', 'k')('lakeside-audit', 'Other', 'Arn')).toEqual(
      unknown('lakeside-audit/Other is not deployed'),
    );
  });
});

describe('with the templates at hand', () => {
  const templates: NamedTemplate[] = [
    {
      stack: 'lakeside-identity',
      template: {
        Resources: {
          Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/asepsis/', RoleName: 'lakeside-clinician' } },
          Plain: { Type: 'AWS::IAM::Role' },
          Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.42.0.0/20' } },
          Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Network' } } },
          Detector: { Type: 'AWS::GuardDuty::Detector' },
        },
      },
    },
  ];
  const lookup = physicalLookup(
    [
      row('Role', 'AWS::IAM::Role', 'lakeside-clinician', 'lakeside-identity'),
      row('Plain', 'AWS::IAM::Role', 'generated', 'lakeside-identity'),
      row('Network', 'AWS::EC2::VPC', 'vpc-1', 'lakeside-identity'),
      row('Subnet', 'AWS::EC2::Subnet', 'subnet-1', 'lakeside-identity'),
      row('Detector', 'Custom::LocalGuardDutyDetector', 'det-1', 'lakeside-identity'),
    ],
    environment,
    readTemplates(templates, environment),
  );
  test.each([
    ['Role', 'Arn', 'arn:aws:iam::111122223333:role/asepsis/lakeside-clinician'],
    ['Plain', 'Arn', 'arn:aws:iam::111122223333:role/generated'],
    ['Network', 'CidrBlock', '10.42.0.0/20'],
    ['Subnet', 'VpcId', 'vpc-1'],
    ['Detector', 'Id', 'det-1'],
  ])('%s.%s', (logicalId, attribute, expected) => {
    expect(lookup('lakeside-identity', logicalId, attribute)).toBe(expected);
  });
});

describe('resolveState', () => {
  const lookup = physicalLookup(
    [
      row('Key', 'AWS::KMS::Key', 'ab-12'),
      row('Topic', 'AWS::SNS::Topic', 'arn:aws:sns:eu-central-1:111122223333:alerts'),
      row('AWS::StackId', 'AWS::CloudFormation::Stack', 'arn:aws:cloudformation:eu-central-1:1:stack/s/1'),
      row('Pool', 'AWS::Cognito::UserPool', 'eu-central-1_Ab'),
    ],
    environment,
  );
  const key = mark('lakeside-audit', 'Key', 'Arn');
  const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/ab-12';

  test.each([
    ['a literal', 'plain', 'plain'],
    ['a number', 7, 7],
    ['nothing', undefined, undefined],
    ['null', null, null],
    ['an IAM variable', '${aws:PrincipalTag/practice}', '${aws:PrincipalTag/practice}'],
    ['a mark', key, keyArn],
    ['marks inside a text', `a ${key} b ${key} c`, `a ${keyArn} b ${keyArn} c`],
    ['a pipeline', '{{lakeside-audit/Topic|split(:)|5}}', 'alerts'],
    ['a pipeline with an attribute', '{{lakeside-audit/Key.Arn|split(/)|1}}', 'ab-12'],
    ['a pipeline that ends in a list', '{{lakeside-audit/Key.Arn|split(/)}}', [keyArn.split('/')[0], 'ab-12']],
    ['a stack id', '{{lakeside-audit/AWS::StackId|split(/)|2}}', '1'],
    [
      'a nested state',
      { policy: { statements: [{ resources: [key] }] } },
      { policy: { statements: [{ resources: [keyArn] }] } },
    ],
    [
      'a key of a record',
      { [`${mark('lakeside-audit', 'Pool', 'ProviderName')}:aud`]: 'x' },
      { 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab:aud': 'x' },
    ],
    ['an unknown', unknown('hidden'), unknown('hidden')],
  ])('%s', (_name, given, expected) => {
    expect(resolveState(given, lookup)).toEqual(expected);
  });

  test.each([
    ['a mark of nothing', '{{lakeside-audit/Gone.Arn}}', /not deployed/],
    ['a dynamic reference', '{{resolve:ssm:/aws/service/x}}', /dynamic reference/],
    ['a list inside a text', 'x{{lakeside-audit/Key.Arn|split(/)}}', /list inside the text/],
    ['an item that is not there', '{{lakeside-audit/Key.Arn|split(/)|9}}', /selects item 9/],
    ['an item of a text', '{{lakeside-audit/Key.Arn|9}}', /selects item 9/],
    ['a pipeline of another kind', '{{lakeside-audit/Key.Arn|upper}}', /pipeline/],
    ['a broken mark', '{{nonsense}}', /not understood/],
  ])('%s is unknown', (_name, given, why) => {
    expect(resolveState({ at: given }, lookup)).toEqual({ at: { unknown: expect.stringMatching(why) } });
  });

  test('never throws, leaves what has no mark alone, and leaves no mark behind', () => {
    const withoutReasons = (_key: string, value: unknown) => (isUnknown(value) ? null : value);
    const seeds = fc.constantFrom('', key, '{{lakeside-audit/Gone}}', '{{');
    fc.assert(
      fc.property(fc.jsonValue(), seeds, (value, seed) => {
        const resolved = resolveState<unknown>({ value, [seed]: [seed] }, lookup);
        expect(JSON.stringify(resolved, withoutReasons)).not.toContain('{{');
        if (!JSON.stringify(value).includes('{{')) expect(resolveState<unknown>(value, lookup)).toEqual(value);
      }),
    );
  });
});
