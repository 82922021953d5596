/** The deployed loop, seen from outside: hand it an event, wait for its record, look at its queues. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateScan, QueryCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { SdkConfig } from '../../lambdas/drift/live/live';
import type { DriftRecord } from '../../lambdas/drift/record';
import { partitionOf } from '../../lambdas/drift/records-table';
import { type Family, familyNames } from '../../lib/drift/families';
import { LocalCloudError } from '../../lib/errors';
import type { StackResource } from '../../lib/resources/resolve';
import type { CloudTrailRecord } from './cloudtrail';
import { type TracedCall, tracedCall } from './granted';

/** Milliseconds between two looks. */
const interval = 40;

/** Milliseconds until a record is given up: the emulator's idle queue poller alone sleeps a second. */
const patience = 30_000;

const final: ReadonlySet<string> = new Set(['fixed', 'recreated', 'unverified', 'failed', 'reported', 'alarmed']);

export class Loop {
  private readonly dynamo: DynamoDBClient;
  private readonly events: EventBridgeClient;
  private readonly sqs: SQSClient;
  private readonly ssm: SSMClient;
  private readonly lambda: LambdaClient;
  private readonly logs: CloudWatchLogsClient;
  private queues: readonly string[] | undefined;

  constructor(
    sdk: SdkConfig,
    private readonly deployment: string,
  ) {
    this.dynamo = new DynamoDBClient(sdk('dynamodb'));
    this.events = new EventBridgeClient(sdk('eventbridge'));
    this.sqs = new SQSClient(sdk('sqs'));
    this.ssm = new SSMClient(sdk('ssm'));
    this.lambda = new LambdaClient(sdk('lambda'));
    this.logs = new CloudWatchLogsClient(sdk('cloudwatch-logs'));
  }

  /** Hands an event to EventBridge as CloudTrail does. */
  async deliver(record: CloudTrailRecord): Promise<void> {
    const { FailedEntryCount, Entries } = await this.events.send(
      new PutEventsCommand({
        Entries: [
          {
            Source: `aws.${record.eventSource.split('.')[0]}`,
            DetailType: 'AWS API Call via CloudTrail',
            Detail: JSON.stringify(record),
          },
        ],
      }),
    );
    if (FailedEntryCount)
      throw new LocalCloudError(`the bus refused an event: ${JSON.stringify(Entries)}`, 'See its log.');
  }

