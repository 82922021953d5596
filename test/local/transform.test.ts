/** The transform, by table: what each kind of template becomes, and what it refuses. */
import { dependencies, references } from '../../local/transform/references';
import { localizeTemplate, localType, type Rules, type Template } from '../../local/transform/template';

const rules: Rules = {
  unknown: new Set([
    'AWS::CloudTrail::Trail',
    'AWS::AccessAnalyzer::Analyzer',
    'AWS::GuardDuty::MalwareProtectionPlan',
  ]),
  byApi: new Set(['AWS::CloudTrail::Trail']),
  reasons: { 'AWS::AccessAnalyzer::Analyzer': 'nobody has it' },
  serviceToken: 'arn:aws:lambda:us-east-1:111122223333:function:provider',
};

const analyzer = { Type: 'AWS::AccessAnalyzer::Analyzer', Properties: { Type: 'ACCOUNT' } };
const localize = (template: Template) => localizeTemplate('sample', template, rules);

test.each([
  ['Ref', { Ref: 'A' }, ['A']],
  ['a pseudo parameter', { Ref: 'AWS::Region' }, []],
  ['GetAtt as list', { 'Fn::GetAtt': ['A', 'Arn'] }, ['A']],
  ['GetAtt as text', { 'Fn::GetAtt': 'A.Outputs.Url' }, ['A']],
  ['Sub as text', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${A}/${B.Arn}/${!literal}' }, ['A', 'B']],
  ['Sub with variables of its own', { 'Fn::Sub': ['${own}-${A}', { own: { Ref: 'B' } }] }, ['A', 'B']],
  [
    'nested in lists and joins',
    { 'Fn::Join': ['', ['x', { Ref: 'A' }, { 'Fn::If': ['C', { Ref: 'B' }, { Ref: 'AWS::NoValue' }] }]] },
    ['A', 'B'],
  ],
  ['an object that has a key Ref among others', { Ref: 'A', Other: { Ref: 'B' } }, ['B']],
  ['a policy variable, which is text', { Resource: 'arn:aws:s3:::x-${aws:PrincipalTag/practice}/*' }, []],
])('references of %s', (_, value, expected) => {
  expect(references(value).map(({ id }) => id)).toEqual(expected);
});

test.each([
  [undefined, []],
  ['A', ['A']],
  [
    ['A', 'B'],
    ['A', 'B'],
  ],
])('dependencies of %j', (given, expected) => {
  expect(dependencies(given)).toEqual(expected);
});

test('a type that the emulator knows stays as it is', () => {
  const template = {
    Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true }, DeletionPolicy: 'Retain' } },
  };
  expect(localize(template)).toEqual({
    template,
    resources: [{ logicalId: 'Key', type: 'AWS::KMS::Key', route: 'native' }],
  });
});

test('a type with an API becomes a custom resource with the same properties and attributes', () => {
  const properties = {
    IsLogging: true,
    S3BucketName: { Ref: 'Bucket' },
    EventSelectors: [{ IncludeManagementEvents: false }],
  };
  const { template, resources } = localize({
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: properties, DependsOn: 'Bucket', Condition: 'Wanted' },
    },
  });
  expect(resources[1]).toEqual({ logicalId: 'Trail', type: 'AWS::CloudTrail::Trail', route: 'api' });
  expect(template.Resources?.Trail).toMatchObject({
    Type: 'Custom::LocalCloudTrailTrail',
    DependsOn: ['Bucket'],
    Condition: 'Wanted',
    Properties: { ...properties, ServiceToken: rules.serviceToken, LocalType: 'AWS::CloudTrail::Trail' },
  });
  expect(JSON.parse(String(template.Resources?.Trail?.Properties?.LocalLiterals))).toEqual([
    ['IsLogging'],
    ['EventSelectors', 0, 'IncludeManagementEvents'],
  ]);
});

test('a custom resource of ours may take two minutes, not an hour, unless it says otherwise', () => {
  const custom = (Properties: Record<string, unknown>) =>
    localize({ Resources: { C: { Type: 'Custom::Settings', Properties } } }).template.Resources?.C?.Properties;
  expect(custom({ ServiceToken: 'x' })).toEqual({ ServiceToken: 'x', ServiceTimeout: '120' });
  expect(custom({ ServiceToken: 'x', ServiceTimeout: '900' })).toEqual({ ServiceToken: 'x', ServiceTimeout: '900' });
});

