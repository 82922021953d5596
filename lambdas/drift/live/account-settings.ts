/** Account switches, live. */
import {
  EC2Client,
  EnableEbsEncryptionByDefaultCommand,
  EnableImageBlockPublicAccessCommand,
  EnableSnapshotBlockPublicAccessCommand,
  GetEbsEncryptionByDefaultCommand,
  GetImageBlockPublicAccessStateCommand,
  GetSnapshotBlockPublicAccessStateCommand,
} from '@aws-sdk/client-ec2';
import { GetAccountPasswordPolicyCommand, IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { BatchGetAccountStatusCommand, EnableCommand, Inspector2Client } from '@aws-sdk/client-inspector2';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { GetServiceSettingCommand, SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import {
  type AccountPasswordPolicy,
  type AccountSettingsState,
  accountSettings,
  type PublicAccessBlock,
} from '../../../lib/resources/account-settings';
import { map } from '../../../lib/resources/read';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent, orUnknown } from './absent';
import { defineLive, type Put, type SdkConfig } from './live';

interface Clients {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly inspector: Inspector2Client;
  readonly s3control: S3ControlClient;
  readonly ssm: SSMClient;
}

const publicSharing = '/ssm/documents/console/public-sharing-permission';

/** The account in the physical id, `account-settings-111122223333`. */
const accountOf = (physicalId: string): string => /\d{12}/.exec(physicalId)?.[0] ?? '';

async function publicAccessBlock(client: S3ControlClient, AccountId: string): Promise<PublicAccessBlock> {
  const absent = ifAbsent('NoSuchPublicAccessBlockConfiguration');
  const found = await client.send(new GetPublicAccessBlockCommand({ AccountId })).catch(absent);
  const block = found?.PublicAccessBlockConfiguration;
  return {
    blockPublicAcls: block?.BlockPublicAcls ?? false,
    blockPublicPolicy: block?.BlockPublicPolicy ?? false,
    ignorePublicAcls: block?.IgnorePublicAcls ?? false,
    restrictPublicBuckets: block?.RestrictPublicBuckets ?? false,
  };
}

async function passwordPolicy(client: IAMClient): Promise<AccountPasswordPolicy> {
  const absent = ifAbsent('NoSuchEntity', 'NoSuchEntityException');
  const policy = (await client.send(new GetAccountPasswordPolicyCommand({})).catch(absent))?.PasswordPolicy;
  return {
    minimumLength: policy?.MinimumPasswordLength ?? 6,
    lowercase: policy?.RequireLowercaseCharacters ?? false,
    uppercase: policy?.RequireUppercaseCharacters ?? false,
    digits: policy?.RequireNumbers ?? false,
    symbols: policy?.RequireSymbols ?? false,
    history: policy?.PasswordReusePrevention ?? 0,
    maxAgeDays: policy?.MaxPasswordAge ?? 0,
  };
}

const inspectorTypes = { ec2: 'EC2', ecr: 'ECR', lambda: 'LAMBDA', lambdaCode: 'LAMBDA_CODE' } as const;

async function inspectedTypes(client: Inspector2Client, account: string): Promise<readonly string[]> {
  const { accounts = [] } = await client.send(new BatchGetAccountStatusCommand({ accountIds: [account] }));
  const state = accounts[0]?.resourceState;
  return Object.entries(inspectorTypes).flatMap(([key, type]) => {
    const status = state?.[key as keyof typeof inspectorTypes]?.status;
    return status === 'ENABLED' || status === 'ENABLING' ? [type] : [];
  });
}

/**
 * Reads every switch; those that the declared state leaves to their owner stay undefined, as they are nobody's promise.
 */
async function read(clients: Clients, account: string, declared?: AccountSettingsState): Promise<AccountSettingsState> {
  const { ec2, iam, inspector, s3control, ssm } = clients;
  const [block, passwords, volumes, images, snapshots, documents, inspected] = await Promise.all([
    orUnknown('the S3 public access block', publicAccessBlock(s3control, account)),
    orUnknown('the password policy', passwordPolicy(iam)),
    orUnknown('EBS encryption by default', ec2.send(new GetEbsEncryptionByDefaultCommand({}))),
    orUnknown('image sharing', ec2.send(new GetImageBlockPublicAccessStateCommand({}))),
    orUnknown('snapshot sharing', ec2.send(new GetSnapshotBlockPublicAccessStateCommand({}))),
    orUnknown('document sharing', ssm.send(new GetServiceSettingCommand({ SettingId: publicSharing }))),
    orUnknown('Inspector', inspectedTypes(inspector, account)),
  ]);
  const ours = (key: keyof AccountSettingsState): boolean => !declared || declared[key] !== undefined;
  return {
    account,
    s3PublicAccessBlock: ours('s3PublicAccessBlock') ? block : undefined,
    passwordPolicy: ours('passwordPolicy') ? passwords : undefined,
    ebsEncryption: map(volumes, (answer) => answer.EbsEncryptionByDefault ?? false),
    imageSharing: map(images, (answer) => answer.ImageBlockPublicAccessState ?? 'unblocked'),
    snapshotSharing: map(snapshots, (answer) => answer.State ?? 'unblocked'),
    documentSharing: map(documents, (answer) => answer.ServiceSetting?.SettingValue ?? 'Enable'),
    inspector: ours('inspector') ? inspected : undefined,
  };
}

const known = <T>(value: Value<T>): T | undefined => (isKnown(value) ? value : undefined);

function identityPuts({ iam, s3control }: Clients): Record<string, Put<AccountSettingsState>> {
  return {
    s3PublicAccessBlock: async (id, { s3PublicAccessBlock: block }) => {
      if (!block || !isKnown(block)) return;
      const PublicAccessBlockConfiguration = {
        BlockPublicAcls: known(block.blockPublicAcls),
        BlockPublicPolicy: known(block.blockPublicPolicy),
        IgnorePublicAcls: known(block.ignorePublicAcls),
        RestrictPublicBuckets: known(block.restrictPublicBuckets),
      };
      await s3control.send(
        new PutPublicAccessBlockCommand({ AccountId: accountOf(id), PublicAccessBlockConfiguration }),
      );
    },
    passwordPolicy: async (_id, { passwordPolicy: policy }) => {
      if (!policy || !isKnown(policy)) return;
      // IAM takes the whole policy: what a call leaves out goes back to a default.
      await iam.send(
        new UpdateAccountPasswordPolicyCommand({
          MinimumPasswordLength: known(policy.minimumLength),
          RequireLowercaseCharacters: known(policy.lowercase),
          RequireUppercaseCharacters: known(policy.uppercase),
          RequireNumbers: known(policy.digits),
          RequireSymbols: known(policy.symbols),
          PasswordReusePrevention: known(policy.history) || undefined,
          MaxPasswordAge: known(policy.maxAgeDays) || undefined,
          AllowUsersToChangePassword: true,
          HardExpiry: false,
        }),
      );
    },
  };
}

function sharingPuts({ ec2, inspector, ssm }: Clients): Record<string, Put<AccountSettingsState>> {
  return {
    ebsEncryption: async (_id, { ebsEncryption }) => {
      if (ebsEncryption === true) await ec2.send(new EnableEbsEncryptionByDefaultCommand({}));
    },
    imageSharing: async (_id, { imageSharing: state }) => {
      if (state !== 'block-new-sharing') return;
      await ec2.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: state }));
    },
    snapshotSharing: async (_id, { snapshotSharing: State }) => {
      if (State !== 'block-all-sharing' && State !== 'block-new-sharing') return;
      await ec2.send(new EnableSnapshotBlockPublicAccessCommand({ State }));
    },
    documentSharing: async (_id, { documentSharing: SettingValue }) => {
      if (!isKnown(SettingValue)) return;
      await ssm.send(new UpdateServiceSettingCommand({ SettingId: publicSharing, SettingValue }));
    },
    inspector: async (_id, { inspector: types }) => {
      const wanted = known(types);
      if (!wanted) return;
      await inspector.send(new EnableCommand({ resourceTypes: [...wanted] as ('LAMBDA' | 'EC2')[] }));
    },
  };
}

const openClients = (sdk: SdkConfig): Clients => ({
  ec2: new EC2Client(sdk('ec2')),
  iam: new IAMClient(sdk('iam')),
  inspector: new Inspector2Client(sdk('inspector2')),
  s3control: new S3ControlClient(sdk('s3-control')),
  ssm: new SSMClient(sdk('ssm')),
});

export const accountSettingsLive = defineLive<AccountSettingsState>({
  kind: accountSettings,
  open(sdk) {
    const clients = openClients(sdk);
    return {
      read: (id, declared) => read(clients, accountOf(id), declared),
      // No put turns a switch off: an account is never made weaker because of what a template says.
      puts: { ...identityPuts(clients), ...sharingPuts(clients) },
    };
  },
});
