/** Detectors, recorders, account switches and organisation policies read live and put back, against the local cloud. */
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
} from '@aws-sdk/client-config-service';
import { CreateDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { DeleteAccountPasswordPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { DisableMacieCommand, EnableMacieCommand, Macie2Client } from '@aws-sdk/client-macie2';
import {
  CreateOrganizationCommand,
  CreatePolicyCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  BatchEnableStandardsCommand,
  DescribeHubCommand,
  DisableSecurityHubCommand,
  EnableSecurityHubCommand,
  SecurityHubClient,
  UpdateSecurityHubConfigurationCommand,
} from '@aws-sdk/client-securityhub';
import { accountSettingsLive } from '../../../lambdas/drift/live/account-settings';
import { configDeliveryChannelLive, configRecorderLive } from '../../../lambdas/drift/live/config-recorder';
import { guarddutyDetectorLive } from '../../../lambdas/drift/live/guardduty-detector';
import { macieSessionLive } from '../../../lambdas/drift/live/macie-session';
import { organizationsPolicyLive } from '../../../lambdas/drift/live/organizations-policy';
import { securityhubHubLive } from '../../../lambdas/drift/live/securityhub-hub';
import { compareStates } from '../../../lib/resources/compare';
import type { DetectorState } from '../../../lib/resources/guardduty-detector';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud';
import { roundTrip } from './round-trip';

const account = '444455556666';
const region = 'us-east-1';
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region });
}, 120_000);
afterAll(() => cloud?.stop());

test('GuardDuty that was turned off is turned on, with the protection of objects', async () => {
  const client = new GuardDutyClient(cloud.clientConfig('guardduty'));
  const made = await client.send(
    new CreateDetectorCommand({
      Enable: false,
      FindingPublishingFrequency: 'SIX_HOURS',
      Features: [
        { Name: 'S3_DATA_EVENTS', Status: 'DISABLED' },
        { Name: 'EBS_MALWARE_PROTECTION', Status: 'ENABLED' },
      ],
    }),
  );
  const id = made.DetectorId ?? '';
  const unsaid = { EBS_MALWARE_PROTECTION: undefined, RUNTIME_MONITORING: undefined, RDS_LOGIN_EVENTS: undefined };
  const declared: DetectorState = {
    id,
    enabled: true,
    frequency: 'FIFTEEN_MINUTES',
    plans: { ...unsaid, S3_DATA_EVENTS: true, EKS_AUDIT_LOGS: false, LAMBDA_NETWORK_LOGS: undefined },
  };
  const live = guarddutyDetectorLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: guarddutyDetectorLive.kind, live, declared }, id);
  expect(broken).toEqual(['enabled', 'frequency', 'plans.S3_DATA_EVENTS']);
  // What an update does not name stays as it is.
  expect((await live.read(id))?.plans).toMatchObject({ S3_DATA_EVENTS: true, EBS_MALWARE_PROTECTION: true });
  expect(after).toEqual({ compared: 4, differences: [], undecided: [] });
  expect(await live.read('gone')).toBeUndefined();
});

test('a stopped Config recorder runs again, with its whole scope, into its bucket', async () => {
  const client = new ConfigServiceClient(cloud.clientConfig('config-service'));
  const role = `arn:aws:iam::${account}:role/config`;
  const recordingGroup = { allSupported: false, resourceTypes: ['AWS::S3::Bucket' as const] };
  await client.send(
    new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'recorder', roleARN: role, recordingGroup } }),
  );
  const s3 = new S3Client({ ...cloud.clientConfig('s3'), forcePathStyle: true });
  for (const Bucket of ['config-declared', 'config-elsewhere']) await s3.send(new CreateBucketCommand({ Bucket }));
  const elsewhere = { name: 'channel', s3BucketName: 'config-elsewhere' };
  await client.send(new PutDeliveryChannelCommand({ DeliveryChannel: elsewhere }));

  const channel = configDeliveryChannelLive.open(cloud.clientConfig);
  const key = `arn:aws:kms:${region}:${account}:key/8f1d3c1e-0000-4000-8000-000000000000`;
  const declaredChannel = {
    name: 'channel',
    bucket: 'config-declared',
    prefix: 'history',
    kmsKey: key,
    frequency: 'TwentyFour_Hours',
  };
  const delivery = { kind: configDeliveryChannelLive.kind, live: channel, declared: declaredChannel };
  const put = await roundTrip(delivery, 'channel');
  expect(put.broken).toEqual(['bucket', 'prefix', 'kmsKey', 'frequency']);
  expect(put.after.differences).toEqual([]);
  expect(await channel.read('gone')).toBeUndefined();

  const live = configRecorderLive.open(cloud.clientConfig);
  const declared = {
    name: 'recorder',
    role: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    recording: true,
    allTypes: true,
    globalTypes: true,
    types: [],
    frequency: 'DAILY',
  };
  const { broken, after } = await roundTrip({ kind: configRecorderLive.kind, live, declared }, 'recorder');
  expect(broken).toEqual(['role', 'recording', 'allTypes', 'globalTypes', 'types', 'frequency']);
  expect(after).toEqual({ compared: 6, differences: [], undecided: [] });
  expect(await live.read('gone')).toBeUndefined();
});

