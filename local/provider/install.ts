/** Puts the provider function into the local cloud, before any stack that needs it. */
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import type { SdkConfig } from '../../lambdas/drift/live/live';
import { zipOf } from './zip';

const functionName = 'asepsis-local-provider';

/** ARN of the provider function of a region. */
export const providerArn = (account: string, region: string): string =>
  `arn:aws:lambda:${region}:${account}:function:${functionName}`;

/** The function as one file, AWS SDK included: the emulator provides none. */
async function bundle(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'handler.ts')],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    logLevel: 'silent',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

const named = (name: string) => (error: unknown) => {
  if (!(error instanceof Error) || error.name !== name) throw error;
};

/** In the local cloud alone: it stands for CloudFormation itself, which may do anything in an account. */
async function role(client: IAMClient, account: string): Promise<string> {
  const statement = (extra: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...extra }] });
  const trust = statement({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
  await client
    .send(new CreateRoleCommand({ RoleName: functionName, AssumeRolePolicyDocument: trust }))
    .catch(named('EntityAlreadyExistsException'));
  const everything = statement({ Action: '*', Resource: '*' });
  await client.send(
    new PutRolePolicyCommand({ RoleName: functionName, PolicyName: 'everything', PolicyDocument: everything }),
  );
  return `arn:aws:iam::${account}:role/${functionName}`;
}

/** Makes or renews the provider function in each region that needs it. */
export async function installProvider(sdk: SdkConfig, account: string, regions: Iterable<string>): Promise<void> {
  const iam = new IAMClient({ ...sdk('iam') });
  const [Role, code] = await Promise.all([role(iam, account), bundle()]);
  iam.destroy();
  const ZipFile = zipOf('index.js', code);
  for (const region of regions) {
    const lambda = new LambdaClient({ ...sdk('lambda'), region });
    const input = {
      FunctionName: functionName,
      Runtime: 'nodejs22.x' as const,
      Handler: 'index.handler',
      Role,
      Code: { ZipFile },
      Timeout: 60,
      MemorySize: 256,
    };
    try {
      await lambda.send(new CreateFunctionCommand(input));
    } catch (error) {
      named('ResourceConflictException')(error);
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile }));
    } finally {
      lambda.destroy();
    }
  }
}
