/** Breaks of functions, and of what feeds them. */
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { lambdaEventSourceMappingLive } from '../../../lambdas/drift/live/lambda-event-source-mapping';
import { lambdaFunctionLive } from '../../../lambdas/drift/live/lambda-function';
import { settled } from '../../../lambdas/drift/live/lambda-settled';
import { zipOf } from '../../provider/zip';
import type { Break, LiveBreak } from '../break';
import type { Scene } from '../scene';

const lambdaOf = (scene: Scene): LambdaClient => scene.open(LambdaClient, 'lambda');

type Work = (lambda: LambdaClient, FunctionName: string, scene: Scene) => Promise<unknown>;

/** On the function of a practice, which handles its PHI. */
const onFunction = (control: string, breakIt: Work): LiveBreak => ({
  control,
  kind: lambdaFunctionLive,
  async run(scene) {
    const { declared, row } = scene.one(lambdaFunctionLive.kind, ({ row: { stack } }) => stack.includes('-practice-'));
    const lambda = lambdaOf(scene);
    await breakIt(lambda, row.physicalId, scene);
    // A change takes its time, and a detector that looked sooner would see the function as it was.
    await settled(lambda, row.physicalId);
    return { declared, physicalId: row.physicalId };
  },
});

const configured = (control: string, change: Partial<UpdateFunctionConfigurationRequest>): LiveBreak =>
  onFunction(control, (lambda, FunctionName) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ ...change, FunctionName })),
  );

/** A role outside the permissions boundary. */
const unbounded = 'backdoor';

const iamOf = (scene: Scene): IAMClient => scene.open(IAMClient, 'iam');

const functionBreaks: readonly Break[] = [
  onFunction('lambda.function.public-permission', (lambda, FunctionName) =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'backdoor',
        Action: 'lambda:InvokeFunction',
        Principal: '*',
      }),
    ),
  ),
  onFunction('lambda.function.url-auth', (lambda, FunctionName) =>
    lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' })),
  ),
  configured('lambda.function.environment-key', { KMSKeyArn: '' }),
  configured('lambda.function.network', { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }),
  onFunction('lambda.function.concurrency', (lambda, FunctionName) =>
    lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })),
  ),
  configured('lambda.function.runtime', { Runtime: 'nodejs20.x' }),
  {
    ...onFunction('lambda.function.role', async (lambda, FunctionName, scene) => {
      const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
      const { Role } = await iamOf(scene).send(
        new CreateRoleCommand({ RoleName: unbounded, AssumeRolePolicyDocument }),
      );
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Role: Role?.Arn }));
    }),
    async restore(scene) {
      await iamOf(scene).send(new DeleteRoleCommand({ RoleName: unbounded }));
    },
  },
  onFunction('lambda.function.code', (lambda, FunctionName) => {
    const ZipFile = zipOf('index.js', Buffer.from('exports.handler = async () => "planted";'));
    return lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  }),
  {
    control: 'lambda.function.code-signing',
    kind: lambdaFunctionLive,
    notLive: 'MiniStack has no CreateCodeSigningConfig, and no template of ours declares one',
    provenBy: 'test/lambdas/drift/live-recorded-functions.test.ts',
  },
];

export const lambdaBreaks: readonly Break[] = [
  ...functionBreaks,
  {
    control: 'lambda.event-source-mapping.enabled',
    kind: lambdaEventSourceMappingLive,
    async run(scene) {
      // The one that the loop itself does not live on.
      const { declared, row } = scene.one(lambdaEventSourceMappingLive.kind, ({ row: { stack } }) =>
        stack.endsWith('-containment'),
      );
      await lambdaOf(scene).send(new UpdateEventSourceMappingCommand({ UUID: row.physicalId, Enabled: false }));
      return { declared, physicalId: row.physicalId };
    },
  },
];
