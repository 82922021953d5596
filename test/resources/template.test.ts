import { type NamedTemplate, type RawTemplate, readTemplates } from '../../lib/resources/template';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const read = (template: RawTemplate, others: readonly NamedTemplate[] = []) =>
  readTemplates([{ stack: 'main', template }, ...others], environment);

const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'phi' } };
const policy = (name: unknown) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: name } });

describe('attached resources', () => {
  test.each([
    ['by Ref', { Ref: 'Store' }, true],
    ['by ARN', { 'Fn::GetAtt': ['Store', 'Arn'] }, true],
    ['by name', 'phi', true],
    ['by a name that is put together', { 'Fn::Sub': 'ph${!nothing}' }, false],
    ['by another', 'other', false],
  ] as const)('%s', (_name, reference, found) => {
    const set = read({ Resources: { Store: bucket, Policy: policy(reference) } });
    const [store] = set.ofType('AWS::S3::Bucket');
    if (!store) throw new Error('the bucket is not read');
    expect(set.attached(store, 'AWS::S3::BucketPolicy', 'Bucket')).toHaveLength(found ? 1 : 0);
  });

  test('by the attribute that a type calls itself, also from another stack, in a list, once each', () => {
    const set = read(
      {
        Resources: { Group: { Type: 'AWS::EC2::SecurityGroup' }, Role: { Type: 'AWS::IAM::Role' } },
        Outputs: { It: { Value: { 'Fn::GetAtt': ['Group', 'GroupId'] }, Export: { Name: 'main:Group' } } },
      },
      [
        {
          stack: 'other',
          template: {
            Resources: {
              Rule: {
                Type: 'AWS::EC2::SecurityGroupIngress',
                Properties: { GroupId: { 'Fn::ImportValue': 'main:Group' } },
              },
            },
          },
        },
      ],
    );
    const [group] = set.ofType('AWS::EC2::SecurityGroup');
    if (!group) throw new Error('the group is not read');
    const rules = set.attached(group, 'AWS::EC2::SecurityGroupIngress', 'GroupId');
    expect(rules.map((rule) => `${rule.stack}/${rule.logicalId}`)).toEqual(['other/Rule']);
  });
});

describe('targets', () => {
  const set = read({ Resources: { Store: bucket } });
  test.each([
    ['{{main/Store}}', 'Store'],
    ['{{main/Store.Arn}}', 'Store'],
    ['{{main/Gone}}', undefined],
    ['{{main/Store.Arn|split(:)|5}}', undefined],
    ['{{main/Store.Arn}}/*', undefined],
    ['phi', undefined],
    [7, undefined],
  ])('%s', (text, expected) => {
    expect(set.target(text)?.logicalId).toBe(expected);
  });
});

describe('conditions and parameters', () => {
  const template = (condition: unknown): RawTemplate => ({
    Parameters: { Mode: { Type: 'String', Default: 'on' }, Open: { Type: 'String' } },
    Conditions: { Wanted: condition },
    Resources: { Store: { ...bucket, Condition: 'Wanted', DeletionPolicy: 'Retain', Metadata: { why: 1 } } },
  });

  test.each([
    ['that holds', { 'Fn::Equals': [{ Ref: 'Mode' }, 'on'] }, 1],
    ['that does not', { 'Fn::Equals': [{ Ref: 'Mode' }, 'off'] }, 0],
    ['that cannot be decided', { 'Fn::Equals': [{ Ref: 'Open' }, 'on'] }, 1],
  ])('a resource under a condition %s', (_name, condition, count) => {
    expect(read(template(condition)).resources).toHaveLength(count);
  });

  test('keep metadata and deletion policy; a parameter without a default is unknown', () => {
    const [store] = read(template({ 'Fn::Equals': ['a', 'a'] })).resources;
    expect(store).toMatchObject({ deletionPolicy: 'Retain', metadata: { why: 1 }, properties: { BucketName: 'phi' } });
    const [other] = read({
      Parameters: { Open: { Type: 'String' } },
      Resources: { Store: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Open' } } } },
    }).resources;
    expect(other?.properties.BucketName).toEqual({ unknown: 'the parameter Open has no default' });
  });

  test('a resource without properties is read, and a template without resources', () => {
    expect(read({ Resources: { Role: { Type: 'AWS::IAM::Role' } } }).resources[0]?.properties).toEqual({});
    expect(read({}).resources).toEqual([]);
  });

  test('a parameter from the parameter store stays a dynamic reference', () => {
    const type = 'AWS::SSM::Parameter::Value<String>';
    const [store] = read({
      Parameters: { Name: { Type: type, Default: '/name' } },
      Resources: { Store: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Name' } } } },
    }).resources;
    expect(store?.properties.BucketName).toBe('{{resolve:ssm:/name}}');
  });
});