  /** Records of a resource, newest first. */
  async records(kind: string, physicalId: string): Promise<readonly DriftRecord[]> {
    const { Items = [] } = await this.dynamo.send(
      new QueryCommand({
        TableName: `${this.deployment}-drift`,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: partitionOf({ kind, physicalId }) } },
        ScanIndexForward: false,
      }),
    );
    return Items.map((item) => unmarshall(item).record as string | undefined).flatMap((text) =>
      text === undefined ? [] : [JSON.parse(text) as DriftRecord],
    );
  }

  /** How many records there are of each outcome. */
  async outcomes(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    const pages = paginateScan(
      { client: this.dynamo },
      { TableName: `${this.deployment}-drift`, ConsistentRead: true },
    );
    for await (const { Items = [] } of pages)
      for (const item of Items) {
        const { outcome } = unmarshall(item) as { outcome?: string };
        if (outcome !== undefined) counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
    return counts;
  }

  /** Waits for what the loop wrote of an event and a resource; undefined where it wrote nothing in time. */
  async recordOf(event: string, kind: string, physicalId: string): Promise<DriftRecord | undefined> {
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      const records = await this.records(kind, physicalId);
      const found = records.find(
        ({ notified, outcome, trigger }) => trigger.id === event && notified && final.has(outcome),
      );
      if (found) return found;
      await sleep(interval);
    }
    return undefined;
  }

  /** Starts a sweep, its messages without delay, and waits until all are handled. Gives how many resources it visits. */
  async sweep(): Promise<number> {
    const { FunctionError, Payload } = await this.lambda.send(
      new InvokeCommand({
        FunctionName: `${this.deployment}-drift-sweep`,
        Payload: JSON.stringify({ perSecond: 1_000 }),
      }),
    );
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError) throw new LocalCloudError(`the sweep failed: ${text}`, 'See the log of the function.');
    await this.drained();
    return (JSON.parse(text) as { sent: number }).sent;
  }

  /** Sends one resource to its family as a sweep does, without delay. Gives the id of the visit. */
  async visit(family: Family, { logicalId, stack }: Pick<StackResource, 'stack' | 'logicalId'>): Promise<string> {
    const at = new Date().toISOString();
    const detail = { sweep: `sweep-${at}`, at, stack, logicalId };
    const MessageBody = JSON.stringify({ 'detail-type': 'Asepsis sweep', detail });
    await this.sqs.send(new SendMessageCommand({ QueueUrl: await this.urlOf(family), MessageBody }));
    return `${detail.sweep}/${stack}/${logicalId}`;
  }

  /** Waits until no message is in any queue, nor in a function's hands; as long as they become fewer, it is patient. */
  async drained(): Promise<void> {
    let fewest = Number.POSITIVE_INFINITY;
    let deadline = Date.now() + 2 * patience;
    while (Date.now() < deadline) {
      const counts = await Promise.all((await this.urls()).map((url) => this.waiting(url)));
      const waiting = counts.reduce((sum, count) => sum + count, 0);
      if (waiting === 0) return;
      if (waiting < fewest) {
        fewest = waiting;
        deadline = Date.now() + 2 * patience;
      }
      await sleep(interval * 2);
    }
    const failures = await this.failures();
    throw new LocalCloudError(
      `the queues of the drift loop do not drain:\n${failures.map((one) => `  ${one}`).join('\n')}`,
      'Messages that fail come back: mend what is listed.',
    );
  }

  /** Messages that nobody could handle. */
  async deadLetters(): Promise<number> {
    return this.waiting(await this.urlOf('dead-letters'));
  }

  /** Sets the run-time settings, and gives what they were. */
  async set(settings: object): Promise<string> {
    const Name = `/asepsis/${this.deployment}/drift`;
    const { Parameter } = await this.ssm.send(new GetParameterCommand({ Name }));
    await this.ssm.send(new PutParameterCommand({ Name, Value: JSON.stringify(settings), Overwrite: true }));
    return Parameter?.Value ?? '{}';
  }

  /** Every SDK call that the loop's functions noted in their logs. */
  async calls(): Promise<readonly TracedCall[]> {
    const functions = [...familyNames, 'sweep', 'watch'].map((part) => `${this.deployment}-drift-${part}`);
    const found = await Promise.all(
      functions.map(async (name) => (await this.logged(name)).flatMap((text) => tracedCall(name, text))),
    );
    return found.flat();
  }

  close(): void {
    for (const client of [this.dynamo, this.events, this.sqs, this.ssm, this.lambda, this.logs]) client.destroy();
  }

  /** What the functions logged as errors, each once. */
  private async failures(): Promise<readonly string[]> {
    const texts = await Promise.all(familyNames.map((family) => this.logged(`${this.deployment}-drift-${family}`)));
    return [...new Set(texts.flat().flatMap((text) => /"error":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? []))];
  }

  /** Every line of a function's log; none where it never ran. */
  private async logged(name: string): Promise<readonly string[]> {
    const lines: string[] = [];
    const logGroupName = `/asepsis/${this.deployment}/${name}`;
    try {
      for await (const { events = [] } of paginateFilterLogEvents({ client: this.logs }, { logGroupName }))
        for (const { message = '' } of events) lines.push(message);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return [];
      throw error;
    }
    return lines;
  }

  private async urls(): Promise<readonly string[]> {
    this.queues ??= await Promise.all(familyNames.map((family) => this.urlOf(family)));
    return this.queues;
  }

  private async urlOf(part: string): Promise<string> {
    const QueueName = `${this.deployment}-drift-${part}`;
    return (await this.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  }

  private async waiting(QueueUrl: string): Promise<number> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'ApproximateNumberOfMessagesDelayed',
        ],
      }),
    );
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  }
}
