/** The drift function of the family `detection`. */
import { driftHandler } from '../handler';
import { accessAnalyzerLive } from '../live/access-analyzer';
import { cloudtrailTrailLive } from '../live/cloudtrail-trail';
import { configDeliveryChannelLive, configRecorderLive } from '../live/config-recorder';
import { guarddutyDetectorLive } from '../live/guardduty-detector';
import { logsLogGroupLive } from '../live/logs-log-group';
import { macieSessionLive } from '../live/macie-session';
import { securityhubHubLive } from '../live/securityhub-hub';

export const handler = driftHandler('detection', [
  accessAnalyzerLive,
  cloudtrailTrailLive,
  configDeliveryChannelLive,
  configRecorderLive,
  guarddutyDetectorLive,
  logsLogGroupLive,
  macieSessionLive,
  securityhubHubLive,
]);
