import { strangers } from '../../../lambdas/drift/strangers';
import { concerned, NameIndex } from '../../../lambdas/drift/targets';
import { controls } from '../../../lib/controls';
import type { StackResource } from '../../../lib/resources/resolve';

const row = (logicalId: string, physicalId: string, type = 'AWS::KMS::Key'): StackResource => ({
  stack: 'lakeside-derm',
  logicalId,
  type,
  physicalId,
});

const rows = [
  row('Key', '1234abcd-12ab-34cd-56ef-1234567890ab'),
  row('Role', 'lakeside-doctor', 'AWS::IAM::Role'),
  row('Policy', 'arn:aws:iam::111122223333:policy/asepsis/lakeside-doctor-permissions', 'AWS::IAM::ManagedPolicy'),
  row('Topic', 'arn:aws:sns:us-east-1:111122223333:lakeside-alerts', 'AWS::SNS::Topic'),
  row('Queue', 'https://sqs.us-east-1.amazonaws.com/111122223333/lakeside-drift-data', 'AWS::SQS::Queue'),
  row('Rule', 'lakeside-bus|lakeside-rule', 'AWS::Events::Rule'),
  row('Group', '/asepsis/lakeside/flow', 'AWS::Logs::LogGroup'),
  row('Trail', 'lakeside-trail', 'AWS::CloudTrail::Trail'),
  row('Table', 'lakeside-patients', 'AWS::DynamoDB::Table'),
  row('Odd', '__proto__', 'AWS::SNS::Topic'),
];
const index = new NameIndex(rows);
const named = (request: Record<string, unknown>, response: Record<string, unknown> = {}) =>
  index.namedBy({ request, response }).map(({ logicalId }) => logicalId);

