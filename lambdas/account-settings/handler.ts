/** The custom resource behind `Custom::AsepsisAccountSettings`: parse, plan, apply, answer. */
import { Logger } from '@aws-lambda-powertools/logger';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { Inspector2Client } from '@aws-sdk/client-inspector2';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SSMClient } from '@aws-sdk/client-ssm';
import { apply, type Clients } from './apply';
import { plan, type Step } from './plan';
import { type Envelope, envelopeSchema, settingsSchema } from './request';

const logger = new Logger({ serviceName: 'account-settings' });

export interface Dependencies {
  readonly clients: Clients;
  readonly accountId: string;
  /** Sends the answer to the pre-signed address that CloudFormation gave. */
  readonly answer: (url: string, body: string) => Promise<void>;
}

async function applyAll(steps: readonly Step[], { clients, accountId }: Dependencies): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const step of steps) {
    try {
      await apply(step, clients, accountId);
      logger.info('switch set', { set: step.set });
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      logger.error('switch not set', { set: step.set, reason });
      failures.push(`${step.set}: ${reason}`);
    }
  }
  return failures;
}

/** Sets every switch, then answers. All failures are named at once; a request that cannot be parsed fails whole. */
export async function handle(event: unknown, dependencies: Dependencies): Promise<void> {
  const envelope: Envelope = envelopeSchema.parse(event);
  const failures: string[] = [];
  if (envelope.RequestType !== 'Delete') {
    const settings = settingsSchema.safeParse(envelope.ResourceProperties);
    if (settings.success) failures.push(...(await applyAll(plan(envelope.RequestType, settings.data), dependencies)));
    else failures.push(...settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  await dependencies.answer(
    envelope.ResponseURL,
    JSON.stringify({
      Status: failures.length === 0 ? 'SUCCESS' : 'FAILED',
      Reason: failures.length === 0 ? 'every switch is set' : failures.join('; '),
      PhysicalResourceId: envelope.PhysicalResourceId ?? `account-settings-${dependencies.accountId}`,
      StackId: envelope.StackId,
      RequestId: envelope.RequestId,
      LogicalResourceId: envelope.LogicalResourceId,
    }),
  );
}

/** Answers CloudFormation; a pre-signed address wants no content type. */
async function answer(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${response.status}`);
}

const clients: Clients = {
  ec2: new EC2Client({}),
  iam: new IAMClient({}),
  inspector: new Inspector2Client({}),
  s3control: new S3ControlClient({}),
  ssm: new SSMClient({}),
};

export const handler = (event: unknown): Promise<void> =>
  handle(event, { clients, accountId: process.env.ACCOUNT_ID ?? '', answer });
