/** A person's decision about a containment: taken in a session of the approver's role, for which AWS asks a second factor. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Case, statusOf } from '../../lambdas/contain/case';
import { casesIn } from '../../lambdas/contain/cases-table';
import { messageOf } from '../../lambdas/contain/message';
import { decisionSchema } from '../../lambdas/contain/request';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { AsepsisError } from '../errors';
import { blueprintOf } from '../stacks/blueprint';
import type { Output } from './output';

export interface ApproverOptions {
  readonly config: string;
  /** ARN of the person's MFA device; with `code`, where the credentials at hand carry no second factor yet. */
  readonly serial?: string;
  readonly code?: string;
}

/** Seconds for which the outcome is awaited. */
const patienceSeconds = 60;

/** Name of the session, in which people are told apart: the last part of the caller's own name. */
const sessionNameOf = (arn: string): string =>
  (arn.split('/').at(-1) ?? arn).replace(/[^\w+=,.@-]/g, '-').slice(0, 64) || 'somebody';

async function assumeApprover(config: Config, { code, serial }: ApproverOptions) {
  const region = config.region;
  const role = blueprintOf(config).names.approverRole;
  const sts = new STSClient({ region });
  const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  try {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${config.account}:role/asepsis/${role}`,
        RoleSessionName: sessionNameOf(Arn),
        DurationSeconds: 900,
        ...(serial && code ? { SerialNumber: serial, TokenCode: code } : {}),
      }),
    );
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken,
    };
  } catch (error) {
    throw new AsepsisError(`${Arn} may not assume ${role}: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'NOT_APPROVER',
      remedy:
        'It takes a second factor of the last fifteen minutes: give --serial <ARN of your MFA device> --code <its six digits>. Who may is in the configuration, containment.approvers.',
      cause: error,
    });
  }
}

/** Whether a case shows what was decided. */
const isDone = (one: Case | undefined, version: number): one is Case =>
  one !== undefined && one.version > version && one.told && statusOf(one) !== 'containing';

/**
 * Sends a decision, and waits for what comes of it.
 *
 * @throws AsepsisError for a case that is not there, and for a caller who may not decide
 */
export async function decide(
  id: string,
  action: 'approve' | 'release',
  options: ApproverOptions,
  { err, out }: Output,
): Promise<void> {
  const config = loadConfig(options.config);
  const { names } = blueprintOf(config);
  const message = decisionSchema.safeParse({ 'detail-type': 'Asepsis Decision', detail: { case: id, action } });
  if (!message.success)
    throw new AsepsisError(`given the case ${JSON.stringify(id)}; allowed: an id such as case-0123456789ab`, {
      code: 'INPUT_INVALID',
      remedy: '`npm run asepsis -- cases` lists them.',
    });
  const credentials = await assumeApprover(config, options);
  const client = { region: config.region, credentials };
  const cases = casesIn(new DynamoDBClient(client), names.driftTable);
  const before = await cases.find(id);
  if (before === undefined)
    throw new AsepsisError(`there is no case ${id} in ${config.name}`, {
      code: 'INPUT_INVALID',
      remedy: '`npm run asepsis -- cases` lists them.',
    });
  const sqs = new SQSClient(client);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: names.containmentQueue }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message.data) }));
  err(`sent: ${action} ${id}. It is being done`);
  for (let waited = 0; waited < patienceSeconds; waited += 1) {
    const one = await cases.find(id);
    if (isDone(one, before.version)) {
      out(messageOf(one).text);
      return;
    }
    await sleep(1_000);
  }
  out(
    `${id} is not done yet: \`npm run asepsis -- cases\` shows how it goes on. An approval that came too late does nothing.`,
  );
}
