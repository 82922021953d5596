/** Breaks of the account's switches. */
import {
  DisableEbsEncryptionByDefaultCommand,
  DisableImageBlockPublicAccessCommand,
  DisableSnapshotBlockPublicAccessCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DeleteAccountPasswordPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { DisableCommand, Inspector2Client } from '@aws-sdk/client-inspector2';
import { DeletePublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import { accountSettingsLive } from '../../../lambdas/drift/live/account-settings';
import type { Break } from '../break';
import type { Scene } from '../scene';

const ec2Of = (scene: Scene): EC2Client => scene.open(EC2Client, 'ec2');

const switches: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'account.settings.s3-public-access': (scene) =>
    scene
      .open(S3ControlClient, 's3-control')
      .send(new DeletePublicAccessBlockCommand({ AccountId: scene.options.account })),
  'account.settings.password-policy': (scene) =>
    scene.open(IAMClient, 'iam').send(new DeleteAccountPasswordPolicyCommand({})),
  'account.settings.ebs-encryption': (scene) => ec2Of(scene).send(new DisableEbsEncryptionByDefaultCommand({})),
  'account.settings.image-sharing': (scene) => ec2Of(scene).send(new DisableImageBlockPublicAccessCommand({})),
  'account.settings.snapshot-sharing': (scene) => ec2Of(scene).send(new DisableSnapshotBlockPublicAccessCommand({})),
  'account.settings.document-sharing': (scene) =>
    scene.open(SSMClient, 'ssm').send(
      new UpdateServiceSettingCommand({
        SettingId: '/ssm/documents/console/public-sharing-permission',
        SettingValue: 'Enable',
      }),
    ),
  'account.settings.inspector': (scene) =>
    scene.open(Inspector2Client, 'inspector2').send(new DisableCommand({ resourceTypes: ['LAMBDA'] })),
};

export const accountBreaks: readonly Break[] = Object.entries(switches).map(
  ([control, breakIt]): Break => ({
    control,
    kind: accountSettingsLive,
    async run(scene) {
      const { declared, row } = scene.one(accountSettingsLive.kind);
      await breakIt(scene);
      return { declared, physicalId: row.physicalId };
    },
  }),
);
