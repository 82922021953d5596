/** Our handler: in a process of its own, from the bundle and with the environment of the deployed function; and deployed. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
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

async function environmentOf({ cloud }: LocalDeployment, FunctionName: string): Promise<Record<string, string>> {
  const lambda = new LambdaClient(cloud.clientConfig('lambda'));
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  lambda.destroy();
  return Environment?.Variables ?? {};
}

/** @param bundle the function as it is deployed */
export async function ourHandler(deployment: LocalDeployment, family: Family, bundle: string): Promise<Fixer> {
  const name = `${deployment.config.name}-drift-${family}`;
  const began = performance.now();
  const child = fork(join(__dirname, 'warm.ts'), [bundle], {
    env: {
      PATH: process.env.PATH ?? '',
      ...deployment.cloud.env,
      ...(await environmentOf(deployment, name)),
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
export function invokedFunction({ cloud, config }: LocalDeployment, family: Family): Fixer {
  const lambda = new LambdaClient(cloud.clientConfig('lambda'));
  const FunctionName = `${config.name}-drift-${family}`;
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
