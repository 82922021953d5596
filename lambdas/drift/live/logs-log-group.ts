/** Log groups, live. */
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type LogGroupState, logsLogGroup } from '../../../lib/resources/logs-log-group';
import { ifAbsent } from './absent';
import { known } from './known';
import { defineLive, type Put } from './live';
import { ownTagRecord, tagChanges } from './tags';
import { day, wouldDelete } from './would-delete';

/** Groups are told in the order of their names: of those that start with a name, the one that is it comes first. */
async function find(logs: CloudWatchLogsClient, name: string): Promise<LogGroup | undefined> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  return logGroups.find(({ logGroupName }) => logGroupName === name);
}

/** Tags are on the ARN without the `:*` that other calls want. */
const plainArn = ({ arn = '', logGroupArn }: LogGroup): string => logGroupArn ?? arn.replace(/:\*$/, '');

async function read(logs: CloudWatchLogsClient, name: string): Promise<LogGroupState | undefined> {
  const group = await find(logs, name);
  if (!group) return undefined;
  const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn: plainArn(group) }));
  return {
    name,
    keyArn: group.kmsKeyId ?? null,
    retentionDays: group.retentionInDays ?? null,
    tags: ownTagRecord(tags),
  };
}

/**
 * Lengthens at once. A shorter retention deletes what is older: it is put back only where nothing can be older, because
 * the group itself is not. Whoever keeps records longer may have a reason, a legal hold among them.
 */
const retain =
  (logs: CloudWatchLogsClient): Put<LogGroupState> =>
  async (logGroupName, { retentionDays }) => {
    const retentionInDays = known(retentionDays);
    const group = await find(logs, logGroupName);
    // No end is longer than any other: it is for a person to declare, and nothing is lost meanwhile.
    if (retentionInDays === null || group === undefined) return;
    const longer = group.retentionInDays === undefined || group.retentionInDays > retentionInDays;
    const age = Date.now() - (group.creationTime ?? 0);
    if (longer && age >= retentionInDays * day) {
      throw wouldDelete(
        `a retention of ${retentionInDays} days on ${logGroupName}, which keeps ${group.retentionInDays ?? 'without end'}`,
        'Set the retention by hand when nothing older is needed, or declare the longer one.',
      );
    }
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  };

function putsOf(logs: CloudWatchLogsClient): Record<string, Put<LogGroupState>> {
  return {
    keyArn: async (logGroupName, { keyArn }) => {
      const kmsKeyId = known(keyArn);
      await (kmsKeyId === null
        ? logs.send(new DisassociateKmsKeyCommand({ logGroupName }))
        : logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId })));
    },
    retentionDays: retain(logs),
    tags: async (name, { tags }, live) => {
      const { remove, set } = tagChanges(known(tags), known(live.tags));
      const group = await find(logs, name);
      const resourceArn = plainArn(group ?? {});
      if (Object.keys(set).length > 0) await logs.send(new TagResourceCommand({ resourceArn, tags: { ...set } }));
      if (remove.length > 0) await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: [...remove] }));
    },
  };
}

/**
 * Makes a group under its key from the first event on. What writes to a group may be quicker and make it anew itself,
 * without key and end: what that one lacks is put.
 */
const make =
  (logs: CloudWatchLogsClient) =>
  async (logGroupName: string, { keyArn, tags }: LogGroupState): Promise<void> => {
    const own = known(tags);
    const request = {
      logGroupName,
      kmsKeyId: known(keyArn) ?? undefined,
      ...(Object.keys(own).length > 0 ? { tags: { ...own } } : {}),
    };
    await logs.send(new CreateLogGroupCommand(request)).catch(ifAbsent('ResourceAlreadyExistsException'));
  };

export const logsLogGroupLive = defineLive<LogGroupState>({
  kind: logsLogGroup,
  open(sdk) {
    const logs = new CloudWatchLogsClient(sdk('cloudwatch-logs'));
    return { read: (name) => read(logs, name), puts: putsOf(logs), recreate: make(logs) };
  },
});
