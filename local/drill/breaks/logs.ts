/** Breaks of log groups. */
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { logsLogGroupLive } from '../../../lambdas/drift/live/logs-log-group';
import type { Break } from '../break';

type BreakIt = (logs: CloudWatchLogsClient, logGroupName: string) => Promise<unknown>;

/** On the log of a practice's function, in which its use of PHI shows. */
const breakLogs = (control: string, breakIt: BreakIt, name?: string): Break => ({
  control,
  ...(name ? { name } : {}),
  kind: logsLogGroupLive,
  async run(scene) {
    const { declared, row } = scene.one(logsLogGroupLive.kind, ({ row: { stack } }) => stack.includes('-practice-'));
    await breakIt(scene.open(CloudWatchLogsClient, 'cloudwatch-logs'), row.physicalId);
    return { declared, physicalId: row.physicalId };
  },
});

export const logsBreaks: readonly Break[] = [
  breakLogs('logs.log-group.encrypted', (logs, logGroupName) =>
    logs.send(new DisassociateKmsKeyCommand({ logGroupName })),
  ),
  breakLogs('logs.log-group.retention', (logs, logGroupName) =>
    logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 })),
  ),
  breakLogs(
    'logs.log-group.retention',
    (logs, logGroupName) => logs.send(new DeleteLogGroupCommand({ logGroupName })),
    'deleted',
  ),
];
