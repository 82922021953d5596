/** Secrets, documents and what nobody declares read live and put back, against the local cloud. */
import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import {
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateDocumentCommand, ModifyDocumentPermissionCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ec2ImageLive, ec2SnapshotLive } from '../../../lambdas/drift/live/ec2-sharing';
import { iamInlinePolicyLive } from '../../../lambdas/drift/live/iam-inline-policy';
import {
  iamLoginProfileLive,
  iamMfaDeviceLive,
  iamUndeclaredRoleLive,
} from '../../../lambdas/drift/live/iam-undeclared';
import type { Live } from '../../../lambdas/drift/live/live';
import { secretsmanagerSecretLive } from '../../../lambdas/drift/live/secretsmanager-secret';
import { ssmDocumentLive } from '../../../lambdas/drift/live/ssm-document';
import { iamPolicyControls } from '../../../lib/controls/iam-policy';
import { secretsControls } from '../../../lib/controls/secrets';
import { undeclaredControls } from '../../../lib/controls/undeclared';
import { readPolicy } from '../../../lib/resources/policy';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '777788889999';
const region = 'us-east-1';
const stranger = '999988887777';
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

/** Controls of what nobody declares that a state violates. */
const violated = (kind: string, state: unknown): readonly string[] =>
  undeclaredControls
    .filter(({ resource }) => resource.name === kind)
    .filter((control) => control.evaluate(state as never).status === 'violated')
    .map(({ id }) => id);

/** Puts one path of what is there, and reads it again. */
async function put<S>(live: Live<S>, id: string, path: string): Promise<S | undefined> {
  const state = await live.read(id);
  if (state === undefined) throw new Error(`${id} is not there`);
  await live.puts[path]?.(id, state, state);
  return live.read(id);
}

describe('secrets', () => {
  const keyArn = `arn:aws:kms:${region}:${account}:key/8f1d3c1e-0000-4000-8000-000000000000`;
  const rotate = `arn:aws:lambda:${region}:${account}:function:rotate`;
  const reader = (principal: Readonly<Record<string, string>> | string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
  });

  test('one that was opened to the world and is about to be deleted is neither, and rotates again', async () => {
    const client = new SecretsManagerClient(cloud.clientConfig('secrets-manager'));
    const Tags = [{ Key: 'stray', Value: 'yes' }];
    const made = await client.send(new CreateSecretCommand({ Name: 'partner', SecretString: 'planted', Tags }));
    const arn = made.ARN ?? '';
    const ResourcePolicy = JSON.stringify(reader('*'));
    await client.send(new PutResourcePolicyCommand({ SecretId: arn, ResourcePolicy }));
    await client.send(new DeleteSecretCommand({ SecretId: arn, RecoveryWindowInDays: 7 }));

    const declared = {
      arn,
      account,
      key: keyArn,
      policy: readPolicy(reader({ AWS: `arn:aws:iam::${account}:role/asepsis/partner` })),
      deletionScheduled: false,
      rotation: { enabled: true, schedule: 'rate(30 days)', function: rotate },
      tags: { 'asepsis:deployment': 'lakeside' },
    };
    const live = secretsmanagerSecretLive.open(cloud.clientConfig);
    const { broken, after } = await roundTrip({ kind: secretsmanagerSecretLive.kind, live, declared }, arn);
    expect(broken).toEqual(secretsmanagerSecretLive.kind.owned);
    expect(after).toEqual({ compared: 7, differences: [], undecided: [] });

    const none = { ...declared, policy: readPolicy(undefined) };
    const last = await roundTrip({ kind: secretsmanagerSecretLive.kind, live, declared: none }, arn);
    expect(last.broken).toEqual(['policy']);
    expect(last.after.differences).toEqual([]);
    expect(await live.read(`${arn}-gone`)).toBeUndefined();
  });
});

test.each([['all'], [stranger]])('a document that was shared with %s is shared with nobody', async (who) => {
  // MiniStack has no documents; moto has.
  const sdk = () => cloud.clientConfig('guardduty');
  const client = new SSMClient(sdk());
  const Content = JSON.stringify({ schemaVersion: '2.2', description: 'planted', mainSteps: [] });
  const Name = `planted-${who}`;
  await client.send(new CreateDocumentCommand({ Name, Content, DocumentType: 'Command' }));
  const shared = { Name, PermissionType: 'Share' as const, AccountIdsToAdd: [who] };
  await client.send(new ModifyDocumentPermissionCommand(shared));
  const live = ssmDocumentLive.open(sdk);
  const declared = { name: Name, sharedWith: [] };
  const control = secretsControls.find(({ id }) => id === 'ssm.document.public');
  const judge = async () => control?.evaluate((await live.read(Name)) as never).status;
  expect(await judge()).toBe('violated');
  const { broken, after } = await roundTrip({ kind: ssmDocumentLive.kind, live, declared }, Name);
  expect(broken).toEqual(['sharedWith']);
  expect(await judge()).toBe('compliant');
  expect(after).toEqual({ compared: 1, differences: [], undecided: [] });
  expect(await live.read('gone')).toBeUndefined();
});

