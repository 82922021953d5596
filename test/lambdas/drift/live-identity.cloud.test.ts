/** IAM read live and put back, against the local cloud. */
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { iamManagedPolicyLive } from '../../../lambdas/drift/live/iam-policy';
import { iamRoleLive } from '../../../lambdas/drift/live/iam-role';
import { iamAccessKeyLive, iamGroupLive, iamUserLive } from '../../../lambdas/drift/live/iam-user';
import type { RoleState } from '../../../lib/resources/iam-role';
import { readPolicy } from '../../../lib/resources/policy';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '222233334444';
const region = 'us-east-1';
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

const document = (action: string, resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Work', Effect: 'Allow', Action: action, Resource: resource }],
});
const trust = (principal: Record<string, string>) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
});

describe('IAM roles', () => {
  test('what was widened is put back: trust, session, boundary, policies, tags', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    const policy = async (PolicyName: string) => {
      const PolicyDocument = JSON.stringify(document('s3:GetObject', 'arn:aws:s3:::phi/*'));
      const made = await client.send(new CreatePolicyCommand({ PolicyName, Path: '/asepsis/', PolicyDocument }));
      return made.Policy?.Arn ?? '';
    };
    const [boundary, work, admin] = await Promise.all(['boundary', 'work', 'admin'].map(policy));
    await client.send(
      new CreateRoleCommand({
        RoleName: 'clinician',
        Path: '/asepsis/',
        AssumeRolePolicyDocument: JSON.stringify(trust({ AWS: '*' })),
        MaxSessionDuration: 43_200,
        Tags: [
          { Key: 'stray', Value: 'yes' },
          { Key: 'practice', Value: 'other' },
        ],
      }),
    );
    await client.send(new AttachRolePolicyCommand({ RoleName: 'clinician', PolicyArn: admin }));
    const PolicyDocument = JSON.stringify(document('*', '*'));
    await client.send(new PutRolePolicyCommand({ RoleName: 'clinician', PolicyName: 'quick', PolicyDocument }));

    const declared: RoleState = {
      name: 'clinician',
      account,
      path: '/asepsis/',
      trust: readPolicy(trust({ Service: 'lambda.amazonaws.com' })),
      maxSessionSeconds: 3600,
      boundary: boundary ?? '',
      managedPolicies: [work ?? ''],
      inlinePolicies: {},
      tags: { practice: 'dermatology', 'asepsis:deployment': 'lakeside' },
    };
    const live = iamRoleLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: iamRoleLive.kind, live, declared }, 'clinician');
    expect(broken).toEqual(['trust', 'maxSessionSeconds', 'boundary', 'managedPolicies', 'inlinePolicies', 'tags']);
    expect(after).toEqual({ compared: 6, differences: [], undecided: [] });
    expect(await live.read('nobody')).toBeUndefined();
  });

  test('an inline policy that is declared and gone comes back', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'lambda.amazonaws.com' }));
    await client.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument }));
    const live = iamRoleLive.open(cloud.clientConfig);
    const state = await live.read('worker');
    if (!state) throw new Error('the role is not there');
    const declared = { ...state, inlinePolicies: { work: readPolicy(document('s3:GetObject', '*')) } };
    const { broken, after } = await roundTrip({ kind: iamRoleLive.kind, live, declared }, 'worker');
    expect(broken).toEqual(['inlinePolicies']);
    expect(after.differences).toEqual([]);
  });
});

describe('IAM managed policies', () => {
  test('a widened version is replaced by the declared document, also where five versions exist', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    const narrow = document('s3:GetObject', 'arn:aws:s3:::phi/*');
    const made = await client.send(
      new CreatePolicyCommand({ PolicyName: 'permissions', PolicyDocument: JSON.stringify(narrow) }),
    );
    const PolicyArn = made.Policy?.Arn ?? '';
    const wide = { PolicyArn, PolicyDocument: JSON.stringify(document('*', '*')), SetAsDefault: true };
    for (let version = 2; version <= 5; version += 1) await client.send(new CreatePolicyVersionCommand(wide));
    const live = iamManagedPolicyLive.open(cloud.clientConfig);
    const declared = { name: 'permissions', document: readPolicy(narrow), boundary: false };
    const { broken, after } = await roundTrip({ kind: iamManagedPolicyLive.kind, live, declared }, PolicyArn);
    expect(broken).toEqual(['document']);
    expect(after).toEqual({ compared: 1, differences: [], undecided: [] });
    const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions).toHaveLength(5);
    expect(await live.read(`${PolicyArn}-gone`)).toBeUndefined();
  });
});

test('a wide version that somebody put in force is replaced', async () => {
  const client = new IAMClient(cloud.clientConfig('iam'));
  const narrow = document('s3:GetObject', 'arn:aws:s3:::phi/*');
  const request = { PolicyName: 'switched', PolicyDocument: JSON.stringify(narrow) };
  const PolicyArn = (await client.send(new CreatePolicyCommand(request))).Policy?.Arn ?? '';
  const wide = { PolicyArn, PolicyDocument: JSON.stringify(document('*', '*')) };
  const { PolicyVersion } = await client.send(new CreatePolicyVersionCommand(wide));
  const live = iamManagedPolicyLive.open(cloud.clientConfig);
  const declared = { name: 'switched', document: readPolicy(narrow), boundary: false };
  expect((await live.read(PolicyArn))?.document).toEqual(declared.document);
  await client.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: PolicyVersion?.VersionId }));
  const { broken, after } = await roundTrip({ kind: iamManagedPolicyLive.kind, live, declared }, PolicyArn);
  expect(broken).toEqual(['document']);
  expect(after.differences).toEqual([]);
  const none = { PolicyArn, VersionId: 'v9' };
  await expect(client.send(new SetDefaultPolicyVersionCommand(none))).rejects.toThrow(/does not exist/);
});

describe('what must not exist in IAM', () => {
  test('a user, its password, a key that is deactivated and kept, a group', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    await client.send(new CreateUserCommand({ UserName: 'mallory' }));
    await client.send(new CreateLoginProfileCommand({ UserName: 'mallory', Password: 'Long-enough-1' }));
    await client.send(new CreateGroupCommand({ GroupName: 'admins' }));
    const made = await client.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
    const keyId = made.AccessKey?.AccessKeyId ?? '';

    const users = iamUserLive.open(cloud.clientConfig);
    expect(await users.read('mallory')).toEqual({ name: 'mallory', consoleAccess: true });
    expect(await users.read('nobody')).toBeUndefined();
    const groups = iamGroupLive.open(cloud.clientConfig);
    expect(await groups.read('admins')).toEqual({ name: 'admins' });
    expect(await groups.read('none')).toBeUndefined();

    const keys = iamAccessKeyLive.open(cloud.clientConfig);
    const state = await keys.read(keyId);
    expect(state).toEqual({ user: 'mallory', active: true });
    if (state) await keys.puts.active?.(keyId, state, state);
    expect(await keys.read(keyId)).toEqual({ user: 'mallory', active: false });
  });
});
