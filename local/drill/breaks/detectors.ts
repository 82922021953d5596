/** Breaks of detectors and recorders. */
import {
  ConfigServiceClient,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { GuardDutyClient, UpdateDetectorCommand, type UpdateDetectorCommandInput } from '@aws-sdk/client-guardduty';
import { Macie2Client, UpdateMacieSessionCommand } from '@aws-sdk/client-macie2';
import {
  BatchDisableStandardsCommand,
  GetEnabledStandardsCommand,
  SecurityHubClient,
  UpdateSecurityHubConfigurationCommand,
} from '@aws-sdk/client-securityhub';
import { accessAnalyzerLive } from '../../../lambdas/drift/live/access-analyzer';
import { configDeliveryChannelLive, configRecorderLive } from '../../../lambdas/drift/live/config-recorder';
import { guarddutyDetectorLive } from '../../../lambdas/drift/live/guardduty-detector';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import { macieSessionLive } from '../../../lambdas/drift/live/macie-session';
import { securityhubHubLive } from '../../../lambdas/drift/live/securityhub-hub';
import type { Break } from '../break';
import type { Scene } from '../scene';

/** On the one resource of a kind that an account has. */
const breakOnly = (
  control: string,
  kind: LiveKind<unknown>,
  breakIt: (scene: Scene, physicalId: string) => Promise<unknown>,
): Break => ({
  control,
  kind,
  async run(scene) {
    const { declared, row } = scene.one(kind.kind);
    await breakIt(scene, row.physicalId);
    return { declared, physicalId: row.physicalId };
  },
});

const guardduty = (control: string, change: Omit<UpdateDetectorCommandInput, 'DetectorId'>): Break =>
  breakOnly(control, guarddutyDetectorLive, (scene, DetectorId) =>
    scene.open(GuardDutyClient, 'guardduty').send(new UpdateDetectorCommand({ DetectorId, ...change })),
  );

async function disableStandards(scene: Scene): Promise<void> {
  const client = scene.open(SecurityHubClient, 'securityhub');
  const { StandardsSubscriptions = [] } = await client.send(new GetEnabledStandardsCommand({}));
  const StandardsSubscriptionArns = StandardsSubscriptions.map((one) => one.StandardsSubscriptionArn ?? '');
  await client.send(new BatchDisableStandardsCommand({ StandardsSubscriptionArns }));
}

async function recordOnlyBuckets(scene: Scene, name: string): Promise<void> {
  const client = scene.open(ConfigServiceClient, 'config-service');
  const request = new DescribeConfigurationRecordersCommand({ ConfigurationRecorderNames: [name] });
  const { ConfigurationRecorders: [recorder] = [] } = await client.send(request);
  const recordingGroup = { allSupported: false, resourceTypes: ['AWS::S3::Bucket' as const] };
  const ConfigurationRecorder = { ...recorder, recordingGroup };
  await client.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder }));
}

async function deliverWithoutKey(scene: Scene, name: string): Promise<void> {
  const client = scene.open(ConfigServiceClient, 'config-service');
  const request = new DescribeDeliveryChannelsCommand({ DeliveryChannelNames: [name] });
  const { DeliveryChannels: [channel] = [] } = await client.send(request);
  await client.send(new PutDeliveryChannelCommand({ DeliveryChannel: { ...channel, s3KmsKeyArn: undefined } }));
}

/** MiniStack and moto have nothing of Access Analyzer. */
const withoutAnalyzer = (control: string): Break => ({
  control,
  kind: accessAnalyzerLive,
  notLive: 'neither MiniStack nor moto has Access Analyzer (GetAnalyzer)',
  provenBy: 'test/lambdas/drift/live-recorded.test.ts',
});

export const detectorBreaks: readonly Break[] = [
  guardduty('guardduty.detector.enabled', { Enable: false }),
  guardduty('guardduty.detector.s3', { Features: [{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }] }),
  guardduty('guardduty.detector.frequency', { FindingPublishingFrequency: 'SIX_HOURS' }),
  breakOnly('securityhub.hub.standards', securityhubHubLive, disableStandards),
  breakOnly('securityhub.hub.auto-enable', securityhubHubLive, (scene) =>
    scene
      .open(SecurityHubClient, 'securityhub')
      .send(new UpdateSecurityHubConfigurationCommand({ AutoEnableControls: false })),
  ),
  breakOnly('config.recorder.recording', configRecorderLive, (scene, ConfigurationRecorderName) =>
    scene
      .open(ConfigServiceClient, 'config-service')
      .send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName })),
  ),
  breakOnly('config.recorder.scope', configRecorderLive, recordOnlyBuckets),
  breakOnly('config.delivery-channel.encrypted', configDeliveryChannelLive, deliverWithoutKey),
  breakOnly('macie.session.enabled', macieSessionLive, (scene) =>
    scene.open(Macie2Client, 'macie2').send(new UpdateMacieSessionCommand({ status: 'PAUSED' })),
  ),
  withoutAnalyzer('access-analyzer.analyzer.archive-rules'),
  withoutAnalyzer('access-analyzer.analyzer.type'),
];