test('a type without any API is left out by name, with the reason', () => {
  const { template, resources } = localize({
    Resources: { A: analyzer, P: { Type: 'AWS::GuardDuty::MalwareProtectionPlan' } },
  });
  expect(template.Resources).toEqual({});
  expect(resources).toEqual([
    { logicalId: 'A', type: 'AWS::AccessAnalyzer::Analyzer', route: 'left-out', reason: 'nobody has it' },
    {
      logicalId: 'P',
      type: 'AWS::GuardDuty::MalwareProtectionPlan',
      route: 'left-out',
      reason: 'no emulator has an API for it',
    },
  ]);
});

test('what waits for a left-out resource waits for what that one waited for', () => {
  const { template } = localize({
    Resources: {
      Role: { Type: 'AWS::IAM::Role' },
      Key: { Type: 'AWS::KMS::Key' },
      First: { ...analyzer, Properties: { Key: { 'Fn::GetAtt': ['Key', 'Arn'] } }, DependsOn: ['Role', 'Second'] },
      Second: { ...analyzer, DependsOn: 'First' },
      Function: { Type: 'AWS::Lambda::Function', DependsOn: ['First'] },
      Alone: { Type: 'AWS::SNS::Topic', DependsOn: 'Third' },
      Third: analyzer,
    },
  });
  expect(template.Resources?.Function?.DependsOn).toEqual(['Key', 'Role']);
  expect(template.Resources?.Alone).toEqual({ Type: 'AWS::SNS::Topic' });
});

const holder = (value: unknown): Template => ({
  Resources: { A: analyzer, Rule: { Type: 'AWS::Events::Rule', Properties: { Deep: [{ Value: value }] } } },
});

test.each([
  ['Ref', holder({ Ref: 'A' }), 'AWS::Events::Rule Rule refers by Ref to AWS::AccessAnalyzer::Analyzer A'],
  [
    'GetAtt',
    holder({ 'Fn::GetAtt': ['A', 'Arn'] }),
    'AWS::Events::Rule Rule refers by Fn::GetAtt to AWS::AccessAnalyzer::Analyzer A',
  ],
  [
    'Sub',
    holder({ 'Fn::Sub': 'x${A.Arn}' }),
    'AWS::Events::Rule Rule refers by Fn::Sub to AWS::AccessAnalyzer::Analyzer A',
  ],
  [
    'an output',
    { Resources: { A: analyzer }, Outputs: { Arn: { Value: { Ref: 'A' } } } },
    'output Arn refers by Ref to AWS::AccessAnalyzer::Analyzer A',
  ],
  [
    'a custom resource',
    { Resources: { A: analyzer, T: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { Ref: 'A' } } } } },
    'Custom::LocalCloudTrailTrail T refers by Ref to AWS::AccessAnalyzer::Analyzer A',
  ],
] as [string, Template, string][])('a dangling reference by %s is refused, both named', (_, template, message) => {
  expect(() => localize(template)).toThrow(message);
  expect(() => localize(template)).toThrow('nobody has it');
});

test('a left-out resource may refer to another one, and to what stays', () => {
  const { template } = localize({
    Resources: {
      Key: { Type: 'AWS::KMS::Key' },
      A: { ...analyzer, Properties: { Key: { Ref: 'Key' }, Other: { Ref: 'B' } } },
      B: analyzer,
    },
  });
  expect(Object.keys(template.Resources ?? {})).toEqual(['Key']);
});

test.each([
  ['AWS::CloudTrail::Trail', 'Custom::LocalCloudTrailTrail'],
  ['AWS::Route53Resolver::ResolverQueryLoggingConfig', 'Custom::LocalRoute53ResolverResolverQueryLoggingConfig'],
  [
    'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation',
    'Custom::LocalRoute53ResolverResolverQueryLoggingConfigAssoci',
  ],
])('%s is called %s', (type, expected) => {
  expect(localType(type)).toBe(expected);
  // CloudFormation's limit for the type of a custom resource.
  expect(expected.length).toBeLessThanOrEqual(60);
});
