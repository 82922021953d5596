/** SQS queues, live. `SetQueueAttributes` changes what it is told and nothing else. */
import {
  CreateQueueCommand,
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
    visibilitySeconds: Number(attributes.VisibilityTimeout ?? 30),
    tags: ownTagRecord(tags.Tags),
  };
}

/** Attributes as declared, as SQS takes them: an empty text takes one away. */
const asked = {
  key: ({ key }: QueueState) => ({ KmsMasterKeyId: writable(key) ?? '' }),
  // SQS takes no policy without a statement: an empty text is none.
  policy: ({ policy }: QueueState) => {
    const text = writePolicy(policy);
    return { Policy: writable(policy).statements.length === 0 ? '' : text };
  },
  redrive: (declared: QueueState) => {
    const deadLetterTargetArn = writable(declared.deadLetter);
    const maxReceiveCount = writable(declared.attempts);
    return {
      RedrivePolicy: deadLetterTargetArn === null ? '' : JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
    };
  },
  retention: ({ retentionSeconds }: QueueState) => ({ MessageRetentionPeriod: String(writable(retentionSeconds)) }),
  visibility: ({ visibilitySeconds }: QueueState) => ({ VisibilityTimeout: String(writable(visibilitySeconds)) }),
} satisfies Readonly<Record<string, (declared: QueueState) => Record<string, string>>>;

/** Makes a queue whole. SQS takes a name again a minute after its queue was deleted: until then this fails, and is tried again. */
const make =
  (sqs: SQSClient) =>
  async (url: string, declared: QueueState): Promise<void> => {
    const all = Object.values(asked).map((one) => one(declared));
    const said = Object.entries(Object.assign({}, ...all) as Record<string, string>).filter(
      ([, value]) => value !== '',
    );
    const QueueName = url.split('/').at(-1);
    const tags = { ...writable(declared.tags) };
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: Object.fromEntries(said), tags }));
  };

export const sqsQueueLive = defineLive<QueueState>({
  kind: sqsQueue,
  open(sdk) {
    const sqs = new SQSClient(sdk('sqs'));
    const set =
      (attributes: (declared: QueueState) => Record<string, string>): Put<QueueState> =>
      async (QueueUrl, declared) => {
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes(declared) }));
      };
    const redrive = set(asked.redrive);
    return {
      read: (url, declared) => read(sqs, url, declared),
      recreate: make(sqs),
      puts: {
        key: set(asked.key),
        policy: set(asked.policy),
        deadLetter: redrive,
        attempts: redrive,
        retentionSeconds: set(asked.retention),
        visibilitySeconds: set(asked.visibility),
        tags: async (QueueUrl, declared, live) => {
          const { remove, set: added } = tagChanges(writable(declared.tags), writable(live.tags));
          if (Object.keys(added).length > 0) await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { ...added } }));
          if (remove.length > 0) await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: [...remove] }));
        },
      },
    };
  },
});