describe('what a call names', () => {
  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['a key by its id', { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' }, ['Key']],
    [
      'a key by its ARN',
      { keyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
      ['Key'],
    ],
    ['a role by its name', { roleName: 'lakeside-doctor' }, ['Role']],
    [
      'a role by its ARN, with a path',
      { roleArn: 'arn:aws:iam::111122223333:role/asepsis/deep/lakeside-doctor' },
      ['Role'],
    ],
    [
      'a policy by its ARN',
      { policyArn: 'arn:aws:iam::111122223333:policy/asepsis/lakeside-doctor-permissions' },
      ['Policy'],
    ],
    [
      'a topic by the ARN of a subscriber',
      { subscriptionArn: 'arn:aws:sns:us-east-1:111122223333:lakeside-alerts:8f1d3c1e-0000-4000-8000-000000000000' },
      ['Topic'],
    ],
    ['a topic by its ARN', { topicArn: 'arn:aws:sns:us-east-1:111122223333:lakeside-alerts' }, ['Topic']],
    [
      'a queue by its address',
      { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/lakeside-drift-data' },
      ['Queue'],
    ],
    [
      'a queue by an older address',
      { queueUrl: 'https://queue.amazonaws.com/111122223333/lakeside-drift-data' },
      ['Queue'],
    ],
    ['a rule by its name', { name: 'lakeside-rule', eventBusName: 'elsewhere' }, ['Rule']],
    ['a log group by its name', { logGroupName: '/asepsis/lakeside/flow' }, ['Group']],
    [
      'a log group by its ARN',
      { arn: 'arn:aws:logs:us-east-1:111122223333:log-group:/asepsis/lakeside/flow:*' },
      ['Group'],
    ],
    ['a trail by its ARN', { name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/lakeside-trail' }, ['Trail']],
    [
      'a table by its ARN',
      { resourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/lakeside-patients' },
      ['Table'],
    ],
    [
      'two, deep in lists',
      { set: { items: [{ id: 'lakeside-trail' }, { id: 'lakeside-patients' }] } },
      ['Trail', 'Table'],
    ],
    ['one, twice', { a: 'lakeside-trail', b: 'lakeside-trail' }, ['Trail']],
    ['a name that is a key of every object', { topic: '__proto__' }, ['Odd']],
    ['somebody else`s', { keyId: 'ffffffff-12ab-34cd-56ef-1234567890ab' }, []],
    ['a part of a name', { roleName: 'doctor' }, []],
    ['a longer name', { roleName: 'lakeside-doctor-2' }, []],
    ['a name in another case', { roleName: 'Lakeside-Doctor' }, []],
    ['a name as a key and not as a value', { 'lakeside-trail': true }, []],
    ['nothing', {}, []],
    ['an empty text', { keyId: '' }, []],
    ['no text at all', { a: null, b: 7, c: [true, {}] }, []],
  ])('%s', (_name, request, expected) => {
    expect(named(request)).toEqual(expected);
    expect(named({}, request)).toEqual(expected);
  });

  test('stands near its top: a policy of thousands of texts does not hide its bucket', () => {
    const Action = Array.from({ length: 5_000 }, (_, number) => `s3:Action${number}`);
    expect(named({ policy: { Statement: [{ Action }] }, name: 'lakeside-trail' })).toEqual(['Trail']);
  });
});

describe('what a call concerns', () => {
  const keys = rows.slice(0, 1);
  const group = rows.filter(({ logicalId }) => logicalId === 'Group');
  const many = Array.from({ length: 26 }, (_, number) => row(`Key${number}`, `key-${number}`));

  test.each<[string, string, readonly StackResource[], readonly StackResource[], readonly StackResource[]]>([
    ['what it names', 'kms.key', keys, [...keys, ...many], keys],
    ['all of a kind where it names a part of one', 'ec2.flow-log', group, keys, keys],
    ['none where it names none of ours', 'kms.key', [], keys, []],
    ['the one of an account', 'guardduty.detector', [], keys, keys],
    ['the one of an account by its id, and no other', 'guardduty.detector', keys, [...keys, ...group], keys],
    ['a network, whose default group no template names', 'ec2.vpc', [], keys, keys],
    ['none of too many', 'kms.key', group, many, []],
    ['none of too many, though AWS names none', 'ec2.vpc', [], many, []],
    ['none where there is none', 'ec2.vpc', group, [], []],
  ])('is %s', (_name, kind, namedRows, ofKind, expected) => {
    expect(concerned(kind, namedRows, ofKind)).toEqual(expected);
  });
});

describe('what a call made that no template declares', () => {
  const wrapped = (name: string, inside: object) => ({ [name]: inside });
  const exclusion = { vpcBlockPublicAccessExclusion: { exclusionId: 'vpcbpa-1' } };
  const cases: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>, readonly string[]])[] = [
    ['iam.access-key', { userName: 'intern' }, { accessKey: { accessKeyId: 'AKIAEXAMPLE' } }, ['AKIAEXAMPLE']],
    ['iam.access-key', { accessKeyId: 'AKIAEXAMPLE', status: 'Active' }, {}, ['AKIAEXAMPLE']],
    ['iam.access-key', { accessKeyId: 'A1' }, { accessKey: { accessKeyId: 'A1' } }, ['A1']],
    ['iam.user', { userName: 'intern' }, {}, ['intern']],
    ['iam.group', { groupName: 'admins' }, {}, ['admins']],
    ['iam.login-profile', { userName: 'intern', passwordResetRequired: false }, {}, ['intern']],
    ['iam.mfa-device', { userName: 'intern', serialNumber: 'arn:aws:iam::111122223333:mfa/intern' }, {}, ['intern']],
    ['iam.mfa-device', { serialNumber: 'arn:aws:iam::111122223333:mfa/intern' }, {}, []],
    ['iam.undeclared-role', { roleName: 'somebody', policyName: 'quick' }, {}, ['somebody']],
    ['iam.inline-policy', { roleName: 'somebody', policyName: 'quick' }, {}, ['role/somebody/quick']],
    ['iam.inline-policy', { userName: 'intern', policyName: 'quick' }, {}, ['user/intern/quick']],
    ['iam.inline-policy', { groupName: 'admins', policyName: 'quick' }, {}, ['group/admins/quick']],
    ['iam.inline-policy', { userName: 'intern' }, {}, []],
    ['ec2.image', { imageId: 'ami-1' }, {}, ['ami-1']],
    ['ec2.snapshot', { snapshotId: 'snap-1' }, {}, ['snap-1']],
    [
      'ec2.vpc-block-public-access-exclusion',
      {},
      wrapped('CreateVpcBlockPublicAccessExclusionResponse', exclusion),
      ['vpcbpa-1'],
    ],
    ['ec2.internet-gateway', {}, { internetGateway: { internetGatewayId: 'igw-1' } }, ['igw-1']],
    ['ec2.nat-gateway', {}, { CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-1' } } }, ['nat-1']],
    ['ec2.route', { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0' }, {}, ['rtb-1|0.0.0.0/0']],
    ['ec2.route', { routeTableId: 'rtb-1', destinationIpv6CidrBlock: '::/0' }, {}, ['rtb-1|::/0']],
    ['ec2.route', { routeTableId: 'rtb-1', destinationPrefixListId: 'pl-1' }, {}, ['rtb-1|pl-1']],
    ['ec2.route', { routeTableId: 'rtb-1' }, {}, []],
    ['ec2.route', { destinationCidrBlock: '0.0.0.0/0' }, {}, []],
    [
      'ec2.security-group-rule',
      { groupId: 'sg-1' },
      { securityGroupRuleSet: { items: [{ securityGroupRuleId: 'sgr-1' }, { securityGroupRuleId: 'sgr-2' }, {}] } },
      ['sgr-1', 'sgr-2'],
    ],
    ['ec2.security-group-rule', { groupId: 'sg-1' }, { securityGroupRuleSet: { items: {} } }, []],
    [
      'ec2.security-group-rule',
      { ModifySecurityGroupRulesRequest: { SecurityGroupRule: { SecurityGroupRuleId: 'sgr-1' } } },
      {},
      ['sgr-1'],
    ],
    [
      'ec2.security-group-rule',
      { ModifySecurityGroupRulesRequest: { SecurityGroupRule: [{ SecurityGroupRuleId: 'sgr-1' }, {}] } },
      {},
      ['sgr-1'],
    ],
    ['ec2.internet-gateway', {}, { internetGateway: null }, []],
    ['ec2.internet-gateway', {}, { internetGateway: 'igw-1' }, []],
    ['iam.user', { userName: 7 }, {}, []],
    ['iam.user', { userName: '' }, {}, []],
    ['iam.user', { userName: 'a b' }, {}, []],
    ['iam.user', { userName: 'x\nCritical' }, {}, []],
    ['iam.user', { userName: 'x'.repeat(513) }, {}, []],
    ['kms.key', { keyId: 'key-1' }, {}, []],
  ];

  test.each(cases)('%s: %j %j', (kind, request, response, expected) => {
    expect(strangers(kind, { request, response })).toEqual(expected);
  });

  test('is found for every kind of which something is forbidden', () => {
    const found = new Set(cases.filter(([, , , ids]) => ids.length > 0).map(([kind]) => kind));
    const kinds = controls.filter(({ forbidden }) => forbidden).map(({ resource }) => resource.name);
    expect(kinds.filter((kind) => !found.has(kind))).toEqual([]);
  });

  test.each([['iam.undeclared-role'], ['iam.inline-policy']])('%s: a role of ours is no stranger', (kind) => {
    const call = (roleName: string) => ({ request: { roleName, policyName: 'quick' }, response: {} });
    const of = (roleName: string) => strangers(kind, call(roleName), index.namedBy(call(roleName)));
    expect(of('lakeside-doctor')).toEqual([]);
    expect(of('lakeside-doctor-2')).toHaveLength(1);
    // A role of somebody else that has the name of a table of ours is a stranger's all the same.
    expect(of('lakeside-patients')).toHaveLength(1);
  });

  test('is at most 25 things of one call: the rest is left to a person, who hears of these', () => {
    const items = Array.from({ length: 60 }, (_, number) => ({ securityGroupRuleId: `sgr-${number}` }));
    const call = { request: { groupId: 'sg-1' }, response: { securityGroupRuleSet: { items } } };
    expect(strangers('ec2.security-group-rule', call)).toHaveLength(25);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['ec2.route', { routeTableId: 'rtb-ours', destinationCidrBlock: '0.0.0.0/0' }, {}],
    [
      'ec2.security-group-rule',
      { groupId: 'sg-ours' },
      { securityGroupRuleSet: { items: [{ securityGroupRuleId: 'sgr-1' }] } },
    ],
    [
      'ec2.security-group-rule',
      {
        ModifySecurityGroupRulesRequest: {
          GroupId: 'sg-ours',
          SecurityGroupRule: { SecurityGroupRuleId: 'sgr-1' },
        },
      },
      {},
    ],
  ])('is no %s of a table or a group of ours, which is put back whole', (kind, request, response) => {
    const ours = [row('Table', 'rtb-ours', 'AWS::EC2::RouteTable'), row('Sg', 'sg-ours', 'AWS::EC2::SecurityGroup')];
    expect(strangers(kind, { request, response }, ours)).toEqual([]);
    expect(strangers(kind, { request, response }, rows)).toHaveLength(1);
  });
});
