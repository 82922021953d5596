import { handle } from '../../../lambdas/account-settings/handler';
import { plan } from '../../../lambdas/account-settings/plan';
import { settingsSchema } from '../../../lambdas/account-settings/request';

const properties = {
  ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:settings',
  S3PublicAccessBlock: {
    BlockPublicAcls: 'true',
    BlockPublicPolicy: 'true',
    IgnorePublicAcls: 'true',
    RestrictPublicBuckets: 'true',
  },
  PasswordPolicy: {
    MinimumPasswordLength: '14',
    PasswordReusePrevention: '24',
    MaxPasswordAge: '90',
    RequireLowercaseCharacters: 'true',
    RequireUppercaseCharacters: 'true',
    RequireNumbers: 'true',
    RequireSymbols: 'true',
    AllowUsersToChangePassword: 'true',
    HardExpiry: 'false',
  },
  EbsEncryptionByDefault: 'true',
  ImageBlockPublicAccess: 'block-new-sharing',
  SnapshotBlockPublicAccess: 'block-all-sharing',
  SsmDocumentPublicSharing: 'Disable',
  InspectorResourceTypes: ['LAMBDA'],
  ClosedDefaultSecurityGroupOf: 'vpc-0a1b2c3d',
};

const request = (type: string, given: object = properties) => ({
  RequestType: type,
  ResponseURL: 'https://example.invalid/answer',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Settings',
  ResourceProperties: given,
});

/** Clients that record the names of the commands sent, and fail those named. */
function recorder(failing: readonly string[] = []) {
  const sent: { name: string; input: unknown }[] = [];
  const send = (command: { constructor: { name: string }; input: unknown }) => {
    const name = command.constructor.name;
    sent.push({ name, input: command.input });
    if (failing.includes(name)) return Promise.reject(Object.assign(new Error('refused'), { name: 'AccessDenied' }));
    const group = {
      GroupId: 'sg-1',
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1' }], IpRanges: [] }],
      IpPermissionsEgress: [],
    };
    return Promise.resolve(name === 'DescribeSecurityGroupsCommand' ? { SecurityGroups: [group] } : {});
  };
  const client = { send } as never;
  return { sent, clients: { ec2: client, iam: client, inspector: client, s3control: client, ssm: client } };
}

async function run(event: unknown, failing: readonly string[] = []) {
  const { sent, clients } = recorder(failing);
  const answers: Record<string, unknown>[] = [];
  await handle(event, {
    clients,
    accountId: '111122223333',
    answer: (_url, body) => {
      answers.push(JSON.parse(body) as Record<string, unknown>);
      return Promise.resolve();
    },
  });
  return { sent, answer: answers[0] };
}

describe('the account settings', () => {
  test('a creation sets every switch and says so', async () => {
    const { sent, answer } = await run(request('Create'));
    expect(sent.map(({ name }) => name)).toEqual([
      'PutPublicAccessBlockCommand',
      'UpdateAccountPasswordPolicyCommand',
      'EnableEbsEncryptionByDefaultCommand',
      'EnableImageBlockPublicAccessCommand',
      'EnableSnapshotBlockPublicAccessCommand',
      'UpdateServiceSettingCommand',
      'EnableCommand',
      'DescribeSecurityGroupsCommand',
      'RevokeSecurityGroupIngressCommand',
    ]);
    expect(sent[0]?.input).toMatchObject({
      AccountId: '111122223333',
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    });
    expect(sent[8]?.input).toEqual({
      GroupId: 'sg-1',
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1' }] }],
    });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'account-settings-111122223333' });
  });

  test('a deletion changes nothing: no switch is ever turned off', async () => {
    const { sent, answer } = await run(request('Delete'));
    expect(sent).toEqual([]);
    expect(answer).toMatchObject({ Status: 'SUCCESS' });
  });

  test('every failure is named, and the other switches are still set', async () => {
    const { sent, answer } = await run(request('Update'), ['UpdateAccountPasswordPolicyCommand', 'EnableCommand']);
    expect(sent).toHaveLength(9);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'password-policy: AccessDenied: refused; inspector: AccessDenied: refused',
    });
  });

  test.each([
    ['a switch that would weaken', { ...properties, ImageBlockPublicAccess: 'unblocked' }, /ImageBlockPublicAccess/],
    ['a missing network', { ...properties, ClosedDefaultSecurityGroupOf: undefined }, /ClosedDefaultSecurityGroupOf/],
    [
      'a flag that is neither true nor false',
      { ...properties, EbsEncryptionByDefault: 'yes' },
      /EbsEncryptionByDefault/,
    ],
  ])('%s is refused before anything is set', async (_name, given, reason) => {
    const { sent, answer } = await run(request('Create', given));
    expect(sent).toEqual([]);
    expect(answer?.Status).toBe('FAILED');
    expect(String(answer?.Reason)).toMatch(reason);
  });

  test("an event that is not CloudFormation's is thrown back", async () => {
    await expect(run({ hello: 'world' })).rejects.toThrow(/RequestType/);
  });

  test('what the account has already is not in the plan', () => {
    const {
      S3PublicAccessBlock: _s3,
      PasswordPolicy: _password,
      InspectorResourceTypes: _inspector,
      ...rest
    } = properties;
    const steps = plan('Create', settingsSchema.parse(rest)).map((step) => step.set);
    expect(steps).not.toContain('s3-public-access-block');
    expect(steps).not.toContain('password-policy');
    expect(steps).not.toContain('inspector');
  });
});
