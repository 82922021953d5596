/** Our handler: in a process of its own, from the bundle and with the environment of the deployed function; and deployed. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';
import type { LocalDeployment } from '../../lib/cli/local-deployment';
import type { Family } from '../../lib/drift/families';
import type { Fixer } from './fixer';

const startSchema = z.object({ startMs: z.number() });
const fixSchema = z.object({
  ms: z.number(),
  enteredAt: z.number(),
  calls: z.array(z.string()),
  failed: z.boolean(),
});

/** Name of a family's function, and of the role that it runs in. */
const nameOf = ({ config }: LocalDeployment, family: Family): string => `${config.name}-drift-${family}`;

async function environmentOf({ cloud }: LocalDeployment, FunctionName: string): Promise<Record<string, string>> {
  const lambda = new LambdaClient(cloud.clientConfig('lambda'));
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  lambda.destroy();
  return Environment?.Variables ?? {};
}

/**
 * Credentials of the function's own role, which alone may act as the fixers' one. Lambda gets them by the role's trust; so
 * that this process does, the account is trusted beside it for the moment.
 */
async function credentialsOf({ cloud }: LocalDeployment, RoleName: string): Promise<Record<string, string>> {
  const iam = new IAMClient(cloud.clientConfig('iam'));
  const sts = new STSClient(cloud.clientConfig('sts'));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const { Statement, ...rest } = z.looseObject({ Statement: z.array(z.unknown()) }).parse(JSON.parse(trust));
  const account = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${cloud.account}:root` },
    Action: 'sts:AssumeRole',
  };
  const PolicyDocument = JSON.stringify({ ...rest, Statement: [...Statement, account] });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  const { Credentials } = await sts
    .send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: RoleName }))
    .finally(() => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust })));
  iam.destroy();
  sts.destroy();
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  };
}

/** @param bundle the function as it is deployed */
export async function ourHandler(deployment: LocalDeployment, family: Family, bundle: string): Promise<Fixer> {
  const name = nameOf(deployment, family);
  const own = { ...(await environmentOf(deployment, name)), ...(await credentialsOf(deployment, name)) };
  const began = performance.now();
  const child = fork(join(__dirname, 'warm.ts'), [bundle], {
    env: {
      PATH: process.env.PATH ?? '',
      ...deployment.cloud.env,
      ...own,
      AWS_LAMBDA_FUNCTION_NAME: name,
    },
    execArgv: ['--import', 'tsx'],
    // Powertools writes its log to stdout: nobody reads it here.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = async () => (await once(child, 'message', { signal: AbortSignal.timeout(60_000) }))[0] as unknown;
  startSchema.parse(await answer());
  return {
    name: 'Asepsis, in process',
    startMs: performance.now() - began,
    async fix(event) {
      const answered = answer();
      child.send(JSON.stringify(event));
      const { calls, enteredAt, failed, ms } = fixSchema.parse(await answered);
      if (failed) throw new Error(`${name} failed in process: its log tells why`);
      return { ms, calls, enteredAt };
    },
    stop: () => void child.disconnect(),
  };
}

const messageOf = (event: object) => ({
  Records: [{ messageId: '1', body: JSON.stringify(event), eventSource: 'aws:sqs' }],
});

/** The deployed function, invoked and awaited: the emulator's Lambda is in its time, its queue is not. */
export function invokedFunction(deployment: LocalDeployment, family: Family): Fixer {
  const lambda = new LambdaClient(deployment.cloud.clientConfig('lambda'));
  const FunctionName = nameOf(deployment, family);
  return {
    name: 'Asepsis, deployed',
    startMs: 0,
    async fix(event) {
      const began = performance.now();
      const { Payload } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(messageOf(event)) }),
      );
      const ms = performance.now() - began;
      const answer = Buffer.from(Payload ?? []).toString();
      if (!/"batchItemFailures":\s*\[\]/.test(answer)) throw new Error(`${FunctionName} failed: ${answer}`);
      return { ms, calls: [] };
    },
    stop: () => lambda.destroy(),
  };
}
