/** The function of the second path, which watches the loop itself. */
import { cloudwatchAlarmLive } from '../live/cloudwatch-alarm';
import { eventsRuleLive } from '../live/events-rule';
import { iamManagedPolicyLive } from '../live/iam-policy';
import { iamRoleLive } from '../live/iam-role';
import { lambdaEventSourceMappingLive } from '../live/lambda-event-source-mapping';
import { lambdaFunctionLive } from '../live/lambda-function';
import { logsLogGroupLive } from '../live/logs-log-group';
import { schedulerScheduleLive } from '../live/scheduler-schedule';
import { sqsQueueLive } from '../live/sqs-queue';
import { watcherHandler } from '../watcher';

export const handler = watcherHandler([
  cloudwatchAlarmLive,
  eventsRuleLive,
  iamManagedPolicyLive,
  iamRoleLive,
  lambdaEventSourceMappingLive,
  lambdaFunctionLive,
  logsLogGroupLive,
  schedulerScheduleLive,
  sqsQueueLive,
]);