test('Macie is read, on and off, and resumed', async () => {
  const live = macieSessionLive.open(cloud.clientConfig);
  const client = new Macie2Client(cloud.clientConfig('macie2'));
  // The emulator's accounts begin with Macie on.
  await client.send(new DisableMacieCommand({}));
  expect(await live.read(account)).toBeUndefined();
  await client.send(new EnableMacieCommand({ status: 'PAUSED', findingPublishingFrequency: 'ONE_HOUR' }));
  expect(await live.read(account)).toEqual({ enabled: false, frequency: 'ONE_HOUR' });
  const declared = { enabled: true, frequency: 'FIFTEEN_MINUTES' };
  const { after, broken } = await roundTrip({ kind: macieSessionLive.kind, live, declared }, account);
  expect(broken).toEqual(['enabled', 'frequency']);
  expect(after).toEqual({ compared: 2, differences: [], undecided: [] });
});

test('an account without Security Hub has no hub; one whose standards were turned off has them again', async () => {
  const live = securityhubHubLive.open(cloud.clientConfig);
  const arn = `arn:aws:securityhub:${region}:${account}:hub/default`;
  expect(await live.read(arn)).toBeUndefined();
  const client = new SecurityHubClient(cloud.clientConfig('securityhub'));
  await client.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  expect((await client.send(new DescribeHubCommand({}))).HubArn).toBe(arn);
  const standard = (name: string) => `arn:aws:securityhub:${region}::standards/${name}`;
  const StandardsSubscriptionRequests = [{ StandardsArn: standard('cis/v/1.4.0') }];
  await client.send(new BatchEnableStandardsCommand({ StandardsSubscriptionRequests }));
  await client.send(new UpdateSecurityHubConfigurationCommand({ AutoEnableControls: false }));
  const standards = [standard('aws-foundational-security-best-practices/v/1.0.0')];
  const declared = { arn, autoEnableControls: true, findings: 'STANDARD_CONTROL', standards };
  const { after, broken } = await roundTrip({ kind: securityhubHubLive.kind, live, declared }, arn);
  expect(broken).toEqual(['autoEnableControls', 'findings', 'standards']);
  expect(after).toEqual({ compared: 3, differences: [], undecided: [] });
  await client.send(new DisableSecurityHubCommand({}));
  expect(await live.read(arn)).toBeUndefined();
});

test('account switches are turned on again, every one', async () => {
  await new IAMClient(cloud.clientConfig('iam')).send(new DeleteAccountPasswordPolicyCommand({})).catch(() => {});
  const live = accountSettingsLive.open(cloud.clientConfig);
  const declared = {
    account,
    s3PublicAccessBlock: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    passwordPolicy: {
      minimumLength: 14,
      lowercase: true,
      uppercase: true,
      digits: true,
      symbols: true,
      history: 24,
      maxAgeDays: 90,
    },
    ebsEncryption: true,
    imageSharing: 'block-new-sharing',
    snapshotSharing: 'block-all-sharing',
    documentSharing: 'Disable',
    inspector: ['LAMBDA'],
  };
  const id = `account-settings-${account}`;
  const { broken, after } = await roundTrip({ kind: accountSettingsLive.kind, live, declared }, id);
  expect(broken).toEqual(accountSettingsLive.kind.owned);
  expect(after).toEqual({ compared: 7, differences: [], undecided: [] });
  // What is left to its owner is not read as ours.
  const adopted = { ...declared, passwordPolicy: undefined, inspector: undefined };
  expect(await live.read(id, adopted)).toEqual(adopted);
});

test('an organisation policy gets its text and its targets back', async () => {
  const client = new OrganizationsClient(cloud.clientConfig('organizations'));
  await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' })).catch(() => {});
  const root = (await client.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
  const statement = (Action: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
  });
  const made = await client.send(
    new CreatePolicyCommand({
      Name: 'weakened',
      Description: 'planted',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: JSON.stringify(statement('s3:DeleteBucket')),
    }),
  );
  const id = made.Policy?.PolicySummary?.Id ?? '';
  const content = statement('guardduty:DeleteDetector');
  const declared = {
    id,
    name: 'lakeside-scp',
    type: 'SERVICE_CONTROL_POLICY',
    content,
    characters: JSON.stringify(content).length,
    targets: [root],
  };
  const live = organizationsPolicyLive.open(cloud.clientConfig);
  const { broken, after } = await roundTrip({ kind: organizationsPolicyLive.kind, live, declared }, id);
  expect(broken).toEqual(['name', 'content', 'targets']);
  expect(after).toEqual({ compared: 3, differences: [], undecided: [] });
  expect(compareStates(declared, await live.read(id), ['characters']).differences).toEqual([]);
  expect(await live.read('p-00000000')).toBeUndefined();
});
