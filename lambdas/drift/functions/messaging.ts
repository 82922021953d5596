/** The drift function of the family `messaging`. */
import { driftHandler } from '../handler';
import { cloudwatchAlarmLive } from '../live/cloudwatch-alarm';
import { eventsRuleLive } from '../live/events-rule';
import { lambdaEventSourceMappingLive } from '../live/lambda-event-source-mapping';
import { lambdaFunctionLive } from '../live/lambda-function';
import { schedulerScheduleLive } from '../live/scheduler-schedule';
import { snsTopicLive } from '../live/sns-topic';
import { sqsQueueLive } from '../live/sqs-queue';
import { ssmDocumentLive } from '../live/ssm-document';

export const handler = driftHandler('messaging', [
  cloudwatchAlarmLive,
  eventsRuleLive,
  lambdaEventSourceMappingLive,
  lambdaFunctionLive,
  schedulerScheduleLive,
  snsTopicLive,
  sqsQueueLive,
  ssmDocumentLive,
]);
