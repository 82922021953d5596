import { type Call, inPractice, replay } from '../../lib/reach/replay';
import { readTemplates } from '../../lib/resources/template';
import { callsOfLoop, callsOfWorkload, replayMade } from '../../local/reach-replay';
import { testConfig } from '../configs';
import { synthesized } from '../synthesized';
import { edited, statements, without } from './edit';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const practices = ['derm', 'skin'].map((id) => ({ id, name: id }));
const templates = synthesized(testConfig('clinic', 'production', { practices }));
const set = readTemplates(templates, environment);
const walked = { deployment: 'lakeside', practice: 'derm' };
const workload = callsOfWorkload(set, walked);
const outcomes = (calls: readonly Call[], of = set) => replay(calls, of).map(({ outcome }) => outcome);

const object = 'arn:aws:s3:::lakeside-derm-phi-111122223333-us-east-1/images/00000000-0000-4000-8000-000000000000';
const clinician: Call = {
  role: 'lakeside-clinician',
  tags: { practice: 'derm', group: 'clinician', person: 'p' },
  action: 's3:GetObject',
  resource: object,
  from: 'network',
};

describe('the reference workload', () => {
  test('is allowed, call by call, through every layer', () => {
    expect(workload.map(({ action }) => action)).toEqual([
      'sts:AssumeRole',
      'sts:TagSession',
      's3:GetObject',
      's3:PutObject',
      's3:GetObject',
      's3:PutObject',
    ]);
    expect(replay(workload, set).filter(({ outcome }) => outcome !== 'allowed')).toEqual([]);
  });

  test('is denied in a session of another practice', () => {
    const clinical = workload.filter(({ role }) => role === 'lakeside-clinician');
    expect(outcomes(inPractice(clinical, 'skin'))).toEqual(['denied', 'denied', 'denied', 'denied']);
  });

  test.each<[string, Partial<Call>, string]>([
    ['as it is', {}, 'allowed'],
    ['from outside the network', { from: 'outside' }, 'denied'],
    ['without a practice', { tags: {} }, 'denied'],
    ['by billing', { role: 'lakeside-billing' }, 'denied'],
    ['of another object', { resource: `${object}x` }, 'denied'],
    ['by a role that is in no template', { role: 'somebody' }, 'undecided'],
    ['by the name of its ARN', { role: 'arn:aws:iam::111122223333:role/asepsis/lakeside-clinician' }, 'allowed'],
    ['without TLS', { context: { 'aws:securetransport': ['false'] } }, 'denied'],
    [
      'of an object with malware',
      { context: { 's3:existingobjecttag/guarddutymalwarescanstatus': ['THREATS_FOUND'] } },
      'denied',
    ],
    [
      'with a session policy for another object',
      { session: { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'x' } } },
      'denied',
    ],
    [
      'with a session policy that forgets the key',
      { session: { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } } },
      'denied',
    ],
  ])('a clinician reads %s: %s', (_what, more, expected) =>
    expect(outcomes([{ ...clinician, ...more }])).toEqual([expected]),
  );

  test('a function cannot become the clinician of another practice', () => {
    const [assume] = workload;
    const context = { ...assume?.context, 'aws:requesttag/practice': ['skin'] };
    expect(assume && outcomes([{ ...assume, context }])).toEqual(['denied']);
  });

  test('the key counts: where its policy lets S3 no longer ask, nothing is read', () => {
    const closed = edited(templates, (resources) => {
      for (const { Properties, Type } of Object.values(resources)) {
        const policy = statements(Properties, 'KeyPolicy');
        if (Type === 'AWS::KMS::Key')
          policy.Statement = policy.Statement.filter(({ Sid }) => Sid !== 'UseThroughServices');
      }
    });
    const [found] = replay([clinician], readTemplates(closed, environment));
    expect(found).toMatchObject({ outcome: 'denied', by: ['resource: nothing allows'] });
  });

  test('an endpoint whose policy does not let ours through refuses', () => {
    const narrow = edited(templates, (resources) => {
      for (const { Properties, Type } of Object.values(resources))
        if (Type === 'AWS::EC2::VPCEndpoint') statements(Properties).Statement = [];
    });
    expect(outcomes([clinician], readTemplates(narrow, environment))).toEqual(['denied']);
  });

  test('a weakening is noticed', () => {
    const open = readTemplates(edited(templates, without('FromTheNetworkOnly')), environment);
    expect(outcomes([{ ...clinician, from: 'outside' }], open)).toEqual(['allowed']);
  });
});