describe('what nobody declares', () => {
  test('a console password opens nothing any more, and is still there', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    await client.send(new CreateUserCommand({ UserName: 'mallory' }));
    await client.send(new CreateLoginProfileCommand({ UserName: 'mallory', Password: 'Long-enough-1' }));
    const live = iamLoginProfileLive.open(cloud.clientConfig);
    expect(violated('iam.login-profile', await live.read('mallory'))).toEqual(['iam.login-profile.forbidden']);
    expect(await put(live, 'mallory', 'usable')).toEqual({ user: 'mallory', usable: false });
    await put(live, 'mallory', 'usable');
    const { LoginProfile } = await client.send(new GetLoginProfileCommand({ UserName: 'mallory' }));
    expect(LoginProfile?.UserName).toBe('mallory');
    expect(await live.read('nobody')).toBeUndefined();
  });

  test('a second factor that was taken away is noticed', async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    await client.send(new CreateUserCommand({ UserName: 'alice' }));
    await client.send(new CreateLoginProfileCommand({ UserName: 'alice', Password: 'Long-enough-1' }));
    const made = await client.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'alice' }));
    const SerialNumber = made.VirtualMFADevice?.SerialNumber ?? '';
    const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
    await client.send(new EnableMFADeviceCommand({ UserName: 'alice', SerialNumber, ...codes }));
    const live = iamMfaDeviceLive.open(cloud.clientConfig);
    const whole = await live.read('alice');
    expect(whole).toEqual({ user: 'alice', consoleAccess: true, serials: [SerialNumber] });
    expect(violated('iam.mfa-device', whole)).toEqual([]);
    await client.send(new DeactivateMFADeviceCommand({ UserName: 'alice', SerialNumber }));
    expect(violated('iam.mfa-device', await live.read('alice'))).toEqual(['iam.mfa-device.present']);
    expect(await live.read('nobody')).toBeUndefined();
  });

  test("a stranger's role that became an administrator is noticed, and left", async () => {
    const client = new IAMClient(cloud.clientConfig('iam'));
    const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await client.send(new CreateRoleCommand({ RoleName: 'somebody', AssumeRolePolicyDocument }));
    const live = iamUndeclaredRoleLive.open(cloud.clientConfig);
    expect(violated('iam.undeclared-role', await live.read('somebody'))).toEqual([]);
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await client.send(new AttachRolePolicyCommand({ RoleName: 'somebody', PolicyArn }));
    expect(violated('iam.undeclared-role', await live.read('somebody'))).toEqual(['iam.undeclared-role.administrator']);
    expect(live.puts).toEqual({});
  });

  test.each(['role', 'user', 'group'])(
    'an inline policy of a %s that decrypts anything is noticed, and left',
    async (owner) => {
      const client = new IAMClient(cloud.clientConfig('iam'));
      const statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      const policy = { PolicyName: 'quick', PolicyDocument };
      const name = `planted-${owner}`;
      if (owner === 'role') {
        const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
        const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
        await client.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
        await client.send(new PutRolePolicyCommand({ RoleName: name, ...policy }));
      } else if (owner === 'user') {
        await client.send(new CreateUserCommand({ UserName: name }));
        await client.send(new PutUserPolicyCommand({ UserName: name, ...policy }));
      } else {
        await client.send(new CreateGroupCommand({ GroupName: name }));
        await client.send(new PutGroupPolicyCommand({ GroupName: name, ...policy }));
      }
      const live = iamInlinePolicyLive.open(cloud.clientConfig);
      const found = await live.read(`${owner}/${name}/quick`);
      expect(found?.name).toBe('quick');
      const decrypting = iamPolicyControls.filter(({ resource }) => resource.name === 'iam.inline-policy');
      expect(decrypting.map((control) => control.evaluate(found as never).status)).toEqual(['violated']);
      expect(await live.read(`${owner}/${name}/gone`)).toBeUndefined();
      expect(live.puts).toEqual({});
    },
  );

  test('an inline policy that a template declares is as its role is read', async () => {
    const declared = { name: 'work', document: readPolicy({ Version: '2012-10-17', Statement: [] }) };
    const live = iamInlinePolicyLive.open(cloud.clientConfig);
    expect(await live.read('lakes-Polic-1A2B3C4D5E6F', declared)).toBe(declared);
  });

  test('a snapshot is taken back from the world, and nobody else', async () => {
    const ec2 = new EC2Client(cloud.clientConfig('ec2'));
    const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: `${region}a`, Size: 1 }));
    const { SnapshotId = '' } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
    const Add = [{ Group: 'all' as const }, { UserId: stranger }];
    await ec2.send(new ModifySnapshotAttributeCommand({ SnapshotId, CreateVolumePermission: { Add } }));
    const live = ec2SnapshotLive.open(cloud.clientConfig);
    const both = ['ec2.snapshot.public', 'ec2.snapshot.stranger'];
    expect(violated('ec2.snapshot', await live.read(SnapshotId))).toEqual(both);
    expect(await put(live, SnapshotId, 'public')).toEqual({ id: SnapshotId, public: false, accounts: [stranger] });
    expect(await live.read('snap-0a1b2c3d4e5f6a7b8')).toBeUndefined();
  });

  test('an image is taken back from the world, and nobody else', async () => {
    const ec2 = new EC2Client(cloud.clientConfig('ec2'));
    const { ImageId = '' } = await ec2.send(new RegisterImageCommand({ Name: 'planted' }));
    const Add = [{ Group: 'all' as const }, { UserId: stranger }];
    await ec2.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add } }));
    const live = ec2ImageLive.open(cloud.clientConfig);
    expect(violated('ec2.image', await live.read(ImageId))).toEqual(['ec2.image.public', 'ec2.image.stranger']);
    expect(await put(live, ImageId, 'public')).toEqual({ id: ImageId, public: false, accounts: [stranger] });
    expect(await live.read('ami-0a1b2c3d4e5f6a7b8')).toBeUndefined();
  });
});
