/** The drift function of the family `detection`. */
import { driftHandler } from '../handler';
import { accessAnalyzerLive } from '../live/access-analyzer';
import { configDeliveryChannelLive, configRecorderLive } from '../live/config-recorder';
import { guarddutyDetectorLive } from '../live/guardduty-detector';
import { macieSessionLive } from '../live/macie-session';
import { securityhubHubLive } from '../live/securityhub-hub';

export const handler = driftHandler('detection', [
  accessAnalyzerLive,
  configDeliveryChannelLive,
  configRecorderLive,
  guarddutyDetectorLive,
  macieSessionLive,
  securityhubHubLive,
]);