describe('the drift loop', () => {
  const bucket = 'lakeside-derm-phi-111122223333-us-east-1';
  const traced = (as: 'own' | 'fixer', client: string, command: string, on?: Record<string, string>) => ({
    function: 'lakeside-drift-data',
    as,
    client,
    command,
    ...(on ? { on } : {}),
  });
  const queue = 'http://localhost:4566/111122223333/lakeside-drift-data';

  const sweeping = {
    ...traced('own', 'CloudFormationClient', 'ListStackResourcesCommand'),
    function: 'lakeside-drift-sweep',
  };

  test.each([
    ['reads a policy', traced('own', 'S3Client', 'GetBucketPolicyCommand', { Bucket: bucket }), 'allowed'],
    ['puts one back', traced('fixer', 'S3Client', 'PutBucketPolicyCommand', { Bucket: bucket }), 'allowed'],
    [
      'puts one back in its own name',
      traced('own', 'S3Client', 'PutBucketPolicyCommand', { Bucket: bucket }),
      'denied',
    ],
    ['reads an image', traced('own', 'S3Client', 'GetObjectCommand', { Bucket: bucket }), 'denied'],
    ['reads a key of which the id is not known', traced('own', 'KMSClient', 'DescribeKeyCommand'), 'undecided'],
    ['takes a message', traced('own', 'SQSClient', 'ReceiveMessageCommand', { QueueUrl: queue }), 'allowed'],
    [
      'takes a message of somebody else',
      traced('own', 'SQSClient', 'ReceiveMessageCommand', { QueueUrl: `${queue}x` }),
      'denied',
    ],
    [
      'reads its settings, of which the name is not noted',
      traced('own', 'SSMClient', 'GetParameterCommand'),
      'allowed',
    ],
    ['sweeps, by a role that AWS names', sweeping, 'allowed'],
    [
      'takes a policy of AWS away, which is about the role that has it',
      {
        ...traced('fixer', 'IAMClient', 'DetachRolePolicyCommand', {
          PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          RoleName: 'lakeside-clinician',
        }),
        function: 'lakeside-drift-identity',
      },
      'allowed',
    ],
    [
      'takes one away by a role that may not',
      traced('fixer', 'IAMClient', 'DetachRolePolicyCommand', { PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
      'denied',
    ],
    ['makes a user', traced('own', 'IAMClient', 'CreateUserCommand'), 'denied'],
  ])('%s: %s', (_what, call, expected) => expect(outcomes(callsOfLoop([call], set))).toEqual([expected]));

  test('a key by the id that was deployed is that key', () => {
    const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
    const deployed = [
      { stack: 'lakeside-practice-derm', logicalId: 'Key961B73FD', type: 'AWS::KMS::Key', physicalId: id },
    ];
    const loop = [traced('own', 'KMSClient', 'GetKeyPolicyCommand', { KeyId: id })];
    const { leaked, made, other, refused } = replayMade(set, { loop, walked, otherPractice: 'skin', deployed });
    expect({ refused, leaked }).toEqual({ refused: [], leaked: [] });
    expect([made.length, other.length]).toEqual([7, 4]);
  });

  test('a call is replayed once, however often it was made', () => {
    const call = traced('own', 'S3Client', 'GetBucketPolicyCommand', { Bucket: bucket });
    expect(callsOfLoop([call, call], set)).toHaveLength(1);
  });
});
