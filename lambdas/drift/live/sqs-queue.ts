/** SQS queues, live. `SetQueueAttributes` changes what it is told and nothing else. */
import {
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { readPolicy, writePolicy } from '../../../lib/resources/policy';
import { type QueueState, sqsQueue } from '../../../lib/resources/sqs-queue';
import { ifAbsent } from './absent';
import { defineLive, type Put } from './live';
import { ownTagRecord, tagChanges } from './tags';
import { writable } from './writable';

interface Redrive {
  readonly deadLetterTargetArn?: string;
  readonly maxReceiveCount?: number | string;
}

async function read(sqs: SQSClient, QueueUrl: string, declared?: QueueState): Promise<QueueState | undefined> {
  const found = await sqs
    .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
    .catch(ifAbsent('QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'));
  if (!found?.Attributes) return undefined;
  const { Attributes: attributes } = found;
  const tags = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
  const redrive = JSON.parse(attributes.RedrivePolicy || '{}') as Redrive;
  return {
    url: QueueUrl,
    account: attributes.QueueArn?.split(':')[4] ?? '',
    key: attributes.KmsMasterKeyId || null,
    policy: readPolicy(attributes.Policy || undefined),
    deadLetter: redrive.deadLetterTargetArn ?? null,
    attempts: redrive.maxReceiveCount === undefined ? undefined : Number(redrive.maxReceiveCount),
    // Other queues say so, not this one.
    takesDeadLetters: declared?.takesDeadLetters ?? false,
    retentionSeconds: Number(attributes.MessageRetentionPeriod ?? 345_600),
    tags: ownTagRecord(tags.Tags),
  };
}

export const sqsQueueLive = defineLive<QueueState>({
  kind: sqsQueue,
  open(sdk) {
    const sqs = new SQSClient(sdk('sqs'));
    const set = async (QueueUrl: string, Attributes: Record<string, string>) => {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    };
    const redrive: Put<QueueState> = async (url, declared) => {
      const deadLetterTargetArn = writable(declared.deadLetter);
      const maxReceiveCount = writable(declared.attempts);
      const policy = deadLetterTargetArn === null ? '' : JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
      await set(url, { RedrivePolicy: policy });
    };
    return {
      read: (url, declared) => read(sqs, url, declared),
      puts: {
        key: (url, { key }) => set(url, { KmsMasterKeyId: writable(key) ?? '' }),
        policy: (url, { policy }) => {
          const text = writePolicy(policy);
          // SQS takes no policy without a statement: an empty text is none.
          return set(url, { Policy: writable(policy).statements.length === 0 ? '' : text });
        },
        deadLetter: redrive,
        attempts: redrive,
        retentionSeconds: (url, { retentionSeconds }) =>
          set(url, { MessageRetentionPeriod: String(writable(retentionSeconds)) }),
        tags: async (QueueUrl, declared, live) => {
          const { remove, set: added } = tagChanges(writable(declared.tags), writable(live.tags));
          if (Object.keys(added).length > 0) await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { ...added } }));
          if (remove.length > 0) await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: [...remove] }));
        },
      },
    };
  },
});
